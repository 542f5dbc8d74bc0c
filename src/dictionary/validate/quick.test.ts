import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityPlan, FieldPlan, Normalise, PlanSettings } from '../plan.ts';
import { testPlan } from '../testing/dictionary.ts';
import { codeTable } from './code-table.ts';
import { buildCodeLookup, planCodes } from './lookup.ts';
import { isSettled, NEVER } from './quick.ts';
import { compileValidator } from './validate.ts';

const TODAY = '2026-11-22';
const plan = testPlan();
const [resident] = plan.entities as [EntityPlan];
const [model] = resident.fields as [FieldPlan];

const TEXTS = [
  ...[
    '',
    ' ',
    '-',
    'none',
    'N/A',
    '0',
    '1',
    '2',
    '3',
    '007',
    '12',
    '30',
    '31',
    '-5',
    '+5',
    '1.0',
    '1,5',
    '123456789012345678',
  ],
  ...['099080000001', '0990 8000-0001', '09908000001', 'true', 'false', 'TRUE', 'x', 'X', 'yes', 'no', 't'],
  ...[
    '2021-03-02',
    '2021-02-30',
    '1899-12-31',
    '1900-01-01',
    TODAY,
    '2026-11-23',
    '0099-01-01',
    '2021-3-2',
    '2/3/2021',
    '2021',
  ],
  ...[
    'Ada Hill',
    ' Ada Hill',
    'Ada  Hill',
    'Ada Hill ',
    'Ade\u0301',
    'Adé',
    'A\ud800',
    'A\u200b',
    'A\u00a0b',
    'ABC',
    'abc',
    'A-1',
    'a b',
  ],
  ...[
    '001',
    '002',
    '003',
    '005',
    'Newton',
    'Ashford',
    'male',
    'A',
    'x'.repeat(41),
    '𝄞'.repeat(30),
    'Ng\u1ecdc',
    'A\u00adb',
    'tab\t',
  ],
];
const cell = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<string | null | undefined>(...TEXTS, null, undefined) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 14 }) },
  { weight: 1, arbitrary: fc.integer({ min: -50, max: 50 }).map(String) },
);

/** Both readings of the same rows, the quick one and the full one. */
function both(entity: EntityPlan, settings: PlanSettings = plan.settings, codes = planCodes(plan, TODAY)) {
  const make = (quick: boolean) => compileValidator(entity, codes, { settings, today: TODAY, quick });
  return { quick: make(true), full: make(false) };
}

const rowOf = (entity: EntityPlan) => fc.tuple(...entity.fields.map(() => cell));

