/** Which records are compared at all: those that agree on every part of one rule, unless the block is a giant. */
import type { LinkageSettings } from './settings.ts';
import type { Step } from './write-sql.ts';

/** What is compared with what: relations with the columns of `records`. */
export interface Sides {
  readonly left: string;
  readonly right: string;
  /** Beside the block; `l.rid < r.rid` must follow from it or from the relations. */
  readonly where?: string;
}

const rules = (settings: LinkageSettings) =>
  settings.blocks.map((_, i) => ({ column: `block${String(i)}`, bit: 2 ** i, i }));

const DRAWERS = 2 ** 17;

/**
 * Blocks with more records than `largestBlock`: they say too little, and their pairs grow with the square.
 * @param relation whose blocks are counted (in all of `records`): all, or those of a batch
 */
export function planGiants(settings: LinkageSettings, { isFirst = true, relation = 'records' } = {}): Step[] {
  const most = String(settings.largestBlock);
  const touched = (column: string) =>
    isFirst ? '' : `and ${column} in (select ${column} from ${relation} where ${column} is not null)`;
  const counts = rules(settings).map(({ column, i }) => {
    const there = `from records where ${column} is not null ${touched(column)}`;
    const drawer = `(${column} % ${String(DRAWERS)})::integer`;
    // Many small counters tell cheaply where a giant can be at all; a batch touches few blocks anyway.
    const crowded = isFirst
      ? ` and ${drawer} in (select ${drawer} as drawer ${there} group by drawer having count(*) > ${most})`
      : '';
    return `select ${String(i)}::utinyint as rule, ${column} as block, count(*) as members ${there}${crowded} group by ${column} having count(*) > ${most}`;
  });
  const all = counts.join(' union all ');
  if (isFirst) return [{ name: 'block', statement: `create or replace table giants as ${all}` }];
  return [
    { name: 'block', statement: `create or replace temp table giants_now as ${all}` },
    {
      name: 'block',
      statement: `create or replace temp table giants_new as select * from giants_now anti join giants using (rule, block)`,
    },
    { name: 'block', statement: `delete from giants where (rule, block) in (select (rule, block) from giants_now)` },
    { name: 'block', statement: `insert into giants select * from giants_now` },
  ];
}

/** `pairs(a, b, rules)`: each pair once, with the rules that brought it together as bits; `a` came before `b`. */
export function planPairs(settings: LinkageSettings, sides: readonly Sides[], giants: ReadonlySet<number>): Step {
  const parts = sides.flatMap(({ left, right, where }) =>
    rules(settings).map(({ column, bit, i }) => {
      const small = giants.has(i)
        ? ` and not exists (from giants where giants.rule = ${String(i)} and giants.block = l.${column})`
        : '';
      return `select l.rid as a, r.rid as b, ${String(bit)}::uinteger as rule from ${left} l join ${right} r on l.${column} = r.${column}${where === undefined ? '' : ` and ${where}`} where true${small}`;
    }),
  );
  return {
    name: 'block',
    statement: `create or replace temp table pairs as select a, b, bit_or(rule) as rules from (${parts.join(' union all ')}) group by a, b`,
  };
}

/** Edges that only a block brought together which has become a giant go, as if it had been one from the beginning. */
export function planForget(settings: LinkageSettings, giants: ReadonlySet<number>): Step[] {
  const gone = rules(settings)
    .filter(({ i }) => giants.has(i))
    .map(({ column, bit, i }) => ({
      name: 'block',
      statement: `update edges set rules = rules - ${String(bit)} where rules & ${String(bit)} > 0 and a in (select rid from records where ${column} in (select block from giants_new where rule = ${String(i)}))`,
    }));
  if (gone.length === 0) return [];
  return [
    ...gone,
    { name: 'block', statement: `create or replace temp table edges_gone as select a, b from edges where rules = 0` },
    { name: 'block', statement: `delete from edges where rules = 0` },
  ];
}
