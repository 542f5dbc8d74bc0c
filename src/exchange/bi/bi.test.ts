/** A grant that is open to an analysis tool: its columns and rows by a login of the database, and nothing else at all. */
import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { urlOf } from '../../../test/harness/database.ts';
import { openServedCounty, type ServedCounty } from '../../../test/harness/served.ts';
import { mergeBodies, planMerge, undoMerge } from '../../bodies/index.ts';
import { governanceRoom } from '../../governance/index.ts';
import { changeAgreement } from '../../governance/contract.ts';
import { call, type ProblemError } from '../../platform/http/call.ts';
import { openDatabase, sqlState, type Database } from '../../platform/db/db.ts';
import { raw, sql } from '../../platform/db/sql.ts';
import { exchangeRoom } from '../index.ts';
import { closeBi, listBi, openBi, type OpenedBi } from './bi-contract.ts';
import { keepBi } from './keep-bi.ts';
import { placeOf } from './read-bi.ts';
import { scramVerifier } from './scram.ts';

let county: ServedCounty;
beforeAll(async () => {
  county = await openServedCounty({ settings: { bi: { address: 'db.county.test:5432' } } });
});

const open = async (agreement = 'V-1', by: readonly [string, string] = ['DM', 'data-manager']) => {
  county.become(...by);
  return call(county.http.send, openBi, { params: { agreement, consumer: 'B' } });
};
const list = async (body = 'DM', agreement = 'V-1') => {
  county.become(body, 'data-manager');
  return call(county.http.send, listBi, { params: { agreement } });
};
const opened: Database[] = [];
afterEach(async () => {
  for (const db of opened.splice(0)) await db[Symbol.asyncDispose]();
});
/** Connects as the tool would. */
function tool({ login }: Pick<OpenedBi, 'login'>): Database {
  const { database } = county.context.db.connection;
  const db = openDatabase({ host: inject('server').host, port: 5432, user: login, database: database ?? '' }, 1);
  opened.push(db);
  return db;
}
/** SQLSTATE that a statement ends with, or `done`. */
const ending = (db: Database, text: string) => db.script(text).then(() => 'done', sqlState);
const reads = (db: Database, view: string) => db.rows<Record<string, string>>(sql`select * from ${raw(view)}`);
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    ({ problem }: ProblemError) => (problem as { decision?: { rule: string } }).decision?.rule ?? problem.type,
  );

