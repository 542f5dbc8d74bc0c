/** Joins the question, the facts and `decide`: what the platform is handed, and what rooms ask about rows. */
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Decision } from '../platform/decision.ts';
import type { About } from '../platform/http/endpoint.ts';
import type { Catalogues } from '../platform/i18n.ts';
import type { Authorize } from '../platform/http/serve.ts';
import type { PermissionTable } from '../platform/room.ts';
import { allowedFor, type Decisions } from './allowed-for.ts';
import { absentOrHidden, decide } from './decide.ts';
import { openFacts, type Facts } from './facts.ts';
import type { Grant } from './model.ts';
import type { AskedBody } from './question.ts';
import type { FieldVerdict } from './rules/fields.ts';
import { rowsOf, visibleRows, waysIn, type VisibleRows } from './visible-rows.ts';

interface Law {
  readonly tables: PermissionTable;
  readonly today: () => string;
}

// Which tables hold where. A transaction is not a node's pool, so it takes the law that was declared last: every node
// of one process runs the same rooms.
const laws = new WeakMap<Db, Law>();
const factsOf = new WeakMap<Db, Facts>();
// In which words conditions are said; inside a transaction nobody reads them.
const wordsOf = new WeakMap<Db, Catalogues>();
let latest: Law = { tables: {}, today: () => new Date().toISOString().slice(0, 10) };

function factsFor(db: Db): Facts {
  let facts = factsOf.get(db);
  if (!facts) {
    const { tables, today } = laws.get(db) ?? latest;
    factsOf.set(db, (facts = openFacts(db, tables, { today, words: wordsOf.get(db) })));
  }
  return facts;
}

/**
 * The `Authorize` that `node.ts` hands to the platform: gathers the facts, then decides.
 * @param tables the permission tables of all rooms, or one table of them together
 * @throws TwoTablesError when two tables have the same permission
 */
export function authorizer(context: Context, tables: PermissionTable | readonly PermissionTable[]): Authorize {
  const law: Law = { tables: merge(tables), today: () => dayOf(context.clock.now(), context.profile.timeZone) };
  latest = law;
  laws.set(context.db, law);
  factsOf.delete(context.db);
  wordsOf.set(context.db, context.words);
  const facts = factsFor(context.db);
  return async (caller, permission, about) => decide(await facts.question(caller, permission, about));
}

/** The permissions of every room that is on the air. */
export const permissionTable = (db: Db): PermissionTable => (laws.get(db) ?? latest).tables;
export const entryOf = (db: Db, name: string): PermissionTable[string] | undefined => {
  const tables = permissionTable(db);
  return Object.hasOwn(tables, name) ? tables[name] : undefined;
};
/** The same for a room that asks on the way: would this be allowed? Nothing is audited. */
export const decideFor = async (db: Db, caller: Caller, permission: string, about: About): Promise<Decision> =>
  decide(await factsFor(db).question(caller, permission, about));

/**
 * Several permissions about the rows of a page, for each row's home: facts are gathered once for each home.
 * @param bodies homes of the rows (ids); `undefined` for what has none
 */
export async function decideRows(
  db: Db,
  caller: Caller,
  permissions: readonly string[],
  { bodies, ...about }: Omit<About, 'body'> & { readonly bodies: readonly (About['body'] | undefined)[] },
): Promise<Decisions[]> {
  const facts = factsFor(db);
  const homes = new Map<About['body'] | undefined, AskedBody | undefined>();
  const question = await facts.question(caller, '', about);
  for (const body of new Set(bodies))
    if (body !== undefined) homes.set(body, (await facts.question(caller, '', { ...about, body })).about.body);
  const asked = permissions.map((name) => ({ name, entry: entryOf(db, name) }));
  return allowedFor(
    question,
    asked,
    bodies.map((body) => homes.get(body)),
  );
}

export class TwoTablesError extends Error {
  override name = 'TwoTablesError';
}

function merge(tables: PermissionTable | readonly PermissionTable[]): PermissionTable {
  const list = (Array.isArray(tables) ? tables : [tables]) as readonly PermissionTable[];
  const all: Record<string, PermissionTable[string]> = {};
  for (const [name, entry] of list.flatMap((table) => Object.entries(table))) {
    if (Object.hasOwn(all, name)) throw new TwoTablesError(`the permission ${name} stands in two tables`);
    all[name] = entry;
  }
  return all;
}

/**
 * Which rows a caller may see with a permission: all, or those whose home body is one of these ids (none: empty).
 * It allows exactly what `decide` allows about each body.
 * @param register narrows nothing but adds: its data manager sees all of it, and grants open it
 */
