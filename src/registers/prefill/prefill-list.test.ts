import excel from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { askWhy } from '../../governance/index.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { sql } from '../../platform/db/sql.ts';
import { listFindings } from '../../records/contract.ts';
import { beginLoad, checkDeclared, lookupPerson } from '../contract.ts';
import { beginPrefill, prefilledTemplate, readPrefill } from '../prefill-contract.ts';
import { prefillTallies } from '../index.ts';
import { findHeld, openSource } from './find-held.ts';

// A second class of readers, with a grant on some elements only; and one with a quota.
const partial = `
- code: TT-02
  names: { en: Branches see names }
  register: people
  for: { bodies: [A1] }
  elements: [P.1, T.2]
  rows: all
  purpose: prefill
  basis: act-1
  mode: lookup
  from: D-100
  to: D+200
  state: active
- code: TT-03
  names: { en: Three a day }
  register: people
  for: { bodies: [A2] }
  elements: all
  rows: all
  purpose: prefill
  basis: act-1
  mode: lookup
  quota: 3
  from: D-100
  to: D+200
  state: active
`;

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty({ 'governance/more.yaml': `agreements:\n${partial.replace(/^(?=.)/gm, '  ')}` });
  await county.hold([heldLine(1), heldLine(2), heldLine(3, { place: '002' }), heldLine(4)]);
  await county.load('A', [line(4, { fee: '7' })]);
  await county.load('B', [line(3, { fee: '9' })]);
});

const send = (text: string, more: { body?: string; column?: string } = {}) =>
  call(county.http.send, beginPrefill, {
    params: { register: 'members' },
    query: { body: more.body ?? 'A', fileName: 'ids.csv', ...(more.column && { column: more.column }) },
    upload: { content: Buffer.from(text), type: 'text/csv' },
  });

async function template(prefill: string): Promise<excel.Worksheet> {
  const answer = await callRaw(county.http.send, prefilledTemplate, { params: { register: 'members', prefill } });
  const book = new excel.Workbook();
  await book.xlsx.load((await answer.arrayBuffer()) as never);
  return book.worksheets[0] as excel.Worksheet;
}

const id = (n: number) => `099${String(n).padStart(9, '0')}`;
const cell = (sheet: excel.Worksheet, row: number, header: string) => {
  const column = (sheet.getRow(1).values as string[]).indexOf(header);
  return sheet.getRow(row).getCell(column);
};

