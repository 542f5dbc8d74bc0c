import excel from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { withEntries, withUnpackedSize, zipOf } from '../../../test/harness/zips.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { checkForm, exampleForm, listExampleForms, mendForm } from './radar-contract.ts';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty({
    'radar.yaml': 'leastQuality: 75\ncitation: { en: "Act on data, 11" }',
    'radar-forms.yaml': '[{ name: survey, file: forms/survey.csv, names: { en: Survey }, collects: people }]',
    'forms/survey.csv': 'Full name;Number of the person;Wishes\n',
  });
  county.become('A', 'officer');
});

type Sheet = readonly (readonly (string | number | null)[])[];

async function workbook(rows: Sheet, merges: readonly string[] = []): Promise<Buffer> {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('Form');
  for (const row of rows) sheet.addRow([...row]);
  for (const merge of merges) sheet.mergeCells(merge);
  return Buffer.from(await book.xlsx.writeBuffer());
}
const send = (content: Buffer | string, fileName = 'form.xlsx', collects?: string) =>
  call(county.http.send, checkForm, {
    query: { fileName, ...(collects !== undefined && { collects }) },
    upload: { content: content as never, type: 'application/octet-stream' },
  });

const card: Sheet = [
  ['Card of the member', null, null, null],
  ['No', 'Number of the person', 'Full name', 'Wishes'],
  [1, '099000000001', 'A. Body', 'none'],
  [2, '099000000002', 'B. Body', 'many'],
];

describe('a form that is sent', () => {
  it('comes to verdicts with the register, the citation and what may go; no value of it is repeated', async () => {
    const report = await send(await workbook(card, ['A1:D1']));
    const name = report.forms[0]?.fields.find((one) => one.field === 'Full name');
    expect(name).toMatchObject({
      verdict: 'held',
      drop: true,
      place: { sheet: 'Form', letter: 'C', line: 2 },
      target: { register: 'people', element: 'T.2', citation: { en: 'Act 1' } },
    });
    expect(report.forms[0]?.drop).toEqual(['Full name']);
    expect(report.citation).toEqual({ en: 'Act on data, 11' });
    expect(JSON.stringify(report)).not.toMatch(/A\. Body|099000000001/);
  });

  it('comes back without what is held, titles and the other columns as they were', async () => {
    const answer = await callRaw(county.http.send, mendForm, {
      query: { fileName: 'card.xlsx' },
      upload: { content: (await workbook(card, ['A1:D1'])) as never, type: 'application/octet-stream' },
    });
    expect(answer.headers.get('content-disposition')).toContain('card-mended.xlsx');
    const book = new excel.Workbook();
    await book.xlsx.load((await answer.arrayBuffer()) as never);
    const sheet = book.worksheets[0]!;
    const text = (row: number) => (sheet.getRow(row).values as unknown[]).slice(1);
    expect(text(2)).toEqual(['No', 'Number of the person', 'Wishes']);
    expect(text(3)).toEqual([1, '099000000001', 'none']);
    expect(sheet.getCell('A1').value).toBe('Card of the member');
    expect((sheet.model as { merges?: string[] }).merges).toEqual(['A1:C1']);
  });

  it('is read as text too, and mended as text', async () => {
    const csv = 'Number of the person;Full name;Wishes\n099000000001;"Body; A.";x\n';
    const report = await send(csv, 'form.csv');
    expect(report.forms[0]?.drop).toEqual(['Full name']);
    const answer = await callRaw(county.http.send, mendForm, {
      query: { fileName: 'form.csv' },
      upload: { content: csv, type: 'text/csv' },
    });
    expect(await answer.text()).toBe('Number of the person;Wishes\r\n099000000001;x\r\n');
  });

  it('of several files, in one run; what is wrong with one stops no other', async () => {
    const form = new FormData();
    form.append('files', new Blob(['Full name,Number of the person,Wishes\na,b,c\n']), 'good.csv');
    form.append('files', new Blob(['']), 'empty.csv');
    form.append('files', new Blob(['PK\u0003\u0004 no workbook']), 'damaged.xlsx');
    const whole = new Response(form);
    const report = await call(county.http.send, checkForm, {
      query: {},
      upload: {
        content: Buffer.from(await whole.arrayBuffer()) as never,
        type: whole.headers.get('content-type') ?? '',
      },
    });
    expect(report.forms.map((one) => one.file)).toEqual(['good.csv']);
    expect(report.findings.map(({ file, severity, code }) => [file, severity, code])).toEqual([
      ['empty.csv', 'error', 'empty-file'],
      ['damaged.xlsx', 'error', 'damaged-file'],
    ]);
    expect(report.findings.every(({ remedy, message }) => remedy.length > 10 && message.length > 5)).toBe(true);
  });
});

