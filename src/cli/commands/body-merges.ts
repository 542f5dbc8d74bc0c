/** Bodies that become one: the plan, the deed, what was, and undoing it. */
import * as contract from '../../bodies/contract.ts';
import { call, type Send } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { UsageError, type CommandSpec, type Given, type Tool } from '../model.ts';
import { table } from '../table.ts';

type Wish = Parameters<typeof call<typeof contract.planMerge>>[2]['body'];

/** `vi=…`: a name by language. */
const namesOf = (given: Given): Record<string, string> =>
  Object.fromEntries(
    given.list('name').map((one) => {
      const at = one.indexOf('=');
      if (at < 1) throw new UsageError('merge-name', { given: one });
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );

/** The body that is founded is of the same kind as the first that ends, and stands where it stood unless told. */
async function foundingOf(send: Send, given: Given, code: string) {
  const [first = ''] = given.args;
  const { body, path } = await call(send, contract.getBody, { params: { body: first }, query: {} });
  const names = namesOf(given);
  if (Object.keys(names).length === 0) throw new UsageError('merge-name', { given: '' });
  return { code, names, kind: body.kind, level: body.level, parent: given.text('parent') ?? path.at(-2)?.code ?? null };
}

async function wishOf(send: Send, given: Given): Promise<Wish> {
  const founded = given.text('found');
  const from = founded === undefined ? given.args.slice(0, -1) : [...given.args];
  if (from.length === 0) throw new UsageError('merge-bodies');
  const day = given.text('on') ?? new Date().toISOString().slice(0, 10);
  const into = founded === undefined ? (given.args.at(-1) ?? '') : await foundingOf(send, given, founded);
  return { from, into, day } as Wish;
}

const isTexts = (value: unknown): value is Record<string, string> => typeof value === 'object' && value !== null;

function lineOf({ t, language }: Tool, line: contract.Line): string[][] {
  const effects = Object.entries(line.effects).map(
    ([effect, n]) => `${t(`bodies:merge.effects.${effect}`)} ${String(n)}`,
  );
  const inWords = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, isTexts(value) ? pick(value, language) : value]),
    );
  const some = line.items
    .slice(0, 5)
    .map(({ code, names, word, values }) =>
      names ? `${code} ${pick(names, language)}` : word ? `${code} ${t(word, inWords(values))}` : code,
    );
  const more = line.items.length > some.length ? '…' : '';
  return [[t(`bodies:merge.kinds.${line.kind}`), String(line.count), effects.join(', '), some.join('; ') + more]];
}

const obstacleLines = (obstacles: readonly contract.Obstacle[]): string[][] =>
  obstacles.map(({ severity, message, remedy }) => [severity === 'block' ? '✗' : '!', message, remedy]);

const headOf = (tool: Tool, { from, into, day }: Pick<contract.MergeLine, 'from' | 'into' | 'day'>): string =>
  tool.t('cli:merges.head', {
    from: from.map(({ code, names }) => `${code} ${pick(names, tool.language)}`).join(', '),
    into: `${into.code} ${pick(into.names, tool.language)}`,
    day,
  });

const merge: CommandSpec = {
  path: 'bodies merge',
  arguments: ['BODY…'],
  options: [
    { flags: '--on <day>', word: 'merge-on' },
    { flags: '--decision <text>', word: 'merge-decision' },
    { flags: '--reason <text>', word: 'merge-reason' },
    { flags: '--dry-run', word: 'merge-dry-run' },
    { flags: '--hash <hash>', word: 'merge-hash' },
    { flags: '--found <code>', word: 'merge-found' },
    { flags: '--name <lang=name>', word: 'merge-name', repeat: true },
    { flags: '--parent <code>', word: 'merge-parent' },
  ],
  examples: [
    'bodies merge 99231 99215 --dry-run',
    'bodies merge 99231 99215 --on 2026-11-22 --decision "No. 12"',
    'bodies merge 99231 99215 --found 99240 --name "en=New commune" --dry-run',
  ],
  run: async (tool, given) => {
    const dryRun = given.flag('dry-run');
    const decision = given.text('decision');
    if (!dryRun && decision === undefined) throw new UsageError('merge-decision');
    const { send } = await tool.link();
    const wish = await wishOf(send, given);
    const plan = await call(send, contract.planMerge, { body: wish });
    const shown = [
      headOf(tool, plan),
      ...table(plan.lines.flatMap((line) => lineOf(tool, line))),
      ...table(obstacleLines(plan.obstacles)),
    ];
    if (dryRun || decision === undefined) {
      const note = tool.t(plan.blocked ? 'cli:merges.blocked' : 'cli:merges.dry-run', { hash: plan.hash });
      return { data: plan, lines: [...shown, note], findings: plan.blocked };
    }
    const reason = given.text('reason');
    const body = { ...wish, decision, hash: given.text('hash') ?? plan.hash, ...(reason !== undefined && { reason }) };
    const done = await call(send, contract.mergeBodies, { body });
    return { data: done, lines: [...shown, tool.t('cli:merges.done', { merge: done.id })] };
  },
};

const merges: CommandSpec = {
  path: 'bodies merges',
  arguments: ['[MERGE]'],
  options: [{ flags: '--body <code>', word: 'merge-body' }],
  examples: ['bodies merges', 'bodies merges 0199…'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [id] = given.args;
    if (id !== undefined) {
      const page = await call(send, contract.getMerge, { params: { merge: id } });
      const lines = [headOf(tool, page), page.decision, ...table(page.lines.flatMap((line) => lineOf(tool, line)))];
      return { data: page, lines: [...lines, ...leftLines(tool, page.left)] };
    }
    const body = given.text('body');
    const answer = await call(send, contract.listMerges, { query: body === undefined ? {} : { body } });
    const rows = answer.items.map((one) => [
      one.id,
      headOf(tool, one),
      one.decision,
      one.undoneAt === null ? '' : tool.t('cli:merges.undone-on', { day: one.undoneAt.slice(0, 10) }),
    ]);
    return { data: answer, lines: rows.length > 0 ? table(rows) : [tool.t('cli:merges.none')] };
  },
};

const leftLines = ({ t, language }: Tool, left: readonly contract.Left[]): string[] =>
  table(
    left.map(({ kind, code, names, count, why }) => [
      t(`bodies:merge.kinds.${kind}`),
      names ? `${code} ${pick(names, language)}` : code,
      String(count),
      t(`bodies:merge.why.${why}`),
    ]),
  );

const unmerge: CommandSpec = {
  path: 'bodies unmerge',
  arguments: ['MERGE'],
  options: [
    { flags: '--reason <text>', word: 'merge-undo-reason' },
    { flags: '--dry-run', word: 'merge-dry-run' },
  ],
  examples: ['bodies unmerge 0199… --dry-run', 'bodies unmerge 0199… --reason "The decision was withdrawn"'],
  run: async (tool, given) => {
    const params = { merge: given.args[0] ?? '' };
    const reason = given.text('reason');
    const { send } = await tool.link();
    if (given.flag('dry-run')) {
      const plan = await call(send, contract.planUndo, { params });
      return {
        data: plan,
        lines: [...leftLines(tool, plan.left), tool.t('cli:merges.undo-dry-run', { left: plan.left.length })],
      };
    }
    if (reason === undefined) throw new UsageError('merge-undo-reason');
    const done = await call(send, contract.undoMerge, { params, body: { reason } });
    return {
      data: done,
      lines: [tool.t('cli:merges.undone', { left: done.left.length }), ...leftLines(tool, done.left)],
    };
  },
};

export const mergeCommands: readonly CommandSpec[] = [merge, merges, unmerge];
