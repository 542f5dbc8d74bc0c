import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { FIELDS, line } from '../../test/harness/records.ts';
import { ending } from '../../test/harness/story.ts';
import { system } from '../platform/caller.ts';
import { call, callRaw } from '../platform/http/call.ts';
import { permissions as recordsPermissions } from '../records/permissions.ts';
import { listFindings } from '../records/contract.ts';
import { ownLoad } from './load-declared.ts';
import { findComparison } from './store/claim.ts';
import { annotatedLoad, beginLoad, checkDeclared, commitDeclared, readUpload, type UploadView } from './contract.ts';
import { permissions } from './permissions.ts';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty();
  await county.hold([
    heldLine(1),
    heldLine(2, { name: 'Ann Bell' }),
    heldLine(3, { place: '002' }),
    heldLine(4, { place: '' }),
    heldLine(5),
  ]);
});

const params = { register: 'members' };

const csv = (rows: readonly (readonly string[])[], head = FIELDS) =>
  Buffer.from([head, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(';')).join('\n'));

const upload = (content: Buffer, body = 'A', fileName = 'list.csv') =>
  call(county.http.send, beginLoad, {
    params,
    query: { body, fileName },
    upload: { content: new Uint8Array(content), type: 'application/octet-stream' },
  });

const check = (
  view: Pick<UploadView, 'upload' | 'columns'>,
  more: { body?: string; encoding?: string; sheet?: string } = {},
) =>
  call(county.http.send, checkDeclared, {
    params,
    body: {
      upload: view.upload,
      body: 'A',
      columns: view.columns.map(({ column, field }) => ({ column, field })),
      ...more,
    },
  });

const commit = (load: string) =>
  call(county.http.send, commitDeclared, { params: { ...params, load }, body: { onlyValid: true } });

const findings = async (load: string) =>
  (await call(county.http.send, listFindings, { params: { ...params, load }, query: {} })).items;

const asOfficerOf = (body: string) => {
  county.become(body, 'officer');
};

describe('a list held against the source before it is stored', () => {
  it('says which columns somebody holds already, and by which law', async () => {
    asOfficerOf('A');
    const view = await upload(csv([line(1)]));
    expect(view.counts).toMatchObject({ columns: 9, matched: 9, unknown: 0, held: 3 });
    expect(view.columns.filter((one) => one.source).map((one) => one.field)).toEqual(['full_name', 'born_on', 'place']);
    expect(view.columns[1]?.source).toMatchObject({ register: 'people', citation: { en: 'Act 1' } });
  });
  it('counts rows by standing; unknown people are errors, differences are not', async () => {
    const load = await check(
      await upload(
        csv([line(1), line(2), line(3), line(5, { full_name: ' MEMBER   f' }), line(6), line(7, { person_id: '' })]),
      ),
    );
    expect(load.extra['declared']).toEqual({
      authority: 'people',
      verified: 3,
      differs: 1,
      noKey: 1,
      notFound: 1,
      settledBySource: 0,
      cellsNotDeclaredAgain: 12,
      heldFields: ['full_name', 'born_on', 'place'],
    });
    expect(load.counts).toMatchObject({ rows: 6, ready: 5, wrong: 1, new: 5 });
    expect(load.findings).toEqual({ unknown: 1 });
    expect(load.warnings).toEqual({ differs: 2 });
    const all = await findings(load.load);
    expect(
      all.map(({ row, field, kind, severity, value, suggestion }) => [row, field, kind, severity, value, suggestion]),
    ).toEqual([
      [3, 'full_name', 'differs', 'warning', 'Member C', 'Ann Bell'],
      [4, 'place', 'differs', 'warning', '001', '002'],
      [6, 'person_id', 'unknown', 'error', '099000000006', null],
    ]);
    expect(all.every((one) => one.message.length > 20 && !one.message.includes('{{'))).toBe(true);
  });
  it('settles the code of a unit that was split by the source, and leaves it where the source cannot tell', async () => {
    // 003 was split into 001 and 002: of person 1 the source says 001, of person 4 nothing, of person 6 it knows nothing.
    const split = { place: '003' };
    const load = await check(await upload(csv([line(1, split), line(3, split), line(4, split), line(6, split)])));
    expect(load.extra['declared']).toMatchObject({ settledBySource: 2, verified: 2 });
    expect(load.counts).toMatchObject({ rows: 4, ready: 2, wrong: 2 });
    const errors = (await findings(load.load)).filter((one) => one.severity === 'error');
    expect(errors.map((one) => [one.row, one.field])).toEqual([
      [4, 'place'],
      [5, 'place'],
    ]);
    await commit(load.load);
    const places = await Promise.all(['000001', '000003', '000004'].map((card) => county.member(card)));
    expect(places.map((one) => one?.values['place'])).toEqual(['001', '002', undefined]);
  });
  it('checked twice finds the same', async () => {
    const view = await upload(csv([line(1), line(2), line(6)]));
    const [once, twice] = [await check(view), await check(view)];
    expect(twice.extra).toEqual(once.extra);
    expect(twice.findings).toEqual(once.findings);
  });
  it('is compared only by the key: a list without it is checked as it is', async () => {
    const head = FIELDS.slice(0, 2);
    const load = await check(await upload(csv([line(8).slice(0, 2)], head)));
    expect(load.extra).toEqual({});
    expect(load.counts).toMatchObject({ ready: 1 });
  });
  it('is compared by what it gives: a column that is not there differs from nothing', async () => {
    const rows = [
      ['000005', 'Member F', '099000000005'],
      ['000002', 'Member C', '099000000002'],
    ];
    const load = await check(await upload(csv(rows, ['card_no', 'full_name', 'person_id'])));
    expect(load.extra['declared']).toMatchObject({ verified: 1, differs: 1, cellsNotDeclaredAgain: 2 });
    expect(load.warnings).toEqual({ differs: 1 });
  });
});

