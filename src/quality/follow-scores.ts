/** Keeps what passes and what fails, rule by rule and body by body, by following the change log. */
import { subtreeIds } from '../bodies/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { Follower } from '../platform/changes/index.ts';
import type { Db } from '../platform/db/db.ts';
import { openRegister, relation } from '../records/index.ts';
import { rulesOf } from './rules.ts';
import * as store from './store/tally.ts';

export const SCORES = 'quality.scores';

/** A change of a register counts its body and everything below it again; one without a body counts the whole register. */
export function scoresFollower(): Follower {
  return {
    name: SCORES,
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal'],
    initial: async (tx) => {
      for (const register of await listRegisters(tx)) await count(tx, register.name, 'all');
    },
    apply: async (tx, change) => {
      await count(tx, change.subject, change.body === null ? 'all' : await subtreeIds(tx, change.body));
    },
    fingerprint: store.fingerprint,
  };
}

async function count(tx: Db, register: string, bodies: readonly number[] | 'all'): Promise<void> {
  const table = await openRegister(tx, register);
  const rules = rulesOf(table.entity);
  await store.recount(tx, register, rules, relation(table, { scope: 'all' }), bodies);
}
