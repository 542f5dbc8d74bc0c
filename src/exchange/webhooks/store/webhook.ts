/** SQL on webhooks. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { join, sql } from '../../../platform/db/sql.ts';
import { Texts } from '../../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const WebhookRow = Type.Object({
  code: Type.String(),
  names: Texts,
  body: Type.Integer(),
  url: Type.String(),
  hosts: Type.Array(Type.String()),
  kinds: Type.Array(Type.String()),
  secret: Type.String(),
  secretBefore: Nullable(Type.String()),
  stopped: Type.Boolean(),
  madeBy: Type.String(),
  madeAt: Type.String(),
  approvedBy: Nullable(Type.String()),
  approvedAt: Nullable(Type.String()),
  failingSince: Nullable(Type.String()),
  disabledAt: Nullable(Type.String()),
});
export type WebhookRow = Static<typeof WebhookRow>;

const columns = sql`code, names, body, url, hosts, kinds, secret, secret_before as "secretBefore", stopped,
  made_by as "madeBy", made_at as "madeAt", approved_by as "approvedBy", approved_at as "approvedAt",
  failing_since as "failingSince", disabled_at as "disabledAt"`;

export const selectWebhooks = (db: Db, bodies: 'all' | readonly number[]): Promise<WebhookRow[]> =>
  db.many(
    WebhookRow,
    sql`select ${columns} from exchange.webhook
        where ${bodies === 'all' ? sql`true` : sql`body = any(${[...bodies]}::integer[])`} order by code`,
  );

/** Those that are told of anything now. */
export const selectTold = (db: Db): Promise<WebhookRow[]> =>
  db.many(
    WebhookRow,
    sql`select ${columns} from exchange.webhook
        where approved_by is not null and not stopped and disabled_at is null order by code`,
  );

export const selectWebhook = (db: Db, code: string): Promise<WebhookRow | undefined> =>
  db.one(WebhookRow, sql`select ${columns} from exchange.webhook where code = ${code}`);

export const lockWebhook = (tx: Db, code: string): Promise<WebhookRow | undefined> =>
  tx.one(WebhookRow, sql`select ${columns} from exchange.webhook where code = ${code} for update`);

export type Written = Pick<
  WebhookRow,
  'code' | 'names' | 'body' | 'url' | 'hosts' | 'kinds' | 'secret' | 'secretBefore' | 'madeBy'
> & { readonly now: Date; readonly changeSet: number };

/** What is written waits for somebody else's approval. */
export async function upsertWebhook(tx: Db, one: Written): Promise<void> {
  const values = [
    ...[sql`${one.code}`, sql`${JSON.stringify(one.names)}`, sql`${one.body}`, sql`${one.url}`],
    ...[sql`${[...one.hosts]}::text[]`, sql`${[...one.kinds]}::text[]`, sql`${one.secret}`, sql`${one.secretBefore}`],
    ...[sql`${one.madeBy}`, sql`${one.now.toISOString()}`, sql`${one.changeSet}`],
  ];
  await tx.run(sql`
    insert into exchange.webhook (code, names, body, url, hosts, kinds, secret, secret_before, made_by, made_at, change_set)
    values (${join(values, ', ')})
    on conflict (code) do update set names = excluded.names, body = excluded.body, url = excluded.url,
      hosts = excluded.hosts, kinds = excluded.kinds, secret = excluded.secret, secret_before = excluded.secret_before,
      made_by = excluded.made_by, made_at = excluded.made_at, change_set = excluded.change_set, approved_by = null,
      approved_at = null, failing_since = null, disabled_at = null`);
}

/** Where it goes stays as it was approved. */
export async function amendWebhook(
  tx: Db,
  one: Pick<Written, 'code' | 'names' | 'kinds' | 'secret' | 'secretBefore' | 'changeSet'>,
): Promise<void> {
  await tx.run(sql`update exchange.webhook set names = ${JSON.stringify(one.names)}, kinds = ${[...one.kinds]}::text[],
    secret = ${one.secret}, secret_before = ${one.secretBefore}, change_set = ${one.changeSet} where code = ${one.code}`);
}

export async function setApproval(
  tx: Db,
  code: string,
  by: { readonly account: string; readonly now: Date; readonly changeSet: number },
): Promise<void> {
  await tx.run(sql`update exchange.webhook set approved_by = ${by.account}, approved_at = ${by.now.toISOString()},
    change_set = ${by.changeSet} where code = ${code}`);
}

/** Taken up again, whatever it had failed at is forgotten. */
export async function setStopped(tx: Db, code: string, to: { stopped: boolean; changeSet: number }): Promise<void> {
  await tx.run(sql`update exchange.webhook set stopped = ${to.stopped}, failing_since = null, disabled_at = null,
    change_set = ${to.changeSet} where code = ${code}`);
}

export async function setFailing(tx: Db, code: string, since: Date | null): Promise<void> {
  await tx.run(sql`update exchange.webhook
    set failing_since = ${since === null ? null : sql`coalesce(failing_since, ${since.toISOString()})`}
    where code = ${code}`);
}

export async function disable(tx: Db, code: string, now: Date): Promise<void> {
  await tx.run(sql`update exchange.webhook set disabled_at = ${now.toISOString()} where code = ${code}`);
}
