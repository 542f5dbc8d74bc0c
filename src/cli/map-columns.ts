/** Which column of a file goes into which field: as it was recognised, unless `--columns` says otherwise. */
import { fold } from '../platform/search/fold.ts';
import { UsageError } from './model.ts';

export interface SeenColumn {
  readonly column: number;
  readonly letter: string;
  readonly header: string;
  readonly field: string | null;
}

/** `field=Header`, split by commas that stand before the next pair; an empty field leaves a column out. */
export function readPairs(given: readonly string[]): ReadonlyMap<string, string> {
  const pairs = given.flatMap((text) => text.split(/,(?=[a-z_][a-z0-9_]*=|=)/));
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 0 || at === pair.length - 1) throw new UsageError('pair', { given: pair });
      return [pair.slice(at + 1).trim(), pair.slice(0, at).trim()];
    }),
  );
}

/** @param pairs header (compared without marks and capitals) or letter → field */
export function mapColumns(
  columns: readonly SeenColumn[],
  pairs: ReadonlyMap<string, string>,
): { column: number; field: string | null }[] {
  const told = new Map<number, string | null>();
  for (const [header, field] of pairs) {
    const meant =
      columns.find((one) => fold(one.header) === fold(header)) ?? columns.find((one) => one.letter === header);
    if (!meant) throw new UsageError('no-such-column', { header, known: columns.map((one) => one.header).join(', ') });
    told.set(meant.column, field === '' ? null : field);
  }
  const taken = new Set(told.values());
  return columns.map(({ column, field }) => {
    const own = told.get(column);
    if (own !== undefined) return { column, field: own };
    // A field that was given to another column is no longer this one's.
    return { column, field: field !== null && taken.has(field) ? null : field };
  });
}