describe('an access', () => {
  it('shows the grant’s columns and rows, to whom the provider opened it', async () => {
    expect(await refusal(open('V-1', ['A', 'data-manager']))).toMatch(/^governance\//);
    expect(await refusal(open('V-1', ['DM', 'developer']))).toMatch(/^governance\//);
    const access = await open();
    expect(access).toMatchObject({ consumer: { code: 'B' }, closedAt: null, address: 'db.county.test:5432' });
    expect(access.validUntil).toBe('2027-01-02T00:00:00.000Z');
    expect(access.view).toMatch(/^bi_[0-9a-f]{16}\.members$/);
    const rows = await reads(tool(access), access.view);
    expect(rows.map((row) => row['card_no']).toSorted()).toEqual(
      Array.from({ length: 9 }, (_, n) => `00000${String(n + 1)}`),
    );
    expect(Object.keys(rows[0] ?? {})).toEqual(['card_no', 'full_name', 'place']);
    expect(county.context.audited.at(-1)).toMatchObject({
      action: 'exchange.open-bi',
      subject: 'V-1/B',
      allowed: true,
    });
    await keepBi(county.context);
    expect((await list()).items[0]?.seenAt).not.toBeNull();
    // The consumer sees its own; a third body sees none.
    expect((await list('B')).items).toHaveLength(1);
    expect((await list('A')).items).toHaveLength(0);
  });
  it('keeps the password nowhere, and PostgreSQL takes it as its own', async () => {
    const { password, login } = await open();
    const [kept] = await county.context.db.rows<{ rolpassword: string }>(
      sql`select rolpassword from pg_authid where rolname = ${login}`,
    );
    const [, salt = ''] = /^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(kept?.rolpassword ?? '') ?? [];
    expect(kept?.rolpassword).toBe(scramVerifier(password, Buffer.from(salt, 'base64')));
    const rows = await county.context.db.rows(sql`select a::text from exchange.bi_access a`);
    expect(JSON.stringify([rows, county.context.audited])).not.toContain(password);
  });
  it('is made as RFC 7677 says', () => {
    // The example of §3: user, pencil.
    const verifier = scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'));
    const [stored = '', server = ''] = verifier.split('$')[2]?.split(':') ?? [];
    const said =
      'n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,' +
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
    const signed = (key: string) => createHmac('sha256', Buffer.from(key, 'base64')).update(said).digest();
    expect(signed(server).toString('base64')).toBe('6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
    const proof = Buffer.from('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=', 'base64');
    const key = Buffer.from(signed(stored).map((byte, i) => byte ^ (proof[i] ?? 0)));
    expect(createHash('sha256').update(key).digest('base64')).toBe(stored);
  });
});

it('says where the database is, whatever form the node’s own address of it has', async () => {
  const { context } = county;
  const { database = '' } = context.db.connection;
  // Through a socket in a folder there is no host: such an address is no URL (WHATWG), and libpq takes it.
  await using db = openDatabase({ connectionString: urlOf(context.db.connection) }, 1);
  expect(await placeOf({ db, profile: context.profile })).toEqual({ address: 'db.county.test:5432', database });
});

describe('its login', () => {
  let access: OpenedBi;
  let other: OpenedBi;
  beforeAll(async () => {
    access = await open();
    await county.context.db.run(sql`update governance.agreement set mode = 'query' where code = 'V-5'`);
    await county.context.db.run(sql`update governance.head set edition = edition + 1`);
    await new Promise((done) => setTimeout(done, 150));
    other = await open('V-5');
  });
  it.each([
    ['the register', 'select * from data.member'],
    ['history', 'select * from history.member'],
    ['the other grants', 'select * from governance.agreement'],
    ['the accesses', 'select * from exchange.bi_access'],
    ['the audit trail', 'select * from platform.change_set'],
    ['accounts', 'select * from platform.account'],
    ['passwords', 'select * from pg_authid'],
    ['the question', 'select exchange.bi_query()'],
    ['files', "select pg_read_file('/etc/passwd')"],
    ['programs', "copy (select 1) to program 'true'"],
    ['another role', 'set role artery'],
    ['another session', 'set session authorization artery'],
    ['a schema', 'begin read write; create schema mine'],
    ['a table in public', 'begin read write; create table public.mine (a int)'],
    ['a table of its own', 'begin read write; create temporary table mine (a int)'],
    ['a function in its schema', "begin read write; create function mine() returns int language sql as 'select 1'"],
    ['a role', 'begin read write; create role mine'],
    ['a lock of the node', 'select pg_advisory_lock(1)'],
    ['a large object', 'begin read write; select lo_create(0)'],
  ])('has no way to %s', async (_, statement) => {
    expect(await ending(tool(access), statement)).toMatch(/^(42501|42P01)$/);
  });
  it('has no way to the other access, to its reader, nor into its own view', async () => {
    const db = tool(access);
    const [reader] = await county.context.db.rows<{ owner: string }>(
      sql`select pg_get_userbyid(proowner) as owner from pg_proc where pronamespace = ${access.login}::regnamespace`,
    );
    expect(reader?.owner).toMatch(/^artery_reader_/);
    for (const statement of [
      `select * from ${other.view}`,
      `select * from ${other.login}.rows()`,
      `set role ${other.login}`,
      `set role ${reader?.owner ?? ''}`,
      `begin read write; delete from ${access.view}`,
      `begin read write; insert into ${access.view} (card_no) values ('000999')`,
      `begin read write; alter role ${access.login} valid until 'infinity'; drop view ${access.view}`,
    ]) {
      // An update of a view that is no simple one: 55000.
      expect(await ending(db, `rollback; ${statement}`).then((state) => state ?? '')).toMatch(/^(42501|55000)$/);
    }
  });
  it('learns nothing of other grants from the catalogue of the database', async () => {
    const db = tool(access);
    const said = await db.rows(sql`
      select pg_get_viewdef(c.oid) as words from pg_class c where relkind = 'v' and relnamespace::regnamespace::text like 'bi\\_%'
      union all select prosrc from pg_proc where pronamespace::regnamespace::text like 'bi\\_%'
      union all select description from pg_shdescription union all select description from pg_description where objoid >= 16384
      union all select nspname from pg_namespace union all select rolname from pg_roles
      union all select query from pg_stat_activity where query is not null`);
    const text = JSON.stringify(said);
    for (const secret of ['fee', 'V-5', 'V-1', '>= 7', 'study', 'visits', 'body_id'])
      expect(text).not.toContain(secret);
    // Twin: a view that asks the table itself tells everybody its condition.
    await county.context.db.script('create view public.told as select full_name from data.member where fee >= 7');
    const told = await db.rows(sql`select pg_get_viewdef('public.told'::regclass) as words`);
    await county.context.db.script('drop view public.told');
    expect(JSON.stringify(told)).toContain('fee >= ');
  });
  it('learns no value of a row outside from an error', async () => {
    const db = tool(access);
    const probe = (view: string) =>
      db.rows(sql`select 1 from ${raw(view)} where full_name::int = 1 and card_no = '000501'`).then(
        () => 'nothing',
        ({ message }: Error) => message,
      );
    // Rows of its own may stand in the error; the other body's may not.
    const name = (
      (
        await county.context.db.rows<{ n: string }>(
          sql`select full_name as n from data.member where card_no = '000501'`,
        )
      )[0] as { n: string }
    ).n;
    expect(await probe(access.view)).not.toContain(name);
    // Twin: a plain view over the table evaluates the cast before its own condition, which costs more.
    await county.context.db.script(
      `create view public.leaky as select card_no, full_name from data.member where body_id + 0 + 0 + 0 + 0 = ${String(county.id('A'))};
       grant usage on schema public to ${access.login}; grant select on public.leaky to ${access.login}`,
    );
    expect(await probe('public.leaky')).toContain(name);
    await county.context.db.script('drop view public.leaky');
  });
});

describe('an access ends', () => {
  const member = (state: string, consumer?: string) =>
    call(county.http.send, changeAgreement, {
      params: { agreement: 'V-1' },
      body: { state: state as 'active', ...(consumer !== undefined && { consumer }) },
    });
  const gone = async (access: OpenedBi) =>
    (await county.context.db.rows(sql`select 1 from pg_roles where rolname = ${access.login}`)).length === 0;

  it('with a suspension, whose connections end too', async () => {
    const access = await open();
    const db = tool(access);
    await reads(db, access.view);
    county.become('DM', 'data-manager');
    await member('suspended', 'B');
    // Twin: nobody has looked yet.
    expect(await gone(access)).toBe(false);
    await keepBi(county.context);
    expect(await gone(access)).toBe(true);
    await expect(reads(db, access.view)).rejects.toThrow();
    const [item] = (await list()).items;
    expect(item).toMatchObject({ closedBy: 'governance/agreement-suspended' });
    expect(item?.closedWords).toBeTruthy();
    expect(await refusal(open())).toBe('governance/agreement-suspended');
    await member('active', 'B');
  });
  it('by hand, and by being opened anew: the old login is gone', async () => {
    const first = await open();
    const second = await open();
    expect(second.login).not.toBe(first.login);
    expect([await gone(first), await gone(second)]).toEqual([true, false]);
    county.become('DM', 'data-manager');
    const params = { agreement: 'V-1', consumer: 'B' };
    await call(county.http.send, closeBi, { params });
    expect(await gone(second)).toBe(true);
    expect(await refusal(call(county.http.send, closeBi, { params }))).toContain('grant-not-found');
    expect(county.context.audited.at(-1)).toMatchObject({ action: 'exchange.close-bi', rule: 'exchange/bi-closed' });
  });
  it('with its last day', async () => {
    const access = await open();
    county.context.clock.set('2027-01-02T00:00:01Z');
    await keepBi(county.context);
    county.context.clock.set('2026-11-23T03:00:00Z');
    expect(await gone(access)).toBe(true);
    expect((await list()).items[0]?.closedBy).toBe('governance/agreement-expired');
  });
  it('when its body ends in another one: whoever goes on has it opened anew', async () => {
    const { context } = county;
    const access = await open();
    const db = tool(access);
    await reads(db, access.view);
    const wish = { from: ['B'], into: 'A1', day: '2026-11-23' };
    const by = { account: 'test', body: null, rule: 'test' };
    const held = [...(governanceRoom.holdings ?? []), ...(exchangeRoom.holdings ?? [])];
    const { hash } = await planMerge(context, context.db, wish, held);
    const merge = await mergeBodies(context, { ...wish, decision: '1', hash }, by, held);
    // Twin: nobody has looked yet.
    expect((await reads(db, access.view)).length).toBeGreaterThan(0);
    expect(await gone(access)).toBe(false);
    await keepBi(context);
    expect(await gone(access)).toBe(true);
    await expect(reads(db, access.view)).rejects.toThrow();
    const { items } = await list();
    expect(items.find(({ login }) => login === access.login)?.closedBy).toMatch(/^governance\/(agreement-|no-)/);
    // The grant went over; a login did not go with it.
    const open_ = await context.db.rows(
      sql`select 1 from exchange.bi_access where closed_at is null and agreement = 'V-1'`,
    );
    expect(open_).toEqual([]);
    await undoMerge(context, { merge, reason: 'No' }, by, held);
    await keepBi(context);
    expect(await gone(access)).toBe(true);
    expect(await gone(await open())).toBe(false);
    expect(await gone(await open('V-5'))).toBe(false);
  });
  it('when the grant’s columns change, and only then: other rows come by themselves', async () => {
    const { db } = county.context;
    const change = async (set: string) => {
      await db.script(
        `update governance.agreement set ${set} where code = 'V-1'; update governance.head set edition = edition + 1`,
      );
      await new Promise((done) => setTimeout(done, 150));
      await keepBi(county.context);
    };
    const access = await open();
    await change(`row_scope = '"all"'`);
    expect(await reads(tool(access), access.view)).toHaveLength(13);
    await change(`elements = '["T.2"]'`);
    expect(await gone(access)).toBe(true);
    expect((await list()).items[0]?.closedBy).toBe('exchange/bi-other-columns');
    await change(`elements = '["T.1","T.2","T.7"]', row_scope = '{"under": ${String(county.id('A'))}}'`);
  });
  it('and is not begun where reads are counted, or single look-ups were agreed', async () => {
    expect(await refusal(open('V-2'))).toMatch(/bi-only-query|agreement-of-other-mode/);
    await county.context.db.script(
      `update governance.agreement set quota = 5 where code = 'V-1'; update governance.head set edition = edition + 1`,
    );
    await new Promise((done) => setTimeout(done, 150));
    expect(await refusal(open())).toBe('exchange/bi-not-counted');
    expect((await list()).unfit).toBeTruthy();
    await county.context.db.script(
      `update governance.agreement set quota = null where code = 'V-1'; update governance.head set edition = edition + 1`,
    );
    await new Promise((done) => setTimeout(done, 150));
  });
});

it('a login that goes leaves nothing behind, whatever else somebody gave it', async () => {
  const { db } = county.context;
  const access = await open();
  await db.script(
    `create view public.more as select 1; grant usage on schema public to ${access.login}; grant select on public.more to ${access.login}`,
  );
  for (const agreement of ['V-1', 'V-5']) {
    await call(county.http.send, closeBi, { params: { agreement, consumer: 'B' } });
  }
  const left = await db.rows<{ name: string }>(
    sql`select nspname as name from pg_namespace where nspname like 'bi\\_%'
      union all select rolname from pg_roles r join exchange.bi_access a on a.role = r.rolname`,
  );
  expect(left).toEqual([]);
  await db.script('drop view public.more');
});
