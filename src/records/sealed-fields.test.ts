/**
 * Fields stored sealed (ADR 0041), one story on one database: no table, stage or finding holds a value; whoever may read it
 * reads it; what is moved does not open; what was erased is gone. Each defence has its twin.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { columns, files, line, rowsOf } from '../../test/harness/records.ts';
import { openServedCounty, type ServedCounty } from '../../test/harness/served.ts';
import { fieldsOfGrant } from '../governance/index.ts';
import { fieldRules } from '../governance/rules/fields.ts';
import { id as quoted, sql } from '../platform/db/sql.ts';
import { fieldsKey, SealedValueError } from '../platform/encryption/index.ts';
import { call, callRaw, type ProblemError } from '../platform/http/call.ts';
import { Problem } from '../platform/http/problem.ts';
import { checkLoad } from './check-load.ts';
import { commitLoad } from './commit-load.ts';
import * as contract from './contract.ts';
import { loadRows } from './load-rows.ts';
import { listRecords } from './read-records.ts';
import { parseCondition, parseOrder } from './read-filter.ts';
import { openRegister } from './open-register.ts';
import { ownRowsOf } from './own-rows.ts';
import { openedRecords } from './sealed-fields.ts';
import { stageUpload } from './stage-upload.ts';
import { relation } from './store/relation.ts';
import { createRegisterTables } from './create-register-tables.ts';

const note = `
  - code: T.10
    physicalName: health_note
    names: { en: "health note" }
    definition: { en: "What a member says of his health" }
    dataType: string
    maxLength: 40
    stored: sealed
`;
const withNote = (path: string) =>
  (files[path] ?? '').replace('  - { element: T.9 }\n', '  - { element: T.9 }\n  - { element: T.10 }\n');
const agreements = `
  - { code: S-1, names: { en: Everything }, register: members, for: { bodies: [B] }, elements: all, rows: { under: A },
      purpose: visits, basis: act-1, mode: query, from: 2026-01-01, state: active }
`;

const all = [...columns, { column: columns.length, header: 'health note', field: 'health_note' }];
const CANARY = 'canary-5e81';
const row = (n: number, said: string) => [...line(n, { fee: `${String(n)},00` }), said];
const register = 'members';
const params = { register };

let county: ServedCounty;
const ids = new Map<string, string>();
beforeAll(async () => {
  county = await openServedCounty({
    agreements,
    withLedger: true,
    files: {
      'dictionary/elements/all.yaml': (files['dictionary/elements/all.yaml'] ?? '') + note,
      'dictionary/entities/member.yaml': withNote('dictionary/entities/member.yaml'),
      'dictionary/entities/seat.yaml': withNote('dictionary/entities/seat.yaml'),
    },
  });
  const found = await county.context.db.rows<{ id: string; card: string }>(
    sql`select record_id as id, card_no as card from data.member`,
  );
  for (const { id, card } of found) ids.set(card, id);
});

const idOf = (card: string) => ids.get(card) ?? '';
const send: ServedCounty['http']['send'] = (...given) => county.http.send(...given);
const load = (rows: readonly (readonly string[])[]) => ({
  ...{ register, body: county.id('A'), caller: county.caller('A', 'officer'), columns: all, rows: rowsOf(rows) },
});
const one = (card: string) => call(send, contract.getRecord, { params: { ...params, record: idOf(card) }, query: {} });
const noteOf = async (card: string) => (await one(card)).values['health_note'];
const edit = async (card: string, value: string | null) =>
  call(send, contract.editRecord, {
    params: { ...params, record: idOf(card) },
    body: { values: { health_note: value } },
    ifMatch: `"${String((await one(card)).version)}"`,
  });
const slugOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Problem
    ? error.kind.slug
    : (error as ProblemError | undefined)?.problem.type.split('/').at(-1);
};

/** Everything that any table of these schemas says, as text. */
async function said(text = CANARY): Promise<string[]> {
  const { db } = county.context;
  const tables = await db.rows<{ schema: string; name: string }>(
    sql`select schemaname as schema, tablename as name from pg_tables where schemaname in ('data', 'history', 'records', 'platform')`,
  );
  const holding: string[] = [];
  for (const { schema, name } of tables) {
    const [found] = await db.rows(
      sql`select 1 from ${quoted(schema, name)} t where strpos(t::text, ${text}) > 0
        or strpos(t::text, ${Buffer.from(text).toString('hex')}) > 0 limit 1`,
    );
    if (found) holding.push(`${schema}.${name}`);
  }
  return holding;
}