export async function visibleBodies(
  db: Db,
  caller: Caller,
  permission: string,
  register?: string,
): Promise<'all' | number[]> {
  const facts = factsFor(db);
  const rows = visibleRows(await facts.question(caller, permission, register === undefined ? {} : { register }));
  return bodiesOf(facts, rows, register);
}

async function bodiesOf(facts: Facts, rows: VisibleRows, register?: string): Promise<'all' | number[]> {
  if (rows === 'all') return 'all';
  const [trees, bodies] = [await facts.subtrees(rows.trees), await facts.absorbed(rows.bodies)];
  const kept = rows.keptBy === undefined || register === undefined ? [] : await facts.keptBy(register, rows.keptBy);
  return [...new Set([...trees, ...rows.bodies, ...bodies, ...kept])].sort((a, b) => a - b);
}

/**
 * Which body keeps a row of the register, by its home: where the data arise, as the updating rule says. Undefined where
 * the register has no rule, or there is no such body.
 */
export async function keepersOfRows(db: Db, register: string): Promise<(home: number) => number | undefined> {
  const keepers = await factsFor(db).keepers(register);
  return (home) => keepers.get(home);
}

/** Rows open as a whole, and rows of which a condition decides. */
export interface ReadableRows {
  readonly bodies: readonly number[];
  readonly conditional: readonly {
    readonly bodies: 'all' | readonly number[];
    readonly condition: string;
    /** Purpose to which the people of the rows must consent. */
    readonly consent?: string;
  }[];
}
export type Readable = 'all' | readonly number[] | ReadableRows;

/**
 * The same as `visibleBodies`, with the rows that an agreement opens under a condition. For readers that hold every row
 * against it: their permission says `conditions`.
 * @param without agreements (codes) that are used up: what they open is left out
 */
export async function readableRows(
  db: Db,
  caller: Caller,
  permission: string,
  { register, without = new Set() }: { readonly register: string; readonly without?: ReadonlySet<string> },
): Promise<Readable> {
  const facts = factsFor(db);
  const question = await facts.question(caller, permission, { register });
  const grants = question.grants.filter(({ agreement }) => !without.has(agreement));
  return readable(facts, visibleRows({ ...question, grants }), register);
}

async function readable(facts: Facts, rows: VisibleRows, register?: string): Promise<Readable> {
  const bodies = await bodiesOf(facts, rows, register);
  if (rows === 'all' || bodies === 'all' || !rows.conditional) return bodies;
  const conditional = rows.conditional.map(async ({ rows: trees, ...held }) => ({
    ...held,
    bodies: trees === 'all' ? trees : await facts.subtrees(trees),
  }));
  return { bodies, conditional: await Promise.all(conditional) };
}

/** Elements (codes) of some rows, and the agreement that opens them; null for one's own. */
export interface Opening {
  readonly agreement: string | null;
  readonly purpose: string | null;
  readonly elements: 'all' | readonly string[];
  readonly rows: Readable;
  /** Fields that labels keep back here, by physical name. */
  readonly fields: ReadonlyMap<string, FieldVerdict>;
}

/** Whether a way in opens a field whole: the agreement has it, and no label keeps it back. */
export const opensField = (
  { elements, fields }: Pick<Opening, 'elements' | 'fields'>,
  field: { readonly name: string; readonly element: string },
): boolean => (elements === 'all' || elements.includes(field.element)) && !fields.has(field.name);

/**
 * What a caller may see of a register, column by column: none when nothing is open.
 * @param isWhole only what opens whole records
 */
export async function openingsOf(
  db: Db,
  caller: Caller,
  permission: string,
  { isWhole = false, ...about }: About & { readonly isWhole?: boolean },
): Promise<Opening[]> {
  const facts = factsFor(db);
  const { register } = about;
  const fields = register === undefined ? undefined : await facts.fields(register);
  const ways = waysIn(await facts.question(caller, permission, about), isWhole, fields);
  return Promise.all(ways.map(async ({ rows, ...way }) => ({ ...way, rows: await readable(facts, rows, register) })));
}

/** The rows that one grant opens; its state is not looked at. */
export const rowsOfGrant = (db: Db, grant: Grant): Promise<Readable> => readable(factsFor(db), rowsOf(grant));

/**
 * The answer for a record that is not there or may not be seen by this caller: the very same decision for both, so
 * that nobody can tell which (`about` is what the asker wrote, never what the record says). Answer a lookup that
 * found nothing, or something outside `visibleBodies`, with `throw refusal(await refusedOrAbsent(…), t, language)`.
 */
export async function refusedOrAbsent(db: Db, caller: Caller, permission: string, about: About): Promise<Decision> {
  return absentOrHidden(await factsFor(db).question(caller, permission, about));
}
