/** From what files write to what can be compared: SQL from `given` (texts) to `texts_<field>`, `names_<field>` and `records`. */
import type { FieldSettings, LinkageSettings } from './settings.ts';
import { columnsOf, name, word, type Step } from './write-sql.ts';
import { fold, STROKES } from '../../platform/search/fold.ts';

type Of<Kind extends FieldSettings['kind']> = Extract<FieldSettings, { kind: Kind }>;

/** Column and expression of a table. */
export type Column = readonly [column: string, expression: string];

const [STRUCK, PLAIN] = [Object.keys(STROKES), Object.values(STROKES)].map((letters) =>
  letters.filter((_, i) => Object.values(STROKES)[i]?.length === 1).join(''),
) as [string, string];

/** Letters with a stroke, which no decomposition takes apart. */
const unstruck = (text: string) =>
  `case when regexp_matches(${text}, ${word(`[${STRUCK}]`)}) then translate(${text}, ${word(STRUCK)}, ${word(PLAIN)}) else ${text} end`;
const isAscii = (text: string) => `length(${text}) = strlen(${text})`;
/** Signs are spaces, and there is one of them. Most texts have nothing to replace, and a search is cheaper than a change. */
const spaced = (text: string) =>
  `nullif(case when regexp_matches(${text}, '[^\\pL\\pM\\pN ]|^ | $|  ') then trim(regexp_replace(${text}, '[^\\pL\\pM\\pN]+', ' ', 'g')) else ${text} end, '')`;
/** Small letters without marks, of a text that is rarely met. */
const plain = (text: string) => `translate(strip_accents(lower(${spaced(text)})), ${word(STRUCK)}, ${word(PLAIN)})`;

type Pairs = readonly (readonly [string, string])[];
const replaceOne = (text: string, [from, to]: Pairs[number]) =>
  `regexp_replace(${text}, ${word(from)}, ${word(to)}, 'g')`;
const replaced = (text: string, pairs: Pairs) => {
  if (pairs.length === 0) return text;
  const any = pairs.map(([from]) => `(?:${from})`).join('|');
  return `case when regexp_matches(${text}, ${word(any)}) then ${pairs.reduce(replaceOne, text)} else ${text} end`;
};

/** Expressions in turns: each may use the columns of the turn before. */
type Turns = readonly [
  first: readonly Column[],
  second: readonly Column[],
  third: readonly Column[],
  last: readonly Column[],
];

const nameTurns = (f: string, { typing = [], sameSpelling = [] }: Of<'name'>): Turns => [
  [[`${f}_clean`, spaced(`${f}_text`)]],
  [
    [
      `${f}_low`,
      `lower(case when regexp_matches(${f}_clean, '\\pM') then nfc_normalize(${f}_clean) else ${f}_clean end)`,
    ],
    [`${f}_bare`, isAscii(`${f}_clean`)],
  ],
  [[`${f}_flat`, `case when ${f}_bare then ${f}_low else strip_accents(${f}_low) end`]],
  [
    [f, replaced(`(${unstruck(`${f}_flat`)})`, typing)],
    [
      `${f}_marks`,
      replaced(
        `${f}_low`,
        sameSpelling.map(([to, from]) => [from, to] as const),
      ),
    ],
  ],
];

/** The signs of every column, in capitals, letters that stand for digits replaced; each form takes what fits it whole. */
function identifierTurns(f: string, field: Of<'identifier'>): Turns {
  const letters = Object.entries(field.letters ?? {});
  const from = letters.map(([letter]) => letter).join('');
  const to = letters.map(([, digit]) => digit).join('');
  const signs = `case when regexp_full_match(${f}_text, '[0-9]+') then ${f}_text else translate(regexp_replace(upper(${f}_text), '[^A-Z0-9|]+', '', 'g'), ${word(from)}, ${word(to)}) end`;
  const forms = Object.entries(field.forms).map(([form, pattern]): Column => [
    `${f}_${form}`,
    `case when regexp_full_match(${f}_signs, ${word(pattern)}) then ${f}_signs when contains(${f}_signs, '|') then nullif(regexp_extract(${f}_signs, ${word(`(?:^|[|])(${pattern})(?:[|]|$)`)}, 1), '') end`,
  ]);
  return [[[`${f}_signs`, signs]], [], [], forms];
}

