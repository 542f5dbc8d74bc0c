/** Connectors on a small county: written by one, approved by another, run again and again, and undone as one change. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { openCounty, type County } from '../../../test/harness/records.ts';
import { authorizer } from '../../governance/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { countRecords, findByKey, openRegister, undoChangeSet } from '../../records/index.ts';
import { connectorPermissions } from './connector-permissions.ts';
import { approveConnector, stopConnector } from './change-connector.ts';
import { dryRun, testSource } from './dry-run.ts';
import { runConnector } from './run-connector.ts';
import { runDue } from './run-due.ts';
import { selectConnector, type ConnectorRow } from './store/connector.ts';
import { selectRuns } from './store/run.ts';
import { writeConnector } from './write-connector.ts';

const db = await testDatabase();
let county: County;
let secrets: Record<string, string> = {};

/** A far end that keeps people, pages by link, and tells what changed. */
interface Person {
  readonly card_no: string;
  readonly full_name: string;
  readonly born_on: string;
  readonly changed: string;
}
let people: Person[] = [];
let asked: string[] = [];
let broken: ((response: ServerResponse) => void) | undefined;
const person = (n: number, more: Partial<Person> = {}): Person => ({
  card_no: String(n).padStart(6, '0'),
  full_name: `Person ${String.fromCharCode(65 + (n % 26))}`,
  born_on: '1980-03-17',
  changed: `2026-01-${String((n % 28) + 1).padStart(2, '0')}T00:00:00Z`,
  ...more,
});

const PAGE = 3;
function answer(request: IncomingMessage, response: ServerResponse): void {
  asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`.trim());
  if (broken) return broken(response);
  const url = new URL(request.url ?? '', `http://127.0.0.1:${String(port)}`);
  if (url.pathname === '/openapi.json') return void response.end(JSON.stringify(openapi));
  const since = url.searchParams.get('since') ?? '';
  const page = Number(url.searchParams.get('page') ?? '0');
  const found = people.filter((one) => one.changed >= since);
  url.searchParams.set('page', String(page + 1));
  if ((page + 1) * PAGE < found.length) response.setHeader('link', `<${url.href}>; rel="next"`);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: found.slice(page * PAGE, (page + 1) * PAGE) }));
}
const openapi = {
  openapi: '3.1.0',
  paths: {
    '/people': {
      get: {
        summary: 'All people',
        parameters: [{ name: 'since', in: 'query' }],
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } } } },
      },
    },
    '/people/{id}': { get: { responses: {} } },
  },
  components: {
    schemas: {
      Page: { type: 'object', properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Person' } } } },
      Person: { type: 'object', properties: { card_no: { type: 'string' }, full_name: { type: 'string' } } },
    },
  },
};
const far = createServer(answer);
let port = 0;

const maker = { account: 'maker', body: null, rule: 'test' };
const checker = { account: 'checker', body: null, rule: 'test' };
const words = { t: ((key: string) => key) as never, language: 'en' };

const rest = (changes: Record<string, unknown> = {}, settings: Record<string, unknown> = {}) => ({
  connector: 'people',
  names: { en: 'People of the town' },
  kind: 'rest' as const,
  settings: {
    base: `http://127.0.0.1:${String(port)}`,
    path: '/people',
    items: 'data',
    paging: { by: 'link' },
    access: { by: 'bearer', secret: 'town-token' },
    since: { parameter: 'since', field: 'changed' },
    openapi: `http://127.0.0.1:${String(port)}/openapi.json`,
    ...settings,
  },
  hosts: [`127.0.0.1:${String(port)}`],
  register: 'members',
  body: 'A',
  everyMinutes: 10,
  ...changes,
});

const context = () => ({ ...county.context, secrets: (name: string) => secrets[name] });
const write = (one: Parameters<typeof writeConnector>[1] = rest()) => writeConnector(context(), one, maker, words);
const approve = async (code = 'people') =>
  approveConnector(context(), { code, hosts: (await connector(code)).hosts }, checker);
