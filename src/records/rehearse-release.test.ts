import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { profileOf } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, files, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { injected, officer, testServer } from '../../test/harness/server.ts';
import {
  replaceUsage,
  compileProfileDictionary,
  currentRelease,
  dictionaryRoom,
  printRelease,
  type Plan,
} from '../dictionary/index.ts';
import { call, ProblemError } from '../platform/http/call.ts';
import { printVerifierKey, rawPublicKey } from '../platform/ledger/checkpoint.ts';
import { sql } from '../platform/db/sql.ts';
import { listMigrations, rehearseRelease as rehearseEndpoint, takeRelease as takeEndpoint } from './contract.ts';
import { createRegisterTables } from './create-register-tables.ts';
import { createAllTables } from './follow-releases.ts';
import { loadRows } from './load-rows.ts';
import { rehearseRelease } from './rehearse-release.ts';
import { recordsRoom } from './room.ts';
import { openRegister } from './open-register.ts';

let county: County;
beforeAll(async () => {
  county = await openCounty(await testDatabase());
  const caller = county.caller('A', 'officer');
  const rows = rowsOf([line(1), line(2), line(3)]);
  await loadRows(county.context, { register: 'members', body: county.id('A'), caller, columns, rows });
});

const ELEMENTS = 'dictionary/elements/all.yaml';
function proposed(...edits: readonly (readonly [string, string])[]): Plan {
  let text = files[ELEMENTS]!;
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const { plan } = compileProfileDictionary(profileOf({ ...files, [ELEMENTS]: text }));
  return plan!;
}
const shorter = () => proposed(['maxLength: 60\n    nullability: required', 'maxLength: 4\n    nullability: required']);
const wider = () => proposed(['maxLength: 60\n    nullability: required', 'maxLength: 90\n    nullability: required']);

/** Everything that a rehearsal might touch: the change log, the tables' rows and their definitions. */
async function everything(): Promise<string> {
  const { db } = county.context;
  const parts = await Promise.all([
    db.rows(sql`select * from platform.change_set order by id`),
    db.rows(sql`select * from data.member order by record_id`),
    db.rows(sql`select * from dictionary.release`),
    db.rows(sql`select c.relname, c.relnatts, c.relchecks from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('data', 'history') order by 1`),
    db.rows(sql`select conname, pg_get_constraintdef(oid) as text from pg_constraint order by oid`),
  ]);
  return JSON.stringify(parts);
}

