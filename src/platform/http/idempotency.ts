/** An act sent twice is done once: the key, the request and the answer are stored with the act, in its transaction. */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Db } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { problems } from '../problems.ts';

export interface Act {
  /** The header `idempotency-key`, made when the form opened; without one the work is simply done. */
  readonly key: string | undefined;
  /** Account id: nobody meets another's keys. */
  readonly actor: string;
  /** Of everything that makes the act what it is: `hashRequest`. */
  readonly hash: Buffer;
  readonly now: Date;
}

/** A key is remembered for a day: longer than any retry, shorter than a reader's patience with "already done". */
const KEPT_MS = 24 * 3_600_000;
const LONGEST_KEY = 200;

/**
 * Does the work and remembers its answer, or gives the answer of the first time. A second request that comes while the
 * first is at work waits for it. The answer must be plain JSON.
 * @throws problems.idempotencyConflict when the key came with another content before
 */
export async function once<T>(tx: Db, act: Act, work: () => Promise<T>): Promise<T> {
  const { key, actor, hash, now } = act;
  if (key === undefined) return work();
  const expiresAt = new Date(now.getTime() + KEPT_MS);
  await forgetExpired(tx, now);
  // The lock says to whoever may not wait (`rememberTogether`) that somebody is at it.
  const mine = await tx.run(sql`insert into platform.idempotency (actor, key, request_hash, expires_at)
    select ${actor}, ${key}, ${hash}::bytea, ${expiresAt}::timestamptz
    from (select pg_advisory_xact_lock(hashtextextended(${lockName({ actor, key })}, 0))) l
    on conflict do nothing`);
  if (mine === 0) return (await remembered(tx, act)) as T;
  const answer = await work();
  await tx.run(sql`update platform.idempotency set response = ${JSON.stringify(answer ?? null)}::jsonb
    where actor = ${actor} and key = ${key}`);
  return answer;
}

const lockName = ({ actor, key }: { readonly actor: string; readonly key: string }) =>
  `idempotency ${JSON.stringify([actor, key])}`;

/** An act with a key, and the answer that it will have when its transaction commits. */
export interface Answered {
  readonly act: Act & { readonly key: string };
  readonly answer: unknown;
}

const Mine = Type.Object({ place: Type.Integer() });

/**
 * Remembers the answers of acts that are done in this transaction, together. Gives the places of those whose keys are new:
 * the others are not to be done here, but by themselves (`once`), which gives them their first answer or refuses them.
 * It waits for nobody: a key that somebody else is at is not new.
 */
export async function rememberTogether(tx: Db, acts: readonly Answered[]): Promise<ReadonlySet<number>> {
  const [first] = acts;
  if (!first) return new Set();
  const seen = new Set<string>();
  const rows = acts.flatMap(({ act: { actor, key, hash, now }, answer }, place) => {
    const name = lockName({ actor, key });
    if (seen.has(name)) return [];
    seen.add(name);
    const expires = new Date(now.getTime() + KEPT_MS).toISOString();
    return [{ place, name, actor, key, hash: hash.toString('hex'), answer: answer ?? null, expires }];
  });
  await forgetExpired(tx, first.act.now);
  const mine = await tx.many(
    Mine,
    sql`with asked as materialized (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as x(place int, name text, actor text, key text, hash text, answer jsonb, expires timestamptz)),
      free as materialized (select * from asked where pg_try_advisory_xact_lock(hashtextextended(name, 0))),
      kept as (
        insert into platform.idempotency (actor, key, request_hash, response, expires_at)
        select actor, key, decode(hash, 'hex'), answer, expires from free order by actor, key
        on conflict do nothing returning actor, key)
      select f.place from free f join kept k using (actor, key)`,
  );
  return new Set(mine.map(({ place }) => place));
}

// Locked rows are another's turn: two that forget at once must not wait for each other.
async function forgetExpired(tx: Db, now: Date): Promise<void> {
  await tx.run(sql`delete from platform.idempotency where (actor, key) in (
    select actor, key from platform.idempotency where expires_at <= ${now} limit 100 for update skip locked)`);
}

const Row = Type.Object({ same: Type.Boolean(), response: Type.Unknown() });

async function remembered(tx: Db, { key, actor, hash }: Act): Promise<unknown> {
  const row = await tx.one(
    Row,
    sql`select request_hash = ${hash} as same, response from platform.idempotency
      where actor = ${actor} and key = ${key}`,
  );
  if (!row?.same) throw problems.idempotencyConflict();
  return row.response ?? undefined;
}

/** The key a request carries. @throws problems.invalidRequest when it is too long */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || key === '' || key.length > LONGEST_KEY) throw problems.invalidRequest();
  return key;
}

/** Hash of what is asked: endpoint, parameters, content. */
export function hashRequest(...parts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** The act of a call, from its request and the parts the contract read. */
export function actOf(
  call: {
    readonly request: FastifyRequest;
    readonly params: unknown;
    readonly query: unknown;
    readonly body: unknown;
    readonly caller: { readonly account: string };
  },
  now: Date,
): Act {
  const { request, params, query, body, caller } = call;
  const name = request.routeOptions.config.endpoint?.name;
  const hash = hashRequest(name, params, query, body);
  return { key: idempotencyKeyOf(request), actor: caller.account, hash, now };
}
