/** Generated values of a field: good ones, and what stands at or just over every bound. */
import fc from 'fast-check';
import type { EntityPlan, FieldPlan } from '../../plan.ts';
import { digitLimits } from '../../validate/readers.ts';
import type { Json, Row } from './oracle.ts';
import { goodText, spoilt } from './texts.ts';

const one = <T>(...items: readonly T[]) => fc.constantFrom(...items);

// ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────
function wholeNumbers({ range }: FieldPlan): fc.Arbitrary<Json> {
  const bounds = [range?.min, range?.max].flatMap((bound) => (bound === undefined ? [] : [Number(bound)]));
  const around = [...bounds, 0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER].flatMap((n) => [n - 1, n, n + 1]);
  const [low = -1000, high = 1000] =
    bounds.length === 2 ? bounds : bounds.length === 1 ? [bounds[0], (bounds[0] ?? 0) + 99] : [];
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.integer({ min: Math.max(low, -1e9), max: Math.max(Math.min(high, 1e9), Math.max(low, -1e9)) }),
    },
    { weight: 5, arbitrary: one(...around) },
    { weight: 2, arbitrary: one(2.5, -0.5, 1e21, 1e300, 9007199254740992, -9223372036854775808) },
  );
}

const withPoint = (unscaled: bigint, scale: number): string => {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return unscaled < 0n ? `-${text}` : text;
};

function decimalNumbers(field: FieldPlan): fc.Arbitrary<string> {
  const { whole, fraction } = digitLimits(field);
  const bounds = [field.range?.min, field.range?.max].filter((bound) => bound !== undefined);
  const shifted = (bound: string, scale: number, by: bigint) => {
    const [head = '', tail = ''] = bound.split('.');
    return withPoint(
      BigInt(head.replace('-', '') + tail.padEnd(scale, '0')) * (bound.startsWith('-') ? -1n : 1n) + by,
      scale,
    );
  };
  const near = bounds.flatMap((bound) => {
    const scale = Math.max(bound.split('.')[1]?.length ?? 0, Math.min(fraction, 3));
    return [-1n, 0n, 1n].map((by) => shifted(bound, scale, by));
  });
  const nines = (n: number) => '9'.repeat(Math.max(1, n));
  const edges = [
    nines(whole),
    `${nines(whole)}.${nines(fraction)}`,
    nines(whole + 1),
    `0.${nines(fraction + 1)}`,
    `1.${'0'.repeat(fraction + 1)}`,
  ];
  const random = fc
    .tuple(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.nat(Math.min(fraction, 6)))
    .map((p) => withPoint(...p));
  return fc.oneof(
    { weight: 4, arbitrary: random },
    { weight: 4, arbitrary: fc.integer({ min: -150, max: 150 }).map(String) },
    { weight: 5, arbitrary: one(...(near.length > 0 ? near : ['0'])) },
    { weight: 3, arbitrary: one(...edges, ...edges.map((edge) => `-${edge}`)) },
    {
      weight: 4,
      arbitrary: one(
        '-0',
        '-0.0',
        '00',
        '007',
        '+5',
        '1e3',
        '1E-2',
        '.5',
        '5.',
        '1,5',
        '1 000',
        'NaN',
        'Infinity',
        '0x10',
        '٣',
        ' 5',
        '',
        '--1',
        '1.2.3',
      ),
    },
  );
}

// ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────────
const iso = (date: Date) => date.toISOString().slice(0, 10);
const movedBy = (day: string, by: number) => iso(new Date(Date.parse(day) + by * 86_400_000));
const two = (n: number) => String(n).padStart(2, '0');

