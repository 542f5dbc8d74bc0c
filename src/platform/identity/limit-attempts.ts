/** Slows guessing down: each failure past the free ones doubles the wait, for a name and for an address. */
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Db } from '../db/db.ts';
import { problems } from '../problems.ts';
import { fold } from '../search/fold.ts';
import { blockUntil, countAttempt, forgetAttempts, secondsBlocked, type AttemptRow } from './store/attempt.ts';

export interface AttemptLimit {
  /** Failures without a wait. */
  readonly free: number;
  /** Longest wait in seconds. */
  readonly longest: number;
}

export interface AttemptLimits {
  readonly name: AttemptLimit;
  readonly address: AttemptLimit;
}

// A name's wait stays short, because anybody can make it grow for somebody else; an office may share one address.
export const attemptLimits: AttemptLimits = { name: { free: 5, longest: 60 }, address: { free: 30, longest: 900 } };
const FORGET_AFTER_MS = 60 * 60 * 1000;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** A household of IPv6 addresses counts as one (RFC 6177 §2: a site gets a /64 or more). */
function site(address: string): string {
  return isIPv6(address) && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address;
}

export interface Attempt {
  readonly name: string;
  readonly address: string;
  readonly now: Date;
}

const rowsOf = ({ name, address, now }: Attempt): AttemptRow[] => {
  const forgetBefore = new Date(now.getTime() - FORGET_AFTER_MS);
  return [
    { kind: 'name', subject: digest(fold(name)), now, forgetBefore },
    { kind: 'address', subject: digest(site(address)), now, forgetBefore },
  ];
};

/** Counts the attempt before the password is looked at. @throws platform problems.tooManyRequests */
export async function takeAttempt(db: Db, attempt: Attempt, limits: AttemptLimits = attemptLimits): Promise<void> {
  for (const row of rowsOf(attempt)) {
    const counted = await db.transaction(async (tx) => {
      const failures = await countAttempt(tx, row);
      if (failures !== undefined) await block(tx, row, failures, limits[row.kind]);
      return failures;
    });
    if (counted === undefined) throw problems.tooManyRequests({ retryAfter: await secondsBlocked(db, row) });
  }
}

async function block(tx: Db, row: AttemptRow, failures: number, limit: AttemptLimit): Promise<void> {
  const over = failures - limit.free;
  if (over <= 0) return;
  const seconds = Math.min(limit.longest, 2 ** Math.min(over - 1, 20));
  await blockUntil(tx, row, new Date(row.now.getTime() + seconds * 1000));
}

/** After a success the name starts afresh; the address does not, or one good account would pay for many guesses. */
export async function forgiveName(tx: Db, name: string): Promise<void> {
  await forgetAttempts(tx, 'name', digest(fold(name)));
}
