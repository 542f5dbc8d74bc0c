/** SQL of the rule "matches the source": which rows were held against it, and which wait for an answer. */
import { sql } from '../../platform/db/sql.ts';
import type { Rule } from '../../quality/index.ts';
import type { Comparison } from '../model.ts';

const RULE = 'matches-source';

/**
 * Assessed are the records found at the source. A record fails while a difference waits for its answer: taken over, or
 * judged to be the source's mistake, it passes.
 */
export function rulesOf({ register, identity, held }: Comparison): Rule[] {
  // Correlated: a few rows are probed by the index, all of them are hashed, as the planner sees fit.
  const found = sql`exists (select 1 from registers.verification v
    where v.register = ${register} and v.record_id = r.record_id and v.standing in ('verified', 'differs'))`;
  return [...new Set([...identity, ...held])].map((field) => ({
    field,
    rule: RULE,
    dimension: 'accurate',
    keyField: false,
    assessed: found,
    passes: sql`not exists (select 1 from registers.correction c
      where c.register = ${register} and c.record_id = r.record_id and c.field = ${field}
        and c.origin = 'comparison' and c.state in ('open', 'undecided'))`,
  }));
}
