/** After a restore: what is missing, the loss declared, what came back from whom, and which of two versions holds. */
import { declareLoss, readWitnesses } from '../../exchange/evidence/contract.ts';
import type { MetVersion } from '../../exchange/recovery/recovery-contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { Answer, CommandSpec, Tool } from '../model.ts';
import { UsageError } from '../model.ts';
import { table } from '../table.ts';

const contract = () => import('../../exchange/recovery/recovery-contract.ts');

const recover: CommandSpec = {
  path: 'node recover',
  options: [{ flags: '--declare-loss' }, { flags: '--reason <text>' }],
  examples: ['node recover', 'node recover --declare-loss --reason "The disk of 12 March"'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { t, terminal } = tool;
    if (given.flag('declare-loss')) {
      const reason = given.text('reason');
      if (reason === undefined) throw new UsageError('reason-needed');
      const answer = await call(send, declareLoss, { body: { reason } });
      return { data: answer, lines: [terminal.paint('green', t('cli:recover.declared', { ...answer }))] };
    }
    const { fence } = await call(send, readWitnesses, {});
    if (!fence.missing) return afterLosses(tool, fence);
    const { missing } = fence;
    const lines = [
      terminal.paint('red', t('cli:recover.fenced', { ...missing })),
      t('cli:recover.remedy'),
      missing.note,
    ];
    return { data: fence, lines, findings: true };
  },
};

/** An open node: what came back after losses that were declared, and what waits for a person. */
async function afterLosses(tool: Tool, fence: { readonly state: string }): Promise<Answer> {
  const { t } = tool;
  const { readRecovery } = await contract();
  const recovery = await call((await tool.link()).send, readRecovery, {});
  const fetched = recovery.losses.flatMap(({ nodes }) =>
    nodes.map((one) => t('cli:recover.fetched', { ...one, state: t(`cli:recover.states.${one.state}`) })),
  );
  const met = recovery.met > 0 ? [t('cli:recover.two-versions', { count: recovery.met })] : [];
  const lines = [t(`cli:recover.${fence.state}`), ...fetched, ...met];
  return { data: { ...fence, ...recovery }, lines, findings: recovery.met > 0 };
}

const versions: CommandSpec = {
  path: 'exchange versions',
  arguments: ['[ID]'],
  options: [{ flags: '--keep <side>', word: 'keep-version' }, { flags: '--reason <text>' }],
  examples: [
    'exchange versions',
    'exchange versions 0198a000-0000-7000-8000-00000000000a --keep theirs --reason "Seen on paper"',
  ],
  run: async (tool, given) => {
    const { listMetVersions } = await contract();
    const [id] = given.args;
    if (id !== undefined) return decide(tool, id, { keep: given.text('keep'), because: given.text('reason') });
    const { items } = await call((await tool.link()).send, listMetVersions, {});
    const open = items.filter(({ choice }) => choice === null);
    const lines = items.length === 0 ? [tool.t('cli:versions.none')] : items.flatMap((one) => linesOf(tool, one));
    return { data: { items }, lines, findings: open.length > 0 };
  },
};

async function decide(
  tool: Tool,
  met: string,
  { keep, because }: { readonly keep: string | undefined; readonly because: string | undefined },
): Promise<Answer> {
  if ((keep !== 'ours' && keep !== 'theirs') || (because ?? '').length < 5) throw new UsageError('version-choice');
  const { decideMetVersion } = await contract();
  const body = { choice: keep, because: because ?? '' } as const;
  const decided = await call((await tool.link()).send, decideMetVersion, { params: { met }, body });
  const { t } = tool;
  return { data: decided, lines: [t('cli:versions.kept', { choice: t(`cli:versions.choices.${keep}`) })] };
}

/** What differs, both sides beside each other. */
function linesOf({ t, language }: Tool, met: MetVersion): string[] {
  const rows = met.fields
    .filter(({ differs }) => differs)
    .map(({ names, ours, theirs }) => [
      pick(names, language),
      met.ours === null ? t('cli:versions.ended') : (ours ?? ''),
      theirs ?? '',
    ]);
  const theirs = t('cli:versions.theirs', { node: met.heldByNames ? pick(met.heldByNames, language) : met.heldBy });
  const state = t(`cli:versions.choices.${met.choice ?? 'open'}`);
  return [
    `${met.id}  ${met.register}  ${met.body.code}  ${state}`,
    ...table(rows, ['', t('cli:versions.ours'), theirs]),
    '',
  ];
}

export const recoverCommands: readonly CommandSpec[] = [recover, versions];
