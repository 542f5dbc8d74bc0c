/** The tree of a code list on a day, and what changed between two days. */
import * as contract from '../../dictionary/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { CommandSpec, Tool } from '../model.ts';
import { table } from '../table.ts';

type Send = Awaited<ReturnType<Tool['link']>>['send'];

interface Asked {
  readonly send: Send;
  readonly query: { readonly on?: string; readonly former?: boolean };
}

interface Branch extends contract.CodeRow {
  readonly below: readonly Branch[];
}

async function levelOf({ send, query }: Asked, list: string, parent: string | undefined): Promise<contract.CodeRow[]> {
  const items: contract.CodeRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(send, contract.listCodes, {
      params: { list },
      query: { ...query, limit: 200, ...(parent !== undefined && { parent }), ...(cursor !== undefined && { cursor }) },
    });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return items;
}

async function grow(asked: Asked, rows: readonly contract.CodeRow[], depth: number): Promise<readonly Branch[]> {
  const branches: Branch[] = [];
  for (const row of rows) {
    const below = depth > 1 && row.children > 0 ? await levelOf(asked, row.list, row.code) : [];
    branches.push({ ...row, below: await grow(asked, below, depth - 1) });
  }
  return branches;
}

const tree: CommandSpec = {
  path: 'codes tree',
  arguments: ['LIST'],
  options: [
    { flags: '--on <day>' },
    { flags: '--parent <code>', word: 'tree-parent' },
    { flags: '--depth <levels>', word: 'tree-depth', number: true },
    { flags: '--former', word: 'tree-former' },
  ],
  examples: [
    'codes tree TINH --on 2025-06-30',
    'codes tree XA --parent 98 --on 2025-06-30',
    'codes tree TINH --depth 2 --former',
  ],
  run: async (tool, given) => {
    const [list = ''] = given.args;
    const [on, parent] = [given.text('on'), given.text('parent')];
    const { send } = await tool.link();
    const query = { ...(on !== undefined && { on }), ...(given.flag('former') && { former: true }) };
    const asked = { send, query };
    const items = await grow(asked, await levelOf(asked, list, parent), given.number('depth') ?? 1);
    const lines = (branches: readonly Branch[], depth: number): (string | number)[][] =>
      branches.flatMap((one) => [
        [
          `${'  '.repeat(depth)}${one.code}`,
          pick(one.names, tool.language),
          one.former ? tool.t('cli:codes.former', { day: one.validTo ?? '' }) : '',
          one.children > 0 && one.below.length === 0 ? tool.t('cli:codes.below', { count: one.children }) : '',
        ],
        ...lines(one.below, depth + 1),
      ]);
    return { data: { items }, lines: table(lines(items, 0)) };
  },
};

const changes: CommandSpec = {
  path: 'codes changes',
  arguments: ['LIST'],
  options: [
    { flags: '--from <day>', word: 'changes-from' },
    { flags: '--to <day>', word: 'changes-to' },
    { flags: '--kind <kind>', choices: contract.editionChanges, word: 'changes-kind' },
  ],
  examples: ['codes changes XA', 'codes changes XA --from 2025-06-30 --to 2025-07-01 --kind reused'],
  run: async (tool, given) => {
    const [list = ''] = given.args;
    const [from, to] = [given.text('from'), given.text('to')];
    const kind = given.text('kind') as contract.EditionChange['kind'] | undefined;
    const { send } = await tool.link();
    if (from === undefined) return sayEditions(tool, send, list);
    const query = { from, limit: 200, ...(to !== undefined && { to }), ...(kind !== undefined && { kind }) };
    const first = await call(send, contract.compareCodeEditions, { params: { list }, query });
    const items = [...first.items];
    for (let cursor = first.next; cursor !== undefined;) {
      const page = await call(send, contract.compareCodeEditions, { params: { list }, query: { ...query, cursor } });
      items.push(...page.items);
      cursor = page.next;
    }
    const name = (names: Readonly<Record<string, string>> | null) => (names ? pick(names, tool.language) : '–');
    const rows = items.map((one) => [
      one.code,
      tool.t(`dictionary:edition-changes.${one.kind}`),
      name(one.before),
      name(one.after),
      one.became.map((unit) => unit.code).join(' '),
    ]);
    const head = ['code', 'change', 'before', 'after', 'became'].map((word) => tool.t(`cli:changes.${word}`));
    return { data: { ...first, items, next: undefined }, lines: table(rows, head) };
  },
};

async function sayEditions(tool: Tool, send: Send, list: string) {
  const answer = await call(send, contract.listCodeEditions, { params: { list }, query: { limit: 200 } });
  const rows = answer.items.map((one) => [one.day ?? '…', one.codes, one.began, one.ended, one.successions]);
  const head = ['day', 'codes', 'began', 'ended', 'successions'].map((word) => tool.t(`cli:changes.${word}`));
  return { data: answer, lines: table(rows, head) };
}

export const codeTreeCommands: readonly CommandSpec[] = [tree, changes];
