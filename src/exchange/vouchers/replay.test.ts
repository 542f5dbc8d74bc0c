/** T2: whatever was captured on the way does nothing the second time; after a restart and in another process too. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { injected } from '../../../test/harness/server.ts';
import { openServedCounty, ORIGIN, posting, type ServedCounty } from '../../../test/harness/served.ts';
import type { Send } from '../../platform/http/call.ts';
import { openDatabase } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { nonces } from './nonce.ts';
import { ownKeys } from './own-keys.ts';
import { takeProof } from './take-proof.ts';

interface Captured {
  readonly url: string;
  readonly init: RequestInit;
}

let county: ServedCounty;
const captured: Captured[] = [];
const REQUESTS = 120;
beforeAll(async () => {
  county = await openServedCounty();
  county.context.clock.set('2026-11-23T03:00:10Z');
  const key = await county.register('B');
  const listening: Send = async (url, init) => {
    const answer = await county.fetch(url, init);
    if (answer.ok && init.method === 'POST') captured.push({ url, init });
    return answer;
  };
  for (const agreement of ['V-1', 'V-2']) {
    const send = county.ask(key, agreement, { fetch: listening });
    const asked = Array.from({ length: agreement === 'V-1' ? REQUESTS : 3 }, (_, n) =>
      send('/exchange/v1/members/lookup', posting({ key: [String((n % 9) + 1).padStart(6, '0')] })),
    );
    await Promise.all(asked);
  }
});

/** Everything that a request could leave behind. */
const traces = async () => {
  const { db, audited } = county.context;
  const [row] = await db.rows<Record<string, number>>(
    sql`select (select coalesce(sum(used), 0) from governance.grant_use)::int as used,
          (select count(*) from exchange.seen_proof)::int as proofs`,
  );
  return {
    used: row?.['used'] ?? 0,
    proofs: row?.['proofs'] ?? 0,
    allowed: audited.filter(({ allowed, action }) => allowed && action.startsWith('exchange.')).length,
  };
};

const replay = async (send: Send) => {
  const statuses = [];
  for (const { url, init } of captured) statuses.push((await send(url, init)).status);
  return new Set(statuses);
};

describe('a captured request', () => {
  it('does nothing when it is sent again', async () => {
    expect(captured.length).toBe(REQUESTS + 3 + 2);
    const before = await traces();
    expect(await replay(county.fetch)).toEqual(new Set([400, 401]));
    expect(await traces()).toEqual(before);
    expect(before).toMatchObject({ used: REQUESTS + 3 });
  });
  it('does nothing after a restart either', async () => {
    const before = await traces();
    await using db = openDatabase(county.context.db.connection, 4);
    await using again = await county.again({ ...county.context, db });
    const send: Send = (url, init) => injected(again.server, { host: 'node.test' })(url.replace(ORIGIN, ''), init);
    expect(await replay(send)).toEqual(new Set([400, 401]));
    expect(await traces()).toEqual(before);
  });
  it('does nothing in another minute, in another form, or at another address', async () => {
    const [first] = captured.filter(({ url }) => url.includes('lookup'));
    const { url, init } = first as Captured;
    const headers = init.headers as Record<string, string>;
    const sent = async (path: string, more: Record<string, string>) =>
      (await county.fetch(path, { ...init, headers: { ...headers, ...more } })).headers.get('x-decision');
    expect(await sent(url, {})).toBe('exchange/proof-replayed');
    expect(await sent(url.replace('members', 'terms'), {})).toBe('exchange/proof-claims');
    expect(await sent(url, { dpop: '' })).toBe('exchange/proof-missing');
    expect(await sent(url, { dpop: `${headers['dpop'] ?? ''}, ${headers['dpop'] ?? ''}` })).toBe(
      'exchange/proof-malformed',
    );
    expect(await sent(url, { authorization: headers['authorization']?.replace('DPoP', 'Bearer') ?? '' })).toBe(
      'exchange/voucher-type',
    );
    county.context.clock.set('2026-11-23T03:03:10Z');
    expect(await sent(url, {})).toBe('exchange/clock-off');
    county.context.clock.set('2026-11-23T03:00:10Z');
  });
  it('twin: would be answered and counted if nobody remembered proofs', async () => {
    await county.context.db.run(sql`delete from exchange.seen_proof`);
    const before = await traces();
    expect(await replay(county.fetch)).toContain(200);
    expect((await traces()).used).toBeGreaterThan(before.used);
  });
});

describe('a proof', () => {
  it('is taken once by two processes that race for it', async () => {
    const { db } = county.context;
    const script = join(import.meta.dirname, '../../../test/harness/proof-process.ts');
    const count = 300;
    const child = spawn(process.execPath, [script, JSON.stringify(db.connection), String(count), 'racer'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    await lines.next();
    child.stdin.write('go\n');
    const context = { db, clock: { now: () => new Date() } };
    const here = await Promise.all(
      Array.from({ length: count }, (_, n) =>
        takeProof(context, { client: 'racer', kind: 'proof', jti: `p${String(n)}` }),
      ),
    );
    const there = new Set(JSON.parse((await lines.next()).value as string) as number[]);
    const twice = here.flatMap((fresh, n) => (fresh === there.has(n) ? [n] : []));
    expect(twice).toEqual([]);
  });
  it('is taken once when it comes twice in one batch', async () => {
    const asked = { client: 'twin', kind: 'proof', jti: 'same' } as const;
    const fresh = await Promise.all(Array.from({ length: 20 }, () => takeProof(county.context, asked)));
    expect(fresh.filter(Boolean)).toHaveLength(1);
  });
  it('needs a nonce of this node, of this minute or the one before', () => {
    const own = ownKeys(county.context);
    const [now, then, long] = ['03:05:00', '03:04:00', '03:03:00'].map((t) => new Date(`2026-11-23T${t}Z`));
    const takes = (nonce: string) => own.nonces.takes(nonce, now as Date);
    expect([now, then, long].map((moment) => takes(own.nonces.current(moment as Date)))).toEqual([true, true, false]);
    const other = nonces({ sign: () => Buffer.from('another node') });
    expect(takes(other.current(now as Date))).toBe(false);
    // Twin: the other node takes its own.
    expect(other.takes(other.current(now as Date), now as Date)).toBe(true);
  });
  it('is forgotten when nothing of its age is taken any more', async () => {
    const { voucherRounds } = await import('./take-proof.ts');
    const { db, clock } = county.context;
    await takeProof(county.context, { client: 'c', kind: 'proof', jti: 'old' });
    clock.set('2026-11-23T04:00:00Z');
    for (const round of voucherRounds(county.context)) await round.run(AbortSignal.timeout(1000));
    expect(await db.rows(sql`select 1 from exchange.seen_proof where expires_at < ${clock.now()}`)).toEqual([]);
  });
});
