/** SQL on the registry document and its projection. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import type { NodeEntry, Registry } from '../model.ts';

const Kept = Type.Object({ version: Type.Integer(), note: Type.String(), receivedAt: Type.String() });
export type KeptNote = Static<typeof Kept>;

export const findNote = (db: Db): Promise<KeptNote | undefined> =>
  db.one(Kept, sql`select version, note, received_at as "receivedAt" from exchange.registry`);

/** Waits for whoever writes a document just now. */
export async function lockRegistry(tx: Db): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('exchange.registry'))`);
}

export async function writeNote(tx: Db, note: string, registry: Registry, now: Date): Promise<void> {
  const { root, version, issued, expires } = registry;
  await tx.run(sql`
    insert into exchange.registry (root, version, note, issued_at, expires_at, received_at)
    values (${root}, ${version}, ${note}, ${issued}::timestamptz, ${expires}::timestamptz, ${now.toISOString()}::timestamptz)
    on conflict (only_one) do update set root = excluded.root, version = excluded.version, note = excluded.note,
      issued_at = excluded.issued_at, expires_at = excluded.expires_at, received_at = excluded.received_at`);
}

/** The document's entries as rows; who decided here stays as it is. */
export async function writeEntries(tx: Db, entries: readonly NodeEntry[]): Promise<void> {
  await tx.run(sql`
    insert into exchange.node (name, address, level, parent, bodies, state, since, signed)
    select e->>'name', e->>'address', e->>'level', e->>'parent',
      array(select jsonb_array_elements_text(e->'bodies')), e->>'state', (e->>'since')::timestamptz, e->'signed'
    from jsonb_array_elements(${JSON.stringify(entries)}::jsonb) e
    on conflict (name) do update set address = excluded.address, level = excluded.level, parent = excluded.parent,
      bodies = excluded.bodies, state = excluded.state, since = excluded.since, signed = excluded.signed`);
}

export async function writeKeys(tx: Db, entries: readonly NodeEntry[]): Promise<void> {
  await tx.run(sql`
    insert into exchange.node_key (node, verifier_key, valid_from, valid_to, revoked_at, endorsed)
    select e->>'name', k->>'key', (k->>'from')::timestamptz, (k->>'to')::timestamptz, (k->>'revoked')::timestamptz,
      nullif(k->'endorsed', 'null'::jsonb)
    from jsonb_array_elements(${JSON.stringify(entries)}::jsonb) e, jsonb_array_elements(e->'keys') k
    on conflict (node, verifier_key) do update set valid_from = excluded.valid_from, valid_to = excluded.valid_to,
      revoked_at = excluded.revoked_at, endorsed = excluded.endorsed`);
}

/** Nodes of another registry that this one does not have: what was one's own root before joining. */
export async function forgetOthers(tx: Db, names: readonly string[]): Promise<void> {
  await tx.run(sql`with gone as (
      select name from exchange.node where state in ('approved', 'retired') and not name = any(${names}::text[])
    ), keys as (delete from exchange.node_key where node in (select name from gone))
    delete from exchange.node where name in (select name from gone)`);
}
