/** The `sql` tag: text with numbered parameters, nestable, the only way a statement is made. */

export interface Sql {
  readonly parts: readonly string[];
  readonly holes: readonly unknown[];
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

/** The statement as node-postgres wants it. */
export function render(query: Sql): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  return { text: renderInto(query, values), values };
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
  throw new TypeError(`no SQL literal for ${typeof value}`);
}
