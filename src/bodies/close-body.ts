/** Ends a body after its last day; by merger, split or rename only with its successors. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { inForce, shiftDay, type Body, type Ending, type Succession, type SuccessionKind } from './model.ts';
import { homesElsewhere, insistOnHome } from './insist-on-home.ts';
import { problems } from './problems.ts';
import { getBody } from './read.ts';
import * as store from './store/body.ts';
import * as posts from './store/post.ts';
import * as write from './store/write.ts';
import { todayOf, writeChange, type Author } from './write-change.ts';

export interface CloseBody {
  /** Code, read as of today. */
  readonly body: string;
  /** Last day in force. */
  readonly lastDay: string;
  readonly ended: Ending;
  /** Codes read as of the day after, each with its share of the body, 0 < share ≤ 1. */
  readonly successors: readonly { readonly body: string; readonly share: number }[];
}

// Shares are written as decimals: 0.6 + 0.4 must pass.
const ROUNDING = 1e-6;

/** @throws problems.bodyNotFound, problems.homeElsewhere, problems.notInForce, problems.successorMissing, problems.sharesExceedWhole, problems.hasChildren */
export async function closeBody(context: Context, closing: CloseBody, by: Author): Promise<Body> {
  const act = { action: 'bodies.close-body', subject: `body ${closing.body}`, by, tree: true };
  const elsewhere = await homesElsewhere(context);
  return writeChange(context, act, async (tx, changeSet) => {
    const body = await getBody(tx, closing.body, todayOf(context));
    insistOnHome(elsewhere, body);
    if (!inForce(body, closing.lastDay)) throw problems.notInForce({ code: body.code, day: closing.lastDay });
    const dayAfter = shiftDay(closing.lastDay, 1);
    const successions = await resolve(tx, body, closing, dayAfter);
    const children = await store.countChildren(tx, body.id, dayAfter);
    if (children > 0) throw problems.hasChildren({ code: body.code, children });
    await write.close(tx, body.id, { lastDay: closing.lastDay, ended: closing.ended, changeSet });
    await write.endPlacements(tx, body.id, closing.lastDay);
    await write.putSuccessions(tx, successions);
    await posts.endAll(tx, body.id, closing.lastDay, changeSet);
    return { result: await getBody(tx, body.id), ended: 1 };
  });
}

const kindOf = (ended: Ending, share: number): SuccessionKind => {
  if (ended === 'rename') return 'rename';
  return share === 1 ? 'whole' : 'part';
};

async function resolve(tx: Db, body: Body, closing: CloseBody, day: string): Promise<Succession[]> {
  if (closing.ended !== 'dissolution' && closing.successors.length === 0) {
    throw problems.successorMissing({ code: body.code, ended: closing.ended });
  }
  const sum = closing.successors.reduce((total, { share }) => total + share, 0);
  if (sum > 1 + ROUNDING) throw problems.sharesExceedWhole({ code: body.code, sum });
  const found: Succession[] = [];
  for (const { body: code, share } of closing.successors) {
    const successor = await store.byCode(tx, code, day);
    // The body itself bears its code until it is closed: it cannot be its own successor.
    if (!successor || successor.id === body.id) throw problems.bodyNotFound({ code, on: day });
    found.push({ kind: kindOf(closing.ended, share), day, predecessor: body.id, successor: successor.id, share });
  }
  return found;
}
