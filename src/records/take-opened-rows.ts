/**
 * What reading rows costs those that only an agreement opens: which grant opened each, and what its quota leaves. Own rows
 * cost nothing, and no statement.
 */
import {
  type FieldVerdict,
  limitedOf,
  meteredOf,
  openingsOf,
  takeOpened,
  type OpenedRows,
  type Withheld,
} from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { narrowing, scopeFrom, scopeOf, type AskedRows } from './answer-records.ts';
import { isConditional, type ReadRequest, type ReadScope, type RegisterTable, type StoredRecord } from './model.ts';
import { findRecords } from './read-records.ts';
import { placesOf } from './store/openers.ts';

/** The ways in that a reader of whole records has; the own one first, where there is one. */
export interface Ways {
  readonly own: Way | undefined;
  /** Of one's own rows those that one keeps, where labels open more of them to their keeper. */
  readonly kept?: Way | undefined;
  readonly granted: readonly (Way & { readonly agreement: string; readonly purpose: string | null })[];
}

interface Way {
  readonly scope: ReadScope;
  /** Fields that labels keep back. */
  readonly fields: ReadonlyMap<string, FieldVerdict>;
}

export async function waysOf(context: Context, caller: Caller, permission: string, register: string): Promise<Ways> {
  const openings = await openingsOf(context.db, caller, permission, { register, isWhole: true });
  const owned: Way[] = [];
  const granted = [];
  for (const { agreement, purpose, rows, fields } of openings) {
    const way = { scope: await scopeFrom(context, register, rows), fields };
    if (agreement === null) owned.push(way);
    else granted.push({ ...way, agreement, purpose });
  }
  const mine = mineOf(owned);
  if (granted.length < 2) return { ...mine, granted };
  const codes = granted.map(({ agreement }) => agreement);
  const limited = await limitedOf(context, caller, codes);
  const [free, others] = [codes.filter((code) => !limited.has(code)), codes.filter((code) => limited.has(code))];
  // What has no limit comes first: nothing is taken off the others then.
  const order = [...free, ...others];
  return { ...mine, granted: granted.toSorted((a, b) => order.indexOf(a.agreement) - order.indexOf(b.agreement)) };
}

/** Whoever keeps all that is his own has one way to it. */
function mineOf(owned: readonly Way[]): Pick<Ways, 'own' | 'kept'> {
  const [kept, own] = owned.length > 1 ? owned : [undefined, owned[0]];
  if (!kept || !own || !Array.isArray(own.scope)) return { own, ...(kept && { kept }) };
  const isKept = isOwnHome(kept);
  return (own.scope as readonly number[]).every(isKept) ? { own: kept } : { own, kept };
}

/** Whether a home's rows are open without any agreement; own rows are never under a condition. */
export function isOwnHome(own: Way | undefined): (body: number) => boolean {
  if (own?.scope === 'all') return () => true;
  const bodies = new Set(Array.isArray(own?.scope) ? (own.scope as readonly number[]) : []);
  return (body) => bodies.has(body);
}

type Row = Pick<StoredRecord, 'record' | 'body'>;
type When = Pick<ReadRequest, 'asOf' | 'knownOn'>;

export interface Read {
  readonly table: RegisterTable;
  readonly ways: Ways;
  /** When the rows are looked at: a condition is held against them as they stood then. */
  readonly when: When;
}

/** Records by the agreement that opens each, the first that does; none, where no other is left that does. */
async function openedBy(
  { db }: Context,
  { table, ways, when }: Read,
  records: readonly string[],
  { granted, none = [] }: { readonly granted: Ways['granted']; readonly none?: string[] },
): Promise<Map<string, string[]>> {
  const by = new Map<string, string[]>();
  if (records.length === 0 || granted.length === 0) return by;
  const scopes = granted.map(({ scope }) => scope);
  const places = await placesOf(db, table, { ...when, records }, scopes);
  // One that stands no more, whose history is read, counts for the first of all.
  const otherwise = granted === ways.granted ? 0 : -1;
  for (const record of records) {
    const { agreement } = granted[places.get(record) ?? otherwise] ?? {};
    if (agreement === undefined) {
      none.push(record);
      continue;
    }
    const some = by.get(agreement);
    if (some) some.push(record);
    else by.set(agreement, [record]);
  }
  return by;
}