describe('a list of IDs', () => {
  it('comes back as the template with what the source holds, locked; the rest is open', async () => {
    county.become('A', 'officer');
    const view = await send(`ID\n${id(1)}\n${id(4)}\n`);
    expect(view).toMatchObject({ asked: 2, found: 2, reached: true, reasons: {}, ready: true, body: 'A' });
    expect(view.locked.map(({ field }) => field)).toEqual(['full_name', 'born_on', 'place']);
    const sheet = await template(view.prefill);
    expect(cell(sheet, 2, 'full name').value).toBe('Member B');
    expect(cell(sheet, 2, 'full name').protection?.locked).not.toBe(false);
    expect(cell(sheet, 2, 'born on').value).toEqual(new Date(Date.UTC(1980, 2, 17)));
    expect(cell(sheet, 2, 'place').value).toBe('Hill');
    expect(cell(sheet, 2, 'joined on').value).toBeNull();
    expect(cell(sheet, 2, 'joined on').protection?.locked).toBe(false);
    // What the register itself holds of the own people is filled too, and may be changed.
    expect(cell(sheet, 3, 'fee').value).toBe('7');
    expect(cell(sheet, 3, 'fee').protection?.locked).toBe(false);
    expect((sheet as unknown as { sheetProtection: { sheet: boolean } }).sheetProtection.sheet).toBe(true);
    const note = cell(sheet, 1, 'full name').note as { texts?: { text: string }[] } | string;
    expect(JSON.stringify(note)).toContain('Held at People');
  });
  it('leaves one entry in the audit trail that names everybody who was shown', async () => {
    county.become('A', 'officer');
    const before = county.context.audited.length;
    await send(`ID\n${id(1)}\n${id(2)}\n${id(99)}\n`);
    const entries = county.context.audited.slice(before).filter(({ action }) => action === 'registers.prefill');
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ subject: 'people', counts: { asked: 3, found: 2 } });
    expect(entries[0]?.records).toHaveLength(2);
  });
  it('says of every ID that gives nothing why, and loses none', async () => {
    county.become('A', 'officer');
    const rows = [id(1), '099OOOOOOOO2', '099 000 000 003', '123456789', id(1), '', '09900000001', 'ABC', id(77)];
    const view = await send(`ID;name\n${rows.map((row) => `${row};x`).join('\n')}\n`);
    const said = view.findings.map(({ row, reason }) => [row, reason]);
    expect(said).toEqual([
      [3, 'read-as'],
      [4, 'read-as'],
      [5, 'length'],
      [6, 'double'],
      [7, 'empty'],
      [8, 'length'],
      [9, 'letters'],
      [10, 'not-held'],
    ]);
    const sheet = await template(view.prefill);
    expect(cell(sheet, 3, 'full name').value).toBe('Member C');
    expect(cell(sheet, 10, 'person id').value).toBe(id(77));
    expect(cell(sheet, 10, 'Prefill result').value).toContain('gives nothing');
    expect(sheet.actualRowCount).toBeGreaterThanOrEqual(10);
  });
  it('needs no header, and takes the column for what it holds and not for its name', async () => {
    county.become('A', 'officer');
    expect(await send(`${id(1)}\n${id(2)}\n`)).toMatchObject({ asked: 2, found: 2 });
    // A word among the IDs is no header of what follows: nobody above it is lost.
    expect(await send(`${id(1)}\n${id(2)}\nabc\n${id(4)}\n`)).toMatchObject({
      asked: 3,
      found: 3,
      findings: [{ row: 3, reason: 'letters' }],
    });
    expect(await send(`person id,code\n17/03/1980,${id(1)}\n18/03/1980,${id(2)}\n`)).toMatchObject({
      asked: 2,
      found: 2,
    });
    expect(await send(`a,b\n${id(1)},${id(2)}\n`, { column: 'B' })).toMatchObject({ asked: 1, found: 1 });
    const wrong = await ending(send('name,born\nAnn,17/03/1980\nBob,18/03/1980\n'));
    expect([wrong.status, wrong.problem['type']]).toEqual([422, '/problems/registers/no-id-column']);
    expect(wrong.problem['headers']).toEqual(['name', 'born']);
  });
  it('is refused when it is empty or longer than a list', async () => {
    county.become('A', 'officer');
    expect((await ending(send(''))).problem['type']).toBe('/problems/intake/empty-file');
    const many = `ID\n${Array.from({ length: 60_000 }, (_, i) => id(i)).join('\n')}\n`;
    const before = county.context.audited.length;
    const long = await ending(send(many));
    expect(long.status).toBe(413);
    expect(long.problem).toMatchObject({ type: '/problems/registers/too-many-ids', most: 20_000 });
    expect(county.context.audited.slice(before).filter(({ action }) => action === 'registers.prefill')).toEqual([]);
  });
});