const connector = async (code = 'people') => (await selectConnector(db, code)) as ConnectorRow;
let minute = 0;
/** Time goes on between runs, so that the newest is the last. */
const tick = () => county.context.clock.set(new Date(Date.UTC(2026, 10, 23, 3, (minute += 1))));
const run = (code = 'people') => {
  tick();
  return runConnector(context(), code, { account: 'system' });
};
const held = async () => countRecords(db, await openRegister(db, 'members'), { scope: 'all' });
const reading = { account: 'checker', t: words.t, language: 'en' };

beforeAll(async () => {
  county = await openCounty(db);
  authorizer(county.context, [connectorPermissions]);
  await new Promise<void>((done) => far.listen(0, '127.0.0.1', done));
  port = (far.address() as AddressInfo).port;
});
afterAll(() => {
  far.closeAllConnections();
  far.close();
});
beforeEach(async () => {
  await db.script(
    'delete from exchange.taken_file; delete from exchange.connector_run; delete from exchange.connector',
  );
  people = Array.from({ length: 8 }, (_, n) => person(n + 1));
  [asked, broken, secrets] = [[], undefined, { 'town-token': 'hush' }];
});

describe('a connector', () => {
  it('calls nothing before somebody else has approved it, not even to be tested', async () => {
    await write();
    await expect(run()).rejects.toMatchObject({ kind: { slug: 'not-approved' } });
    await expect(testSource(context(), await connector(), reading)).rejects.toMatchObject({
      kind: { slug: 'not-approved' },
    });
    await expect(dryRun(context(), await connector(), reading)).rejects.toMatchObject({
      kind: { slug: 'not-approved' },
    });
    await expect(approveConnector(context(), { code: 'people', hosts: rest().hosts }, maker)).rejects.toMatchObject({
      kind: { slug: 'own-approval' },
    });
    await expect(approveConnector(context(), { code: 'people', hosts: [] }, checker)).rejects.toMatchObject({
      kind: { slug: 'hosts-changed' },
    });
    expect(asked).toEqual([]);
  });

  it('says what it offers, and what would become of its rows, storing nothing', async () => {
    people.push(person(9, { born_on: 'never' }));
    await write();
    await approve();
    const { columns, offered } = await testSource(context(), await connector(), reading);
    expect(columns).toEqual(['card_no', 'full_name', 'born_on', 'changed']);
    expect(offered).toEqual([
      {
        path: '/people',
        items: 'data',
        summary: 'All people',
        columns: ['card_no', 'full_name'],
        parameters: ['since'],
      },
    ]);
    const before = await held();
    const tried = await dryRun(context(), await connector(), reading);
    expect(tried).toMatchObject({ rows: 9, ready: 8, wrong: 1, new: 8 });
    expect(tried.columns.find((one) => one.header === 'changed')).toEqual({ header: 'changed', field: null });
    expect(tried.sample).toHaveLength(5);
    expect(tried.findings[0]).toMatchObject({ row: 9, value: 'never' });
    expect(await held()).toBe(before);
    expect(await db.rows(sql`select 1 from records.load`)).toEqual([]);
  });

  it('brings rows in through the load path, bad ones as findings, then only what changed, then nothing', async () => {
    people.push(person(9, { born_on: 'never' }));
    await write();
    await approve();
    expect(await run()).toMatchObject([{ outcome: 'stored', rows: 9, new: 8, wrong: 1 }]);
    expect(asked[0]).toBe('/people Bearer hush');
    // Paged by three: the secret went along with every page.
    expect(asked.map((line) => line.split(' ')[0])).toEqual(['/people', '/people?page=1', '/people?page=2']);
    asked = [];
    people = people.map((one) =>
      one.card_no === '000003' ? { ...one, full_name: 'Other Name', changed: '2026-02-01T00:00:00Z' } : one,
    );
    const [second] = await run();
    expect(asked[0]).toContain('since=2026-01-10');
    expect(second).toMatchObject({ outcome: 'stored', changed: 1, new: 0 });
    const [third] = await run();
    expect(third).toMatchObject({ outcome: 'same', new: 0, changed: 0, changeSet: null });
    const found = await findByKey(db, await openRegister(db, 'members'), ['000003'], { scope: 'all' });
    expect(found).toMatchObject({ body: county.id('A'), values: { full_name: 'Other Name' } });
    expect(county.context.audited.at(-1)).toMatchObject({ action: 'records.load', rule: 'exchange/connector' });
  });

  it('is the same however often it runs from the beginning, and is undone as one change set', async () => {
    await write(rest({}, { since: undefined }));
    await approve();
    const before = await held();
    people = Array.from({ length: 7 }, (_, n) => person(n + 101));
    const [first] = await run();
    expect(first).toMatchObject({ outcome: 'stored', new: 7 });
    expect(await run()).toMatchObject([{ outcome: 'same', rows: 7, unchanged: 7 }]);
    await undoChangeSet(county.context, {
      changeSet: first?.changeSet as number,
      caller: county.caller('A', 'officer'),
      leaveDependents: false,
    });
    expect(await held()).toBe(before);
  });

  it('goes on after a kill: with the load it had checked, or by reading again', async () => {
    await write();
    await approve();
    people = Array.from({ length: 5 }, (_, n) => person(n + 201));
    const kill = { ...context(), db: { ...db } };
    // Killed between check and commit: the second statement of the commit never comes.
    const dying = Object.assign(Object.create(db) as typeof db, {
      transaction: async (work: Parameters<typeof db.transaction>[0], options: never) => {
        const [load] = await db.rows<{ state: string }>(sql`select state from records.load where state = 'checked'`);
        if (load) throw new Error('killed');
        return db.transaction(work, options);
      },
    });
    tick();
    await expect(runConnector({ ...kill, db: dying as typeof db }, 'people', { account: 'system' })).rejects.toThrow(
      'killed',
    );
    expect(await selectRuns(db, 'people', 9)).toEqual([]);
    await db.run(sql`update platform.job set state = 'running', breathed_at = clock_timestamp() - interval '1 minute'
      where id = (select id from platform.job where kind = 'exchange.connector' order by started_at desc, id desc limit 1)`);
    asked = [];
    const [done] = await run();
    expect(done).toMatchObject({ outcome: 'stored', new: 5 });
    // It went on with what it had read: the source was not asked again.
    expect(asked).toEqual([]);
    expect(await run()).toMatchObject([{ outcome: 'same' }]);
  });

  it('that is killed while it reads leaves nothing behind, and begins again where it stood', async () => {
    await write();
    await approve();
    people = Array.from({ length: 5 }, (_, n) => person(n + 301));
    let pages = 0;
    broken = (response) => {
      pages += 1;
      if (pages > 1) response.destroy();
      else {
        response.setHeader('link', '</people?page=1>; rel="next"');
        response.end(JSON.stringify({ data: people.slice(0, 3) }));
      }
    };
    const before = await held();
    expect(await run()).toMatchObject([{ outcome: 'failed', problem: { slug: 'far-end-silent' } }]);
    expect(await held()).toBe(before);
    broken = undefined;
    expect(await run()).toMatchObject([{ outcome: 'stored', new: 5 }]);
  });

  it('runs once at a time, whichever process asks', async () => {
    await write();
    await approve();
    const both = await Promise.allSettled([run(), run()]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((one) => one.status === 'rejected')).toMatchObject({
      reason: { kind: { slug: 'already-running' } },
    });
  });
});

