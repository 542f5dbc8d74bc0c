/** The audit trail: proved here, or from a copy, a proof or another node with no database at all. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { call, callRaw } from '../../platform/http/call.ts';
import { verify as verifyNow } from '../../platform/ledger/contract.ts';
import type { Verdict } from '../../platform/ledger/audit.ts';
import { diff, verifyNodeAt, verifyProofFile, withPolicy } from '../audit-files.ts';
import type { Answer, CommandSpec, Tool } from '../model.ts';
import { UsageError } from '../model.ts';

const verify: CommandSpec = {
  path: 'audit verify',
  arguments: ['[COPY]'],
  options: [{ flags: '--vkey <file-or-key>' }, { flags: '--policy <file>' }, { flags: '--since <file>' }],
  examples: [
    'audit verify',
    'audit verify ./copy --vkey trusted.vkey',
    'audit verify entry-12.proof --policy policy.txt',
    'audit verify https://data.example.org --policy policy.txt --since last.note',
  ],
  run: async (tool, given) => {
    const [what] = given.args;
    const vkey = given.text('vkey');
    const own = { policy: given.text('policy'), since: given.text('since') };
    if (what === undefined) {
      if (vkey !== undefined || own.policy !== undefined || own.since !== undefined)
        throw new UsageError('vkey-without-copy');
      return sayVerdict(tool, await verifyNode(tool));
    }
    if (/^https?:\/\//.test(what)) return verifyNodeAt(tool, what, own);
    if (!existsSync(what)) throw new UsageError('file-unreadable', { file: what });
    if (statSync(what).isFile()) return verifyProofFile(tool, what, own.policy);
    const answer = sayVerdict(tool, await verifyFolder(tool, what, vkey));
    return answer.findings ? answer : withPolicy(tool, what, { ...own, answer });
  },
};

async function verifyNode(tool: Tool): Promise<Verdict> {
  const link = await tool.link();
  if (link.kind === 'local') return link.node.ledger.verify();
  return (await call(link.send, verifyNow)) as Verdict;
}

async function verifyFolder(tool: Tool, copy: string, vkey: string | undefined): Promise<Verdict> {
  const { verifyCopy } = await import('../../platform/ledger/verify-copy.ts');
  using progress = tool.terminal.progress(tool.t('cli:progress.verify'), 1);
  const verdict = await verifyCopy(copy, vkey !== undefined && existsSync(vkey) ? readFileSync(vkey, 'utf8') : vkey);
  progress.at(1);
  return verdict;
}

function sayVerdict({ t, terminal }: Tool, verdict: Verdict): Answer {
  const { ok, size, firstBad, fault, unsigned } = verdict;
  if (ok) {
    const rest = unsigned > 0 ? [t('ledger:verdict.unsigned', { count: unsigned })] : [];
    return { data: verdict, lines: [terminal.paint('green', t('ledger:verdict.ok', { count: size })), ...rest] };
  }
  const words = { fault: t(`ledger:faults.${fault ?? ''}`), firstBad };
  const line = t(firstBad === null ? 'ledger:verdict.badSomewhere' : 'ledger:verdict.bad', words);
  return { data: verdict, lines: [terminal.paint('red', line)], findings: true };
}

const exportCopy: CommandSpec = {
  path: 'audit export',
  arguments: ['FOLDER'],
  examples: ['audit export ./copy'],
  offline: true,
  run: async (tool, given) => {
    const [folder = ''] = given.args;
    const { node } = await tool.local();
    const { exportLog } = await import('../../platform/ledger/export-log.ts');
    await node.ledger.settled();
    const entries = await exportLog(node.context.db, folder);
    return { data: { folder, entries }, lines: [tool.t('cli:audit.exported', { count: entries, folder })] };
  },
};

const prove: CommandSpec = {
  path: 'audit prove',
  arguments: ['ENTRY'],
  options: [
    { flags: '--register <name>', word: 'proof-register' },
    { flags: '--to <file>', word: 'proof-to' },
  ],
  examples: [
    'audit prove 01930000-0000-7000-8000-000000000001 --to entry.proof',
    'audit prove 01930000-0000-7000-8000-000000000002 --register people',
  ],
  run: async (tool, given) => {
    const [entry = ''] = given.args;
    const register = given.text('register');
    const { downloadProof, proveRecord } = await import('../../exchange/evidence/contract.ts');
    const link = await tool.link();
    if (link.kind === 'local') await link.node.ledger.settled();
    const answer =
      register === undefined
        ? await callRaw(link.send, downloadProof, { params: { entry } })
        : await callRaw(link.send, proveRecord, { params: { register, record: entry } });
    const text = await answer.text();
    const file = given.text('to') ?? `${entry}.proof`;
    writeFileSync(file, text);
    return { data: { file }, lines: [tool.t('cli:audit.proved', { file })] };
  },
};

const diffLogs: CommandSpec = {
  path: 'audit diff',
  arguments: ['FIRST', 'SECOND'],
  options: [{ flags: '--policy <file>' }],
  examples: ['audit diff ./copy-of-march ./copy-of-june', 'audit diff ./copy https://data.example.org'],
  offline: true,
  run: (tool, given) => diff(tool, [given.args[0] ?? '', given.args[1] ?? ''], given.text('policy')),
};

const verifyFile: CommandSpec = {
  path: 'audit verify-export',
  arguments: ['FILE'],
  options: [{ flags: '--vkey <file-or-key>' }],
  examples: ['audit verify-export audit-export.txt --vkey trusted.vkey'],
  offline: true,
  run: async (tool, given) => {
    const [file = ''] = given.args;
    const vkey = given.text('vkey');
    const { verifyExport } = await import('../../platform/ledger/signed-export.ts');
    const verdict = verifyExport(readText(file), vkey !== undefined && existsSync(vkey) ? readText(vkey) : vkey);
    const { t } = tool;
    if (!verdict.ok) {
      const said = t(`cli:audit.export-faults.${verdict.fault}`, { line: verdict.line ?? 0 });
      return { data: verdict, lines: [said], findings: true };
    }
    const { header } = verdict;
    const lines = [
      t('cli:audit.export-whole', { count: header.entries, at: header.at.slice(0, 16).replace('T', ' ') }),
      ...(vkey === undefined ? [t('cli:audit.export-key', { vkey: header.vkey })] : []),
    ];
    return { data: { ok: true, header }, lines };
  },
};

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError('file-unreadable', { file });
  }
}

export const auditCommands: readonly CommandSpec[] = [verify, exportCopy, prove, diffLogs, verifyFile];