describe('what a grant does not open', () => {
  it('is not in the template: a column of which it says nothing, and a row of another body', async () => {
    county.become('A1', 'officer');
    const view = await send(`ID\n${id(1)}\n`, { body: 'A1' });
    expect(view.locked.map(({ field }) => field)).toEqual(['full_name']);
    const sheet = await template(view.prefill);
    expect(cell(sheet, 2, 'full name').value).toBe('Member B');
    expect(cell(sheet, 2, 'born on').value).toBeNull();
    county.become('A', 'officer');
    // Member 3 is Brook's: the source knows the person, the own register does not tell.
    const other = await template((await send(`ID\n${id(3)}\n`)).prefill);
    expect(cell(other, 2, 'fee').value).toBeNull();
    expect(cell(other, 2, 'card no').value).toBeNull();
  });
  it('twin: the same question through a door that is wide open gives the row and the column', async () => {
    const asked = { register: 'members', permission: 'records.read', key: 'person_id', fields: ['card_no', 'fee'] };
    const own = await openSource(county.context, county.caller('A', 'officer'), asked);
    expect((await findHeld(county.context.db, own, [id(3)])).size).toBe(0);
    const open = { ...own, doors: own.doors.map((door) => ({ ...door, scope: 'all' as const })) };
    const held = (await findHeld(county.context.db, open, [id(3)])).get(id(3));
    expect(held?.values).toMatchObject({ fee: expect.stringContaining('9') as string });

    const narrow = {
      register: 'people',
      permission: 'registers.lookup',
      key: 'citizen_no',
      fields: ['full_name', 'born_on'],
    };
    const names = await openSource(county.context, county.caller('A1', 'officer'), narrow);
    expect(names.fields).toEqual(['full_name']);
    const whole = {
      ...names,
      fields: narrow.fields,
      doors: names.doors.map((one) => ({ ...one, fields: narrow.fields })),
    };
    expect((await findHeld(county.context.db, whole, [id(1)])).get(id(1))?.values['born_on']).toBeTruthy();
  });
  it('is refused as a whole when no agreement opens the source', async () => {
    county.become('B1', 'officer');
    const refused = await ending(send(`ID\n${id(1)}\n`, { body: 'B1' }));
    expect(refused.status).toBe(403);
    const absent = await ending(send(`ID\n${id(777)}\n`, { body: 'B1' }));
    expect({ ...absent.problem, instance: '' }).toEqual({ ...refused.problem, instance: '' });
  });
  it('ends with the quota of the day: who was not looked up is said, and a single look-up is refused', async () => {
    county.become('A2', 'officer');
    const view = await send(`ID\n${[1, 2, 3, 4].map(id).join('\n')}\n`, { body: 'A2' });
    expect(view).toMatchObject({ found: 3, reasons: { 'over-quota': 1 } });
    const one = await ending(
      call(county.http.send, lookupPerson, { params: { register: 'people' }, query: { key: id(1) } }),
    );
    expect([one.status, one.problem['type']]).toEqual([429, '/problems/governance/quota-spent']);
    // The same answer as to "why may I not", with rule, who can change it and what would pass.
    const body = { register: 'people', permission: 'registers.lookup' };
    const why = await call(county.http.send, askWhy, { body });
    const { facts: _, ...told } = why.decision;
    expect(one.problem['decision']).toMatchObject({ ...told, facts: { used: 3, quota: 3 } });
    expect(why).toMatchObject({ decision: { rule: 'governance/quota-spent' }, quota: { used: 3, quota: 3 } });
  });
  it('is another’s list: it reads as none', async () => {
    county.become('A', 'officer');
    const { prefill } = await send(`ID\n${id(1)}\n`);
    const read = (which: string) =>
      ending(call(county.http.send, readPrefill, { params: { register: 'members', prefill: which } }));
    county.become('C', 'data-office');
    county.become('B', 'officer');
    const [theirs, none] = [await read(prefill), await read('00000000-0000-7000-8000-000000000001')];
    expect(theirs.status).toBe(404);
    expect({ ...theirs.problem, instance: '' }).toEqual({ ...none.problem, instance: '' });
  });
});