const foreign = (ways: Ways, rows: readonly Row[]): string[] => {
  const isOwn = isOwnHome(ways.own);
  return rows.filter(({ body }) => !isOwn(body)).map(({ record }) => record);
};

/** Keys of records, as the budget of different records counts them; the record's id where it does not stand any more. */
export async function subjectKeys(
  { db }: Pick<Context, 'db'>,
  table: RegisterTable,
  records: readonly string[],
): Promise<string[]> {
  const { key } = table.entity;
  const found = await findRecords(db, table, records, key);
  const values = new Map(found.map((one) => [one.record, one.values]));
  return records.map((record) => {
    const of = values.get(record);
    return JSON.stringify(of ? key.map((name) => String(of[name])) : [record]);
  });
}

const countedOf = (context: Context, table: RegisterTable, by: ReadonlyMap<string, readonly string[]>): OpenedRows[] =>
  [...by].map(([agreement, records]) => ({
    agreement,
    rows: records.length,
    keys: () => subjectKeys(context, table, records),
  }));

export interface TakenPage<T> {
  readonly shown: readonly T[];
  readonly withheld: readonly Withheld[];
  /** For what a record is read, where only an agreement opens it. */
  readonly purposes: ReadonlyMap<string, string>;
}

/**
 * Takes a page's rows off the grants that opened them; what one has no room for, the next that opens it gives.
 * @returns the rows that may be shown, and what was withheld with the decision on it
 */
export async function takeRows<T extends Row>(
  context: Context,
  caller: Caller,
  read: Read,
  rows: readonly T[],
): Promise<TakenPage<T>> {
  let { granted } = read.ways;
  let unpaid = granted.length === 0 ? [] : foreign(read.ways, rows);
  const withheld: Withheld[] = [];
  const purposes = new Map<string, string>();
  while (unpaid.length > 0 && granted.length > 0) {
    const none: string[] = [];
    const by = await openedBy(context, read, unpaid, { granted, none });
    const taken = await takeOpened(context, caller, countedOf(context, read.table, by));
    const refused = [...by.values()].flatMap((records, i) => records.filter((_, at) => taken.given[i]?.[at] !== true));
    notePurposes(purposes, by, granted);
    unpaid = [...none, ...refused];
    withheld.push(...taken.withheld);
    const over = new Set(taken.withheld.map(({ agreement }) => agreement));
    if (over.size === 0) break;
    granted = granted.filter(({ agreement }) => !over.has(agreement));
  }
  if (unpaid.length === 0) return { shown: rows, withheld: [], purposes };
  const kept = new Set(unpaid);
  return { shown: rows.filter(({ record }) => !kept.has(record)), withheld, purposes };
}

function notePurposes(
  purposes: Map<string, string>,
  by: ReadonlyMap<string, readonly string[]>,
  granted: Ways['granted'],
): void {
  const of = new Map(granted.map(({ agreement, purpose }) => [agreement, purpose]));
  for (const [agreement, records] of by) {
    const purpose = of.get(agreement) ?? null;
    if (purpose !== null) for (const record of records) purposes.set(record, purpose);
  }
}

/** The same for a reader of other rooms that shows some of these rows under a permission of this one. */
export async function takeShown<T extends Row>(
  context: Context,
  caller: Caller,
  { table, permission }: { readonly table: RegisterTable; readonly permission: string },
  rows: readonly T[],
): Promise<TakenPage<T>> {
  if (rows.length === 0) return { shown: rows, withheld: [], purposes: new Map() };
  const ways = await waysOf(context, caller, permission, table.register);
  return takeRows(context, caller, { table, ways, when: {} }, rows);
}

