/** Two versions of a record, side by side, for those who may see the record. */
import { listBodies, type Body } from '../../bodies/index.ts';
import { listRegisters } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Decision } from '../../platform/decision.ts';
import type { Texts } from '../../platform/texts.ts';
import { openRegister, type RegisterTable } from '../../records/index.ts';
import { listNodes } from '../nodes/index.ts';
import { readLine } from '../protocol/index.ts';
import type { MetVersion } from './recovery-contract.ts';
import { standingLine } from './standing-line.ts';
import { listMet, type MetRow } from './store/met.ts';

const SHOWN = 200;

/** Asks whether the caller may do this to records of a register at home in a body. */
export type Asks = (
  caller: Caller,
  permission: 'exchange.read-versions' | 'exchange.decide-versions',
  about: { readonly register: string; readonly body: number },
) => Promise<Pick<Decision, 'allowed'>>;

export async function metVersions(context: Context, asks: Asks, caller: Caller): Promise<MetVersion[]> {
  const seen: MetVersion[] = [];
  const words = await wordsOf(context.db);
  for (const met of await listMet(context.db, SHOWN)) {
    const view = await viewOf(context, asks, { met, caller, words });
    if (view) seen.push(view);
  }
  return seen;
}

interface Words {
  readonly bodies: ReadonlyMap<string, Body>;
  readonly registers: ReadonlyMap<string, Texts>;
  readonly nodes: ReadonlyMap<string, Texts | null>;
}

export async function wordsOf(db: Db): Promise<Words> {
  const bodies = new Map((await listBodies(db)).map((body) => [body.code, body]));
  return {
    bodies,
    registers: new Map((await listRegisters(db)).map(({ name, names }) => [name, names])),
    nodes: new Map(
      (await listNodes(db)).map(({ name, bodies: codes }) => [name, bodies.get(codes[0] ?? '')?.names ?? null]),
    ),
  };
}

interface Viewing {
  readonly met: MetRow;
  readonly caller: Caller;
  readonly words: Words;
}

/** Undefined where the caller may not see the record. */
export async function viewOf(
  { db }: Context,
  asks: Asks,
  { met, caller, words }: Viewing,
): Promise<MetVersion | undefined> {
  const body = words.bodies.get(met.body);
  if (!body) return undefined;
  const about = { register: met.register, body: body.id };
  if (!(await asks(caller, 'exchange.read-versions', about)).allowed) return undefined;
  const table = await openRegister(db, met.register);
  const ours = await standingLine(db, table, { record: met.record, columns: met.columns });
  const { columns: _columns, line: _line, decidedBy: _by, ...plain } = met;
  return {
    ...plain,
    registerNames: words.registers.get(met.register) ?? {},
    body: { code: body.code, names: body.names },
    heldByNames: words.nodes.get(met.heldBy) ?? null,
    ours: ours?.version ?? null,
    fields: fieldsOf(table, met, ours?.values),
    mayDecide: met.choice === null && (await asks(caller, 'exchange.decide-versions', about)).allowed,
  };
}

function fieldsOf(
  table: RegisterTable,
  { line, columns }: MetRow,
  own?: readonly (string | null)[],
): MetVersion['fields'] {
  const theirs = readLine(line, columns.length);
  const values = theirs.sign === '+' ? theirs.values : [];
  return columns.map((name, i) => {
    const [ours, other] = [own?.[i] ?? null, values[i] ?? null];
    const names = table.entity.fields.find((field) => field.name === name)?.names ?? {};
    return { name, names, ours, theirs: other, differs: ours !== other };
  });
}