describe('the template that comes back', () => {
  async function back(change: (sheet: excel.Worksheet) => void) {
    county.become('A', 'officer');
    const { prefill } = await send(`ID\n${id(1)}\n${id(2)}\n`);
    const answer = await callRaw(county.http.send, prefilledTemplate, { params: { register: 'members', prefill } });
    const book = new excel.Workbook();
    await book.xlsx.load((await answer.arrayBuffer()) as never);
    const sheet = book.worksheets[0] as excel.Worksheet;
    cell(sheet, 2, 'card no').value = '000101';
    cell(sheet, 3, 'card no').value = '000102';
    change(sheet);
    return load(Buffer.from(await book.xlsx.writeBuffer()));
  }
  async function load(bytes: Buffer) {
    const params = { register: 'members' };
    const upload = await call(county.http.send, beginLoad, {
      params,
      query: { body: 'A', fileName: 'back.xlsx' },
      upload: { content: new Uint8Array(bytes), type: 'application/octet-stream' },
    });
    const columns = upload.columns.map(({ column, field }) => ({ column, field }));
    const checked = await call(county.http.send, checkDeclared, {
      params,
      body: { upload: upload.upload, body: 'A', columns },
    });
    const { items } = await call(county.http.send, listFindings, {
      params: { ...params, load: checked.load },
      query: {},
    });
    return { checked, items };
  }
  it('is read as it is, without a finding, when nobody touched the locked cells', async () => {
    const { checked, items } = await back(() => undefined);
    expect(items.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(checked.counts).toMatchObject({ rows: 2, ready: 2 });
  });
  it('says which locked cell was changed', async () => {
    const { items } = await back((sheet) => (cell(sheet, 2, 'full name').value = 'Somebody Else'));
    expect(items).toMatchObject([{ row: 2, field: 'full_name', rule: 'locked-cell-changed', severity: 'warning' }]);
    expect(items[0]?.message).toContain('was changed');
  });
  it('tells it from a change of the source since', async () => {
    const { items } = await back((sheet) => {
      cell(sheet, 2, 'full name').value = 'Somebody Else';
    });
    expect(items[0]?.rule).toBe('locked-cell-changed');
    county.become('A', 'officer');
    const { prefill } = await send(`ID\n${id(4)}\n`);
    const answer = await callRaw(county.http.send, prefilledTemplate, { params: { register: 'members', prefill } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    county.context.clock.set(new Date(county.context.clock.now().getTime() + 60_000));
    await county.hold([heldLine(4, { name: 'New Name' })]);
    await county.sequence();
    const later = await load(bytes);
    expect(later.items).toMatchObject([{ row: 2, field: 'full_name', rule: 'source-changed-since' }]);
  });
});

describe('a source that cannot be reached', () => {
  it('gives the list back with nothing filled in, and says so', async () => {
    county.become('A', 'officer');
    await county.context.db.run(sql`alter table data.person rename to person_away`);
    try {
      const view = await send(`ID\n${id(1)}\n${id(4)}\n`);
      expect(view).toMatchObject({ reached: false, asked: 2, reasons: { 'not-asked': 2 } });
      const sheet = await template(view.prefill);
      expect(cell(sheet, 2, 'person id').value).toBe(id(1));
      // What the own register knows is there all the same.
      expect(cell(sheet, 3, 'fee').value).toBe('7');
    } finally {
      await county.context.db.run(sql`alter table data.person_away rename to person`);
    }
  });
});

describe('what was not asked', () => {
  it('is counted by body and way, for the figures', async () => {
    county.become('B', 'officer');
    const before = await prefillTallies(county.context.db, { register: 'members', bodies: [county.id('B')] });
    expect(before).toEqual([]);
    await send(`ID\n${id(1)}\n${id(99)}\n`, { body: 'B' });
    await call(county.http.send, lookupPerson, {
      params: { register: 'people' },
      query: { key: id(2), into: 'members' },
    });
    expect(await prefillTallies(county.context.db, { register: 'members', bodies: [county.id('B')] })).toEqual([
      { body: county.id('B'), way: 'form', asked: 1, found: 1, cellsKnown: 3, cellsAll: 8 },
      { body: county.id('B'), way: 'list', asked: 2, found: 1, cellsKnown: 3, cellsAll: 16 },
    ]);
  });
});
