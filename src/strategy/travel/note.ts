/** The frame of what is taken in from another node: audit entry and change set, in the transaction of the parcel. */
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Taken } from '../../platform/travel.ts';

export const take: Taken = { taken: true };
export const refuse = (reason: string): Taken => ({ taken: false, reason });
export const wait = (reason: string): Taken => ({ taken: 'later', reason });

export interface Noted {
  /** `strategy.verb-noun`. */
  readonly action: string;
  readonly kind: 'strategy' | 'consultation';
  readonly subject: string;
  /** The body that says it. */
  readonly body: number;
  /** Name of the node that brought it. */
  readonly origin: string;
  /** Whom it concerns here. */
  readonly addressee?: number;
}

export async function taking(
  context: Pick<Context, 'audit' | 'clock'>,
  tx: Db,
  { action, kind, subject, body, origin, addressee }: Noted,
  work: (changeSet: number) => Promise<void>,
): Promise<Taken> {
  const begunAt = context.clock.now();
  const id = await takeChangeSet(tx);
  await work(id);
  const entry = { action, actor: origin, body, subject, allowed: true, rule: 'exchange/own-bodies' };
  const cause = await context.audit.record(tx, entry);
  await appendChangeSet(tx, { id, kind, subject, body, addressee: addressee ?? null, actor: origin, cause, begunAt });
  return take;
}