describe('the same bytes again', () => {
  it('are the same upload, and change nothing the second time', async () => {
    const bytes = csv([line(21, { person_id: '' }), line(22, { person_id: '' })]);
    const first = await upload(bytes);
    expect((await commit((await check(first)).load)).counts).toMatchObject({ new: 2, changed: 0 });
    const again = await upload(bytes);
    expect(again.upload).toBe(first.upload);
    const load = await commit((await check(again)).load);
    expect(load).toMatchObject({ counts: { new: 0, changed: 0, unchanged: 2 }, changeSet: null });
  });
});

describe('another body’s list', () => {
  let theirs: UploadView;
  beforeAll(async () => {
    asOfficerOf('B');
    theirs = await upload(csv([line(31, { person_id: '' })]), 'B');
    asOfficerOf('A');
  });
  it('cannot be sent for it', async () => {
    expect((await ending(upload(csv([line(1)]), 'B'))).status).toBe(403);
  });
  it('cannot be read, not even under the own name, nor told how to be read', async () => {
    const read = (body: string, encoding?: string) =>
      call(county.http.send, readUpload, {
        params: { ...params, upload: theirs.upload },
        query: { body, ...(encoding !== undefined && { encoding }) },
      });
    expect((await ending(read('B'))).status).toBe(403);
    const answered = await ending(read('A', 'as-is'));
    expect(answered.problem['type']).toBe('/problems/registers/upload-of-another');
    asOfficerOf('B');
    expect((await read('B')).upload).toBe(theirs.upload);
    asOfficerOf('A');
  });
  it('cannot be checked as the own', async () => {
    expect((await ending(check(theirs))).problem['type']).toBe('/problems/registers/upload-of-another');
    expect((await ending(check(theirs, { body: 'B' }))).status).toBe(403);
  });
  it('its load reads like none: stored or given back', async () => {
    asOfficerOf('B');
    const load = (await check(theirs, { body: 'B' })).load;
    asOfficerOf('A');
    const nobody = '01930000-0000-8aaa-8bbb-000000000001';
    const annotated = (of: string) => callRaw(county.http.send, annotatedLoad, { params: { ...params, load: of } });
    for (const act of [commit, annotated]) {
      const [other, none] = [await ending(act(load)), await ending(act(nobody))];
      expect(other.status).toBe(404);
      expect({ ...other.problem, instance: '' }).toEqual({ ...none.problem, instance: '' });
    }
    // It is the scope that hides it, and nothing else: whoever reaches everywhere finds it.
    const found = await ownLoad(county.context, { ...system, language: 'en' }, { ...params, load });
    expect(found.id).toBe(load);
  });
  it('a data manager, a steward and compliance may not store it either: data are edited where they arise', async () => {
    asOfficerOf('B');
    const load = (await check(theirs, { body: 'B' })).load;
    for (const [body, post] of [
      ['DM', 'data-manager'],
      ['C', 'steward'],
      ['C', 'compliance'],
      ['C', 'leader'],
    ] as const) {
      county.become(body, post);
      expect([post, [403, 404].includes((await ending(commit(load))).status)]).toEqual([post, true]);
      expect([post, (await ending(upload(csv([line(1)]), 'B'))).status]).toEqual([post, 403]);
    }
    asOfficerOf('B');
    expect((await commit(load)).counts).toMatchObject({ new: 1 });
    asOfficerOf('A');
  });
});

it('nobody but the own body changes rows, in either room’s table', () => {
  const tables = { ...permissions, ...recordsPermissions };
  const changing = Object.entries(tables).filter(([name, one]) => one.changes && name !== 'records.undo');
  expect(changing.length).toBeGreaterThan(5);
  // Claims, disputes and proposals change no row: who keeps it answers. Nor does saying who is who. A disposal takes
  // rows away whole, and only those that somebody else decided on (`governance/lifecycle`).
  const rowless = [
    'registers.claim-authority',
    'registers.settle-dispute',
    'registers.propose-correction',
    'registers.decide-duplicate',
    'records.propose-disposal',
    'records.execute-disposal',
  ];
  for (const [name, { reach }] of changing.filter(([one]) => !rowless.includes(one)))
    expect([name, Object.values(reach).includes('everywhere' as never)]).toEqual([name, false]);
});

