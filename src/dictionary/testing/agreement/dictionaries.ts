/** Generated dictionaries: every data type, every attribute that constrains a value, compiled from their sources. */
import fc from 'fast-check';
import { compileDictionary } from '../../compile.ts';
import { isExplosive } from '../../pattern/automaton.ts';
import type { EntityPlan, Plan } from '../../plan.ts';

export const TODAY = '2026-11-23';

type Attributes = Readonly<Record<string, unknown>>;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const count = (min: number, max: number) => fc.integer({ min, max });

// ── patterns ────────────────────────────────────────────────────────────────────────────────────────────────────────
const atom = fc.constantFrom(
  ...['a', 'b', '0', 'é', 'Đ', '\\-', '\\.', '/', ' ', '€', 'ع', '[a-c]', '[^0-9]', '.', '[0-9]', '[A-Z]', '[a\\-z_]'],
  ...['[^a-z]', '[ế-ỹ]', '\\(', '[\\]\\[]', '\\\\', "'", '"', '#', '&', '[^\\n]', '@'],
);
const piece = fc
  .tuple(atom, fc.constantFrom('', '', '', '?', '{2}', '{0,2}', '*', '{1,3}', '+'))
  .map((p) => p.join(''));
const sequence = fc.array(piece, { minLength: 1, maxLength: 4 }).map((items) => items.join(''));
const grouped = fc.tuple(sequence, fc.constantFrom('', '?', '{1,2}')).map(([text, times]) => `(${text})${times}`);
export const patterns = fc
  .oneof(
    fc.constantFrom('[0-9]{12}', '[A-Z][A-Z0-9]*(\\.[A-Z0-9]+)*', '[^0-9]{1,40}', '[0-9]{10}(-[0-9]{3})?', '.*'),
    fc.array(fc.oneof(sequence, grouped), { minLength: 1, maxLength: 3 }).map((items) => items.join('|')),
  )
  // Authored texts are trimmed, as values are.
  .filter((pattern) => pattern === pattern.trim() && !isExplosive(pattern));

// ── attributes by type ──────────────────────────────────────────────────────────────────────────────────────────────
const lengths = fc
  .tuple(maybe(count(0, 5)), count(1, 40))
  .map(([least, more]) => ({ minLength: least, maxLength: (least ?? 0) + more }));
const normalise = fc.constantFrom(
  ...([['nfc', 'trim'], ['nfc', 'trim', 'collapse'], ['trim'], ['nfc', 'trim', 'upper'], ['trim', 'lower']] as const),
);
const words = fc
  .record({ lengths, pattern: maybe(patterns), normalise })
  .map(({ lengths: all, ...rest }): Attributes => ({ ...all, ...rest }));
/** The same without what a type does not need. */
const looseWords = fc.record({ maxLength: maybe(count(1, 60)) });

const ordered = <T>(compare: (a: T, b: T) => number, each: fc.Arbitrary<T>) =>
  fc
    .tuple(maybe(each), maybe(each))
    .map(([a, b]) => (a !== undefined && b !== undefined && compare(a, b) > 0 ? [b, a] : [a, b]))
    .map(([min, max]) => (min === undefined && max === undefined ? undefined : { min, max }));
const numbers = (each: fc.Arbitrary<string>) => ordered((a, b) => Number(a) - Number(b), each);
const days = fc.constantFrom(
  '0001-01-01',
  '1900-01-01',
  '1999-12-31',
  '2000-02-29',
  '2026-11-23',
  '2025-07-01',
  '9999-12-31',
);
const texts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const dayRange = fc.oneof(
  ordered(texts, days),
  fc.constantFrom({ max: 'today' }, { min: 'today' }, { min: '1900-01-01', max: 'today' }),
);
const wholes = fc.oneof(
  count(-500, 500).map(String),
  fc.constantFrom('0', '-1', '9', '10', '99', '100', '1000000', '9007199254740993', '-99999999999999999999'),
);
const decimals = fc.oneof(
  wholes.filter((text) => text.length < 9),
  fc.constantFrom('0.5', '-0.5', '12.50', '99.99', '100.00', '-12.345', '0.01', '999999.9', '1000.0', '7.899'),
);
const decimal = fc
  .tuple(maybe(fc.tuple(count(1, 14), count(0, 6))), maybe(numbers(decimals)))
  .map(([digits, range]): Attributes => ({
    ...(digits ? { precision: Math.max(...digits), scale: digits[1] } : {}),
    ...(range ? { range } : {}),
  }));

