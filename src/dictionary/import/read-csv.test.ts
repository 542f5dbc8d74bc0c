import { describe, expect, it } from 'vitest';
import { guessType } from './guess-type.ts';
import { codesOf, elementOf, read } from './testing/read.ts';

describe('types guessed from values', () => {
  it.each([
    [['1', '20', '-3'], 'integer'],
    [['001', '7'], 'identifier'],
    [['1234567890123456', '2'], 'identifier'],
    [['1.5', '2'], 'decimal'],
    [['1 234,50', '2'], 'decimal'],
    [['yes', 'No'], 'boolean'],
    [['2020-01-31', '1999-12-01'], 'date'],
    [['31/12/1999', '01/02/2000'], 'date'],
    [['12/31/1999', '01/02/2000'], 'date'],
    [['31.12.1999'], 'date'],
    [['31/02/1999'], 'string'],
    [['2020-01-31T10:00:00Z'], 'datetime'],
    [['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'], 'code'],
    [['a', 'b', 'c'], 'string'],
    [['', ''], 'text'],
  ])('%j is %s', (values, type) => {
    expect(guessType(values).type).toBe(type);
  });
  it('says the notation of dates, and when days and months cannot be told apart', () => {
    expect(guessType(['31/12/1999'])).toMatchObject({ notation: 'dd/mm/yyyy', isAmbiguous: false });
    expect(guessType(['12/31/1999'])).toMatchObject({ notation: 'mm/dd/yyyy', isAmbiguous: false });
    expect(guessType(['01/02/2000'])).toMatchObject({ notation: 'dd/mm/yyyy', isAmbiguous: true });
  });
});

describe('CSV', () => {
  it('takes the first full and unique column for the key, and the name that is given', async () => {
    const proposal = await read('csv', 'Group;Card no;Sum\na;001;1,5\na;002;2\n', 'list.csv', 'person');
    expect(proposal.entities[0]).toMatchObject({ name: 'person', key: ['card_no'] });
    expect(elementOf(proposal, 'Person.CardNo')).toMatchObject({ dataType: 'identifier', oldNames: ['Card no'] });
    expect(elementOf(proposal, 'Person.Sum')['dataType']).toBe('decimal');
  });
  it('reports ragged rows, nameless and double columns with their place', async () => {
    const proposal = await read('csv', 'a,,a\n1,2,3\n1,2\n');
    const errors = proposal.findings.filter((one) => one.severity === 'error');
    expect(errors.map(({ code, line }) => [code, line])).toEqual([
      ['ragged-row', 3],
      ['field-without-name', 1],
      ['duplicate-field', 1],
    ]);
  });
  it('reads UTF-16, and says what is wrong with other bytes', async () => {
    const { importFiles } = await import('./import-files.ts');
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('code,name\n001,x\n', 'utf16le')]);
    const proposal = await importFiles([{ name: 'a.csv', bytes: wide }], { format: 'csv', language: 'en' });
    expect(proposal.elements).toHaveLength(2);
    const narrow = await importFiles([{ name: 'a.csv', bytes: Buffer.from([97, 0xe9, 44, 98]) }], {
      format: 'csv',
      language: 'en',
    });
    expect(codesOf(narrow)).toEqual(['error not-unicode']);
  });
});