describe('the schedule', () => {
  it('runs what is due, less and less often while it fails, and not what is stopped', async () => {
    people = Array.from({ length: 4 }, (_, n) => person(n + 401));
    await write();
    await approve();
    const signal = new AbortController().signal;
    await runDue(context(), signal);
    expect(await selectRuns(db, 'people', 9)).toMatchObject([{ outcome: 'stored' }]);
    await runDue(context(), signal);
    expect(await selectRuns(db, 'people', 9)).toHaveLength(1);
    broken = (response) => void response.writeHead(503).end('our database dv01 is down');
    const minutes = async () =>
      (Date.parse((await connector()).nextRun ?? '') - county.context.clock.now().getTime()) / 60_000;
    expect(await minutes()).toBe(10);
    for (const [failures, wait] of [
      [1, 20],
      [2, 40],
    ]) {
      tick();
      await db.run(sql`update exchange.connector set next_run = ${county.context.clock.now().toISOString()}`);
      await runDue(context(), signal);
      expect(await connector()).toMatchObject({ failures });
      expect(await minutes()).toBe(wait);
    }
    const [failed] = await selectRuns(db, 'people', 1);
    // What the far end says of itself is not passed on.
    expect(failed).toMatchObject({ outcome: 'failed', problem: { slug: 'far-end-refused', values: { status: 503 } } });
    expect(JSON.stringify(failed)).not.toContain('dv01');
    await stopConnector(context(), { code: 'people', stopped: true }, checker);
    expect(await connector()).toMatchObject({ nextRun: null });
    await expect(run()).rejects.toMatchObject({ kind: { slug: 'connector-stopped' } });
  });

  it('keeps its approval when only its name or its schedule changes, and loses it with anything else', async () => {
    await write();
    await approve();
    await write(rest({ names: { en: 'People' }, everyMinutes: 60 }));
    expect(await connector()).toMatchObject({ approvedBy: 'checker', names: { en: 'People' }, everyMinutes: 60 });
    await write(rest({}, { path: '/people?admin=1' }));
    expect(await connector()).toMatchObject({ approvedBy: null, nextRun: null, cursor: null });
  });
});

