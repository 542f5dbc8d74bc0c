/** The audit trail: proved here, or from a copy with no database at all. */
import { readFileSync, existsSync } from 'node:fs';
import { call } from '../../platform/http/call.ts';
import { verify as verifyNow } from '../../platform/ledger/contract.ts';
import type { Verdict } from '../../platform/ledger/audit.ts';
import type { Answer, CommandSpec, Tool } from '../model.ts';
import { UsageError } from '../model.ts';

const verify: CommandSpec = {
  path: 'audit verify',
  arguments: ['[COPY]'],
  options: [{ flags: '--vkey <file-or-key>' }],
  examples: ['audit verify', 'audit verify ./copy --vkey trusted.vkey'],
  run: async (tool, given) => {
    const [copy] = given.args;
    const vkey = given.text('vkey');
    if (copy === undefined && vkey !== undefined) throw new UsageError('vkey-without-copy');
    return sayVerdict(tool, copy === undefined ? await verifyNode(tool) : await verifyFolder(tool, copy, vkey));
  },
};

async function verifyNode(tool: Tool): Promise<Verdict> {
  const link = await tool.link();
  if (link.kind === 'local') return link.node.ledger.verify();
  return (await call(link.send, verifyNow)) as Verdict;
}

async function verifyFolder(tool: Tool, copy: string, vkey: string | undefined): Promise<Verdict> {
  if (!existsSync(copy)) throw new UsageError('file-unreadable', { file: copy });
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

export const auditCommands: readonly CommandSpec[] = [verify, exportCopy];
