/** Webhooks: who may know is told once, signed so that the specification's own library accepts it, again and again until it arrives. */
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../../test/harness/records.ts';
import { listChanges, startFollowers, type ChangeSet, type Running } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { openKeys } from '../../platform/ledger/index.ts';
import { loadRows } from '../../records/index.ts';
import { approveWebhook, replayDelivery, stopWebhook, writeWebhook } from './change-webhook.ts';
import { deliverDue } from './deliver.ts';
import { webhookFollower } from './follow-changes.ts';
import { nextTry, printPublicKey, secretBytes } from './model.ts';
import { selectDeliveries } from './store/delivery.ts';
import { selectWebhook } from './store/webhook.ts';

const db = await testDatabase();
const keysDir = mkdtempSync(join(tmpdir(), 'artery-keys-'));
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OLD = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const secrets: Record<string, string> = { hook: SECRET, old: OLD };

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
let received: Received[] = [];
let reply: (response: ServerResponse) => void = (response) => void response.writeHead(204).end();
const far = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    reply(response);
  });
});
let port = 0;
let county: County;
let running: Running;
// The library takes a timestamp of now only.
const START = Date.now();
let clockAt = START;
const later = (ms: number) => county.context.clock.set(new Date((clockAt += ms)));
const context = () => ({ ...county.context, keysDir, secrets: (name: string) => secrets[name] });
const by = (account: string) => ({ account, body: null, rule: 'test' });
const subscribe = async (body: string, more: Record<string, unknown> = {}) => {
  const asked = {
    ...{ webhook: `of-${body.toLowerCase()}`, names: { en: 'Told' }, body, url: `http://127.0.0.1:${String(port)}/in` },
    ...{ kinds: ['register.changed' as const], secret: 'hook', ...more },
  };
  await writeWebhook(context(), asked, by('maker'));
  const hosts = (await selectWebhook(db, asked.webhook))?.hosts ?? [];
  await approveWebhook(context(), { code: asked.webhook, hosts }, by('checker'));
};
let card = 0;
const load = async (body: string) => {
  const caller = county.caller(body, 'officer');
  await loadRows(context(), {
    register: 'members',
    body: county.id(body),
    caller,
    columns,
    rows: rowsOf([line((card += 1))]),
  });
  await running.settled();
};
const deliveries = (code = 'of-a') => selectDeliveries(db, code, 100);

beforeAll(async () => {
  county = await openCounty(db);
  county.context.clock.set(new Date(START));
  running = await startFollowers(context(), [webhookFollower(context())]);
  await running.settled();
  await new Promise<void>((done) => far.listen(0, '127.0.0.1', done));
  port = (far.address() as AddressInfo).port;
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  far.closeAllConnections();
  far.close();
  rmSync(keysDir, { recursive: true });
});
beforeEach(async () => {
  await db.script('delete from exchange.webhook_delivery; delete from exchange.webhook');
  received = [];
  reply = (response) => void response.writeHead(204).end();
});

