/** SQL on what was heard of other nodes, and on calls that were seen. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const Contact = Type.Object({
  node: text,
  heardAt: Nullable(text),
  failedAt: Nullable(text),
  failure: Nullable(text),
  skewMs: Nullable(Type.Integer()),
  roundTripMs: Nullable(Type.Integer()),
  registryVersion: Nullable(Type.Integer()),
});
export type Contact = Static<typeof Contact>;

export const listContacts = (db: Db): Promise<Contact[]> =>
  db.many(
    Contact,
    sql`select node, heard_at as "heardAt", failed_at as "failedAt", failure, skew_ms as "skewMs",
        round_trip_ms as "roundTripMs", registry_version as "registryVersion" from exchange.node_contact`,
  );

export interface Heard {
  readonly skewMs: number;
  readonly roundTripMs?: number;
  readonly registryVersion?: number;
}

/** What it does not say this time stays as it was. */
export async function writeHeard(db: Db, node: string, heard: Heard, now: Date): Promise<void> {
  const { skewMs, roundTripMs = null, registryVersion = null } = heard;
  await db.run(sql`
    insert into exchange.node_contact as c (node, heard_at, skew_ms, round_trip_ms, registry_version)
    values (${node}, ${now.toISOString()}::timestamptz, ${skewMs}, ${roundTripMs}, ${registryVersion})
    on conflict (node) do update set heard_at = excluded.heard_at, skew_ms = excluded.skew_ms,
      round_trip_ms = coalesce(excluded.round_trip_ms, c.round_trip_ms),
      registry_version = coalesce(excluded.registry_version, c.registry_version)`);
}

export async function writeFailure(db: Db, node: string, failure: string, now: Date): Promise<void> {
  await db.run(sql`
    insert into exchange.node_contact (node, failed_at, failure)
    values (${node}, ${now.toISOString()}::timestamptz, ${failure})
    on conflict (node) do update set failed_at = excluded.failed_at, failure = excluded.failure`);
}

/** Whether this call is seen for the first time. */
export async function takeCall(db: Db, call: string, until: Date): Promise<boolean> {
  const mine = await db.run(sql`insert into exchange.node_call (call, until)
    values (${call}, ${until.toISOString()}::timestamptz) on conflict do nothing`);
  return mine > 0;
}

export async function forgetCalls(db: Db, now: Date): Promise<void> {
  await db.run(sql`delete from exchange.node_call where until < ${now.toISOString()}::timestamptz`);
}
