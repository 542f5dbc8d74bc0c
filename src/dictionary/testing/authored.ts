/** Generated dictionaries in the authored shape: sound ones, with most attributes now stated and now left out. */
import fc from 'fast-check';
import type { Authored } from '../import/model.ts';
import type { AuthoredDictionary } from '../source/parse-authored.ts';

export const authoredLanguages = ['vi', 'en'] as const;

const word = fc.constantFrom('Ash', 'Birch', 'Đỏ', 'cần', 'Elm tree', 'a: b', "it's", '# no', 'yes', '0123', '"q"');
const words = (stem: string) => word.map((said) => ({ vi: `${stem} ${said}`, en: `${said} of ${stem}` }));
const maybe = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Authored> =>
  fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [name]: one }));
const merged = (...parts: readonly fc.Arbitrary<Authored>[]): fc.Arbitrary<Authored> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Authored);
const spoken = fc.uniqueArray(word, { maxLength: 3 });
const synonyms = fc.oneof(
  spoken.map((en) => ({ en })),
  fc.record({ vi: spoken, en: spoken }),
);

const TYPES: readonly Authored[] = [
  { dataType: 'string', maxLength: 30, minLength: 1, normalise: ['nfc', 'trim', 'upper'] },
  { dataType: 'string', maxLength: 30, normalise: ['nfc', 'trim'] },
  { dataType: 'text' },
  { dataType: 'integer', range: { min: '0', max: '99' } },
  { dataType: 'decimal', precision: 9, scale: 2, unit: 'VND' },
  { dataType: 'boolean' },
  { dataType: 'date', range: { max: 'today' } },
  { dataType: 'partialDate' },
  { dataType: 'datetime' },
  { dataType: 'code', codeList: 'L0' },
  { dataType: 'code', codeList: { list: 'L1', rule: 'ever' } },
  { dataType: 'code', codeList: { list: 'L0', rule: 'today', recode: true } },
  { dataType: 'code', codeList: { list: 'L1', rule: 'event-date', dateField: 'on_day' } },
  { dataType: 'identifier', maxLength: 12, pattern: '[0-9]{12}' },
  { dataType: 'reference', references: 'thing' },
];

const element = (i: number): fc.Arbitrary<Authored> =>
  merged(
    fc.constant({
      code: `T.${String(i)}`,
      physicalName: `e${String(i)}`,
      layer: 'master',
      sharing: 'shared',
      importance: 'core',
      secrecy: 'none',
      personal: 'basic',
    }),
    fc.record({
      names: words(`element ${String(i)}`),
      definition: words('meaning'),
      domain: fc.constantFrom('people', 'places'),
      tier: fc.constantFrom('national', 'organisation', 'sector', 'local'),
      origin: fc.constantFrom('source', 'derived', 're-entered'),
      reCollectable: fc.constantFrom('confirm', 'allowed'),
      legalBasis: fc.array(fc.constantFrom({ text: 'Act 1', article: '2' }, { text: 'Act 2', day: '2020-01-01' }), {
        maxLength: 2,
      }),
      purpose: fc.array(words('purpose'), { maxLength: 2 }),
    }),
    fc.constantFrom(...TYPES),
    maybe('synonyms', synonyms),
    maybe('oldNames', spoken),
    maybe('hint', words('hint')),
    maybe('note', words('note')),
    maybe('nullability', fc.constantFrom('required', 'optional')),
    maybe('status', fc.constantFrom('draft', 'approved')),
    maybe('shareMethod', fc.constantFrom('automatic', 'on-request')),
    maybe('formRefs', spoken),
    maybe('maxAge', fc.nat(400)),
    maybe('owner', words('owner')),
    maybe('authority', fc.constantFrom('people')),
  );

const use = (i: number): fc.Arbitrary<Authored> =>
  merged(
    fc.constant({ element: `T.${String(i)}`, as: `f${String(i)}` }),
    maybe('required', fc.boolean()),
    maybe('group', fc.constant('g')),
    maybe('names', words('field')),
    maybe('hint', words('field hint')),
    maybe('synonyms', synonyms),
  );

const items = fc
  .uniqueArray(fc.constantFrom('0', '01', '1e3', 'null', 'A'), { minLength: 1 })
  .chain((codes) =>
    fc.tuple(
      ...codes.map((code) =>
        merged(
          fc.constant({ code }),
          fc.record({ names: words(code) }),
          maybe('aliases', spoken),
          maybe('from', fc.constant('2020-01-01')),
        ),
      ),
    ),
  );

const list = (code: string): fc.Arbitrary<Authored> =>
  merged(
    fc.constant({ code }),
    fc.record({ names: words(code), items }),
    maybe('definition', words('list')),
    maybe('optionalWords', spoken),
    maybe('version', fc.constant('2026')),
  );

const DAY: Authored = { dataType: 'date', code: 'T.DAY', physicalName: 'on_day' };
const KEY: Authored = {
  dataType: 'identifier',
  maxLength: 5,
  code: 'T.KEY',
  physicalName: 'id',
  keyRole: 'key',
  criticality: 'key',
};

export const authoredDictionaries: fc.Arbitrary<AuthoredDictionary> = fc.integer({ min: 1, max: 5 }).chain((count) => {
  const numbers = Array.from({ length: count }, (_, i) => i);
  return fc
    .record({
      elements: fc.tuple(...numbers.map(element), element(98), element(99)),
      uses: fc.tuple(...numbers.map(use)),
      lists: fc.tuple(list('L0'), list('L1')),
      settings: merged(fc.constant({ edition: '7' }), maybe('dateOrder', fc.constant('dmy')), maybe('nothing', spoken)),
      checks: maybe(
        'checks',
        fc.constant([
          {
            name: 'c',
            expression: 'on_day <= today()',
            severity: 'error',
            dimension: 'accurate',
            message: { vi: 'Sai', en: 'Wrong' },
          },
        ]),
      ),
    })
    .map(({ elements, uses, lists, settings, checks }) => {
      const given = elements.slice(0, count);
      const [day, key] = elements.slice(count).map((one) => plain(one)) as [Authored, Authored];
      const entity = {
        name: 'thing',
        code: 'TH',
        names: { vi: 'Vật', en: 'Thing' },
        definition: { vi: 'Một vật', en: 'One thing' },
        key: ['id'],
        body: { how: 'uploader' },
        groups: [{ code: 'g', names: { vi: 'Nhóm', en: 'Group' } }],
        fields: [{ element: 'T.KEY' }, { element: 'T.DAY' }, ...uses],
        ...checks,
      };
      return {
        settings,
        elements: [...given, { ...day, ...DAY }, { ...key, ...KEY }],
        entities: [entity],
        codeLists: lists,
      };
    });
});

/** An element without its type. */
function plain(one: Authored): Authored {
  const typed = new Set(TYPES.flatMap((type) => Object.keys(type)));
  return Object.fromEntries(Object.entries(one).filter(([name]) => !typed.has(name)));
}