const none = fc.constant<Attributes>({});
const use = (list: string, more: Attributes = {}) => fc.constant<Attributes>({ codeList: { list, ...more } });
const rangeOf = (range: fc.Arbitrary<Attributes | undefined>) => range.map((one) => ({ range: one }));
const FIELDS: readonly (readonly [name: string, dataType: string, attributes: fc.Arbitrary<Attributes>])[] = [
  ['key_no', 'identifier', words.map((all) => ({ ...all, keyRole: 'key', criticality: 'key' }))],
  ['title', 'string', words],
  ['second_no', 'identifier', fc.record({ maxLength: count(1, 20), normalise: fc.constant(['trim', 'digits']) })],
  ['remark', 'text', looseWords],
  ['whole', 'integer', rangeOf(numbers(wholes))],
  ['amount', 'decimal', decimal],
  ['flag', 'boolean', none],
  ['began', 'date', rangeOf(dayRange)],
  ['ended', 'date', rangeOf(dayRange)],
  ['born', 'partialDate', rangeOf(dayRange)],
  ['moment', 'datetime', none],
  ['kind_code', 'code', use('FEW')],
  ['place', 'code', use('MANY')],
  ['former', 'code', use('FEW', { rule: 'ever' })],
  ['came_from', 'code', use('FEW', { rule: 'event-date', dateField: 'began' })],
  ['parent', 'reference', looseWords.map((all) => ({ ...all, references: 'thing' }))],
  ['reason', 'string', fc.constant({ maxLength: 20, nullability: 'conditional', condition: 'has(flag) && !flag' })],
];

const compactJson = (attributes: Attributes): Attributes => JSON.parse(JSON.stringify(attributes)) as Attributes;
const element = ([name, dataType, attributes]: (typeof FIELDS)[number], i: number) =>
  fc.tuple(attributes, fc.boolean()).map(([all, required]) =>
    compactJson({
      code: `T.${String(i)}`,
      physicalName: name,
      names: { en: name },
      definition: { en: `What ${name} says` },
      dataType,
      ...all,
      nullability: all['nullability'] ?? (required && name !== 'came_from' ? 'required' : 'optional'),
    }),
  );

// ── code lists over time: FEW is spelt out, MANY is not; a code ends, one begins later, one is used again ──────────
const name = (text: string) => ({ en: text });
const few = [
  ...['1', '2', 'é', 'A.b', '09'].map((code) => ({ code, names: name(`Kind ${code}`) })),
  { code: 'old', names: name('Old kind'), to: '2025-07-01' },
  { code: 'new', names: name('New kind'), from: '2030-01-01' },
  { code: '3', names: name('Third as it was'), to: '2025-07-01' },
  { code: '3', names: name('Third as it is'), from: '2025-07-01' },
];
const many = [
  ...Array.from({ length: 60 }, (_, i) => ({ code: String(100 + i), names: name(`Place ${String(i)}`) })),
  { code: '900', names: name('Gone place'), to: '2020-01-01' },
];
const lists = [
  { code: 'FEW', names: name('Few'), items: few },
  { code: 'MANY', names: name('Many'), items: many },
];

const common = {
  ...{ tier: 'local', layer: 'master', origin: 'source', reCollectable: 'confirm', sharing: 'shared' },
  ...{ importance: 'core', secrecy: 'none', personal: 'none', legalBasis: [], purpose: [] },
};
const check = (checkName: string, expression: string) => ({
  ...{ name: checkName, expression, severity: 'error', dimension: 'consistent' },
  message: { en: `Not so: ${checkName}.` },
});
const thing = {
  ...{ name: 'thing', code: 'T', names: name('Thing'), definition: name('Whatever is counted here') },
  ...{ key: ['key_no'], body: { how: 'uploader' } },
  fields: FIELDS.map((_, i) => ({ element: `T.${String(i)}` })),
  checks: [check('in_order', 'ended >= began'), check('enough', 'whole <= amount || flag')],
};
// What a file may write in many ways is written in one here: the question is the verdict, not the reading.
const settings = { edition: '1', dateOrder: 'ymd', decimalMark: '.' };

/** @throws TypeError when a generated dictionary does not compile: then the generator is wrong */
function compile(elements: readonly Attributes[]): Plan {
  const files = {
    settings,
    'codes/all': lists,
    'elements/all': { defaults: common, elements },
    'entities/thing': thing,
  };
  const source = Object.entries(files).map(([path, content]) => {
    const file = `dictionary/${path}.yaml`;
    return { path: file, file, text: JSON.stringify(content) };
  });
  const { plan, findings } = compileDictionary(source, ['en']);
  if (!plan) throw new TypeError(JSON.stringify(findings));
  return plan;
}

export const dictionaries: fc.Arbitrary<Plan> = fc.tuple(...FIELDS.map(element)).map(compile);

export const entityOf = (plan: Plan): EntityPlan => plan.entities[0] as EntityPlan;

export const codesToday = (plan: Plan) => (list: string) =>
  plan.codeLists
    .find((one) => one.code === list)
    ?.items.filter((item) => (item.from ?? '') <= TODAY && (item.to ?? '9999-99-99') > TODAY);