function dayTexts({ range }: FieldPlan): fc.Arbitrary<string> {
  const bounds = [range?.min, range?.max, '2026-11-23', '2000-03-01'].flatMap((day) =>
    day && day !== 'today' ? [day] : [],
  );
  const near = bounds.flatMap((day) =>
    /^(0001|9999)/.test(day) ? [day] : [-1, 0, 1, 366].map((by) => movedBy(day, by)),
  );
  const any = fc
    .tuple(
      one(0, 1, 99, 1899, 1900, 2000, 2023, 2024, 2100, 9999),
      one(0, 1, 2, 4, 12, 13),
      one(0, 1, 28, 29, 30, 31, 32),
    )
    .map(([y, m, d]) => `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`);
  const notations = [
    '2020-1-1',
    '20200101',
    '01/02/2020',
    '2020-02-29Z',
    '2020-02-29T00:00:00',
    ' 2020-02-29',
    '',
    'today',
    '-2020-01-01',
    '12020-01-01',
    '２０２０-01-01',
  ];
  const good = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-23'), noInvalidDate: true }).map(iso);
  return fc.oneof(
    { weight: 4, arbitrary: good },
    { weight: 4, arbitrary: one(...near) },
    { weight: 3, arbitrary: any },
    { weight: 2, arbitrary: one(...notations) },
  );
}

const partialDays = (field: FieldPlan) =>
  fc.oneof(
    fc.tuple(dayTexts(field), one(4, 7, 10)).map(([day, length]) => day.slice(0, length)),
    one('1980', '1980-05', '1980-13', '0000', '0001', '980', '19800', '1980-5', '1980-05-', '05/1980'),
  );

const moments = fc.oneof(
  fc
    .tuple(
      dayTexts({} as FieldPlan),
      one('00:00:00', '23:59:59', '12:30:45.5', '07:05:06.123'),
      one('Z', '+07:00', '-03:30', '+14:00', '-00:00'),
    )
    .map(([day, clock, zone]) => `${day}T${clock}${zone}`),
  one(
    ...[
      '2026-01-02T24:00:00Z',
      '2026-01-02T23:59:60Z',
      '2026-01-02T25:04:05Z',
      '2026-01-02T03:60:05Z',
      '2026-01-02T03:04:05',
    ],
    ...[
      '2026-01-02 03:04:05Z',
      '2026-01-02t03:04:05z',
      '2026-01-02T03:04Z',
      '2026-01-02T03:04:05.1234Z',
      '2026-01-02T03:04:05+14:01',
    ],
    ...['2026-01-02T03:04:05+15:00', '2026-01-02T03:04:05+0700', 'soon', '', '2026-01-02'],
  ),
);

// ── whole rows ──────────────────────────────────────────────────────────────────────────────────────────────────────
const CODES = [
  '1',
  '2',
  'é',
  'A.b',
  '09',
  '3',
  'old',
  'new',
  '100',
  '159',
  '160',
  '900',
  '1 ',
  'Kind 1',
  'e\u0301',
  'a.b',
  '9',
  '',
  '𝄞',
  '\u0000',
];
const codes = ({ codeList }: FieldPlan) =>
  fc.oneof(codeList?.list === 'MANY' ? one('100', '101', '159') : one('1', '2', 'é', '3'), one(...CODES));

function valuesOf(field: FieldPlan): fc.Arbitrary<Json> {
  switch (field.dataType) {
    case 'integer':
      return wholeNumbers(field);
    case 'decimal':
      return decimalNumbers(field);
    case 'boolean':
      return fc.boolean();
    case 'date':
      return dayTexts(field);
    case 'partialDate':
      return partialDays(field);
    case 'datetime':
      return moments;
    case 'code':
      return codes(field);
    default: {
      const good = goodText(field);
      return fc.oneof({ weight: 3, arbitrary: good }, { weight: 4, arbitrary: spoilt(field, good) });
    }
  }
}

/** What is no value of the type: JSON of another kind. */
const kinds: fc.Arbitrary<Json> = one<Json>('5', 'true', 5, 2.5, true, false, [], {}, ['x'], { x: 1 });

const cell = (field: FieldPlan): fc.Arbitrary<Json> =>
  fc.oneof(
    { weight: 30, arbitrary: valuesOf(field) },
    { weight: 3, arbitrary: one<Json>(null, undefined) },
    { weight: 1, arbitrary: kinds },
  );

export const rowsOf = (entity: EntityPlan): fc.Arbitrary<Row> =>
  fc.record(Object.fromEntries(entity.fields.map((field) => [field.name, cell(field)])));
