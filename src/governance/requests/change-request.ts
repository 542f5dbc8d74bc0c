/** The frame of every step of a request: read and held, changed by a pure step, written, owed, in one change set. */
import { homesElsewhere, type Author, type Elsewhere } from '../../bodies/index.ts';
import { workingCalendar, type WorkingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { insistOnHome } from '../insist-on-home.ts';
import { problems } from '../problems.ts';
import { lockRequest, putRequest } from '../store/request.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { turnOf, type RequestRecord, type Stage } from './model.ts';
import { decidersOf, oweRequest } from './owe-request.ts';
import { rulesOf, type Rules } from './rules.ts';

/** When a step may be taken, and where. */
export interface Stand {
  /** Stages from which it may be taken. */
  readonly from: readonly Stage[];
  /** Whose step it is: it is taken at the node that is home of the asker, of the register's data manager, or of the body above. */
  readonly side: 'asker' | 'decider' | 'above';
}

export interface Step extends Stand {
  readonly code: string;
  /** `governance.verb-noun`. */
  readonly action: string;
}

export interface Scene {
  readonly tx: Db;
  readonly changeSet: number;
  readonly today: string;
  readonly calendar: WorkingCalendar;
  readonly rules: Rules;
}

/** What every step insists on; the page that offers the step asks the same. @throws problems.decidedElsewhere, problems.requestMovedOn */
export function insistOnStand(
  { from, side }: Stand,
  { code, by, stage, appeal }: RequestRecord,
  { elsewhere, manager }: { readonly elsewhere: Elsewhere; readonly manager: number },
): void {
  const whose = { asker: by, decider: manager, above: appeal?.body ?? manager }[side];
  insistOnHome(elsewhere, whose, code);
  if (!from.includes(stage)) throw problems.requestMovedOn({ request: code, stage });
}

/** Takes one step. @throws problems.requestNotFound, problems.decidedElsewhere, problems.requestMovedOn */
export async function changeRequest(
  context: Context,
  { code, action, from, side }: Step,
  by: Author,
  work: (request: RequestRecord, scene: Scene) => Promise<RequestRecord> | RequestRecord,
): Promise<RequestRecord> {
  const elsewhere = await homesElsewhere(context);
  return writeChange(context, { action, subject: code, kind: 'agreement', by }, async (tx, changeSet) => {
    const request = await lockRequest(tx, code);
    if (!request) throw problems.requestNotFound({ request: code });
    const { manager } = await decidersOf(context, tx, request.register);
    insistOnStand({ from, side }, request, { elsewhere, manager });
    return storeRequest(context, await work(request, sceneOf(context, tx, changeSet)), { tx, changeSet });
  });
}

export const sceneOf = (context: Context, tx: Db, changeSet: number): Scene => ({
  tx,
  changeSet,
  today: todayOf(context),
  calendar: workingCalendar(context.profile),
  rules: rulesOf(context.profile),
});

/** Writes a request as it now stands: whose turn it is follows from it, and so does what is owed. */
export async function storeRequest(
  context: Context,
  request: RequestRecord,
  { tx, changeSet }: { readonly tx: Db; readonly changeSet: number },
): Promise<RequestRecord> {
  const next = { ...request, ...turnOf(request, await decidersOf(context, tx, request.register)) };
  await putRequest(tx, next, changeSet);
  await oweRequest(context, tx, next);
  return next;
}
