/** Ids made here: never from a sequence that a restore rewinds. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Of the twelve bits behind the time, a new millisecond begins in the lower half: half of them are left to count on. */
const [FIRST_HALF, ALL] = [0x800, 0x1000];
let [lastTime, lastCount] = [0, 0];

/**
 * A UUID whose order is the order of making in this process, within a millisecond too (RFC 9562 §5.7, version 7, with
 * the counter of §6.2, method 1; a millisecond that is full borrows the next). Of another day's `now` it says that day.
 */
export function newId(now: Date = new Date()): string {
  const asked = now.getTime();
  const isRunning = asked >= lastTime && asked <= lastTime + Math.floor(lastCount / ALL);
  [lastTime, lastCount] = isRunning ? [lastTime, lastCount + 1] : [asked, randomInt(FIRST_HALF)];
  const time = (lastTime + Math.floor(lastCount / ALL)).toString(16).padStart(12, '0');
  const count = (lastCount % ALL).toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}${randomUUID().slice(18)}`;
}

/** A secret of n bytes as base64url: tokens and keys. */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
