import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProfile } from '../../platform/profile.ts';
import { authorPlan } from '../author/author-plan.ts';
import { compileAuthored } from '../author/compile-authored.ts';
import { writeDictionary } from '../author/write-dictionary.ts';
import { compileProfileDictionary } from '../compile.ts';
import { importFiles } from '../import/import-files.ts';
import type { Authored, Proposal } from '../import/model.ts';
import type { Plan } from '../plan.ts';
import { authoredDictionaries, authoredLanguages } from '../testing/authored.ts';
import { testPlan } from '../testing/dictionary.ts';
import { flatten, unflatten } from './flat-entry.ts';
import { writeWorkbook } from './write-workbook.ts';

const profiles = join(import.meta.dirname, '..', '..', '..', 'profiles');
const options = { format: 'excel', language: 'en' } as const;
const read = (bytes: Uint8Array) => importFiles([{ name: 'given.xlsx', bytes }], options);
const bytesOf = (text: string) => new TextEncoder().encode(text);

function hashOf(proposal: Proposal): string | undefined {
  return compileAuthored(proposal, proposal.languages).plan?.hash;
}

/** The workbook of a plan, changed by hand. */
async function edited(plan: Plan, change: (book: ExcelJS.Workbook) => void): Promise<Proposal> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await writeWorkbook(plan)) as never);
  change(book);
  return read(new Uint8Array(await book.xlsx.writeBuffer()));
}
function columnOf(book: ExcelJS.Workbook, sheet: string, name: string): number {
  const names = (book.getWorksheet(sheet)?.getRow(1).values ?? []) as unknown[];
  const at = names.indexOf(name);
  if (at < 1) throw new Error(`no ${name} on ${sheet}: ${names.join(', ')}`);
  return at;
}
const cell = (book: ExcelJS.Workbook, sheet: string, row: number, name: string) =>
  book.getWorksheet(sheet)!.getCell(row, columnOf(book, sheet, name));
const errorsOf = ({ findings }: Proposal) =>
  findings.flatMap(({ severity, code, pointer }) => (severity === 'error' ? [`${code} ${pointer ?? ''}`] : []));

