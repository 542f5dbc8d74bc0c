/** Counting: all rules in one scan, within a limit of time; a rule that passes the limit or fails is not assessed. */
import type { Db } from '../platform/db/db.ts';
import type { Rule } from './rule.ts';
import { limited } from './store/limited.ts';
import * as rules from './store/rule.ts';
import * as store from './store/tally.ts';

export interface Counting extends store.Recount {
  /** Of one statement, in seconds. */
  readonly ruleSeconds: number;
}

/** Counts these rules anew, for these bodies, and says of each whether it could be. */
export async function countAnew(tx: Db, counting: Counting): Promise<void> {
  const { register, follower } = counting;
  await store.clearTallies(tx, counting);
  await rules.putRules(tx, register, follower, counting.rules);
  await countWithin(tx, counting);
}

/** The same for some of a follower's rules: the others stay. */
export async function countSome(tx: Db, counting: Counting): Promise<void> {
  for (const rule of counting.rules) await store.clearRule(tx, counting.register, rule);
  await countWithin(tx, counting);
}

async function countWithin(tx: Db, counting: Counting): Promise<void> {
  const { ruleSeconds } = counting;
  if ((await limited(tx, ruleSeconds, (inner) => store.tally(inner, counting))) === undefined) return;
  for (const rule of counting.rules) {
    const reason = await limited(tx, ruleSeconds, (inner) => store.tally(inner, { ...counting, rules: [rule] }));
    if (reason !== undefined) await rules.setReason(tx, counting.register, rule, reason);
  }
}

/** Rules that are assessed: those with a reason not to be wait until they read otherwise. */
export async function assessable(tx: Db, register: string, all: readonly Rule[]): Promise<Rule[]> {
  const stopped = (await rules.listRules(tx, register)).filter(({ reason }) => reason !== null);
  return all.filter((rule) => !stopped.some((one) => one.rule === rule.rule && one.field === rule.field));
}
