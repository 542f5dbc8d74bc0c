/** SQL on connectors. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { join, sql, type Sql } from '../../../platform/db/sql.ts';
import { Texts } from '../../../platform/texts.ts';
import type { Cursor } from '../model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const ConnectorRow = Type.Object({
  code: Type.String(),
  names: Texts,
  kind: Type.String(),
  settings: Type.Record(Type.String(), Type.Unknown()),
  hosts: Type.Array(Type.String()),
  register: Type.String(),
  body: Type.Integer(),
  mapping: Nullable(Type.String()),
  everyMinutes: Nullable(Type.Integer()),
  stopped: Type.Boolean(),
  madeBy: Type.String(),
  madeAt: Type.String(),
  approvedBy: Nullable(Type.String()),
  approvedAt: Nullable(Type.String()),
  cursor: Nullable(Type.Record(Type.String(), Type.String())),
  nextRun: Nullable(Type.String()),
  failures: Type.Integer(),
});
export type ConnectorRow = Static<typeof ConnectorRow>;

const columns = sql`code, names, kind, settings, hosts, register, body, mapping, every_minutes as "everyMinutes", stopped,
  made_by as "madeBy", made_at as "madeAt", approved_by as "approvedBy", approved_at as "approvedAt", cursor,
  next_run as "nextRun", failures`;

export const selectConnectors = (db: Db, bodies: 'all' | readonly number[]): Promise<ConnectorRow[]> =>
  db.many(ConnectorRow, sql`select ${columns} from exchange.connector where ${within(bodies)} order by code`);

const within = (bodies: 'all' | readonly number[]): Sql =>
  bodies === 'all' ? sql`true` : sql`body = any(${[...bodies]}::integer[])`;

export const selectConnector = (db: Db, code: string): Promise<ConnectorRow | undefined> =>
  db.one(ConnectorRow, sql`select ${columns} from exchange.connector where code = ${code}`);

export const lockConnector = (tx: Db, code: string): Promise<ConnectorRow | undefined> =>
  tx.one(ConnectorRow, sql`select ${columns} from exchange.connector where code = ${code} for update`);

export type Written = Pick<
  ConnectorRow,
  'code' | 'names' | 'kind' | 'settings' | 'hosts' | 'register' | 'body' | 'mapping' | 'everyMinutes' | 'madeBy'
> & { readonly now: Date; readonly changeSet: number };

/** What is written waits for somebody else's approval, and begins from the beginning. */
export async function upsertConnector(tx: Db, one: Written): Promise<void> {
  const values = [
    ...[sql`${one.code}`, sql`${JSON.stringify(one.names)}`, sql`${one.kind}`, sql`${JSON.stringify(one.settings)}`],
    ...[sql`${[...one.hosts]}::text[]`, sql`${one.register}`, sql`${one.body}`, sql`${one.mapping}`],
    ...[sql`${one.everyMinutes}`, sql`${one.madeBy}`, sql`${one.now.toISOString()}`, sql`${one.changeSet}`],
  ];
  await tx.run(sql`
    insert into exchange.connector (code, names, kind, settings, hosts, register, body, mapping, every_minutes, made_by,
      made_at, change_set)
    values (${join(values, ', ')})
    on conflict (code) do update set names = excluded.names, kind = excluded.kind, settings = excluded.settings,
      hosts = excluded.hosts, register = excluded.register, body = excluded.body, mapping = excluded.mapping,
      every_minutes = excluded.every_minutes, made_by = excluded.made_by, made_at = excluded.made_at,
      change_set = excluded.change_set, approved_by = null, approved_at = null, cursor = null, next_run = null,
      failures = 0`);
}

/** Only its names and its schedule: what was approved stays as it was. */
export async function renameConnector(
  tx: Db,
  one: Pick<Written, 'code' | 'names' | 'everyMinutes' | 'changeSet'> & { readonly nextRun: Date | null },
): Promise<void> {
  await tx.run(sql`update exchange.connector set names = ${JSON.stringify(one.names)}, every_minutes = ${one.everyMinutes},
    next_run = ${one.nextRun?.toISOString() ?? null}, change_set = ${one.changeSet} where code = ${one.code}`);
}

export async function setApproval(
  tx: Db,
  code: string,
  by: { readonly account: string; readonly now: Date; readonly nextRun: Date | null; readonly changeSet: number },
): Promise<void> {
  await tx.run(sql`update exchange.connector set approved_by = ${by.account}, approved_at = ${by.now.toISOString()},
    next_run = ${by.nextRun?.toISOString() ?? null}, change_set = ${by.changeSet} where code = ${code}`);
}

export async function setStopped(
  tx: Db,
  code: string,
  to: { readonly stopped: boolean; readonly nextRun: Date | null; readonly changeSet: number },
): Promise<void> {
  await tx.run(sql`update exchange.connector set stopped = ${to.stopped}, failures = 0,
    next_run = ${to.nextRun?.toISOString() ?? null}, change_set = ${to.changeSet} where code = ${code}`);
}

export const selectDue = async (db: Db, now: Date): Promise<string[]> =>
  (
    await db.many(
      Type.Object({ code: Type.String() }),
      sql`select code from exchange.connector
          where approved_by is not null and not stopped and next_run <= ${now.toISOString()} order by next_run, code`,
    )
  ).map(({ code }) => code);

/** Where it goes on: in the transaction that stores the rows up to there. */
export async function moveCursor(tx: Db, code: string, cursor: Cursor): Promise<void> {
  await tx.run(sql`update exchange.connector set cursor = ${JSON.stringify(cursor)} where code = ${code}`);
}

export async function setNext(
  tx: Db,
  code: string,
  next: { readonly nextRun: Date | null; readonly failures: number },
): Promise<void> {
  await tx.run(sql`update exchange.connector set failures = ${next.failures},
    next_run = ${next.nextRun?.toISOString() ?? null} where code = ${code}`);
}