describe('what is not taken', () => {
  it.each<[string, () => Parameters<typeof writeConnector>[1], string]>([
    ['settings of another kind', () => rest({ kind: 'postgresql' }), 'settings-unsound'],
    ['a password in the address', () => rest({}, { base: 'http://u:p@127.0.0.1' }), 'settings-unsound'],
    [
      'a secret itself in the place of its name',
      () => rest({}, { access: { by: 'bearer', secret: 'S3cret!' } }),
      'settings-unsound',
    ],
    ['a line that is no host', () => rest({ hosts: ['https://a.example/x'] }), 'host-line-unsound'],
    ['a body that does not keep the rows', () => rest({ body: 'A1' }), 'not-kept-here'],
    ['a body that is none', () => rest({ body: 'nobody' }), 'body-not-found'],
    ['a register that is none', () => rest({ register: 'nothing' }), 'register-not-found'],
    ['a mapping that is none', () => ({ ...rest(), mapping: 'nothing' }), 'mapping-not-found'],
  ])('%s', async (_what, one, slug) => {
    await expect(write(one())).rejects.toMatchObject({ kind: { slug } });
  });

  it('an address beside the approved ones, a redirect, a page elsewhere, an answer that is no list', async () => {
    await write(rest({ hosts: ['127.0.0.1:1'] }));
    await approve();
    expect(await run()).toMatchObject([{ outcome: 'failed', problem: { slug: 'address-not-allowed' } }]);
    expect(asked).toEqual([]);
    await write();
    await approve();
    const cases: readonly [(response: ServerResponse) => void, string][] = [
      [
        (response) => void response.writeHead(302, { location: `http://127.0.0.1:${String(port)}/x` }).end(),
        'address-not-allowed',
      ],
      [
        (response) => void response.setHeader('link', '<http://10.0.0.1/>; rel=next').end('{"data":[]}'),
        'source-unreadable',
      ],
      [(response) => void response.end('{"data":{}}'), 'source-unreadable'],
      [(response) => void response.end('<html>'), 'source-unreadable'],
      [(response) => void response.writeHead(401).end(), 'far-end-refused'],
    ];
    for (const [answer, slug] of cases) {
      broken = answer;
      expect(await run()).toMatchObject([{ outcome: 'failed', problem: { slug } }]);
    }
    secrets = {};
    expect(await run()).toMatchObject([{ outcome: 'failed', problem: { slug: 'secret-missing' } }]);
  });

  it('a secret is in no table and no log', async () => {
    await write();
    await approve();
    await run();
    const [dump] = await db.rows<{ all: string }>(
      sql`select (select json_agg(c)::text from exchange.connector c) || (select json_agg(r)::text from exchange.connector_run r)
          || (select coalesce(json_agg(j)::text, '') from platform.job j) as "all"`,
    );
    expect(dump?.all).toContain('town-token');
    expect(dump?.all).not.toContain('hush');
    expect(JSON.stringify(county.context.audited)).not.toContain('hush');
  });
});
