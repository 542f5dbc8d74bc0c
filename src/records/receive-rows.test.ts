import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import { openCounty, type County } from '../../test/harness/records.ts';
import { sql } from '../platform/db/sql.ts';
import { openForWriting, openRegister } from './open-register.ts';
import { receiveRows, type ReceivedRow, type ReceiveRequest } from './receive-rows.ts';
import { createRecord } from './write-record.ts';
import { delta } from './store/relation.ts';

let county: County;
beforeAll(async () => {
  county = await openCounty(await testDatabase());
});

const columns = ['card_no', 'full_name', 'state'];
const recordOf = (n: number) => `01930000-0000-8aaa-8bbb-${String(n).padStart(12, '0')}`;
const E = 2 ** 32;
const row = (n: number, version: number, name = `Member ${String(n)}`, card = n): ReceivedRow => ({
  record: recordOf(n),
  version: E + version,
  body: county.id('A'),
  fields: [String(card).padStart(6, '0'), name, 'A'].join('\t'),
});

const receive = (given: Partial<Pick<ReceiveRequest, 'rows' | 'gone' | 'ours' | 'again' | 'fresh'>>) =>
  county.context.db.transaction(async (tx) => {
    const table = await openForWriting(tx, 'members');
    const whole = { table, columns, rows: [], gone: [], ours: [county.id('B')], actor: 'node-00000000.artery' };
    return receiveRows(county.context, tx, { ...whole, provider: null, rule: 'exchange/feed', ...given });
  });
const held = async (n: number) =>
  (
    await county.context.db.rows<{ version: number; name: string; card: string }>(
      sql`select version - ${E}::bigint as version, full_name as name, card_no as card from data.member where record_id = ${recordOf(n)}::uuid`,
    )
  )[0];

describe('rows that another node is the home of', () => {
  it('are taken over with their ids and versions, as one change set, and twice is the same as once', async () => {
    const first = await receive({ rows: [row(1, 1), row(2, 1)] });
    expect(first).toMatchObject({ added: 2, changed: 0, known: 0, refused: [] });
    const again = await receive({ rows: [row(1, 1), row(2, 1)] });
    expect(again).toMatchObject({ added: 0, changed: 0, known: 2, changeSet: null });
    const table = await openRegister(county.context.db, 'members');
    const signs = await county.context.db.rows(sql`select sign from ${delta(table, { id: first.changeSet ?? 0 })} d`);
    expect(signs).toEqual([{ sign: 1 }, { sign: 1 }]);
    const entry = county.context.audited.at(-1);
    expect(entry).toMatchObject({ action: 'records.receive', counts: { new: 2 }, actor: 'node-00000000.artery' });
  });

  it('change only forwards: an older version that comes late changes nothing', async () => {
    expect(await receive({ rows: [row(1, 3, 'Third')] })).toMatchObject({ changed: 1 });
    expect(await receive({ rows: [row(1, 2, 'Second')] })).toMatchObject({ known: 1, changeSet: null });
    expect(await held(1)).toEqual({ version: 3, name: 'Third', card: '000001' });
    const kept = await county.context.db.rows(
      sql`select full_name as name from history.member where record_id = ${recordOf(1)}::uuid`,
    );
    expect(kept).toEqual([{ name: 'Member 1' }]);
  });

  it('end when the sender shows them no more, and a late old version does not revive them', async () => {
    expect(await receive({ gone: [{ record: recordOf(2), version: E + 1 }] })).toMatchObject({ ended: 1 });
    expect(await held(2)).toBeUndefined();
    expect(await receive({ rows: [row(2, 1)] })).toMatchObject({ added: 0, changeSet: null });
    expect(await held(2)).toBeUndefined();
    expect(await receive({ rows: [row(2, 4)] })).toMatchObject({ added: 1 });
    // The end of a version that has been replaced is the end of nothing.
    expect(await receive({ gone: [{ record: recordOf(2), version: E + 2 }] })).toMatchObject({ ended: 0 });
    expect(await held(2)).toMatchObject({ version: 4 });
  });

  it('never touch a record whose home is here', async () => {
    const values = { card_no: '000500', full_name: 'Our own' };
    const own = await createRecord(county.context, {
      register: 'members',
      caller: county.caller('B', 'officer'),
      body: county.id('B'),
      values,
    });
    const forged = { ...row(500, 9, 'Forged'), record: own.record };
    const answer = await receive({ rows: [forged], gone: [{ record: own.record, version: E + 9 }] });
    expect(answer).toMatchObject({ changed: 0, ended: 0, refused: [{ reason: 'home-is-here' }] });
    // The twin: were the body not ours, it would have been overwritten.
    expect(await receive({ rows: [forged], ours: [] })).toMatchObject({ changed: 1 });
  });

  it('are taken without those that break a rule of the table or a key, which are told', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => row(100 + i, 1));
    rows[7] = { ...row(107, 1), fields: 'not a number\tWrong\tA' };
    rows[30] = row(130, 1, 'Doubles 1', 1);
    const answer = await receive({ rows });
    expect(answer).toMatchObject({ added: 38 });
    expect(answer.refused.map(({ record, reason }) => [record, reason])).toEqual(
      [
        [recordOf(130), 'key-held'],
        [recordOf(107), 'invalid'],
      ].toSorted(),
    );
  });

  it('are copied straight in when none is here, and looked at one by one when one is', async () => {
    const { db } = county.context;
    await db.script('create table kept as select * from history.member; truncate history.member');
    const rows = Array.from({ length: 20 }, (_, i) => row(600 + i, 1));
    expect(await receive({ rows, fresh: true })).toMatchObject({ added: 20, changed: 0 });
    expect(await receive({ rows: [...rows, row(650, 1)], fresh: true })).toMatchObject({ added: 1, known: 20 });
    const ours = { ...row(651, 1), body: county.id('B') };
    expect(await receive({ rows: [ours], fresh: true })).toMatchObject({
      added: 0,
      refused: [{ reason: 'home-is-here' }],
    });
    await db.script('insert into history.member select * from kept');
  });

  it('may exchange their keys', async () => {
    await receive({ rows: [row(201, 1), row(202, 1)] });
    const answer = await receive({ rows: [row(201, 2, 'One', 299), row(202, 2, 'Two', 201)] });
    expect(answer).toMatchObject({ changed: 2, refused: [] });
    expect([(await held(201))?.card, (await held(202))?.card]).toEqual(['000299', '000201']);
  });

  it('are taken again at a snapshot where they differ', async () => {
    await receive({ rows: [row(301, 5, 'Before')] });
    expect(await receive({ rows: [row(301, 5, 'After')] })).toMatchObject({ known: 1 });
    expect(await receive({ rows: [row(301, 5, 'After')], again: true })).toMatchObject({ changed: 1 });
    expect(await held(301)).toMatchObject({ name: 'After' });
  });
});