describe('text in an old encoding', () => {
  const bytes = Buffer.from(`card_no;full_name\n000041;Andr\xe9 Ball\n`, 'latin1');
  it('is asked about, and nothing is checked before the answer', async () => {
    const view = await upload(bytes, 'A', 'old.csv');
    expect(view.question).toMatchObject({ suggested: 'windows-1252' });
    expect((await ending(check(view))).problem['type']).toBe('/problems/registers/encoding-not-answered');
    expect((await check(view, { encoding: 'as-is' })).counts).toMatchObject({ ready: 1 });
  });
  it('once answered, is not asked about again', async () => {
    const view = await upload(bytes, 'A', 'old.csv');
    const read = await call(county.http.send, readUpload, {
      params: { ...params, upload: view.upload },
      query: { body: 'A', encoding: 'as-is' },
    });
    expect(read.question).toBeNull();
    await commit((await check(view)).load);
    expect((await county.member('000041'))?.values['full_name']).toBe('Andr\u00e9 Ball');
  });
});

describe('the workbook that comes back', () => {
  async function workbook(rows: readonly (readonly string[])[]): Promise<Buffer> {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('List');
    sheet.getCell('A1').value = 'Members of Ashford';
    sheet.getRow(3).values = [...FIELDS];
    rows.forEach((cells, i) => (sheet.getRow(4 + i).values = [...cells]));
    return Buffer.from(await book.xlsx.writeBuffer());
  }
  async function annotated(load: string, only?: 'wrong'): Promise<ExcelJS.Worksheet> {
    const answer = await callRaw(county.http.send, annotatedLoad, {
      params: { ...params, load },
      query: only ? { only } : {},
    });
    expect(answer.headers.get('content-disposition')).toContain('list-review.xlsx');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await answer.arrayBuffer());
    return book.worksheets[0] as ExcelJS.Worksheet;
  }
  const noted = (sheet: ExcelJS.Worksheet) => {
    const cells: string[] = [];
    sheet.eachRow((row) =>
      row.eachCell({ includeEmpty: true }, (cell) => void (cell.note && cells.push(cell.address))),
    );
    return cells.sort();
  };
  const noteIn = (sheet: ExcelJS.Worksheet, address: string) => JSON.stringify(sheet.getCell(address).note);

  it('has its notes in the cells they are about', async () => {
    const rows = [line(1), line(2), line(6), line(5, { card_no: '12' })];
    const load = await check(await upload(await workbook(rows), 'A', 'list.xlsx'));
    expect(load.counts).toMatchObject({ rows: 4, ready: 2, wrong: 2 });
    const sheet = await annotated(load.load);
    // Name of row 5, number of row 6, card of row 7.
    expect(noted(sheet)).toEqual(['A7', 'B5', 'C6']);
    expect(noteIn(sheet, 'B5')).toContain('Ann Bell');
    expect(sheet.getCell('A1').value).toBe('Members of Ashford');
  });
  it('has its notes in the sheet that was read, whichever fits best', async () => {
    const book = new ExcelJS.Workbook();
    for (const name of ['List', 'Older']) {
      const sheet = book.addWorksheet(name);
      sheet.getRow(1).values = [...FIELDS];
      sheet.getRow(2).values = [...line(5, name === 'Older' ? { card_no: '12' } : {})];
    }
    const view = await upload(Buffer.from(await book.xlsx.writeBuffer()), 'A', 'list.xlsx');
    expect(view.sheet).toBe('List');
    const load = await check(view, { sheet: 'Older' });
    const answer = await callRaw(county.http.send, annotatedLoad, {
      params: { ...params, load: load.load },
      query: {},
    });
    const back = new ExcelJS.Workbook();
    await back.xlsx.load(await answer.arrayBuffer());
    expect(['List', 'Older'].map((name) => noted(back.getWorksheet(name)!))).toEqual([[], ['A2']]);
  });
  it('with the wrong rows only, can be mended and sent again', async () => {
    const rows = [line(1), line(6), line(5, { card_no: '12' })];
    const load = await check(await upload(await workbook(rows), 'A', 'list.xlsx'));
    const sheet = await annotated(load.load, 'wrong');
    const cards: unknown[] = [];
    sheet.eachRow((row) => cards.push(row.getCell(1).value));
    expect(cards.filter((value) => /^\d+$/.test(String(value)))).toEqual(['000006', '12']);
  });
});

it('the comparison of the profile is the one that is used', async () => {
  expect(await findComparison(county.context.db, 'members')).toMatchObject({
    authority: 'people',
    sameSpelling: [['ph', 'f']],
  });
  expect(await findComparison(county.context.db, 'people')).toBeUndefined();
});
