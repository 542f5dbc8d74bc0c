/** Keeps how every record stands against its authority, by following the change log; opens correction proposals. */
import type { ChangeSet, Follower } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { id, sql, type Sql } from '../platform/db/sql.ts';
import { delta, openRegister, relation } from '../records/index.ts';
import { beside, differences, standing } from './compare.ts';
import { openedNow } from './corrections/deadlines.ts';
import { oweCorrections } from './corrections/owe-corrections.ts';
import { remoteOf } from './authority/remote-source.ts';
import type { Comparison } from './model.ts';
import { allComparisons } from './store/claim.ts';
import * as corrections from './store/correction.ts';
import { oweChecks } from './store/owed.ts';
import * as verification from './store/verification.ts';

export const VERIFICATION = 'registers.verification';

/**
 * A change of a compared register judges the records it touched; a change of an authority judges everybody who is held
 * against it by a key that the change touched.
 */
export function verificationFollower(context: Pick<Context, 'db' | 'clock' | 'profile'>): Follower {
  return {
    name: VERIFICATION,
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal'],
    initial: async (tx) => {
      for (const comparison of await allComparisons(tx)) {
        if (remoteOf(context.db, comparison.authority)) {
          await oweAll(tx, comparison);
          continue;
        }
        await verification.clearVerification(tx, comparison.register);
        await judge(context, tx, comparison, {});
      }
    },
    apply: async (tx, change) => {
      for (const comparison of await allComparisons(tx)) {
        const touched = await touchedBy(tx, comparison, change);
        if (!touched) continue;
        await verification.forget(tx, comparison.register, touched);
        // The source is another node's: it is asked afterwards, and not while the log is followed.
        if (remoteOf(context.db, comparison.authority)) await oweChecks(tx, comparison.register, touched);
        else await judge(context, tx, comparison, { touched });
      }
    },
    fingerprint: verification.fingerprint,
  };
}

/** Ids of the records to judge again, as a query; undefined when the change has nothing to do with this comparison. */
async function touchedBy(tx: Db, comparison: Comparison, change: ChangeSet): Promise<Sql | undefined> {
  if (change.subject === comparison.register) {
    const table = await openRegister(tx, comparison.register);
    return sql`select record_id from ${delta(table, change)} d`;
  }
  if (change.subject !== comparison.authority) return undefined;
  const [own, authority] = [await openRegister(tx, comparison.register), await openRegister(tx, comparison.authority)];
  return sql`select m.record_id from ${relation(own, { scope: 'all', columns: [comparison.keyField] })} m
    where m.${id(comparison.keyField)} in
      (select d.${id(comparison.authorityKey)} from ${delta(authority, change)} d)`;
}

type Timed = Pick<Context, 'clock' | 'profile'>;

/** How a record stands against another node's source is known from its answer only: what was answered is kept. */
async function oweAll(tx: Db, { register }: Comparison): Promise<void> {
  const own = await openRegister(tx, register);
  const all = sql`select r.record_id from ${relation(own, { scope: 'all', columns: [] })} r`;
  await verification.forgetOthers(tx, register, all);
  await oweChecks(
    tx,
    register,
    sql`${all} where not exists (select from registers.verification v
    where v.register = ${register} and v.record_id = r.record_id)`,
  );
}

interface Judging {
  /** A query that gives ids of records; absent: all of them. */
  readonly touched?: Sql;
  /** Rows of the source, where they are not this node's own. */
  readonly authority?: Sql;
}

/** How records stand, what differs, and what is owed for it. */
export async function judge(
  context: Timed,
  tx: Db,
  comparison: Comparison,
  { touched, authority: elsewhere }: Judging,
): Promise<void> {
  const [own, source] = [await openRegister(tx, comparison.register), await openRegister(tx, comparison.authority)];
  const columns = [...new Set([comparison.keyField, ...comparison.identity, ...comparison.held])];
  const keyPattern = source.entity.fields.find((field) => field.name === comparison.authorityKey)?.pattern;
  const rows = relation(own, { scope: 'all', columns });
  const authority =
    elsewhere ??
    relation(source, {
      scope: 'all',
      columns: [...new Set([comparison.authorityKey, ...comparison.identity, ...comparison.held])],
    });
  const narrowed = touched ? sql`(select r.* from ${rows} r where r.record_id in (${touched}))` : rows;
  const joined = beside(comparison, narrowed, authority);
  await verification.putStandings(
    tx,
    comparison.register,
    sql`select m.record_id, m.body_id, ${standing(comparison, keyPattern)} as standing ${joined}`,
  );
  const differing = differences(comparison, joined);
  const { register } = comparison;
  const opened = openedNow(context);
  await corrections.openCorrections(tx, register, differing, opened);
  await corrections.withdrawGone(tx, { register, records: touched, differences: differing, at: opened.at });
  await oweCorrections(context, tx, register);
}