describe('a rehearsal', () => {
  it('counts the rows that fail under the newer checks, names them, and says that the table cannot follow', async () => {
    const found = await rehearseRelease(county.context, shorter());
    expect(found).toMatchObject({ verdict: 'breaking', possible: false });
    const members = found.registers.find((one) => one.register === 'members');
    expect(members).toMatchObject({ rows: 3, fields: [{ field: 'full_name', touched: 3 }], possible: false });
    const [failing] = members!.failing;
    expect(failing).toMatchObject({ field: 'full_name', rule: 'full_name_length', blocks: true, fails: 3, before: 0 });
    const ids = await county.context.db.rows<{ id: string }>(sql`select record_id as id from data.member order by 1`);
    expect(failing?.records).toEqual(ids.map((row) => row.id));
  });

  it('names every place that uses what changes, with the body that answers for it', async () => {
    const use = { room: 'test', kind: 'form', subject: 'F-1', label: { en: 'A form' } };
    await replaceUsage(county.context.db, { ...use, owner: county.id('B') }, ['T.2']);
    await replaceUsage(county.context.db, { ...use, kind: 'task', subject: 'N-1' }, ['T.2', 'T.9']);
    await replaceUsage(county.context.db, { ...use, subject: 'F-2' }, ['T.9']);
    const { affected } = await rehearseRelease(county.context, shorter());
    const said = affected.map(({ kind, subject, owner }) => [kind, subject, owner?.names['en'] ?? null]);
    expect(said).toEqual(
      expect.arrayContaining([
        ['register', 'members', 'Commission'],
        ['form', 'F-1', 'Brook'],
        ['task', 'N-1', null],
      ]),
    );
    expect(said.map(([, subject]) => subject)).not.toContain('F-2');
    for (const subject of ['F-1', 'F-2']) await replaceUsage(county.context.db, { ...use, subject }, []);
    await replaceUsage(county.context.db, { ...use, kind: 'task', subject: 'N-1' }, []);
  });

  it('says which migration follows when every row passes', async () => {
    const found = await rehearseRelease(county.context, wider());
    expect(found).toMatchObject({ verdict: 'compatible', possible: true });
    expect(found.registers.find((one) => one.register === 'members')?.steps).toEqual([
      { kind: 'set-rule', field: 'full_name', after: 'full_name_length', online: true },
    ]);
  });

  it('sees a type that cannot take over the values, one that can, and codes that will be gone', async () => {
    const other = await rehearseRelease(
      county.context,
      proposed(['dataType: decimal\n    precision: 10\n    scale: 2', 'dataType: date']),
    );
    expect(other.possible).toBe(false);
    expect(other.registers[0]?.failing).toMatchObject([{ rule: 'fee_type', kind: 'type', blocks: true }]);
    const text = await rehearseRelease(
      county.context,
      proposed(['dataType: decimal\n    precision: 10\n    scale: 2', 'dataType: string\n    maxLength: 40']),
    );
    expect(text.possible).toBe(true);
    expect(text.registers[0]?.steps[0]).toMatchObject({ kind: 'widen-type', field: 'fee', online: true });
    const plan = proposed();
    const without: Plan = {
      ...plan,
      codeLists: plan.codeLists.map((list) => (list.code === 'STATE' ? { ...list, items: list.items.slice(1) } : list)),
    };
    const codes = await rehearseRelease(county.context, without);
    const [gone] = codes.registers.find((one) => one.register === 'members')?.failing ?? [];
    expect(gone).toMatchObject({ field: 'state', kind: 'code', before: 0, blocks: false });
    expect(gone?.fails).toBeGreaterThan(0);
  });

  it('changes nothing: change log, tables and rules are what they were', async () => {
    const before = await everything();
    await rehearseRelease(county.context, shorter());
    await rehearseRelease(county.context, wider());
    expect(await everything()).toBe(before);
  });

  // The twin: the very same questions where writing is possible would have let a change through.
  it('could not change anything if it tried: its transaction only reads', async () => {
    const { db } = county.context;
    const touch = (readOnly: boolean) =>
      db.transaction(
        async (tx) => {
          await tx.run(sql`update data.member set branch = 'touched'`);
          throw new Error('taken back');
        },
        { readOnly },
      );
    await expect(touch(true)).rejects.toThrow(/read-only/);
    await expect(touch(false)).rejects.toThrow('taken back');
  });
});