const digitsTurns = (f: string, { replace = [], shortest = 1 }: Of<'digits'>): Turns => [
  [
    [
      `${f}_bare`,
      `case when regexp_full_match(${f}_text, '[0-9]+') then ${f}_text else regexp_replace(${f}_text, '[^0-9]+', '', 'g') end`,
    ],
  ],
  [[`${f}_digits`, replaced(`${f}_bare`, replace)]],
  [],
  [[f, `case when length(${f}_digits) >= ${String(shortest)} then ${f}_digits end`]],
];

/** Of what is different in every row. */
function turnsOf(f: string, field: FieldSettings): Turns | undefined {
  if (field.kind === 'identifier') return identifierTurns(f, field);
  if (field.kind === 'digits') return digitsTurns(f, field);
  if (field.kind === 'text') return [[], [], [], [[f, plain(`${f}_text`)]]];
  return undefined;
}

/** Three numbers, each of which may be missing. */
function dateParts(order: Of<'date'>['order']): Column[] {
  const part = (place: number) => `try_cast(parts[${String(place)}] as integer)`;
  const [y, m, d] = ['y', 'm', 'd'].map((one) => part(order.indexOf(one) + 1)) as [string, string, string];
  const yearFirst = `length(parts[1]) = 4`;
  return [
    [
      'y0',
      `case when ${yearFirst} then ${part(1)} when len(parts) = 3 then ${y} when len(parts) = 2 then ${part(2)} end`,
    ],
    [
      'm0',
      `case when ${yearFirst} then ${part(2)} when len(parts) = 3 then ${m} when len(parts) = 2 then ${part(1)} end`,
    ],
    ['d0', `case when ${yearFirst} then ${part(3)} when len(parts) = 3 then ${d} end`],
  ];
}

/** A day that no calendar has is no day; who wrote month 25 wrote the day first. */
function checkedDate(f: string): Column[] {
  const turned = `m0 > 12 and m0 <= 31 and d0 between 1 and 12`;
  const last = `case when m0 in (4, 6, 9, 11) then 30 when m0 = 2 then 28 + (y0 % 4 = 0)::integer else 31 end`;
  return [
    [`${f}_y`, `case when y0 between 1800 and 2200 then y0 end::smallint`],
    [`${f}_m`, `case when ${turned} then d0 when m0 between 1 and 12 then m0 end::utinyint`],
    [
      `${f}_d`,
      `case when ${turned} then m0 when m0 between 1 and 12 and d0 between 1 and ${last} then d0 end::utinyint`,
    ],
  ];
}

/** Every turn in a relation of its own, so that no expression is worked out twice. */
const inTurns = (turns: readonly Turns[], relation: string): string =>
  ([0, 1, 2] as const).reduce((inner, place) => {
    const columns = turns.flatMap((own) => own[place]);
    return columns.length === 0 ? inner : `(select *, ${listed(columns)} from ${inner})`;
  }, relation);

/** Names, dates, codes and places repeat: each text is read once. What a place was called is read in today's units (`places_<field>`). */
function readOnce(f: string, field: FieldSettings, prefix: string): string | undefined {
  const texts = `(select distinct ${f}_text as written from ${prefix}given where ${f}_text is not null)`;
  if (field.kind === 'name') {
    const counted = `(select ${f}_text, count(*) as n from ${prefix}given where ${f}_text is not null group by ${f}_text)`;
    const turns = nameTurns(f, field);
    return `select ${f}_text as written, n, ${f}_bare, ${listed(turns[3])} from ${inTurns([turns], counted)}`;
  }
  if (field.kind === 'date') {
    const split = `string_split(rtrim(regexp_replace(trim(written), '[^0-9]+', '-', 'g'), '-'), '-') as parts`;
    return `select written, ${listed(checkedDate(f))} from (select written, ${listed(dateParts(field.order))} from (select written, ${split} from ${texts}))`;
  }
  if (field.kind === 'code') {
    const cases = Object.entries(field.values).flatMap(([code, said]) =>
      [...new Set([code, ...said].map(fold))].map((text) => `when ${word(text)} then ${word(code)}`),
    );
    // In a turn of its own: a case would fold the text once for every code.
    const code = cases.length === 0 ? 'folded' : `case folded ${cases.join(' ')} end`;
    return `select written, ${code} as ${f} from (select written, ${plain('written')} as folded from ${texts})`;
  }
  if (field.kind === 'place')
    return `select t.written, coalesce(today[1], folded) as ${f}, coalesce(today, [folded]) as ${f}_all from (select written, ${plain('written')} as folded from ${texts}) t left join places_${f} p on p.written = folded`;
  return undefined;
}

