/** Keeps what passes and what fails, rule by rule and body by body, by following the change log. */
import { subtreeIds } from '../bodies/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { Follower } from '../platform/changes/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { openRegister, relation } from '../records/index.ts';
import { rulesOf } from './rules.ts';
import * as store from './store/tally.ts';

export const SCORES = 'quality.scores';

/** A change of a register counts its body and everything below it again; one without a body counts the whole register. */
export function scoresFollower({ clock, profile }: Pick<Context, 'clock' | 'profile'>): Follower {
  const today = () => dayOf(clock.now(), profile.timeZone);
  return {
    name: SCORES,
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal'],
    initial: async (tx) => {
      for (const register of await listRegisters(tx)) await count(tx, register.name, 'all', today());
    },
    apply: async (tx, change) => {
      await count(tx, change.subject, change.body === null ? 'all' : await subtreeIds(tx, change.body), today());
    },
    fingerprint: store.fingerprint,
  };
}

async function count(tx: Db, register: string, bodies: readonly number[] | 'all', today: string): Promise<void> {
  const table = await openRegister(tx, register);
  const rules = rulesOf(table.entity, today);
  await store.recount(tx, { register, rules, rows: relation(table, { scope: 'all' }), bodies });
}