describe('a signed release', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = rawPublicKey(publicKey.export({ type: 'spki', format: 'der' }));
  const signer = {
    key: { name: 'office.example', publicKey: raw },
    sign: (text: Buffer) => sign(null, text, privateKey),
  };
  const key = printVerifierKey(signer.key);
  let send: Awaited<ReturnType<typeof testServer>>['send'];
  beforeAll(async () => {
    const { server } = await testServer();
    recordsRoom.routes?.(server, county.context);
    send = injected(server);
  });
  const upload = (bytes: Uint8Array) => ({ content: Buffer.from(bytes) as never, type: 'application/octet-stream' });
  const take = (plan: Plan, number: number, more: { key?: string; spoil?: boolean } = {}) => {
    const bytes = Buffer.from(printRelease({ plan }, number, signer));
    if (more.spoil) bytes[bytes.length >> 1]! ^= 1;
    return call(send, takeEndpoint, { upload: upload(bytes), query: more.key === undefined ? {} : { key: more.key } });
  };
  const refused = async (answer: Promise<unknown>) => {
    const error: unknown = await answer.then(() => undefined).catch((reason: unknown) => reason);
    return error instanceof ProblemError ? error.problem.type.replace(/.*\//, '') : 'not refused';
  };

  it('is refused without a trusted key, with a flipped byte, under another number, or while rows are in its way', async () => {
    const before = await everything();
    const audited = county.context.audited.length;
    expect(await refused(take(wider(), 2))).toBe('release-key-needed');
    expect(await refused(take(wider(), 2, { key, spoil: true }))).toBe('release-refused');
    expect(await refused(take(wider(), 3, { key }))).toBe('release-does-not-fit');
    expect(await refused(take(wider(), 1, { key }))).toBe('release-does-not-fit');
    expect(await refused(take(shorter(), 2, { key }))).toBe('release-fails');
    expect(await everything()).toBe(before);
    expect(county.context.audited).toHaveLength(audited);
  });

  it('is rehearsed through the API in the words of the language', async () => {
    const bytes = Buffer.from(JSON.stringify(shorter()));
    const answer = await call(send, rehearseEndpoint, { upload: upload(bytes) });
    expect(answer.changes[0]?.words?.said).toContain('full name');
    expect(answer.registers[0]?.steps[0]?.words).toBe('rule full_name_length is set');
    const spoiled = Buffer.from(JSON.stringify({ ...shorter(), release: 'x' }));
    expect(await refused(call(send, rehearseEndpoint, { upload: upload(spoiled) }))).toBe('release-refused');
  });

  it('never lets text of a plan become SQL', async () => {
    const plan = shorter();
    const [entity, ...entities] = plan.entities;
    const [field, ...fields] = entity!.fields;
    const forged = {
      ...plan,
      entities: [{ ...entity!, fields: [{ ...field!, sqlType: 'text); drop' as never }, ...fields] }, ...entities],
    };
    const bytes = Buffer.from(JSON.stringify(forged));
    expect(await refused(call(send, rehearseEndpoint, { upload: upload(bytes) }))).toBe('release-refused');
  });

  it('is taken once, with its number and its signature, in the audit trail; the tables follow and types widen', async () => {
    const { db } = county.context;
    const plan = proposed([
      'dataType: decimal\n    precision: 10\n    scale: 2',
      'dataType: string\n    maxLength: 40',
    ]);
    expect(await take(plan, 2, { key })).toMatchObject({ number: 2, hash: plan.hash });
    expect(await take(plan, 2)).toMatchObject({ number: 2 });
    expect((await currentRelease(db)).hash).toBe(plan.hash);
    const [row] = await db.rows<{ by: string }>(sql`select signed_by as by from dictionary.release where number = 2`);
    expect(row?.by).toBe('office.example');
    const [cause] = await db.rows(
      sql`select 1 from platform.change_set where kind = 'release' and release = 2 and actor = ${officer.account}`,
    );
    expect(cause).toBeDefined();
    const acts = county.context.audited.filter((entry) => entry.action === 'dictionary.take-release');
    expect(acts).toMatchObject([{ actor: officer.account, allowed: true }]);
    await db.transaction((tx) => createAllTables(county.context, tx));
    const { entity } = await openRegister(db, 'members');
    expect(entity.fields.find((one) => one.name === 'fee')?.sqlType).toBe('text');
    const types = await db.rows<{ type: string }>(
      sql`select data_type as type from information_schema.columns where table_name = 'member' and column_name = 'fee'`,
    );
    expect(types.map((one) => one.type)).toEqual(['text', 'text']);
    expect(await db.rows(sql`select distinct fee from data.member`)).toEqual([{ fee: '12.50' }]);
  });

  it('shows how far each register is, to those who look after the dictionary', async () => {
    const answer = await call(send, listMigrations, {});
    expect(answer.items.find((item) => item.register === 'members')).toMatchObject({
      from: 1,
      release: 2,
      state: 'done',
      names: { en: 'members' },
    });
  });

  it('is followed from then on: the profile publishes nothing by itself any more', async () => {
    await dictionaryRoom.install?.({ ...county.context, profile: profileOf(files) });
    expect((await currentRelease(county.context.db)).number).toBe(2);
  });

  it('names the rows that break a narrower rule when a table is to follow it all the same', async () => {
    const { context } = county;
    const entity = shorter().entities.find((one) => one.name === 'member')!;
    const fee = (await openRegister(context.db, 'members')).entity.fields.find((one) => one.name === 'fee')!;
    const narrower = { ...entity, fields: entity.fields.map((field) => (field.name === 'fee' ? fee : field)) };
    const followed = createRegisterTables(
      context.db,
      { register: 'members', entity: narrower, release: 9 },
      context.clock,
    );
    const ids = await context.db.rows<{ id: string }>(sql`select record_id as id from data.member order by 1`);
    await expect(followed).rejects.toMatchObject({
      kind: { slug: 'breaking-release' },
      extras: { field: 'full_name', rule: 'full_name_length', fails: 3, records: ids.map((row) => row.id) },
    });
    const { items } = await call(send, listMigrations, {});
    expect(items.find((item) => item.state === 'stuck')).toMatchObject({
      register: 'members',
      failure: {
        rule: 'full_name_length',
        fails: 3,
        said: '3 rows break the rule full_name_length of the field full_name.',
      },
    });
    // At the next start the node comes up all the same, and goes on serving the older release.
    await recordsRoom.install?.(context);
    const [stored] = await context.db.rows(sql`select release from records.table_state where entity = 'member'`);
    expect(stored).toEqual({ release: 2 });
  });
});