describe('a row', () => {
  it('gives back whatever data it was made of', () => {
    const odd = fc.constantFrom('a/b', '1', '01', 'x[]', 'y{}', 'z#2', '~0', '', '__x', '_x0041_', 'vi');
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(' a ', '[]', 'a\nb', '=1', '\r', '_x0041_')),
        fc.boolean(),
        fc.nat(),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(odd, tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(odd, value), (entry) => {
        const clash: string[] = [];
        const again = unflatten(flatten(entry as Authored), (column) => clash.push(column));
        expect(clash).toEqual([]);
        expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(entry)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the workbook of a dictionary', () => {
  it('is read back to the same hash, for whatever dictionary', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(authoredDictionaries, async (given) => {
        const { plan } = compileAuthored(given, authoredLanguages);
        const proposal = await read(await writeWorkbook(plan as Plan));
        expect(errorsOf(proposal)).toEqual([]);
        expect(hashOf(proposal)).toBe(plan?.hash);
      }),
      { numRuns: 12 },
    );
  });

  it.each(['vn-party', 'example-county'])('is what its YAML is: %s', { timeout: 240_000 }, async (name) => {
    const plan = compileProfileDictionary(readProfile(profiles, name)).plan as Plan;
    const proposal = await read(await writeWorkbook(plan));
    expect(errorsOf(proposal)).toEqual([]);
    expect(hashOf(proposal)).toBe(plan.hash);
    const files = writeDictionary(plan, 'given').map(({ path, text }) => ({ name: path, bytes: bytesOf(text) }));
    expect(proposal.hash).toBe((await importFiles(files, { ...options, format: 'artery' })).hash);
  });

  it('keeps crosswalks with their links, long texts and data of other standards', async () => {
    const given = authorPlan(testPlan());
    const long = '{"x":" '.repeat(9000).trim();
    const list = given.codeLists[0] as Record<string, unknown>;
    const codes = (list['items'] as { code: string }[]).map((item) => item.code);
    const link = { from: codes[0], to: codes[0], kind: 'same' };
    const crosswalks = [
      { to: list['code'], on: '2020-01-01', toOn: '2021-01-01', links: [link] },
      { to: list['code'], on: '2021-01-01', toOn: '2022-01-01', links: [{ ...link, kind: 'part', share: 0.5 }] },
    ];
    const { plan } = compileAuthored(
      {
        ...given,
        elements: given.elements.map((one, i) => (i > 0 ? one : { ...one, example: undefined, masking: `=${long}` })),
        entities: given.entities.map((one) => ({ ...one, carried: { a: [null, '', ' x ', { b: false }], 1: {} } })),
        codeLists: [{ ...list, crosswalks }, ...given.codeLists.slice(1)],
      },
      ['en', 'fr'],
    );
    expect(plan).toBeDefined();
    const proposal = await read(await writeWorkbook(plan as Plan));
    expect(errorsOf(proposal)).toEqual([]);
    expect(hashOf(proposal)).toBe(plan?.hash);
  });

  it('is the same bytes for the same plan', async () => {
    expect((await writeWorkbook(testPlan())).equals(await writeWorkbook(testPlan()))).toBe(true);
  });

  it('keeps what begins like a formula as text, protects its header and offers closed vocabularies', async () => {
    const given = authorPlan(testPlan());
    const said = ['=1+1', '+1', '-1', '@SUM(A1)'];
    const elements = given.elements.map((one, i) =>
      i === 0 ? { ...one, oldNames: said, masking: '=HYPERLINK("x")' } : one,
    );
    const { plan } = compileAuthored({ ...given, elements }, ['en', 'fr']);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await writeWorkbook(plan as Plan)) as never);
    const row = 2 + (plan as Plan).elements.findIndex((one) => one.code === elements[0]?.['code']);
    const masking = cell(book, 'elements', row, 'masking');
    expect(masking).toMatchObject({ type: ExcelJS.ValueType.String, value: '=HYPERLINK("x")', numFmt: '@' });
    expect(cell(book, 'elements', row, 'oldNames[]').value).toBe(said.join('\n'));
    const header = cell(book, 'elements', 1, 'names/fr');
    expect([header.protection]).not.toContainEqual(expect.objectContaining({ locked: false }));
    expect(masking.protection).toMatchObject({ locked: false });
    expect(
      book.worksheets.map((one) => (one as unknown as { sheetProtection: object | null }).sheetProtection),
    ).toEqual(book.worksheets.map(() => expect.objectContaining({ sheet: true }) as unknown));
    const rule = cell(book, 'elements', 2, 'secrecy').dataValidation;
    expect(rule).toMatchObject({ type: 'list', formulae: ['"none,confidential,secret,top-secret"'] });
    expect(cell(book, 'fields', 2, 'element').dataValidation.formulae).toEqual(['elements!$A$2:$A$100000']);
    expect(hashOf(await read(await writeWorkbook(plan as Plan)))).toBe(plan?.hash);
  });

  it('takes what people change', async () => {
    const proposal = await edited(testPlan(), (book) => {
      cell(book, 'elements', 2, 'names/en').value = 'Another name';
      cell(book, 'elements', 2, 'reviewCycle').value = '12';
      cell(book, 'entities', 2, 'validTime').value = 'TRUE';
    });
    expect(errorsOf(proposal)).toEqual([]);
    const first = testPlan().elements[0];
    expect(proposal.elements.find((one) => one['code'] === first?.code)).toMatchObject({
      names: { en: 'Another name', fr: first?.names['fr'] },
      reviewCycle: 12,
    });
    expect(proposal.entities[0]).toMatchObject({ validTime: true });
  });

  it('says sheet, row and column of every fault, all at once', async () => {
    let at: string[] = [];
    const proposal = await edited(testPlan(), (book) => {
      const faults = [
        ['elements', 2, 'secrecy', 'hush'],
        ['elements', 3, 'names/fr', null],
        ['elements', 3, 'reviewCycle', 'many'],
        ['elements', 4, 'masking', { formula: '1+1', result: 2 }],
        ['elements', 5, 'codeList/rule', 'ever'],
        ['fields', 4, 'required', 'perhaps'],
        ['fields', 5, 'entity', 'nowhere'],
        ['entities', 2, 'definition/en', null],
      ] as const;
      cell(book, 'elements', 5, 'codeList').value = 'SEX';
      at = faults.map(([sheet, row, name, value]) => {
        const one = cell(book, sheet, row, name);
        one.value = value as ExcelJS.CellValue;
        return `${sheet}!${one.address}`;
      });
      const sheet = book.getWorksheet('lists')!;
      sheet.getCell(1, sheet.columnCount + 1).value = 'code';
    });
    const errors = errorsOf(proposal);
    expect(errors).toEqual(
      expect.arrayContaining([
        `source.unknown-literal ${at[0] ?? ''}`,
        `source.missing-translation ${at[1] ?? ''}`,
        `source.count-expected ${at[2] ?? ''}`,
        `cell-formula ${at[3] ?? ''}`,
        expect.stringMatching(/^cell-twice elements!/),
        `source.flag-expected ${at[5] ?? ''}`,
        `row-without-owner ${at[6] ?? ''}`,
        `source.missing-translation ${at[7] ?? ''}`,
        expect.stringMatching(/^column-twice lists!/),
      ]),
    );
  });

  it('is not mixed with simple workbooks in one import', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('cow').addRows([
      ['Code', 'Name', 'Type'],
      ['a', 'A', 'text'],
    ]);
    const simple = { name: 'simple.xlsx', bytes: new Uint8Array(await book.xlsx.writeBuffer()) };
    const whole = { name: 'whole.xlsx', bytes: await writeWorkbook(testPlan()) };
    const { findings } = await importFiles([simple, whole], options);
    expect(findings.filter((one) => one.severity === 'error')).toMatchObject([
      { file: 'simple.xlsx', code: 'workbook-other' },
    ]);
  });
});
