/** "Matches the source" as a rule of quality: what was judged, and what came of it, reaches the score. */
import type { ChangeSet, Follower } from '../platform/changes/index.ts';
import type { Db } from '../platform/db/db.ts';
import { sql } from '../platform/db/sql.ts';
import { countedBy, countRules, offerRules, touchedBodies, type Rule } from '../quality/index.ts';
import { VERIFICATION } from './follow-verification.ts';
import type { Comparison } from './model.ts';
import { allComparisons, findComparison } from './store/claim.ts';

export const SOURCE_SCORES = 'registers.source-scores';
const RULE = 'matches-source';

/**
 * Assessed are the records found at the source. A record fails while a difference waits for its answer: taken over, or
 * judged to be the source's mistake, it passes.
 */
function rulesOf({ register, identity, held }: Comparison): Rule[] {
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

offerRules(SOURCE_SCORES, async (db, register) => {
  const comparison = await findComparison(db, register);
  return comparison ? rulesOf(comparison) : [];
});

export function sourceScoresFollower(): Follower {
  return {
    name: SOURCE_SCORES,
    // A difference is opened and withdrawn there.
    after: [VERIFICATION],
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal', 'correction'],
    initial: async (tx) => {
      for (const comparison of await allComparisons(tx)) await count(tx, comparison, 'all');
    },
    apply: async (tx, change) => {
      for (const comparison of await allComparisons(tx)) {
        const bodies = await bodiesTouched(tx, comparison, change);
        if (bodies) await count(tx, comparison, bodies);
      }
    },
    fingerprint: (tx) => countedBy(tx, SOURCE_SCORES),
  };
}

async function bodiesTouched(tx: Db, { register, authority }: Comparison, change: ChangeSet) {
  // What the source changed may concern anybody.
  if (change.subject === authority && change.kind !== 'correction') return 'all' as const;
  if (change.subject !== register) return undefined;
  if (change.kind === 'correction') return change.body === null ? ('all' as const) : [change.body];
  return touchedBodies(tx, change);
}

const count = (tx: Db, comparison: Comparison, bodies: readonly number[] | 'all'): Promise<void> =>
  countRules(tx, { register: comparison.register, rules: rulesOf(comparison), bodies, follower: SOURCE_SCORES });
