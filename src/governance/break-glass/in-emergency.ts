/** The caller whose emergency right is open: asked at every request, so what stands is remembered for a moment. */
import { briefly } from '../../platform/briefly.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Db } from '../../platform/db/db.ts';
import { stateOfRight, type EmergencyRight } from './model.ts';
import { standingRights } from './store/break-glass.ts';

/** A change made here is seen at once. */
export const standing = briefly((db: Db): Promise<EmergencyRight[]> => standingRights(db));

/** @param caller in his own posts; acting for another body he is in no emergency */
export async function inEmergency(db: Db, caller: Caller, now: Date): Promise<Caller> {
  if (caller.kind !== 'person' || caller.body === null || caller.onBehalf) return caller;
  const right = (await standing.read(db, '')).find(({ account }) => account === caller.account);
  return right ? under(right, caller, now) : caller;
}

/** It is over at its last moment, and where he no longer holds a post in the body he began it in. Pure. */
export function under(right: EmergencyRight, caller: Caller, now: Date): Caller {
  const isHis = right.account === caller.account && right.body === caller.body;
  if (!isHis || right.endsAt === null || stateOfRight(right, now) !== 'open') return caller;
  const { id, permissions, registers, endsAt } = right;
  return { ...caller, emergency: { id, permissions, registers, until: endsAt } };
}
