/** Puts a body under another parent from a day on. */
import type { Context } from '../platform/context.ts';
import { inForce, shiftDay, type Body } from './model.ts';
import { homesElsewhere, insistOnHome } from './insist-on-home.ts';
import { problems } from './problems.ts';
import { getBody, findBody, pathOf } from './read.ts';
import * as write from './store/write.ts';
import { todayOf, writeChange, type Author } from './write-change.ts';

export interface MoveBody {
  /** Code, read as of today. */
  readonly body: string;
  /** Code of the new parent, read as of the day; null makes it a root. */
  readonly parent: string | null;
  /** First day under the new parent. */
  readonly day: string;
}

/** @throws problems.bodyNotFound, problems.homeElsewhere, problems.notInForce, problems.wouldMakeCircle */
export async function moveBody(context: Context, move: MoveBody, by: Author): Promise<Body> {
  const act = { action: 'bodies.move-body', subject: `body ${move.body}`, by, tree: true };
  const elsewhere = await homesElsewhere(context);
  return writeChange(context, act, async (tx, changeSet) => {
    const body = await getBody(tx, move.body, todayOf(context));
    insistOnHome(elsewhere, body);
    if (!inForce(body, move.day)) throw problems.notInForce({ code: body.code, day: move.day });
    const parent = move.parent === null ? null : await findBody(tx, move.parent, move.day);
    if (parent === undefined) throw problems.bodyNotFound({ code: move.parent, on: move.day });
    if (parent) insistOnHome(elsewhere, parent);
    if (parent && (await pathOf(tx, parent.id, move.day)).includes(body.id)) {
      throw problems.wouldMakeCircle({ code: body.code, parent: parent.code });
    }
    if (parent && parent.to !== null && (body.to === null || parent.to < body.to)) {
      throw problems.notInForce({ code: parent.code, day: shiftDay(parent.to, 1) });
    }
    await write.endPlacements(tx, body.id, shiftDay(move.day, -1));
    if (parent) await write.insertPlacements(tx, [{ body: body.id, parent: parent.id, from: move.day, to: body.to }]);
    await write.touch(tx, body.id, changeSet);
    await write.refreshPaths(tx, todayOf(context));
    return { result: await getBody(tx, body.id), changed: 1 };
  });
}
