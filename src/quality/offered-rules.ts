/** Rules that a room to the right brings: quality scores and lists by them like by its own, and does not know why. */
import type { Db } from '../platform/db/db.ts';
import type { Rule } from './rule.ts';

/** The rules it has for a register, none for one that is not its business. */
export type RulesFor = (db: Db, register: string) => Promise<readonly Rule[]>;

const offers = new Map<string, RulesFor>();

/** @param follower the name of the follower that counts them with `countRules` */
export function offerRules(follower: string, rulesFor: RulesFor): void {
  offers.set(follower, rulesFor);
}

export const offeredRules = async (db: Db, register: string): Promise<readonly Rule[]> =>
  (await Promise.all([...offers.values()].map((rulesFor) => rulesFor(db, register)))).flat();