/** The columns of `records` that say something about a field, in their order. */
export function recordColumns(f: string, field: FieldSettings): readonly string[] {
  if (field.kind === 'name')
    return [
      f,
      ...['marks', 'bare', 'sorted', 'ends', 'given', 'family', 'words', 'odd', 'abbr', 'share'].map(
        (part) => `${f}_${part}`,
      ),
    ];
  if (field.kind === 'date') return ['y', 'm', 'd'].map((part) => `${f}_${part}`);
  if (field.kind === 'identifier') return Object.keys(field.forms).map((form) => `${f}_${form}`);
  if (field.kind === 'place') return [f, `${f}_all`];
  return [f];
}

const partColumns: Readonly<Partial<Record<FieldSettings['kind'], Readonly<Record<string, readonly string[]>>>>> = {
  name: { '': [''], sorted: ['_sorted'], ends: ['_ends'], given: ['_given'], family: ['_family'] },
  date: { '': ['_y', '_m', '_d'], year: ['_y'], month: ['_m'], day: ['_d'] },
};

/** `born` → its three columns, `born.year` → one; nothing when there is no such part. */
export function partsOf({ fields }: LinkageSettings, part: string): readonly string[] | undefined {
  const [f = '', rest = ''] = part.split('.');
  const field = fields[f];
  if (!field) return undefined;
  if (field.kind === 'identifier') return field.forms[rest] === undefined ? undefined : [`${f}_${rest}`];
  const found = (partColumns[field.kind] ?? { '': [''] })[rest];
  return found?.map((end) => `${f}${end}`);
}

/** One number a rule, the same for all who agree on every part; none where a part is missing. */
function blockColumns(settings: LinkageSettings): Column[] {
  return settings.blocks.map((parts, i) => {
    const columns = parts.flatMap((part) => partsOf(settings, part) ?? []);
    const there = columns.map((column) => `${column} is not null`).join(' and ');
    return [`block${String(i)}`, `case when ${there} then hash(${columnsOf(columns)}) end`];
  });
}

const listed = (columns: readonly Column[]) => columnsOf(columns.map(([column, sql]) => `${sql} as ${name(column)}`));

/** A relation that is made on the way from `given` to `records`. */
interface Relation {
  readonly table: string;
  readonly select: string;
  /** Stays: what was learnt, and the records. */
  readonly stays: boolean;
}

export interface Normalising {
  /** Put before every table, so that a batch is made beside what is there. */
  readonly prefix?: string;
  /** Learns which words are names and how frequent a name is (`words_<field>`, `shares_<field>`); a batch uses what was learnt. */
  readonly isFirst?: boolean;
}

/** From `given` to `records`. `given` holds `rid`, `source`, `batch`, `key` and one `<field>_text` a field. */
export function planNormalise(settings: LinkageSettings, options: Normalising = {}): Step[] {
  const relations = normalisingRelations(settings, options);
  const step = (statement: string): Step => ({ name: 'normalise', statement });
  return [
    ...relations.map(({ table, select, stays }) =>
      step(`create or replace ${stays ? '' : 'temp '}table ${table} as ${select}`),
    ),
    ...relations.filter(({ stays }) => !stays).map(({ table }) => step(`drop table ${table}`)),
  ];
}

