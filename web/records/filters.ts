/** Filters as they stand in the address and as the node takes them. Pure. */

/** One question about one field: `op` is the node's own word. */
export interface Condition {
  readonly field: string;
  readonly op: string;
  /** Several values for `in`; none for `null` and `notnull`. */
  readonly values: readonly string[];
}

export type FilterKind = 'text' | 'date' | 'number' | 'boolean' | 'code';

const kinds: Readonly<Record<string, FilterKind>> = {
  date: 'date',
  partialDate: 'date',
  datetime: 'date',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  code: 'code',
};

/** How a field is filtered, by its type in the dictionary. */
export const filterKindOf = (dataType: string): FilterKind => kinds[dataType] ?? 'text';

const PREFIX = 'f.';
type Search = Readonly<Record<string, unknown>>;

/** `?f.birth_date=ge:1980-01-01,le:1990-12-31` → two conditions. Whatever cannot be read is left out. */
export function readFilters(search: Search): readonly Condition[] {
  return Object.entries(search).flatMap(([name, text]) =>
    name.startsWith(PREFIX)
      ? String(text)
          .split(',')
          .flatMap((part) => readOne(name.slice(PREFIX.length), part))
      : [],
  );
}

function readOne(field: string, part: string): readonly Condition[] {
  const [, op, values] = /^([a-z]+)(?::(.*))?$/s.exec(part) ?? [];
  if (!op) return [];
  try {
    return [{ field, op, values: values === undefined ? [] : values.split('|').map(decodeURIComponent) }];
  } catch {
    return [];
  }
}

/** The address with these conditions of one field in the place of its old ones; none takes the field out. */
export function writeFilter(search: Search, field: string, conditions: readonly Omit<Condition, 'field'>[]): Search {
  const { [`${PREFIX}${field}`]: _old, ...rest } = search;
  if (conditions.length === 0) return rest;
  const text = conditions.map(({ op, values }) =>
    values.length === 0 ? op : `${op}:${values.map(encodeURIComponent).join('|')}`,
  );
  return { ...rest, [`${PREFIX}${field}`]: text.join(',') };
}

/** The address without any filter. */
export const withoutFilters = (search: Search): Search =>
  Object.fromEntries(Object.entries(search).filter(([name]) => !name.startsWith(PREFIX)));

/** As the node takes them: `field:op:value`. */
export const toWhere = (conditions: readonly Condition[]): string[] =>
  conditions.map(({ field, op, values }) => [field, op, ...(values.length > 0 ? [values.join('|')] : [])].join(':'));
