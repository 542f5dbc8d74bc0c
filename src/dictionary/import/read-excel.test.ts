import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { importFiles } from './import-files.ts';
import { codesOf, elementOf, fileOf } from './testing/read.ts';

async function workbook(sheets: Readonly<Record<string, readonly (readonly (string | number)[])[]>>) {
  const book = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) book.addWorksheet(name).addRows(rows.map((row) => [...row]));
  const bytes = new Uint8Array(await book.xlsx.writeBuffer());
  return importFiles([{ name: 'fields.xlsx', bytes }], { format: 'excel', language: 'en' });
}
const HEAD = ['Code', 'Name', 'Definition', 'Type', 'Length', 'Required', 'Key', 'Code list'];

describe('Excel', () => {
  it('gives one field a row, with lists from a sheet of their own', async () => {
    const proposal = await workbook({
      cow: [
        HEAD,
        ['ear_tag', 'Ear tag', 'The number in the ear.', 'string', 12, 'yes', 'x', ''],
        ['breed', 'Breed', 'What it was bred to.', 'code', '', '', '', 'BREED'],
      ],
      lists: [
        ['Code list', 'Code', 'Name', 'Parent'],
        ['BREED', '1', 'Milk', ''],
        ['BREED', '1.1', 'Jersey', '1'],
      ],
    });
    expect(codesOf(proposal)).toEqual([]);
    expect(proposal.entities[0]).toMatchObject({ name: 'cow', key: ['ear_tag'] });
    expect(elementOf(proposal, 'Cow.EarTag')).toMatchObject({
      maxLength: 12,
      definition: { en: 'The number in the ear.' },
    });
    expect(elementOf(proposal, 'Cow.Breed')).toMatchObject({ dataType: 'code', codeList: 'BREED' });
    expect(proposal.codeLists[0]?.['items']).toMatchObject([{ code: '1' }, { code: '1.1', parent: '1' }]);
  });
  it('reports what is wrong with each row, and reads the others', async () => {
    const proposal = await workbook({
      cow: [
        HEAD,
        ['a', '', '', 'number', '', '', '', ''],
        ['', 'x', '', 'text', '', '', '', ''],
        ['b', '', '', 'string', 'many', 'perhaps', '', ''],
        ['c', '', '', 'date', '', '', '', ''],
      ],
    });
    const errors = proposal.findings.filter((one) => one.severity === 'error');
    expect(errors.map(({ code, line }) => [code, line])).toEqual([
      ['unknown-type', 2],
      ['field-without-name', 3],
      ['bad-length', 4],
      ['bad-flag', 4],
    ]);
    expect(elementOf(proposal, 'Cow.C')['dataType']).toBe('date');
  });
  it('says what a text looks like that is no workbook', async () => {
    const proposal = await importFiles([fileOf('a.xlsx', 'a,b\n1,2\n')], { format: 'excel', language: 'en' });
    expect(proposal.findings).toMatchObject([{ code: 'wrong-format', values: { looksLike: 'csv' } }]);
  });
});
