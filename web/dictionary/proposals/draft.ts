/** What is typed into an entry, apart from the screen: changed by attribute, tidied before it is sent, kept on the device. Pure. */
import { isSaid, type Entry } from '../attributes.ts';

/** Attributes that stay in the entry even when they are empty: the authoring format wants to see them. */
const STAYS: ReadonlySet<string> = new Set(['legalBasis', 'purpose', 'items', 'fields', 'key', 'names', 'definition']);

/** Without what is empty: an attribute that was cleared is not stated. */
export function tidy(entry: Entry): Entry {
  return Object.fromEntries(
    Object.entries(entry)
      .filter(([name, value]) => (STAYS.has(name) ? value !== undefined : isSaid(tidyValue(value))))
      .map(([name, value]) => [name, tidyValue(value)]),
  );
}

/** Empty members of texts and of rows fall away; a list keeps its order. */
function tidyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidyValue).filter((one) => isSaid(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, one]) => [name, tidyValue(one)] as const)
      .filter(([, one]) => isSaid(one)),
  );
}

export function withAttribute(entry: Entry, name: string, value: unknown): Entry {
  if (value !== undefined) return { ...entry, [name]: value };
  return Object.fromEntries(Object.entries(entry).filter(([one]) => one !== name));
}

interface Placed {
  readonly pointer: string;
}

/** Findings of an attribute, whatever the depth of their place in it. */
export const findingsAt = <F extends Placed>(findings: readonly F[], pointer: string): readonly F[] =>
  findings.filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));

/** The attribute that a place lies in: `/fields/3/as` → `fields`. */
export const attributeAt = (pointer: string): string =>
  (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

/** A place that an attribute's name begins. */
export const pointerTo = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A row one place up or down; out of the list it stays. */
export function moved<T>(rows: readonly T[], from: number, by: -1 | 1): readonly T[] {
  const to = from + by;
  const [row, other] = [rows[from], rows[to]];
  if (row === undefined || other === undefined) return rows;
  return rows.map((one, i) => (i === from ? other : i === to ? row : one));
}

const BLANKS: Readonly<Record<string, Entry>> = {
  element: {
    dataType: 'string',
    tier: 'organisation',
    layer: 'master',
    origin: 'source',
    reCollectable: 'allowed',
    sharing: 'restricted',
    importance: 'other',
    secrecy: 'none',
    personal: 'none',
    legalBasis: [],
    purpose: [],
  },
  entity: { key: [], fields: [], body: { how: 'uploader' } },
  'code-list': { items: [] },
};

/** What a new entry begins with: the cautious choices, which an author loosens knowingly. */
export const blankEntry = (kind: string, key: string): Entry => ({
  [kind === 'entity' ? 'name' : 'code']: key,
  names: {},
  ...(kind === 'code-list' ? {} : { definition: {} }),
  ...BLANKS[kind],
});
