/** The numbers of the blocks a record stands in, asked of the engine: its hashes are its own. */
import { partsOf } from './normalise.ts';
import type { PlainRecord } from './read-record.ts';
import type { LinkageSettings } from './settings.ts';
import { columnsOf, word } from './write-sql.ts';

/** `block0`, `block1`, … of one record, as text; nothing where a part is missing. */
export function blockKeysStatement(settings: LinkageSettings, record: PlainRecord): string {
  const keys = settings.blocks.map((parts, i) => {
    const columns = parts.flatMap((part) => partsOf(settings, part) ?? []);
    const isWhole = columns.every((column) => record[column] !== null && record[column] !== undefined);
    const key = isWhole ? `hash(${columnsOf(columns.map((column) => literalOf(column, record[column])))})` : 'null';
    return `(${key})::varchar as block${String(i)}`;
  });
  return `select ${columnsOf(keys)}`;
}

/** As the column of `records` holds it: the type is part of the hash. */
function literalOf(column: string, value: PlainRecord[string] | undefined): string {
  if (typeof value === 'number') return `${String(value)}::${column.endsWith('_y') ? 'smallint' : 'utinyint'}`;
  const text = String(value);
  if (column.endsWith('_ends')) return `hash(${columnsOf(text.split(' ').map(word))})`;
  return HASHED.test(column) ? `hash(${word(text)})` : word(text);
}

const HASHED = /_(sorted|given|family)$/;

/** Whether two records agree on every part of one of these rules. */
export const sharesBlock = (
  settings: LinkageSettings,
  rules: readonly (readonly string[])[],
  one: PlainRecord,
  other: PlainRecord,
): boolean =>
  rules.some((parts) =>
    parts
      .flatMap((part) => partsOf(settings, part) ?? [])
      .every((column) => one[column] !== null && one[column] !== undefined && one[column] === other[column]),
  );
