/** Finds elements, entities, code lists and codes by any name they ever had, with and without marks. */
import type { Db } from '../platform/db/db.ts';
import { fold } from '../platform/search/fold.ts';
import type { Texts } from '../platform/texts.ts';
import type { ElementPlan, Plan } from './plan.ts';
import * as store from './store/entry.ts';
import type { CodeRecord } from './store/code.ts';
import { stripper } from './validate/lookup.ts';

export interface Hit {
  readonly kind: store.Entry['kind'];
  readonly code: string;
  readonly list?: string;
  readonly names: Texts;
  readonly definition?: Texts;
}

export interface SearchOptions {
  readonly kind?: string | undefined;
  readonly list?: string | undefined;
  readonly limit?: number | undefined;
}

const USUAL_LIMIT = 20;
// More words than this narrow nothing down.
const MOST_WORDS = 8;

/** Best first: that very name, names that begin so, all words in the names, all words anywhere, the nearest words. */
export async function search(db: Db, text: string, options: SearchOptions = {}): Promise<readonly Hit[]> {
  const folded = fold(text);
  if (folded === '') return [];
  const words = folded.split(' ').slice(0, MOST_WORDS);
  const narrowing = { kind: options.kind, list: options.list, limit: options.limit ?? USUAL_LIMIT };
  const query = words.map((word, i) => `${quote(word)}${i === words.length - 1 ? ':*' : ''}`).join(' & ');
  const found = new Map<string, store.Found>();
  const add = (rows: readonly store.Found[]) => {
    for (const row of rows) if (!found.has(keyOf(row))) found.set(keyOf(row), row);
    return found.size >= narrowing.limit;
  };
  // Each step costs more than the one before and is taken only while there is room for what it finds.
  const isFull =
    add(await store.named(db, folded, narrowing)) ||
    add(await store.worded(db, 'in_names', query, narrowing)) ||
    add(await store.worded(db, 'anywhere', query, narrowing));
  if (!isFull && found.size === 0) add(await nearest(db, words, narrowing));
  return [...found.values()].slice(0, narrowing.limit).map(toHit);
}

const keyOf = ({ kind, list, key }: store.Found) => `${kind}\n${list}\n${key}`;

/** Perhaps a word is misspelt: only the known words are compared, never the entries. */
async function nearest(db: Db, words: readonly string[], narrowing: store.Narrowing): Promise<readonly store.Found[]> {
  const near = await store.nearWords(db, words);
  // A word that is known stands for itself; only the others are replaced.
  const groups = words.map((word) => {
    const candidates = near.filter((one) => one.asked === word).map((one) => one.word);
    return candidates.includes(word) ? [word] : candidates;
  });
  if (groups.some((group) => group.length === 0)) return [];
  const query = groups.map((group) => `(${group.map(quote).join(' | ')})`).join(' & ');
  const inNames = await store.worded(db, 'in_names', query, narrowing);
  return inNames.length > 0 ? inNames : store.worded(db, 'anywhere', query, narrowing);
}

/** Folded words hold letters and digits only; quoted all the same. */
const quote = (word: string) => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

const toHit = (row: store.Found): Hit => ({
  kind: row.kind,
  code: row.key,
  names: row.names,
  ...(row.list === '' ? {} : { list: row.list }),
  ...(row.definition === null ? {} : { definition: row.definition }),
});

interface Described {
  readonly kind: store.Entry['kind'];
  readonly list?: string;
  readonly key: string;
  readonly names: Texts;
  readonly others: readonly string[];
  readonly definition?: Texts | undefined;
}

const LONGEST_WORD = 100;
const wordsOf = (texts: readonly string[]) => [
  ...new Set(
    texts.flatMap((text) => fold(text).split(' ')).filter((word) => word !== '' && word.length <= LONGEST_WORD),
  ),
];

/** The fold is made here, so the engine needs no dictionary. */
function toEntry(described: Described): store.Entry {
  const { kind, list = '', key, names, others, definition } = described;
  const said = [...Object.values(names), ...others, key];
  const inNames = wordsOf(said);
  const all = [...new Set([...inNames, ...wordsOf(Object.values(definition ?? {}))])];
  const vector = (words: readonly string[]) => words.map(quote).join(' ');
  const folded = [...new Set(said.map(fold))].filter((name) => name !== '' && name.length <= 500);
  const weight = Math.min(...Object.values(names).map((name) => name.length), 1000);
  return {
    kind,
    list,
    key,
    names,
    definition: definition ?? null,
    weight,
    inNames: vector(inNames),
    anywhere: vector(all),
    folded,
  };
}

export function planEntries(plan: Plan): readonly store.Entry[] {
  const elements = plan.elements.map((element) =>
    toEntry({
      kind: 'element',
      key: element.code,
      names: element.names,
      others: otherNames(element),
      definition: element.definition,
    }),
  );
  const entities = plan.entities.map((entity) =>
    toEntry({
      kind: 'entity',
      key: entity.name,
      names: entity.names,
      others: [entity.code],
      definition: entity.definition,
    }),
  );
  const lists = plan.codeLists.map((list) =>
    toEntry({ kind: 'code-list', key: list.code, names: list.names, others: [], definition: list.definition }),
  );
  return [...elements, ...entities, ...lists];
}

/** Whatever else people call it, and the item of a form by which they ask for it. */
const otherNames = (element: ElementPlan): readonly string[] => [
  ...Object.values(element.synonyms).flat(),
  ...element.oldNames,
  element.physicalName,
  ...Object.values(element.shortName ?? {}),
  ...Object.values(element.property ?? {}),
  ...element.formRefs,
  ...(element.nationalCode === undefined ? [] : [element.nationalCode]),
];

/** One entry a code: its present or latest names are shown, every name it ever had is found. */
export function codeEntries(
  list: string,
  codes: readonly CodeRecord[],
  optionalWords: readonly string[],
): readonly store.Entry[] {
  const strip = stripper(optionalWords);
  const byCode = new Map<string, CodeRecord[]>();
  for (const code of codes) byCode.set(code.code, [...(byCode.get(code.code) ?? []), code]);
  return [...byCode].map(([key, rows]) => {
    const latest = rows.at(-1) as CodeRecord;
    const others = rows.flatMap((row) => [...Object.values(row.names), ...row.aliases]);
    // A name is also found without the word that it may leave out.
    const short = others.map((name) => strip(fold(name)));
    return toEntry({ kind: 'code', list, key, names: latest.names, others: [...others, ...short] });
  });
}

// So many entries travel in one statement: a few MB of text.
const BATCH = 5000;

export async function indexEntries(tx: Db, entries: readonly store.Entry[]): Promise<void> {
  for (let i = 0; i < entries.length; i += BATCH) {
    const batch = entries.slice(i, i + BATCH);
    await store.insertEntries(tx, batch);
    await store.insertNames(tx, batch);
    await store.insertWords(tx, [
      ...new Set(batch.flatMap((entry) => entry.folded.flatMap((name) => name.split(' ')))),
    ]);
  }
}