describe('forms to try with', () => {
  it('are listed with what they fill, and come as their file', async () => {
    const { items } = await call(county.http.send, listExampleForms, {});
    expect(items).toEqual([{ name: 'survey', names: { en: 'Survey' }, fileName: 'survey.csv', collects: 'people' }]);
    const answer = await callRaw(county.http.send, exampleForm, { params: { example: 'survey' } });
    expect(await answer.text()).toBe('Full name;Number of the person;Wishes\n');
  });

  it('one that there is not is refused', async () => {
    await expect(callRaw(county.http.send, exampleForm, { params: { example: 'other' } })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('bad input', () => {
  it('a sheet without headers is a finding with its first row and a remedy', async () => {
    const report = await send(
      await workbook([
        [1, '099000000001', '1980-02-01'],
        [2, '099000000002', '1981-03-04'],
        [3, '099000000003', '1982-03-04'],
      ]),
    );
    expect(report.forms).toEqual([]);
    expect(report.findings[0]).toMatchObject({ severity: 'error' });
    expect(['no-headers', 'not-a-table']).toContain(report.findings[0]?.code);
  });

  it('merged headers are read as one name over their columns', async () => {
    const rows: Sheet = [
      ['No', 'Person', null, 'Wishes'],
      [null, 'Full name', 'Number of the person', null],
      [1, 'A. Body', '099000000001', 'x'],
      [2, 'B. Body', '099000000002', 'y'],
    ];
    const report = await send(await workbook(rows, ['B1:C1', 'A1:A2', 'D1:D2']));
    expect(report.forms[0]?.fields.find((one) => one.target?.element === 'T.2')?.place.letter).toBe('B');
  });

  it('a column without a name is told, and the others are judged', async () => {
    const report = await send(
      await workbook([
        ['Full name', 'Number of the person', null, 'Wishes'],
        ['a', '1', 'lost', 'x'],
        ['b', '2', 'lost', 'y'],
        ['c', '3', 'lost', 'z'],
      ]),
    );
    expect(report.findings).toMatchObject([{ code: 'column-without-name', pointer: 'C', line: 1 }]);
    expect(report.forms[0]?.fields).toHaveLength(3);
  });

  it('a questionnaire with a line a question is read line by line', async () => {
    const lines = [
      'CARD',
      '1. Full name: ..........',
      '2. Number of the person: ..........',
      '3. Wishes: ..........',
      '4. Remarks of the office: ....',
      '5. Hobbies: ....',
    ];
    const report = await send(await workbook(lines.map((line) => [line])));
    expect(report.forms[0]?.fields.map((one) => [one.field, one.place.line])).toEqual([
      ['Full name', 2],
      ['Number of the person', 3],
      ['Wishes', 4],
      ['Remarks of the office', 5],
      ['Hobbies', 6],
    ]);
    expect(report.forms[0]?.drop).toEqual(['Full name']);
  });

  it('an archive that says it is huge, or of countless files, or holds another, unpacks to nothing of that', async () => {
    const zip = await zipOf({ 'Body A/survey.csv': 'Full name;Number of the person;Wishes\n' });
    const codes = async (content: Buffer) => {
      const { forms, findings } = await send(content, 'forms.zip');
      expect(findings.every(({ remedy }) => remedy.length > 10)).toBe(true);
      return [forms.length, ...findings.map(({ code }) => code)];
    };
    expect(await codes(withUnpackedSize(zip, 2 ** 31))).toEqual([0, 'archive-too-large']);
    expect(await codes(withEntries(zip, 65_000))).toEqual([0, 'archive-too-large']);
    expect(await codes(await zipOf({ 'inner.zip': zip, 'a.csv': 'Full name;Wishes\n' }))).toEqual([
      1,
      'archive-nested',
    ]);
    // The twin: as it is, it is read, and the folder inside is the body.
    expect(await codes(zip)).toEqual([1]);
    expect((await send(zip, 'forms.zip')).bodies).toMatchObject([{ body: 'Body A', forms: 1 }]);
  });

  it('an unknown register, and parts that are none, are refused with a remedy', async () => {
    await expect(send('Full name,Wishes\na,b\n', 'form.csv', 'nowhere')).rejects.toMatchObject({ status: 404 });
    const broken = { content: 'nonsense', type: 'multipart/form-data; boundary=x' };
    await expect(call(county.http.send, checkForm, { query: {}, upload: broken })).rejects.toMatchObject({
      status: 400,
    });
  });
});
