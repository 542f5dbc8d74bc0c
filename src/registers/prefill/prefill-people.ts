/**
 * The engine of every prefilled list, without a file: IDs in, what is known of each out. One look-up of the authority, one
 * of the register itself, one entry in the audit trail for all of them.
 */
import { getBody } from '../../bodies/index.ts';
import { digitsNeeded, compilePattern } from '../../dictionary/index.ts';
import { findRegister, refusedOrAbsent } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { refusal } from '../../platform/http/refusal.ts';
import { identifierGuard, openRegister, type RegisterTable } from '../../records/index.ts';
import type { Values } from '../../records/contract.ts';
import { RemoteRefusedError, RemoteSilentError, remoteOf, type RemoteAnswer } from '../authority/remote-source.ts';
import type { Comparison } from '../model.ts';
import { problems } from '../problems.ts';
import { findComparison } from '../store/claim.ts';
import { findHeld, openSource, type Held, type OpenedSource } from './find-held.ts';
import { judgeList, type IdRule, type ListedId } from './judge-id.ts';
import { takeQuota } from './take-quota.ts';

export interface Scene {
  readonly table: RegisterTable;
  readonly comparison: Comparison;
  readonly rule: IdRule;
}

/** The register with its authority and what an ID is there. @throws problems.noSource */
export async function sceneOf(context: Context, register: string): Promise<Scene> {
  const [table, comparison] = await Promise.all([
    openRegister(context.db, register),
    findComparison(context.db, register),
  ]);
  if (!comparison) throw problems.noSource();
  // The entity of a source that is not here yet is still in the dictionary.
  const authority = await findRegister(context.db, comparison.authority);
  const source = table.plan.entities.find(({ name }) => name === authority?.entity);
  const pattern = source?.fields.find(({ name }) => name === comparison.authorityKey)?.pattern;
  const own = table.entity.fields.find(({ name }) => name === comparison.keyField)?.pattern;
  const [key, former] = [pattern, own].map((text) => (text === undefined ? undefined : compilePattern(text)));
  return {
    table,
    comparison,
    rule: {
      digits: digitsNeeded(pattern),
      matches: (text) => (key ? key.matches(text) : text !== ''),
      isFormer: (text) => former?.matches(text) ?? false,
    },
  };
}

/** One person of the list. `reason`: why nothing could be given, or what was read in another way than written. */
export interface PrefilledRow extends Omit<ListedId, 'reason'> {
  readonly reason: ListedId['reason'] | 'not-held' | 'over-quota' | 'not-asked';
  /** What the authority holds; undefined when nothing was found. */
  readonly held: Held | undefined;
  /** What the register itself holds of this person, in a row that the caller may see. */
  readonly own: Held | undefined;
}

export interface Prefilled {
  readonly rows: readonly PrefilledRow[];
  /** Fields that the authority answers for, as far as they are open. */
  readonly locked: readonly string[];
  /** The authority could not be asked: nothing is known of anybody, and nothing is lost. */
  readonly reached: boolean;
  readonly asked: number;
  readonly found: number;
}

export interface PeopleQuestion {
  readonly register: string;
  /** Code of the body the list is for. */
  readonly body: string;
  readonly purpose?: string | undefined;
  readonly ids: readonly { readonly row: number; readonly written: string }[];
  /** Rule of the decision that let the question through. */
  readonly rule: string;
  readonly action: string;
}

/**
 * @throws problems.noSource, records' realIdentifierRefused on a trial node, and the refusal of governance when no
 *   agreement opens the authority
 */
export async function prefillPeople(context: Context, caller: Caller, asked: PeopleQuestion): Promise<Prefilled> {
  const scene = await sceneOf(context, asked.register);
  const listed = judgeList(asked.ids, scene.rule);
  guardAgainstReal(context, scene, listed);
  const keys = listed.flatMap(({ key }) => key ?? []);
  const [source, ownSource, body] = await Promise.all([
    reach(() => openAuthority(context, caller, scene, asked.purpose)),
    openOwn(context, caller, scene),
    getBody(context.db, asked.body),
  ]);
  const allowed = source ? (await takeQuota(context, caller, source, keys)).taken : 0;
  const within = new Set(keys.slice(0, allowed));
  const [held, own] = await Promise.all([
    source && reach(() => holdingOf(context, caller, { scene, source, keys: [...within], purpose: asked.purpose })),
    ownHeld(context, caller, ownSource, keys),
  ]);
  const heldOf = held?.found;
  const rows = listed.map((one): PrefilledRow => {
    const found = one.key === null ? undefined : heldOf?.get(one.key);
    return {
      ...one,
      held: found,
      own: one.key === null ? undefined : own.get(one.key),
      reason: reasonOf(one, { found, held: heldOf, within: held?.answered ?? within }),
    };
  });
  const found = rows.filter((row) => row.held !== undefined).length;
  await audit(context, caller, { asked, scene, rows, found, count: keys.length, body: body.id });
  return {
    rows,
    locked: held && source ? source.fields : [],
    reached: held !== undefined,
    asked: keys.length,
    found: rows.filter((row) => row.held !== undefined || row.own !== undefined).length,
  };
}

interface Outcome {
  readonly found: Held | undefined;
  readonly held: ReadonlyMap<string, Held> | undefined;
  readonly within: ReadonlySet<string>;
}

/** Here, or at the node that keeps the source; what the far quota does not give is over ours. */
async function holdingOf(
  { db }: Context,
  { body: consumer }: Caller,
  asked: {
    readonly scene: Scene;
    readonly source: OpenedSource;
    readonly keys: readonly string[];
    readonly purpose: string | undefined;
  },
): Promise<RemoteAnswer> {
  const { scene, source, keys, purpose } = asked;
  const register = scene.comparison.authority;
  const remote = remoteOf(db, register);
  if (!remote || consumer === null) return { found: await findHeld(db, source, keys), answered: new Set(keys) };
  if (keys.length === 0) return { found: new Map(), answered: new Set() };
  return remote.find({ register, consumer, keys, fields: source.fields, purpose });
}

