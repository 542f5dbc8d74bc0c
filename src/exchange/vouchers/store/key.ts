/** SQL on the keys of clients: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Profile, PublicJwk } from '../model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Texts = Nullable(Type.Array(Type.String()));

export const ClientKey = Type.Object({
  client: Type.String(),
  body: Type.Integer(),
  label: Type.String(),
  profile: Profile,
  jwk: Nullable(PublicJwk),
  /** Hex. */
  secretHash: Nullable(Type.String()),
  certificate: Nullable(Type.String()),
  sandbox: Type.Boolean(),
  agreements: Texts,
  purposes: Texts,
  account: Type.String(),
  createdAt: Type.String(),
  validUntil: Type.String(),
  usedAt: Nullable(Type.String()),
  revokedAt: Nullable(Type.String()),
});
export type ClientKey = Static<typeof ClientKey>;

const columns = sql`client, body, label, profile, jwk, encode(secret_hash, 'hex') as "secretHash", certificate, sandbox,
  agreements, purposes, account, created_at as "createdAt", valid_until as "validUntil", used_at as "usedAt",
  revoked_at as "revokedAt"`;

export const findKey = (db: Db, client: string): Promise<ClientKey | undefined> =>
  db.one(ClientKey, sql`select ${columns} from exchange.client_key where client = ${client}`);

/** Of some bodies, of all when none are named; those that work first, the newest first. */
export const listKeys = (db: Db, bodies: 'all' | readonly number[]): Promise<ClientKey[]> =>
  db.many(
    ClientKey,
    sql`select ${columns} from exchange.client_key
      ${bodies === 'all' ? sql`` : sql`where body = any(${bodies}::integer[])`}
      order by revoked_at is not null, created_at desc, client limit 2000`,
  );

export const countKeys = async (db: Db, body: number, now: Date): Promise<number> =>
  (
    await db.rows<{ n: number }>(
      sql`select count(*) as n from exchange.client_key
        where body = ${body} and revoked_at is null and valid_until > ${now}`,
    )
  )[0]?.n ?? 0;

/** Returns 0 when the key is there already. */
export const insertKey = (tx: Db, key: Omit<ClientKey, 'usedAt' | 'revokedAt'>): Promise<number> =>
  tx.run(sql`insert into exchange.client_key (client, body, label, profile, jwk, secret_hash, certificate, sandbox,
      agreements, purposes, account, created_at, valid_until)
    values (${key.client}, ${key.body}, ${key.label}, ${key.profile}, ${key.jwk && JSON.stringify(key.jwk)},
      decode(${key.secretHash}, 'hex'), ${key.certificate}, ${key.sandbox}, ${key.agreements}::text[],
      ${key.purposes}::text[], ${key.account}, ${key.createdAt}, ${key.validUntil})
    on conflict do nothing`);

export const revokeKey = (tx: Db, client: string, now: Date): Promise<number> =>
  tx.run(sql`update exchange.client_key set revoked_at = ${now} where client = ${client} and revoked_at is null`);

/** Notes that it was used; not more than once a minute. */
export const touchKey = (db: Db, client: string, now: Date): Promise<number> =>
  db.run(sql`update exchange.client_key set used_at = ${now} where client = ${client}
    and (used_at is null or used_at < ${now}::timestamptz - interval '1 minute')`);

const Allowed = Type.Object({ agreement: Type.String(), consumer: Type.Integer() });

export const gatewayGrants = (db: Db): Promise<Static<typeof Allowed>[]> =>
  db.many(Allowed, sql`select agreement, consumer from exchange.gateway_grant`);

export const allowGateway = (
  tx: Db,
  grant: { readonly agreement: string; readonly consumer: number; readonly account: string; readonly now: Date },
): Promise<number> =>
  tx.run(sql`insert into exchange.gateway_grant (agreement, consumer, account, allowed_at)
    values (${grant.agreement}, ${grant.consumer}, ${grant.account}, ${grant.now}) on conflict do nothing`);

export const forbidGateway = (tx: Db, agreement: string, consumer: number): Promise<number> =>
  tx.run(sql`delete from exchange.gateway_grant where agreement = ${agreement} and consumer = ${consumer}`);
