/** Decisions and answers, end to end: who is told of which, over the wire, checked by the library of the specification. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { confirmSecurity, createAgreements } from '../../governance/agreement-contract.ts';
import * as requests from '../../governance/requests/request-contract.ts';
import { startFollowers, type Running } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import { openAudit, openKeys } from '../../platform/ledger/index.ts';
import * as corrections from '../../registers/corrections/corrections-contract.ts';
import { correctionTravel } from '../../registers/corrections/travel.ts';
import { approveWebhook, writeWebhook } from './change-webhook.ts';
import { deliverDue } from './deliver.ts';
import { webhookFollower } from './follow-changes.ts';
import { eventKinds } from './model.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const keysDir = mkdtempSync(join(tmpdir(), 'artery-keys-'));
/** What arrived, and was checked: by whom it was wanted, and what it says. */
let told: { readonly at: string; readonly type: string; readonly data: Record<string, unknown> }[] = [];
const far = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
  request.on('end', () => {
    const said = new Webhook(SECRET).verify(body, request.headers as Record<string, string>) as (typeof told)[number];
    told.push({ ...said, at: request.url?.slice(1) ?? '' });
    response.writeHead(204).end();
  });
});
let county: AuthorityCounty;
let running: Running;
let ledger: Awaited<ReturnType<typeof openAudit>>;
const context = () => ({ ...county.context, keysDir, secrets: () => SECRET });
const send: AuthorityCounty['http']['send'] = (...request) => county.http.send(...request);
const by = (account: string) => ({ account, body: null, rule: 'test' });
/** Everything that is to be told, sent and taken: `body type about`. */
const heard = async () => {
  // What the audit trail is at just then is numbered a moment later.
  while ((await county.context.db.rows(sql`select from platform.change_set where position is null`)).length > 0)
    await county.sequence();
  await running.settled();
  // The library takes a timestamp of now only.
  const now = county.context.clock.now();
  county.context.clock.set(new Date());
  while ((await deliverDue(context())) > 0);
  county.context.clock.set(now);
  return told.map(({ at, type, data }) => `${at} ${type} ${JSON.stringify(data)}`).sort();
};

beforeAll(async () => {
  county = await openAuthorityCounty({
    'governance/more.yaml': 'purposes: [{ code: visits, names: { en: visits }, bases: [act-1] }]',
  });
  // What was done is read from the real audit trail.
  ledger = await openAudit(county.context.db, county.context.clock, openKeys(keysDir));
  Object.assign(county.context, { audit: ledger });
  await county.load('A', [line(1)]);
  running = await startFollowers(county.context, [webhookFollower(county.context)]);
  await running.settled();
  await new Promise<void>((done) => far.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${String((far.address() as AddressInfo).port)}`;
  for (const body of ['A', 'B', 'DM', 'C']) {
    const webhook = `of-${body.toLowerCase()}`;
    const asked = { webhook, names: { en: 'Told' }, body, url: `http://${host}/${body}`, secret: 's' };
    await writeWebhook(context(), { ...asked, kinds: [...eventKinds] }, by('maker'));
    await approveWebhook(context(), { code: webhook, hosts: [host] }, by('checker'));
  }
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
  far.closeAllConnections();
  far.close();
  rmSync(keysDir, { recursive: true });
});
beforeEach(() => {
  told = [];
  county.context.clock.set('2026-11-23T03:00:00Z');
});

const ask = async () => {
  county.become('A', 'officer');
  const demand = {
    ...({
      purpose: 'visits',
      purposeText: 'To visit the old',
      basis: 'act-1',
      citation: 'Act 1',
      mode: 'query',
    } as const),
    ...({ rows: 'all', volume: '200', from: '2026-11-23', to: '2027-11-22' } as const),
    ...{ elements: ['T.2'], recipient: 'The front office', retention: 'Erased' },
  };
  const body = { register: 'members', names: { en: 'Visits' }, demand };
  return (await call(send, requests.writeRequest, { body })).code;
};
const decide = (part: 'content' | 'security', request: string, allowed = true) => {
  county.become(part === 'content' ? 'DM' : 'C', part === 'content' ? 'data-manager' : 'data-office');
  const body = allowed ? { allowed } : { allowed, reason: 'other', text: 'Not so.' };
  const endpoint = part === 'content' ? requests.decideContent : requests.decideSecurity;
  return call(send, endpoint, { params: { request }, body });
};

describe('agreement.decided', () => {
  it('goes to the provider and to whoever asked, once both have decided, and to nobody before', async () => {
    const request = await ask();
    await decide('content', request);
    expect(await heard()).toEqual([]);
    const { agreement } = await decide('security', request);
    const data = JSON.stringify({ agreement, register: 'members' });
    expect(await heard()).toEqual([`A agreement.decided ${data}`, `DM agreement.decided ${data}`]);
  });
  it('is a refusal to whoever asked, and to no other', async () => {
    const request = await ask();
    await decide('content', request, false);
    expect(await heard()).toEqual([`A agreement.decided ${JSON.stringify({ request, register: 'members' })}`]);
  });
  it('tells of every agreement of one act, though its subject names the first only', async () => {
    county.become('DM', 'data-manager');
    const made: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const body = {
        ...{ registers: ['members'], names: { en: 'Every commune' }, purpose: 'visits', basis: 'act-1' },
        for: { bodies: ['B'] },
        ...({ mode: 'lookup', rows: 'all', from: '2026-01-01', to: '2027-12-31' } as const),
      };
      made.push(...(await call(send, createAgreements, { body })).agreements);
    }
    expect(await heard()).toEqual([]);
    county.become('C', 'data-office');
    await call(send, confirmSecurity, { body: { agreements: made } });
    expect(made.join(' ').length).toBeGreaterThan(200);
    const about = (body: string) =>
      made.map((agreement) => `${body} agreement.decided ${JSON.stringify({ agreement, register: 'members' })}`);
    expect(await heard()).toEqual([...about('B'), ...about('DM')].sort());
  });
});

describe('correction.answered', () => {
  let record = '';
  const propose = async (value: string) => {
    record = (await county.member('000001'))?.record ?? '';
    county.become('C', 'steward');
    const body = { register: 'members', record, field: 'fee', value, evidence: 'The receipt.' };
    return (await call(send, corrections.proposeCorrection, { body })).id;
  };
  it('goes to whoever proposed, and says no value', async () => {
    const correction = await propose('20.00');
    expect(await heard()).toEqual([]);
    county.become('A', 'officer');
    await call(send, corrections.settleCorrection, {
      params: { correction },
      body: { outcome: 'refuse', reason: 'No' },
    });
    expect(await heard()).toEqual([
      `C correction.answered ${JSON.stringify({ register: 'members', records: [record] })}`,
    ]);
  });
  it('goes to it as well when the answer comes from another node', async () => {
    const correction = await propose('30.00');
    const payload = { id: correction, state: 'refused', reason: 'No' };
    const parcel = { id: '1', kind: 'registers.correction-answered', to: 'C', from: 'A', subject: 'members', payload };
    const from = { origin: 'node-00000001.artery', isTheirs: () => true };
    const arriving = { parcel, to: county.id('C'), from: county.id('A'), ...from };
    const taken = await county.context.db.transaction((tx) => correctionTravel.receive(county.context, tx, arriving));
    expect(taken).toEqual({ taken: true });
    expect(await heard()).toEqual([
      `C correction.answered ${JSON.stringify({ register: 'members', records: [record] })}`,
    ]);
  });
});