function reasonOf({ key, reason }: ListedId, { found, held, within }: Outcome): PrefilledRow['reason'] {
  if (key === null || found) return reason;
  if (held === undefined) return 'not-asked';
  return within.has(key) ? 'not-held' : 'over-quota';
}

/** A trial node looks up nobody real. */
function guardAgainstReal({ profile }: Context, { table, comparison }: Scene, listed: readonly ListedId[]): void {
  const guard = identifierGuard(profile, table.entity);
  const at = table.entity.fields.findIndex(({ name }) => name === comparison.keyField);
  if (!guard || at < 0) return;
  const values = table.entity.fields.map((): string | null => null);
  for (const { key, row } of listed) {
    if (key === null) continue;
    values[at] = key;
    guard.check(values, row);
  }
}

/** @throws the refusal of governance: nothing about anybody, only that no agreement opens the register */
async function openAuthority(
  context: Context,
  caller: Caller,
  { comparison }: Scene,
  purpose: string | undefined,
): Promise<OpenedSource> {
  const { authority: register, authorityKey: key, held } = comparison;
  const source = await openSource(context, caller, {
    register,
    permission: 'registers.lookup',
    purpose,
    key,
    fields: held,
  });
  if (source.doors.length > 0) return source;
  const about = { register, ...(purpose !== undefined && { purpose }) };
  const decision = await refusedOrAbsent(context.db, caller, 'registers.lookup', about);
  throw refusal(decision, context.words.translator(caller.language), caller.language);
}

const MISSING = new Set(['register-not-ready', 'register-not-found', 'register-busy']);
// PostgreSQL: no such table, taken too long, cut off or shut down; sockets: refused, reset, timed out.
const AWAY = /^(42P01|57014|57P0[1-3]|08\w{3}|55P03|ECONN\w+|ETIMEDOUT|EPIPE)$/;

/** Undefined when the source cannot be asked now; whatever else went wrong is said. */
async function reach<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RemoteSilentError || error instanceof RemoteRefusedError) return undefined;
    const code = (error as { code?: unknown }).code;
    const isAway =
      error instanceof Problem ? MISSING.has(error.kind.slug) : typeof code === 'string' && AWAY.test(code);
    if (!isAway) throw error;
    return undefined;
  }
}

/** The register itself, where rows are found by the same field. */
function openOwn(context: Context, caller: Caller, { table, comparison }: Scene): Promise<OpenedSource> {
  const fields = table.entity.fields.map(({ name }) => name).filter((name) => name !== comparison.keyField);
  const { register } = table;
  return openSource(context, caller, { register, permission: 'records.read', key: comparison.keyField, fields });
}

/** One's own rows for nothing; of the others what quota and budget of the grants leave, found or not. */
async function ownHeld(
  context: Context,
  caller: Caller,
  source: OpenedSource,
  keys: readonly string[],
): Promise<Map<string, Held>> {
  const [mine, granted] = [source.doors.filter(isOwn), source.doors.filter((door) => !isOwn(door))];
  const found = await findHeld(context.db, { ...source, doors: mine }, keys);
  const rest = keys.filter((key) => !found.has(key));
  if (granted.length === 0 || rest.length === 0) return found;
  const { taken } = await takeQuota(context, caller, { doors: granted }, rest);
  const more = await findHeld(context.db, { ...source, doors: granted }, rest.slice(0, taken));
  return new Map([...found, ...more]);
}

const isOwn = ({ agreement }: OpenedSource['doors'][number]): boolean => agreement === null;

interface Said {
  readonly asked: PeopleQuestion;
  readonly scene: Scene;
  readonly rows: readonly PrefilledRow[];
  readonly found: number;
  readonly count: number;
  readonly body: number;
}

/** Entries that name everybody who was shown: each of them sees it in the own window. */
async function audit(context: Context, caller: Caller, said: Said): Promise<void> {
  const { asked, scene, rows, found, count, body } = said;
  const entry = {
    action: asked.action,
    actor: caller.account,
    body: caller.body,
    purpose: asked.purpose ?? null,
    allowed: true,
    rule: asked.rule,
  };
  const authority = { ...entry, subject: scene.comparison.authority };
  const shown = rows.flatMap((row) => row.held?.record ?? []);
  const own = rows.flatMap((row) => row.own?.record ?? []);
  // An entry names so many records and no more; the first says what was asked in all.
  const entries = [
    ...(shown.length === 0 ? [authority] : parts(shown).map((records) => ({ ...authority, records }))),
    ...parts(own).map((records) => ({
      ...entry,
      subject: scene.table.register,
      counts: { rows: records.length },
      records,
    })),
  ];
  const counts = { asked: count, found, body };
  await Promise.all(entries.map((one, i) => context.audit.append(i === 0 ? { ...one, counts } : one)));
}

const RECORDS_AN_ENTRY = 1000;

function parts<T>(all: readonly T[]): T[][] {
  const some: T[][] = [];
  for (let at = 0; at < all.length; at += RECORDS_AN_ENTRY) some.push(all.slice(at, at + RECORDS_AN_ENTRY));
  return some;
}

/** Cells of the form of a person, and those of them that are known: the key is always asked. */
export function knownValues({ comparison }: Scene, row: PrefilledRow): Values {
  const { held, own } = row;
  const key = row.key === null ? {} : { [comparison.keyField]: row.key };
  return { ...given(own?.values), ...given(held?.values), ...key };
}

const given = (values: Values = {}): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