describe('a field that is stored sealed', () => {
  it('is sealed by a load into a filled register; the same file again changes nothing', async () => {
    const rows = [row(1, `${CANARY} one`), row(2, `${CANARY} one`), row(3, '')];
    const first = await loadRows(county.context, load(rows));
    expect(first).toMatchObject({ new: 0, changed: 2, unchanged: 1, state: 'committed' });
    expect(await loadRows(county.context, load(rows))).toMatchObject({ new: 0, changed: 0, unchanged: 3 });
    rows[1] = row(2, `${CANARY} two`);
    expect(await loadRows(county.context, load(rows))).toMatchObject({ new: 0, changed: 1, unchanged: 2 });
    const stored = await county.context.db.rows<{ type: string; values: number }>(
      sql`select pg_typeof(health_note)::text as type, count(health_note)::int as values from data.member group by 1`,
    );
    expect(stored).toEqual([{ type: 'bytea', values: 2 }]);
    expect(await said()).toEqual([]);
  });

  it('is nowhere in what waits: neither in the stage nor in a finding', async () => {
    const long = `${CANARY} ${'x'.repeat(40)}`;
    const staged = await stageUpload(county.context, load([row(1, `${CANARY} three`), row(2, long), row(77, CANARY)]));
    expect(await checkLoad(county.context, staged.id)).toMatchObject({ ready: 2, wrong: 1, new: 1, changed: 1 });
    expect(await said()).toEqual([]);
    // The twin: what is not sealed is found by the same look.
    expect(await said('Member B')).toContain(`records.${staged.stage ?? ''}`);
    const caller = county.caller('A', 'officer');
    await commitLoad(county.context, staged.id, { caller, onlyValid: true });
    county.become('A', 'officer');
    expect(await noteOf('000001')).toBe(`${CANARY} three`);
  });

  it('is sealed by the first load of an empty register', async () => {
    const rows = [1, 2].map((n) => [...line(n, { branch: 'A1' }), `${CANARY} ${String(n)}`]);
    const done = await loadRows(county.context, { ...load(rows), register: 'seats', path: 'first' });
    expect(done).toMatchObject({ new: 2 });
    const table = await openRegister(county.context.db, 'seats');
    const stored = await county.context.db.rows<{ id: string }>(sql`select record_id as id from data.seat`);
    const opened = await openedRecords(
      county.context,
      table,
      stored.map(({ id }) => id),
      ['health_note'],
    );
    expect(opened.map(({ values }) => values['health_note']).sort()).toEqual([`${CANARY} 1`, `${CANARY} 2`]);
    expect(await said()).toEqual([]);
  });

  it('refuses rows that were sealed for a record which is another one by now', async () => {
    const staged = await stageUpload(county.context, load([row(90, 'early')]));
    await loadRows(county.context, load([row(90, 'late')]));
    await checkLoad(county.context, staged.id);
    const caller = county.caller('A', 'officer');
    expect(await slugOf(commitLoad(county.context, staged.id, { caller, onlyValid: true }))).toBe('sealed-moved');
  });

  it('is read by whoever keeps the row: page, record, file, history, and what a person is given of her own', async () => {
    county.become('A', 'officer');
    const page = await call(send, contract.listRecords, { params, query: { order: 'card_no', body: 'A' } });
    expect(page.items.slice(0, 3).map(({ values }) => values['health_note'])).toEqual([
      `${CANARY} three`,
      `${CANARY} two`,
      null,
    ]);
    for (const format of ['csv', 'ndjson', 'json'] as const) {
      const file = await callRaw(send, contract.exportRecords, { params, query: { format, body: 'A' } });
      expect(await file.text()).toContain(`${CANARY} two`);
    }
    const { items } = await call(send, contract.recordHistory, { params: { ...params, record: idOf('000002') } });
    const changes = items.flatMap((entry) => entry.changes.filter(({ field }) => field === 'health_note'));
    expect(changes.map(({ before, after }) => [before, after])).toEqual([
      [`${CANARY} one`, `${CANARY} two`],
      [null, `${CANARY} one`],
    ]);
    const table = await openRegister(county.context.db, register);
    const own = await ownRowsOf(county.context, county.caller('A', 'officer'), table, [idOf('000002')]);
    expect(own.rows[0]?.values['health_note']).toBe(`${CANARY} two`);
  });

  it('comes to nobody who reads the relation without opening it', async () => {
    const table = await openRegister(county.context.db, register);
    const read = (sealed: boolean) =>
      county.context.db.rows<{ health_note: unknown }>(
        sql`select r.health_note from ${relation(table, { scope: 'all', columns: ['health_note'], sealed })} r
          where r.health_note is not null`,
      );
    expect(await read(false)).toEqual([]);
    expect(await read(true)).not.toEqual([]);
  });

  it('leaves by no agreement, and the answer says why; without the rule it would', async () => {
    county.become('B', 'officer');
    const shown = await one('000002');
    expect(shown.values['health_note']).toBeNull();
    expect(shown.withheldFields).toMatchObject([
      { field: 'health_note', shown: 'some', decision: { rule: 'governance/field-sealed' } },
    ]);
    const { entity } = await openRegister(county.context.db, register);
    const grant = { elements: ['T.1', 'T.10'], purpose: 'visits' };
    expect(fieldsOfGrant(grant, entity).map(({ name }) => name)).toEqual(['card_no']);
    const without = fieldRules.filter(({ id }) => id !== 'governance/field-sealed');
    expect(fieldsOfGrant(grant, entity, without).map(({ name }) => name)).toEqual(['card_no', 'health_note']);
  });

  it.each([
    ['a filter', { where: [`health_note:eq:${CANARY} two`] }],
    ['a filter for its absence', { where: ['health_note:null'] }],
    ['an order', { order: 'health_note' }],
  ])('finds nothing by %s: it is refused before anything is read', async (_way, query) => {
    county.become('A', 'officer');
    expect(await slugOf(call(send, contract.listRecords, { params, query }))).toBe('refused');
    const { db } = county.context;
    const asked = { scope: 'all' as const, where: ('where' in query ? query.where : []).map(parseCondition) };
    const order = parseOrder('order' in query ? query.order : undefined);
    expect(await slugOf(listRecords(db, await openRegister(db, register), { ...asked, order }))).toBe('field-sealed');
  });

  it('is edited, left alone when nothing differs, and given back by an undo', async () => {
    county.become('A', 'officer');
    const before = await one('000002');
    expect((await edit('000002', `${CANARY} two`)).version).toBe(before.version);
    const after = await edit('000002', `${CANARY} four`);
    expect(after.values['health_note']).toBe(`${CANARY} four`);
    expect(await said()).toEqual([]);
    const [change] = await county.context.db.rows<{ id: number }>(
      sql`select change_set as id from data.member where record_id = ${idOf('000002')}`,
    );
    await call(send, contract.undoChange, { params: { changeSet: change?.id ?? 0 }, body: {} });
    expect(await noteOf('000002')).toBe(`${CANARY} two`);
    const made = await call(send, contract.createRecord, {
      params,
      body: { body: 'A', values: { card_no: '000400', full_name: 'New Member', health_note: `${CANARY} five` } },
    });
    expect(made.values['health_note']).toBe(`${CANARY} five`);
    expect(await said()).toEqual([]);
  });

  it('does not open at another record: at its own it does', async () => {
    const { db } = county.context;
    const table = await openRegister(db, register);
    const read = async (card: string) =>
      (await openedRecords(county.context, table, [idOf(card)], ['health_note']))[0]?.values['health_note'];
    const put = (card: string, from: string) =>
      db.run(sql`update data.member set health_note = (select health_note from data.member where record_id = ${idOf(from)})
        where record_id = ${idOf(card)}`);
    expect(await read('000002')).toBe(`${CANARY} two`);
    const [kept] = await db.rows<{ bytes: Buffer }>(
      sql`select health_note as bytes from data.member where record_id = ${idOf('000002')}`,
    );
    await put('000002', '000001');
    await expect(read('000002')).rejects.toBeInstanceOf(SealedValueError);
    await db.run(sql`update data.member set health_note = ${kept?.bytes} where record_id = ${idOf('000002')}`);
    expect(await read('000002')).toBe(`${CANARY} two`);
  });

  it('is not there any more once its key is destroyed, in no version; the log still verifies', async () => {
    const { context, ledger } = county;
    const record = idOf('000002');
    const changes = async () => {
      const { items } = await call(send, contract.recordHistory, { params: { ...params, record } });
      return items.flatMap((entry) => entry.changes.filter(({ field }) => field === 'health_note'));
    };
    county.become('A', 'officer');
    expect(await changes()).not.toEqual([]);
    await context.db.transaction(async (tx) => {
      await ledger?.destroyKeys(tx, [fieldsKey(record)]);
    });
    expect(await noteOf('000002')).toBeNull();
    expect(await changes()).toEqual([]);
    expect(await noteOf('000001')).toBe(`${CANARY} three`);
    expect(await slugOf(edit('000002', 'again'))).toBe('record-erased');
    await ledger?.settled();
    expect(await ledger?.verify()).toMatchObject({ ok: true });
  });

  it('stays as it is stored: a release that would unseal it is refused, and nothing is changed', async () => {
    const { db, clock } = county.context;
    const table = await openRegister(db, register);
    const fields = table.entity.fields.map((field) =>
      field.name === 'health_note' ? { ...field, sqlType: 'text' as const } : field,
    );
    const open = { register, entity: { ...table.entity, fields }, release: table.release + 1 };
    expect(await slugOf(createRegisterTables(db, open, clock))).toBe('breaking-release');
    expect(await noteOf('000001')).toBe(`${CANARY} three`);
  });
});
