/** SQL on nodes that are known and that ask. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { id, sql, type Sql } from '../../../platform/db/sql.ts';
import { NodeKey, NodeState } from '../model.ts';

const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const Row = Type.Object({
  name: text,
  address: Nullable(text),
  level: Nullable(text),
  parent: Nullable(text),
  bodies: Type.Array(text),
  state: NodeState,
  since: text,
  decidedBy: Nullable(text),
  decidedAt: Nullable(text),
  reason: Nullable(text),
  keys: Type.Array(NodeKey),
});
export type NodeRow = Static<typeof Row>;

// As `toISOString` prints it: what is compared as text and signed has one spelling.
const iso = (column: string): Sql => sql`to_char(${id(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const nodes = sql`select n.name, n.address, n.level, n.parent, n.bodies, n.state, n.since, n.decided_by as "decidedBy",
    n.decided_at as "decidedAt", n.reason,
    coalesce((select jsonb_agg(jsonb_build_object('key', verifier_key, 'from', ${iso('valid_from')},
        'to', ${iso('valid_to')}, 'revoked', ${iso('revoked_at')}, 'endorsed', endorsed) order by valid_from)
      from exchange.node_key where node = n.name), '[]') as keys
  from exchange.node n`;

export const listNodes = (db: Db): Promise<NodeRow[]> => db.many(Row, sql`${nodes} order by n.since, n.name`);

export const findNode = (db: Db, name: string): Promise<NodeRow | undefined> =>
  db.one(Row, sql`${nodes} where n.name = ${name}`);

export interface Asked {
  readonly name: string;
  readonly address: string;
  readonly level: string | null;
  readonly parent: string;
  readonly bodies: readonly string[];
}

/** A request, or the same node asking again with other words; one that was refused waits once more. */
export async function writeAsked(tx: Db, asked: Asked, now: Date): Promise<void> {
  const { name, address, level, parent, bodies } = asked;
  await tx.run(sql`
    insert into exchange.node (name, address, level, parent, bodies, state, since)
    values (${name}, ${address}, ${level}, ${parent}, ${bodies}::text[], 'asked', ${now.toISOString()}::timestamptz)
    on conflict (name) do update set address = excluded.address, level = excluded.level, parent = excluded.parent,
      bodies = excluded.bodies, state = 'asked', since = excluded.since, decided_by = null, decided_at = null, reason = null
    where exchange.node.state in ('asked', 'refused')`);
}

export async function writeAskedKey(tx: Db, node: string, key: string, at: { from: Date; to: Date }): Promise<void> {
  await tx.run(sql`
    insert into exchange.node_key (node, verifier_key, valid_from, valid_to)
    values (${node}, ${key}, ${at.from.toISOString()}::timestamptz, ${at.to.toISOString()}::timestamptz)
    on conflict (node, verifier_key) do nothing`);
}

export async function countAsked(db: Db): Promise<number> {
  const row = await db.one(
    Type.Object({ asked: Type.Integer() }),
    sql`select count(*) as asked from exchange.node where state = 'asked'`,
  );
  return row?.asked ?? 0;
}

export interface Decided {
  readonly state: NodeState;
  readonly by: string;
  readonly reason: string | null;
}

export async function writeDecided(tx: Db, name: string, { state, by, reason }: Decided, now: Date): Promise<void> {
  await tx.run(sql`update exchange.node set state = ${state}, decided_by = ${by}, reason = ${reason},
    decided_at = ${now.toISOString()}::timestamptz where name = ${name}`);
}