/** The relations in the order in which one is made of those before it. */
function normalisingRelations(settings: LinkageSettings, { prefix = '', isFirst = true }: Normalising): Relation[] {
  const fields = Object.entries(settings.fields);
  const named = fields.filter((entry): entry is [string, Of<'name'>] => entry[1].kind === 'name');
  const repeated = fields.flatMap(([f, field]) => {
    const select = readOnce(f, field, prefix);
    return select === undefined ? [] : [{ f, field, select }];
  });
  const kept = fields.flatMap(([f, field]) => recordColumns(f, field));
  const joins = repeated.map(({ f, field }) => {
    const read = field.kind === 'name' ? `${prefix}names_${f}` : `${prefix}texts_${f}`;
    return `left join ${read} as texts_${f} on texts_${f}.written = given.${f}_text`;
  });
  const joined = repeated.flatMap(({ f, field }) =>
    recordColumns(f, field).map((column) => `texts_${f}.${name(column)}`),
  );
  const turns = fields.map(([f, field]) => turnsOf(f, field)).filter((one) => one !== undefined);
  const own = turns.flatMap((each) => each[3]);
  const passing = (table: string, select: string): Relation => ({ table: `${prefix}${table}`, select, stays: false });
  return [
    ...repeated.map(({ f, select }) => passing(`texts_${f}`, select)),
    ...named.flatMap(([f, field]) => nameRelations(f, field, { prefix, isFirst })),
    {
      table: `${prefix}records`,
      stays: true,
      select: `select rid, source, batch, key, ${columnsOf(kept.map(name))}, ${listed(blockColumns(settings))}
        from (select rid, source, batch, key, ${columnsOf([...own.map(([column, sql]) => `${sql} as ${name(column)}`), ...joined])}
          from ${inTurns(turns, `${prefix}given`)} as given ${joins.join(' ')})`,
    },
  ];
}

/**
 * A word is a name when the settings say so, or when it stands often enough in the data and is not one letter away from a word
 * that stands there so many times as often: every slip of the most frequent name is frequent itself.
 */
const FEWEST = 3;
const RAREST = 0.00002;
const OUTNUMBERED = 50;

function nameRelations(f: string, field: Of<'name'>, { prefix, isFirst }: Required<Normalising>): Relation[] {
  const known = [...new Set((field.words ?? []).flatMap((line) => fold(line).split(' ')))].map(
    (one) => `(${word(one)})`,
  );
  const listedWords = known.length === 0 ? '' : `union select * from (values ${known.join(', ')})`;
  const [given, family] = field.given === 'last' ? [-1, 1] : [1, -1];
  const names = `${prefix}distinct_${f}`;
  const all = `(select sum(n) from ${names})`;
  const learn: Relation[] = [
    {
      table: `words_${f}`,
      stays: true,
      select: `with counted as (
          select w as word, sum(n) as n from (select unnest(string_split(folded, ' ')) as w, n from ${names})
          group by w having sum(n) >= greatest(${String(FEWEST)}, ${String(RAREST)} * ${all}))
        select word from counted c where not exists (from counted h where h.n >= ${String(OUTNUMBERED)} * c.n
          and abs(length(h.word) - length(c.word)) <= 1 and damerau_levenshtein(h.word, c.word) <= 1) ${listedWords}`,
    },
    {
      // Who is there once is as rare as can be: the row without a name says how rare that is.
      table: `shares_${f}`,
      stays: true,
      select: `select folded, (n / ${all})::float as share from ${names} where n > 1 union all select null, (1 / ${all})::float`,
    },
  ];
  return [
    {
      table: names,
      stays: false,
      select: `select ${f} as folded, sum(n)::bigint as n from ${prefix}texts_${f} where ${f} is not null group by ${f}`,
    },
    ...(isFirst ? learn : []),
    {
      table: `${prefix}names_${f}`,
      stays: false,
      select: `with split as (select folded, string_split(folded, ' ') as w from ${names}),
        odd as (select folded, count(*)::utinyint as odd from (select folded, unnest(w) as word from split) anti join words_${f} using (word) group by folded)
        select written, ${f}, ${f}_marks, ${f}_bare, hash(array_to_string(list_sort(w), ' ')) as ${f}_sorted, hash(w[1], w[-1]) as ${f}_ends,
          hash(w[${String(given)}]) as ${f}_given, hash(w[${String(family)}]) as ${f}_family, len(w)::utinyint as ${f}_words,
          coalesce(odd, 0)::utinyint as ${f}_odd, regexp_matches(split.folded, '(^| )[^ ]( |$)') as ${f}_abbr,
          coalesce(share, (select share from shares_${f} where folded is null)) as ${f}_share
        from ${prefix}texts_${f} texts join split on split.folded = texts.${f} left join odd using (folded) left join shares_${f} using (folded)`,
    },
  ];
}
