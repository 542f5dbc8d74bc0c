/** "Matches the source" as a rule of quality: what was judged, and what came of it, reaches the score. */
import type { ChangeSet, Follower } from '../platform/changes/index.ts';
import type { Db } from '../platform/db/db.ts';
import { countedBy, countRules, offerRules, touchedBodies } from '../quality/index.ts';
import { VERIFICATION } from './follow-verification.ts';
import type { Comparison } from './model.ts';
import { allComparisons, findComparison } from './store/claim.ts';
import { rulesOf } from './store/source-rules.ts';

export const SOURCE_SCORES = 'registers.source-scores';
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
