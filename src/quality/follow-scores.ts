/** Keeps what passes and what fails, rule by rule and body by body, by following the change log. */
import { subtreeIds } from '../bodies/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { ChangeSet, Follower } from '../platform/changes/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { delta, openRegister, relation } from '../records/index.ts';
import { namesHome, rulesOfRegister } from './rules-of-register.ts';
import * as store from './store/tally.ts';

export const SCORES = 'quality.scores';

/** A change of a register counts the bodies again that it touched; one without a body counts the whole register. */
export function scoresFollower({ clock, profile }: Pick<Context, 'clock' | 'profile'>): Follower {
  const today = () => dayOf(clock.now(), profile.timeZone);
  return {
    name: SCORES,
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal', 'bodies'],
    initial: async (tx) => {
      for (const register of await listRegisters(tx)) await count(tx, register.name, 'all', today());
    },
    apply: async (tx, change) => {
      if (change.kind === 'bodies') return countHomes(tx, today());
      await count(tx, change.subject, await touchedBodies(tx, change), today());
    },
    fingerprint: (tx) => store.fingerprint(tx, SCORES),
  };
}

/** Few records say themselves where they were and are; a bulk load stays within its body's tree. */
export async function touchedBodies(tx: Db, change: ChangeSet): Promise<readonly number[] | 'all'> {
  if (change.members) {
    const table = await openRegister(tx, change.subject);
    return store.homesIn(tx, delta(table, change, []));
  }
  return change.body === null ? 'all' : subtreeIds(tx, change.body);
}

/** A body that opens or closes makes references to it whole or broken. */
async function countHomes(tx: Db, today: string): Promise<void> {
  for (const { name } of await listRegisters(tx)) {
    if (namesHome((await openRegister(tx, name)).entity)) await count(tx, name, 'all', today);
  }
}

async function count(tx: Db, register: string, bodies: readonly number[] | 'all', today: string): Promise<void> {
  const table = await openRegister(tx, register);
  const rules = await rulesOfRegister(tx, table.entity, today);
  await countRules(tx, { register, rules, bodies, follower: SCORES });
}

/** Counts the rules of one follower anew, for these bodies. */
export async function countRules(tx: Db, counting: Omit<store.Recount, 'rows'>): Promise<void> {
  const table = await openRegister(tx, counting.register);
  await store.recount(tx, { ...counting, rows: relation(table, { scope: 'all' }) });
}

/** A digest of what one follower has counted, for the drift check. */
export const countedBy = (tx: Db, follower: string): Promise<string> => store.fingerprint(tx, follower);
