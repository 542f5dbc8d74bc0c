/** How the two records of each pair stand to each other: one number a pair that holds the level of every comparison. */
import { levelsOf, silenceOf } from './levels.ts';
import { levelAt, levelName, type ComparisonSettings, type FieldSettings, type LinkageSettings } from './settings.ts';
import type { Step } from './write-sql.ts';

/** Nothing to compare. */
export const SILENT = 0;

/** Levels of a comparison by number: 0 says nothing, then the settings' own, the last differs. */
export const levelCount = ({ levels }: ComparisonSettings): number => levels.length + 2;

export const levelWord = ({ levels }: ComparisonSettings, level: number): string => {
  const own = levels[level - 1];
  return level === SILENT ? 'silent' : own === undefined ? 'differs' : levelName(own);
};

/** Levels on which two names are the same letters: there, how rare the name is says more. */
const EXACT = ['same', 'marks-lost', 'marks-differ', 'reordered'];
export const exactLevels = ({ levels }: ComparisonSettings): number[] =>
  levels.flatMap((level, i) => (EXACT.includes(levelName(level)) ? [i + 1] : []));

/** The pattern of a pair, taken apart. */
export function readPattern({ comparisons }: LinkageSettings, pattern: number): number[] {
  let rest = pattern;
  return comparisons.map((comparison) => {
    const count = levelCount(comparison);
    const level = rest % count;
    rest = Math.floor(rest / count);
    return level;
  });
}

const levelSql = (comparison: ComparisonSettings, field: FieldSettings): string => {
  const known = levelsOf(field);
  const cases = comparison.levels.map(
    (level, i) =>
      `when ${known[levelName(level)]?.(comparison.field, levelAt(level)) ?? 'false'} then ${String(i + 1)}`,
  );
  const last = String(comparison.levels.length + 1);
  return `(case when ${silenceOf(comparison.field, field)} then ${String(SILENT)} ${cases.join(' ')} else ${last} end)`;
};

/**
 * `pattern`, `share` (how frequent the agreeing name is, or nothing) and `conflict` (both hold the guarded identifier, and differ)
 * of pairs `p(a, b)` with their records `l` and `r`.
 */
export function comparedColumns(settings: LinkageSettings): string {
  let step = 1;
  const digits = settings.comparisons.map((comparison) => {
    const field = settings.fields[comparison.field];
    if (!field) throw new TypeError(comparison.field);
    const sql = `${levelSql(comparison, field)}::integer * ${String(step)}`;
    step *= levelCount(comparison);
    return sql;
  });
  const rare = settings.comparisons.find((comparison) => comparison.frequency);
  const f = rare?.field ?? '';
  const share = rare
    ? `case when l.${f} = r.${f} or l.${f}_sorted = r.${f}_sorted then greatest(l.${f}_share, r.${f}_share) end`
    : 'null::float';
  const verified = settings.guards.verified?.replace('.', '_');
  const conflict = verified === undefined ? 'false' : `coalesce(l.${verified} <> r.${verified}, false)`;
  return `${digits.join(' + ')} as pattern, ${share} as share, ${conflict} as conflict`;
}

/** Every pair of `pairs` compared: `compared(a, b, rules, pattern, share, conflict)`. */
export const planCompare = (settings: LinkageSettings): Step => ({
  name: 'compare',
  statement: `create or replace temp table compared as select p.a, p.b, p.rules, ${comparedColumns(settings)} from pairs p join records l on l.rid = p.a join records r on r.rid = p.b`,
});

/** Pairs taken by chance, always the same: how often strangers agree. */
export function planChance(settings: LinkageSettings, sides: { left: Range; right: Range }, pairs: number): Step {
  const at = ({ from, to }: Range, salt: number) =>
    `(${String(from)} + hash(i * 2 + ${String(salt)}) % ${String(to - from)})::integer`;
  return {
    name: 'estimate',
    statement: `create or replace temp table chance as select pattern, count(*)::integer as n from (
      select ${comparedColumns(settings)} from (select ${at(sides.left, 0)} as a, ${at(sides.right, 1)} as b from range(${String(pairs)}) t(i)) p
      join records l on l.rid = p.a join records r on r.rid = p.b where p.a <> p.b) group by pattern`,
  };
}

/** Numbers of records, the last not included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}
