/** The root's charter: guardians' keys and signatures away from any node, and the root node's own part. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { CharterView } from '../../exchange/nodes/charter-contract.ts';
import { call } from '../../platform/http/call.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const contract = () => import('../../exchange/nodes/charter-contract.ts');

const newGuardian: CommandSpec = {
  path: 'node guardian new',
  options: [
    { flags: '--name <name>', word: 'guardian-name' },
    { flags: '--out <file>', word: 'guardian-out' },
  ],
  examples: ['node guardian new --name nguyen-an --out /media/usb/an.pem'],
  offline: true,
  run: async (tool, given) => {
    const [name, file] = [given.text('name'), given.text('out')];
    if (name === undefined || file === undefined) throw new UsageError('guardian-new');
    const guardian = await (await import('../guardian-key.ts')).newGuardian(file, name);
    const { t } = tool;
    return {
      data: { ...guardian, file, publicFile: `${file}.pub` },
      lines: [
        `${t('cli:nodes.key')}: ${guardian.key}`,
        `${t('cli:nodes.fingerprint')}: ${guardian.fingerprint}`,
        t('cli:charter.kept', { file, publicFile: `${file}.pub` }),
      ],
    };
  },
};

const sign: CommandSpec = {
  path: 'node guardian sign',
  arguments: ['FILE'],
  options: [{ flags: '--key <file>', word: 'guardian-key' }],
  examples: ['node guardian sign charter-2.note --key /media/usb/an.pem'],
  offline: true,
  run: async (tool, given) => {
    const keyFile = given.text('key');
    if (keyFile === undefined) throw new UsageError('guardian-sign');
    const { signCharterFile } = await import('../guardian-key.ts');
    const { charter, guardian, isOfIt, signed } = await signCharterFile(given.args[0] ?? '', keyFile);
    const { root, version, expires, threshold } = charter;
    const { t } = tool;
    return {
      data: { root, version, expires, threshold, guardian, isOfIt, signed: signed.map(({ name }) => name) },
      lines: [
        t('cli:charter.of', { root, version, expires }),
        t('cli:charter.signed', { guardian, count: signed.length, threshold }),
        ...(isOfIt ? [] : [t('cli:charter.ofOld')]),
      ],
    };
  },
};

const show: CommandSpec = {
  path: 'node charter show',
  examples: ['node charter show'],
  run: async (tool) => said(tool, await call((await tool.link()).send, (await contract()).readCharter)),
};

const propose: CommandSpec = {
  path: 'node charter propose',
  options: [
    { flags: '--guardian <key...>', word: 'charter-guardian', repeat: true },
    { flags: '--threshold <n>', word: 'charter-threshold', number: true },
    { flags: '--days <n>', word: 'charter-days', number: true },
    { flags: '--new-key', word: 'charter-new-key' },
    { flags: '--drop <key...>', word: 'charter-drop', repeat: true },
    { flags: '--out <file>', word: 'charter-out' },
  ],
  examples: [
    'node charter propose --guardian an.pem.pub binh.pem.pub chi.pem.pub --threshold 2 --out charter-1.note',
    'node charter propose --new-key --drop 0a1b2c3d --out charter-2.note',
  ],
  run: async (tool, given) => {
    const { proposeCharter, readCharter } = await contract();
    const { send } = await tool.link();
    const named = given.list('guardian').map(keyIn);
    const { charter } = await call(send, readCharter);
    const guardians = named.length > 0 ? named : (charter?.guardians.map(({ key }) => key) ?? []);
    const threshold = given.number('threshold') ?? charter?.threshold;
    if (guardians.length === 0 || threshold === undefined) throw new UsageError('charter-guardians');
    const days = given.number('days');
    const body = { guardians, threshold, newKey: given.flag('new-key'), drop: [...given.list('drop')] };
    const view = await call(send, proposeCharter, { body: { ...body, ...(days !== undefined && { days }) } });
    return exported(tool, view, given.text('out'));
  },
};

/** The file that `guardian new` put beside the key, or the key itself. */
const keyIn = (given: string): string => (existsSync(given) ? readFileSync(given, 'utf8').trim() : given);

const exportIt: CommandSpec = {
  path: 'node charter export',
  options: [{ flags: '--out <file>', word: 'charter-out' }],
  examples: ['node charter export --out charter-2.note'],
  run: async (tool, given) => {
    const view = await call((await tool.link()).send, (await contract()).readCharter);
    const out = given.text('out');
    if (out === undefined) throw new UsageError('charter-out');
    return exported(tool, view, out);
  },
};

/** Writes the proposal, or where there is none the charter in force. */
function exported(tool: Tool, view: CharterView, out: string | undefined): Answer {
  const note = (view.proposal ?? view.charter)?.note;
  if (out === undefined) return said(tool, view);
  if (note === undefined) throw new UsageError('charter-none');
  writeFileSync(out, note);
  const answer = said(tool, view);
  return { ...answer, lines: [...(answer.lines ?? []), tool.t('cli:charter.written', { file: out })] };
}

const bring: CommandSpec = {
  path: 'node charter bring',
  arguments: ['FILE'],
  examples: ['node charter bring charter-2.note'],
  run: async (tool, given) => {
    const file = given.args[0] ?? '';
    if (!existsSync(file)) throw new UsageError('file-unreadable', { file });
    const { bringSignatures } = await contract();
    const body = { note: readFileSync(file, 'utf8') };
    return said(tool, await call((await tool.link()).send, bringSignatures, { body }));
  },
};

const withdraw: CommandSpec = {
  path: 'node charter withdraw',
  examples: ['node charter withdraw'],
  run: async (tool) => said(tool, await call((await tool.link()).send, (await contract()).withdrawCharter)),
};

function said({ t }: Tool, view: CharterView): Answer {
  const { charter, proposal, root } = view;
  const rows = (guardians: NonNullable<typeof charter>['guardians'], signed?: readonly string[]) =>
    table(
      guardians.map(({ name, fingerprint }) => [
        name,
        fingerprint,
        ...(signed ? [t(signed.includes(name) ? 'cli:charter.has' : 'cli:charter.has-not')] : []),
      ]),
    );
  return {
    data: view,
    findings: view.standing === 'over',
    lines: [
      ...(charter
        ? [
            t('cli:charter.of', { root, ...charter }),
            t('cli:charter.needs', { count: charter.threshold }),
            ...rows(charter.guardians),
          ]
        : [t('cli:charter.none')]),
      ...(proposal
        ? [
            '',
            t('cli:charter.proposed', {
              version: proposal.version,
              old: proposal.missing.old,
              new: proposal.missing.new,
            }),
            ...rows(proposal.guardians, proposal.signed),
          ]
        : []),
    ],
  };
}

export const charterCommands: readonly CommandSpec[] = [newGuardian, sign, show, propose, exportIt, bring, withdraw];
