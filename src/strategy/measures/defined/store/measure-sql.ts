/** A definition that was read, as the parts of the statements that count it. */
import { conditionSql, type RowCondition } from '../../../../dictionary/index.ts';
import { id, join, raw, sql, type Sql } from '../../../../platform/db/sql.ts';
import type { ReadMeasure } from '../read-definition.ts';

/** Parts of the statements that count, over rows called `r`. */
export interface MeasureSql {
  readonly among: Sql;
  readonly hit: Sql;
  readonly value: Sql;
  /** A `text[]`; a value that is missing is the empty text. */
  readonly key: Sql;
}

/**
 * @param day YYYY-MM-DD: what `today()` is
 * @param homes ids of the bodies of the level asked for
 */
export function measureSql(
  { definition, value, counts, among }: ReadMeasure,
  day: string,
  homes: readonly number[] | undefined,
): MeasureSql {
  const written = (one: RowCondition) => conditionSql(one, { column: (name) => id('r', name), today: day });
  const holds = (one: RowCondition | undefined) => (one ? sql`(${written(one)}) is true` : raw('true'));
  const keys = (definition.by ?? []).map((name) => sql`coalesce(${id('r', name)}::text, '')`);
  const per = definition.per && sql`coalesce(${periodOf(id('r', definition.per.field), definition.per.unit)}, '')`;
  const all = per ? [...keys, per] : keys;
  return {
    among: homes ? sql`(${holds(among)} and r.body_id = any(${[...homes]}::integer[]))` : holds(among),
    hit: holds(counts),
    value: value ? sql`(${written(value)})::numeric` : raw('null::numeric'),
    key: all.length === 0 ? raw(`'{}'::text[]`) : sql`array[${join(all)}]::text[]`,
  };
}

/** `2026-11`, `2026-Q4`, `2026`: in the order of time. */
const periodOf = (column: Sql, unit: 'month' | 'quarter' | 'year'): Sql =>
  sql`to_char(${column}, ${raw(unit === 'month' ? `'YYYY-MM'` : unit === 'quarter' ? `'YYYY-"Q"Q'` : `'YYYY'`)})`;