describe('a webhook', () => {
  it('is signed so that the library of the specification accepts it, by the secret, the one before, and the key of the node', async () => {
    await subscribe('A', { secretBefore: 'old' });
    await load('A');
    expect(await deliverDue(context())).toBe(1);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const given = headers as Record<string, string>;
    for (const secret of [SECRET, OLD]) {
      expect(new Webhook(secret).verify(body, given)).toMatchObject({
        type: 'register.changed',
        data: { register: 'members' },
      });
    }
    expect(() => new Webhook(`whsec_${Buffer.alloc(32, 1).toString('base64')}`).verify(body, given)).toThrow();
    expect(() => new Webhook(SECRET).verify(`${body} `, given)).toThrow();
    const [, own = ''] = /v1a,(\S+)/.exec(given['webhook-signature'] ?? '') ?? [];
    const { publicKey } = openKeys(keysDir);
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
      ...{ format: 'der', type: 'spki' },
    });
    const content = `${given['webhook-id'] ?? ''}.${given['webhook-timestamp'] ?? ''}.${body}`;
    expect(verify(null, Buffer.from(content), key, Buffer.from(own, 'base64'))).toBe(true);
    expect(printPublicKey(publicKey)).toMatch(/^whpk_/);
  });

  it('says ids and names, no values, and no more than the body may know', async () => {
    await subscribe('A');
    await subscribe('B');
    await subscribe('DM');
    await load('A');
    const [told] = await deliveries();
    expect(Object.keys(JSON.parse(told?.payload ?? '') as object)).toEqual(['type', 'timestamp', 'data']);
    expect(told?.payload).not.toContain('Member');
    // Its own rows, and the manager of the register; another commune hears nothing.
    expect(await deliveries('of-dm')).toHaveLength(1);
    expect(await deliveries('of-b')).toEqual([]);
    // Twin: with a grant over these rows it does, and a feed is due; under a condition, or with it suspended, it is not.
    await db.script(`
      insert into governance.purpose (code, names) values ('p', '{"en": "P"}');
      insert into governance.legal_basis (code, names) values ('b', '{"en": "B"}');`);
    await db.run(sql`
      insert into governance.agreement (code, names, register, provider, consumers, elements, row_scope, purpose, basis,
        mode, valid_from, state, change_set)
      values ('A-1', '{"en": "A"}', 'members', ${county.id('DM')}, ${JSON.stringify({ bodies: [county.id('B')] })},
        '"all"', '"all"', 'p', 'b', 'feed', '2020-01-01', 'active', 1)`);
    await db.run(
      sql`insert into governance.consumer_grant (agreement, consumer, change_set) values ('A-1', ${county.id('B')}, 1)`,
    );
    await subscribe('B', { kinds: ['register.changed', 'feed.due'] });
    await load('A');
    expect((await deliveries('of-b')).map((one) => one.kind).sort()).toEqual(['feed.due', 'register.changed']);
    for (const change of [
      `update governance.agreement set row_condition = 'has(fee)'`,
      `update governance.consumer_grant set state = 'suspended'`,
    ]) {
      await db.script(change);
      await load('A');
      expect(await deliveries('of-b')).toHaveLength(2);
    }
  });

  it('is told once, however often the follower begins anew, and not while it waits for approval or is stopped', async () => {
    const asked = {
      ...{ webhook: 'of-a', names: { en: 'Told' }, body: 'A', url: `http://127.0.0.1:${String(port)}/in` },
      ...{ kinds: ['register.changed' as const], secret: 'hook' },
    };
    await writeWebhook(context(), asked, by('maker'));
    await load('A');
    expect(await deliveries()).toEqual([]);
    await expect(
      approveWebhook(context(), { code: 'of-a', hosts: [`127.0.0.1:${String(port)}`] }, by('maker')),
    ).rejects.toMatchObject({
      kind: { slug: 'own-approval' },
    });
    await subscribe('A');
    await load('A');
    const [first] = await deliveries();
    const follower = webhookFollower(context());
    const [change] = await listChanges(db, { kind: 'records', limit: 1 });
    for (let n = 0; n < 2; n += 1) await db.transaction((tx) => follower.apply(tx, change as ChangeSet));
    await running.rebuild('exchange.webhooks');
    await running.settled();
    expect(await deliveries()).toEqual([first]);
    await stopWebhook(context(), { code: 'of-a', stopped: true }, by('checker'));
    const before = (await deliveries()).length;
    await load('A');
    expect(await deliveries()).toHaveLength(before);
  });

  it('keeps its id through every try, with growing pauses, and is sent again when asked', async () => {
    await subscribe('A');
    reply = (response) => void response.writeHead(500).end('no');
    await load('A');
    await deliverDue(context());
    const [first] = await deliveries();
    expect(first).toMatchObject({ state: 'waiting', attempts: 1, lastStatus: 500, lastTrouble: 'far-end-refused' });
    expect(await deliverDue(context())).toBe(0);
    later(5_000);
    expect(await deliverDue(context())).toBe(1);
    reply = (response) => void response.writeHead(200).end('thanks');
    later(300_000);
    await deliverDue(context());
    expect(new Set(received.map((one) => one.headers['webhook-id']))).toEqual(new Set([first?.id]));
    expect(new Set(received.map((one) => one.body)).size).toBe(1);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 3 }]);
    const again = await replayDelivery(context(), { code: 'of-a', delivery: first?.id ?? '' }, by('checker'));
    expect(again).toMatchObject({ id: first?.id, state: 'delivered', attempts: 4 });
    await expect(replayDelivery(context(), { code: 'of-b', delivery: first?.id ?? '' }, by('x'))).rejects.toMatchObject(
      {
        kind: { slug: 'no-such-delivery' },
      },
    );
  });

  it('is switched off after five days without an answer, and at once when the receiver is gone', async () => {
    await subscribe('A');
    reply = (response) => response.destroy();
    await load('A');
    await deliverDue(context());
    expect(await selectWebhook(db, 'of-a')).toMatchObject({ disabledAt: null });
    later(5 * 86_400_000);
    await deliverDue(context());
    expect((await selectWebhook(db, 'of-a'))?.disabledAt).not.toBeNull();
    expect(
      await db.rows(sql`select title_key from platform.work_item where kind = 'exchange.mend-webhook'`),
    ).toHaveLength(1);
    await stopWebhook(context(), { code: 'of-a', stopped: false }, by('checker'));
    reply = (response) => void response.writeHead(410).end();
    await replayDelivery(context(), { code: 'of-a', delivery: (await deliveries())[0]?.id ?? '' }, by('checker'));
    expect((await selectWebhook(db, 'of-a'))?.disabledAt).not.toBeNull();
    expect(await deliveries()).toMatchObject([{ state: 'failed', lastStatus: 410 }]);
  });

  it('goes to approved hosts only, follows no redirect, and sends nothing without its secret', async () => {
    const asked = { webhook: 'x', names: { en: 'x' }, body: 'A', kinds: ['register.changed' as const], secret: 'hook' };
    const url = 'http://169.254.169.254/in';
    await expect(writeWebhook(context(), { ...asked, url, hosts: ['example.org'] }, by('m'))).rejects.toMatchObject({
      kind: { slug: 'address-not-allowed' },
    });
    await subscribe('A', { secret: 'nothing' });
    await load('A');
    await deliverDue(context());
    expect(received).toEqual([]);
    expect(await deliveries()).toMatchObject([{ lastTrouble: 'secret-missing' }]);
    await subscribe('A', { secret: 'hook' });
    reply = (response) => void response.writeHead(302, { location: 'http://127.0.0.1/' }).end();
    later(5_000);
    await deliverDue(context());
    expect(await deliveries()).toMatchObject([{ lastTrouble: 'address-not-allowed' }]);
  });
});

describe('a secret and a pause', () => {
  it.each([
    [SECRET, true],
    ['whsec_', false],
    ['whsec_AAAA', false],
    [Buffer.alloc(32).toString('base64'), false],
    [`whsec_${Buffer.alloc(65).toString('base64')}`, false],
  ])('%s is one: %s', (secret, is) => expect(secretBytes(secret) !== undefined).toBe(is));
  it('grow to a day, and end', () => {
    const at = new Date(0);
    expect([1, 2, 9, 10].map((n) => nextTry(at, n)?.getTime() ?? null)).toEqual([5_000, 300_000, 86_400_000, null]);
  });
});