describe('a glance', () => {
  it('gives what the full reading gives, cell by cell', () => {
    const { quick, full } = both(resident);
    fc.assert(
      fc.property(rowOf(resident), (cells) => {
        expect(quick(cells)).toEqual(full(cells));
      }),
      { numRuns: 3000 },
    );
  });

  it('and so it is for any field, whatever its steps, bounds and words for nothing', () => {
    const step = fc.constantFrom<Normalise>('nfc', 'trim', 'upper', 'lower', 'collapse', 'digits');
    const type = fc.constantFrom<FieldPlan['dataType']>(
      ...([
        'string',
        'text',
        'identifier',
        'integer',
        'decimal',
        'boolean',
        'date',
        'partialDate',
        'datetime',
        'code',
      ] as const),
    );
    const bound = fc.constantFrom(
      undefined,
      '0',
      '-5',
      '2',
      '30',
      '0.5',
      '99999999999999999999',
      '1900-01-01',
      '2021',
      'today',
    );
    const field = fc.record({
      dataType: type,
      normalise: fc.uniqueArray(step, { maxLength: 4 }),
      required: fc.boolean(),
      min: bound,
      max: bound,
      minLength: fc.constantFrom(undefined, 1, 3),
      maxLength: fc.constantFrom(undefined, 3, 40),
      pattern: fc.constantFrom(undefined, '[0-9]{12}', '[0-9]{3}', '[A-Za-z ]+', '0[0-9]*'),
    });
    const kindOfCodes = fc.constantFrom(
      ['1', '2', '001', 'A', 'abc', 'A-1', '-', ' x'],
      ['1', '2'],
      ['001', '002', '003', '007', '999'],
      ['1', '2', '3', '5', '9', '٣'],
      [],
    );
    const words = fc.uniqueArray(fc.constantFrom(...TEXTS.filter((text) => text !== '')), { maxLength: 4 });
    fc.assert(
      fc.property(
        field,
        words,
        words,
        fc.array(cell, { maxLength: 12 }),
        kindOfCodes,
        (made, nothing, yes, cells, own) => {
          const { min, max, ...rest } = made;
          const { dataType } = rest;
          const isDay = (text?: string) => text === undefined || /^(?:today|\d{4}-.*|2021)$/.test(text);
          const isNumber = (text?: string) => text === undefined || /^-?[\d.]+$/.test(text);
          const fits = dataType === 'integer' || dataType === 'decimal' ? isNumber : isDay;
          const range = fits(min) && fits(max) ? { ...(min && { min }), ...(max && { max }) } : undefined;
          const codeList = dataType === 'code' ? { list: 'L', rule: 'today' as const } : undefined;
          const only = {
            ...stated({ ...rest, range, codeList }),
            name: 'f',
            element: model.element,
          } as unknown as FieldPlan;
          const entity = { ...resident, fields: [{ ...NAMED, ...only }], key: [], checks: [] };
          const items = own.map((code) => ({ code, names: {}, aliases: [] }));
          const codes = buildCodeLookup([{ code: 'L', items, successions: [] }], TODAY);
          const { quick, full } = both(entity, { ...plan.settings, nothing, yes, no: ['no'] }, codes);
          for (const one of cells) expect([only, one, quick([one])]).toEqual([only, one, full([one])]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('settles most of what is written as it is stored', () => {
    const given: Readonly<Record<string, string>> = {
      person_id: '099080000001',
      full_name: 'Ada Hill',
      moved_in: '2021-03-02',
    };
    const row = resident.fields.map(({ name }) => given[name] ?? null);
    expect(both(resident).quick(row).values).toEqual(row);
    expect(isSettled({ ...NEVER, kind: 2, most: 99991231 }, '2021-03-02')).toBe(true);
    expect(isSettled({ ...NEVER, kind: 2, most: 99991231 }, '2021-02-30')).toBe(false);
    expect(isSettled({ ...NEVER, kind: 2, most: 20210301 }, '2021-03-02')).toBe(false);
    expect(isSettled(NEVER, '1')).toBe(false);
  });

  it('never touches the cells it was given', () => {
    const at = resident.fields.findIndex(({ name }) => name === 'full_name');
    const cells = Object.freeze(resident.fields.map((_, i) => (i === at ? ' Ada ' : null)));
    expect(both(resident).quick(cells).values[at]).toBe('Ada');
  });
});

describe('a table of codes', () => {
  const code = fc.oneof(
    fc.string({ maxLength: 3 }),
    fc.nat(1100).map(String),
    fc.nat(99).map((n) => `0${String(n)}`),
  );

  it('has the codes it was made of and no other', () => {
    const numbered = fc.uniqueArray(
      fc.nat(999).map((n) => String(n).padStart(3, '0')),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(fc.oneof(numbered, fc.uniqueArray(code, { maxLength: 12 })), fc.array(code), (codes, asked) => {
        const isCode = codeTable(new Map(codes.map((one) => [one, true])));
        for (const one of [...codes, ...asked]) expect([one, isCode(one)]).toEqual([one, codes.includes(one)]);
      }),
      { numRuns: 1000 },
    );
  });
});

const { names, definition, labels, synonyms, keyRole, criticality, origin, reCollectable, sqlType } = model;
const NAMED = { names, definition, labels, synonyms, keyRole, criticality, origin, reCollectable, sqlType };
const stated = (value: object) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
