/**
 * Holds records against a source that another node keeps: what came in while it was silent is kept as it was entered, and
 * checked as soon as it answers. Nothing of the source stays here but how the record stands, and what differs.
 */
import { keepersOfRows } from '../governance/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { id, join, raw, sql, type Sql } from '../platform/db/sql.ts';
import type { Round } from '../platform/rounds.ts';
import { openRegister, relation } from '../records/index.ts';
import { RemoteRefusedError, RemoteSilentError, remoteOf, type RemoteSource } from './authority/remote-source.ts';
import { isNews, mayAsk, waitAgain, type Wait } from './authority/waits.ts';
import { judge } from './follow-verification.ts';
import type { Comparison } from './model.ts';
import type { Held } from './prefill/find-held.ts';
import { allComparisons } from './store/claim.ts';
import { listOwed, settleOwed } from './store/owed.ts';

const EVERY_MS = 5_000;
const AT_ONCE = 200;

/** By register and source: those that did not answer, and when they are asked again. */
type Waits = Map<string, Wait>;

/** A source that is silent, or refuses, is asked later and later, and at once when it stands otherwise. */
export function remoteChecks(context: Context): Round {
  const waits: Waits = new Map();
  return {
    name: 'registers.remote-checks',
    everyMs: EVERY_MS,
    run: async () => void (await checkRemote(context, waits)),
  };
}

/** @returns how many records were judged */
export async function checkRemote(context: Context, waits: Waits = new Map()): Promise<number> {
  let judged = 0;
  for (const comparison of await allComparisons(context.db)) {
    const { register, authority } = comparison;
    const remote = remoteOf(context.db, authority);
    if (!remote?.checks(authority)) continue;
    const name = `${register} ${authority}`;
    const before = waits.get(name);
    const at = { standing: await remote.standing(authority), now: performance.now() };
    if (!mayAsk(before, at)) continue;
    const failed: string[] = [];
    judged += await checkSome(context, { comparison, remote, onFault: (fault) => failed.push(fault) });
    const [fault] = failed;
    if (fault === undefined) waits.delete(name);
    else {
      waits.set(name, waitAgain(before, { fault, ...at }));
      if (isNews(before, fault)) await sayFault(context, { register, authority, fault });
    }
  }
  return judged;
}

interface Failed {
  readonly register: string;
  readonly authority: string;
  readonly fault: string;
}

/** The first time, and when it fails in another way: what comes between says nothing new. */
const sayFault = ({ audit }: Context, { register, authority, fault }: Failed): Promise<string> =>
  audit.append({
    ...{ action: 'registers.check-remote', actor: 'system', body: null, subject: register, allowed: false },
    ...{ rule: 'registers/source-fails', detail: { authority, fault } },
  });

async function checkSome(context: Context, asking: Omit<Checking, 'consumer'>): Promise<number> {
  const { db } = context;
  const { register, keyField } = asking.comparison;
  const own = await openRegister(db, register);
  const columns = [keyField];
  const rows = sql`select r.record_id, r.body_id, r.${id(keyField)}::text as key
    from ${relation(own, { scope: 'all', columns })} r`;
  const owed = await listOwed(db, register, { rows, limit: AT_ONCE });
  await settleOwed(
    db,
    register,
    owed.filter(({ body }) => body === null).map(({ record }) => record),
  );
  const keeperOf = await keepersOfRows(db, register);
  const there = owed.flatMap(({ record, body, key }) => (body === null ? [] : [{ record, key, body }]));
  let judged = 0;
  for (const [consumer, some] of Map.groupBy(there, ({ body }) => keeperOf(body) ?? body)) {
    judged += await checkFor(context, { ...asking, consumer }, some);
  }
  return judged;
}

interface Checking {
  readonly comparison: Comparison;
  readonly remote: RemoteSource;
  readonly onFault: (fault: string) => void;
  /** Id of the body that keeps the records: it asks. */
  readonly consumer: number;
}

async function checkFor(
  context: Context,
  { comparison, remote, consumer, onFault }: Checking,
  some: readonly { readonly record: string; readonly key: string | null }[],
): Promise<number> {
  const { authority, identity, held } = comparison;
  const keys = some.flatMap(({ key }) => key ?? []);
  const fields = [...new Set([...identity, ...held])];
  try {
    const { found, answered } =
      keys.length === 0
        ? { found: new Map<string, Held>(), answered: new Set<string>() }
        : await remote.find({ register: authority, consumer, keys, fields, isCheck: true });
    const known = some.filter(({ key }) => key === null || answered.has(key)).map(({ record }) => record);
    await settle(context, comparison, { found, fields, records: known });
    return known.length;
  } catch (error) {
    // It comes round again; the records stand as they were entered.
    if (!(error instanceof RemoteSilentError || error instanceof RemoteRefusedError)) throw error;
    onFault(error instanceof RemoteRefusedError ? error.problem.type.replace('/problems/', '') : 'silent');
    return 0;
  }
}

interface Answered {
  readonly found: ReadonlyMap<string, Held>;
  readonly fields: readonly string[];
  readonly records: readonly string[];
}

async function settle(context: Context, comparison: Comparison, { found, fields, records }: Answered): Promise<void> {
  const { db, audit } = context;
  const { register, authority } = comparison;
  if (records.length === 0) return;
  await db.transaction(async (tx) => {
    const touched = sql`select unnest(${[...records]}::uuid[]) as record_id`;
    await judge(context, tx, comparison, { touched, authority: relationOf(comparison, { found, fields }) });
    await settleOwed(tx as Db, register, records);
    const entry = { action: 'registers.check-remote', actor: 'system', body: null, subject: register, allowed: true };
    const counts = { records: records.length, found: found.size };
    await audit.record(tx, { ...entry, rule: 'governance/node-itself', counts, detail: { authority } });
  });
}

/** What was answered, as the rows of the source: everything is compared as text. */
function relationOf({ authorityKey }: Comparison, { found, fields }: Pick<Answered, 'found' | 'fields'>): Sql {
  const columns = [...new Set([authorityKey, ...fields])];
  const rows = [...found].map(([key, { values }]) => ({ ...values, [authorityKey]: key }));
  const typed = join(columns.map((name) => sql`${id(name)} ${raw('text')}`));
  return sql`(select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(${typed}))`;
}
