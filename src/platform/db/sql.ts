/** The `sql` tag: text with numbered parameters, nestable, the only way a statement is made. */

export interface Sql {
  readonly parts: readonly string[];
  readonly holes: readonly unknown[];
  /** Planned once a connection: see `prepared`. */
  readonly prepared?: true;
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && 'parts' in value && 'holes' in value;

/** A statement or a fragment. Values become parameters; nested fragments are spliced in. */
export function sql(strings: TemplateStringsArray, ...holes: readonly unknown[]): Sql {
  return { parts: strings, holes };
}

/** Text that is trusted as it stands (keywords, emitted DDL). Never pass anything a user typed. */
export function raw(text: string): Sql {
  return { parts: [text], holes: [] };
}

/** A quoted identifier, or a dotted path of them: `id('data', 'party_member')`. */
export function id(...names: readonly string[]): Sql {
  return raw(names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.'));
}

/** Fragments with a separator between them; an empty list gives an empty fragment. */
export function join(items: readonly Sql[], separator = ', '): Sql {
  const parts = items.length === 0 ? [''] : ['', ...items.slice(1).map(() => separator), ''];
  return { parts, holes: items };
}

/**
 * The statement is parsed and planned once a connection instead of every time: for the few that every request asks.
 * Its text must not vary, because a connection keeps every text it was given.
 */
export const prepared = (query: Sql): Sql => ({ ...query, prepared: true });

// A name is 63 bytes at most in PostgreSQL; the text itself is the key.
const names = new Map<string, string>();
let named = 0;
const rename = (text: string): string => {
  const name = `s${String((named += 1))}`;
  names.set(text, name);
  return name;
};

/** Texts asked for so often that each connection plans them once, as if they were `prepared`. */
const OFTEN = 20;
const MOST_COUNTED = 5_000;
const MOST_OFTEN = 1_000;
const counted = new Map<string, number>();
const often = new Set<string>();
// Tables of registers change their columns while the node runs: a plan that is old fails the transaction it is met in.
const CHANGING = /\b(data|history)\s*\.|"(data|history)"/;

function isAskedOften(text: string): boolean {
  if (often.has(text)) return true;
  const n = (counted.get(text) ?? 0) + 1;
  if (n <= OFTEN) {
    // Texts that vary would fill it: what is asked often is soon counted again.
    if (counted.size >= MOST_COUNTED) counted.clear();
    counted.set(text, n);
    return false;
  }
  if (often.size >= MOST_OFTEN || CHANGING.test(text)) return false;
  counted.delete(text);
  often.add(text);
  return true;
}

/**
 * Connections hold plans whose columns had other types: under a new name each of them plans the statement again.
 * @param name the name that failed; one that was given up in the meantime stays as it is
 */
export function planAnew({ text, name }: { readonly text: string; readonly name?: string }): void {
  if (names.get(text) === name) rename(text);
}

/** The statement as node-postgres wants it. */
export function render(query: Sql): { text: string; values: unknown[]; name?: string } {
  const values: unknown[] = [];
  const text = renderInto(query, values);
  return query.prepared || isAskedOften(text)
    ? { text, values, name: names.get(text) ?? rename(text) }
    : { text, values };
}

function renderInto(query: Sql, values: unknown[]): string {
  let text = query.parts[0] ?? '';
  query.holes.forEach((hole, i) => {
    text += isSql(hole) ? renderInto(hole, values) : `$${String(values.push(hole))}`;
    text += query.parts[i + 1] ?? '';
  });
  return text;
}

/** For DDL and COPY, which take no parameters: values are written as literals. */
export function renderLiteral(query: Sql): string {
  let text = query.parts[0] ?? '';
  query.holes.forEach((hole, i) => {
    text += isSql(hole) ? renderLiteral(hole) : literal(hole);
    text += query.parts[i + 1] ?? '';
  });
  return text;
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (Array.isArray(value)) return `'{${value.map(arrayItem).join(',').replaceAll("'", "''")}}'`;
  throw new TypeError(`no SQL literal for ${typeof value}`);
}

/** An element of an array's text form (PostgreSQL manual §8.15.2). */
function arrayItem(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  throw new TypeError(`no SQL literal for an array of ${typeof value}`);
}