/** The same for a file: all of its rows, or none. @param batches its rows, in any order */
export async function takeFile(
  context: Context,
  caller: Caller,
  read: Read,
  batches: AsyncIterable<readonly Row[]>,
): Promise<Pick<TakenPage<Row>, 'withheld' | 'purposes'>> {
  const by = new Map<string, string[]>();
  for await (const rows of batches) {
    for (const [agreement, records] of await openedBy(context, read, foreign(read.ways, rows), read.ways)) {
      const some = by.get(agreement);
      if (some) some.push(...records);
      else by.set(agreement, records);
    }
  }
  const purposes = new Map<string, string>();
  if (by.size === 0) return { withheld: [], purposes };
  const { withheld } = await takeOpened(context, caller, countedOf(context, read.table, by), true);
  notePurposes(purposes, by, read.ways.granted);
  return { withheld, purposes };
}

/**
 * A look-up by a key that found nothing of one's own is asked of the grants, found or not: else whoever tries all keys
 * would learn for nothing which are not held, and from a refusal which are.
 */
export async function takeGuess(
  context: Context,
  caller: Caller,
  { ways }: Pick<Read, 'ways'>,
  key: readonly string[],
): Promise<readonly Withheld[]> {
  const agreements = ways.granted.map(({ agreement }) => agreement);
  if (agreements.length === 0) return [];
  const metered = await meteredOf(context, caller, agreements);
  const spent = metered.flatMap((one) => (one.spent ? [{ agreement: one.agreement, rows: 1, ...one.spent }] : []));
  if (spent.length > 0) return spent;
  const [first = agreements[0] as string] = metered.map(({ agreement }) => agreement);
  const guess = { agreement: first, rows: 1, keys: () => Promise.resolve([JSON.stringify(key)]) };
  return (await takeOpened(context, caller, [guess])).withheld;
}

export interface OpenScope {
  readonly scope: ReadScope;
  readonly ways: Ways;
  /** Of these the ones that open a row of the bodies asked about: what the question can show. */
  readonly meant: Ways;
  /** Grants of which nothing is left: what they open is not in the scope. */
  readonly spent: readonly Withheld[];
  /** Some grant in the scope counts different records: how many rows match is then not told for nothing. */
  readonly hasBudget: boolean;
}

/** The rows that may be read now: those of grants that are used up are not among them, whether there are any or not. */
export async function openScope(
  context: Context,
  caller: Caller,
  permission: string,
  asked: Pick<AskedRows, 'register' | 'body'>,
): Promise<OpenScope> {
  const ways = await waysOf(context, caller, permission, asked.register);
  const narrow = await narrowing(context, asked.body);
  const isOwn = isOwnHome(ways.own);
  const meant = ways.granted.filter(({ scope }) => opensMore(narrow(scope), isOwn));
  const metered = await meteredOf(
    context,
    caller,
    meant.map(({ agreement }) => agreement),
  );
  const spent = metered.flatMap((one) => (one.spent ? [{ agreement: one.agreement, rows: 0, ...one.spent }] : []));
  const without = new Set(spent.map(({ agreement }) => agreement));
  const scope = await scopeOf(context, caller, permission, { ...asked, without });
  const granted = ways.granted.filter(({ agreement }) => !without.has(agreement));
  const seen = meant.filter(({ agreement }) => !without.has(agreement));
  const by = { ways: { ...ways, granted }, meant: { ...ways, granted: seen } };
  return { scope, ...by, spent, hasBudget: metered.some((one) => one.hasBudget && !one.spent) };
}

/** Whether a grant's rows can be others than one's own. */
function opensMore(scope: ReadScope, isOwn: (body: number) => boolean): boolean {
  const homes = isConditional(scope) ? [scope.bodies, ...scope.conditional.map(({ bodies }) => bodies)] : [scope];
  return homes.some((some) => some === 'all' || some.some((body) => !isOwn(body)));
}
