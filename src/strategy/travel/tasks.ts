/**
 * Tasks between nodes: at home where the body is that gives them, told as states to the nodes of whoever leads or helps;
 * what the lead body reports at its node is judged at the home. See docs/adr/0026.
 */
import Value from 'typebox/value';
import { listBodies } from '../../bodies/index.ts';
import type { ChangeSet } from '../../platform/changes/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { IsHere, Parcel, Travel } from '../../platform/travel.ts';
import * as heard from './store/heard.ts';
import { refuseSentReport, reportsOfChange, toldBefore } from './store/sent.ts';
import { allObjectives, findTask, type TaskRecord } from '../tasks/store/task.ts';
import { refuse } from './note.ts';
import { takeReport } from './take-report.ts';
import { takeTask } from './take-task.ts';
import { REPORTED, Reported, TASK, ToldTask } from './told.ts';

export const taskTravel: Travel = {
  follows: ['strategy'],
  kinds: [TASK, REPORTED],
  parcels: async (tx, change, isHere) => {
    const codes = await heard.tasksOf(tx, change.id);
    const at = change.at ?? { epoch: 0, position: 0 };
    const bodies = await bodiesOf(tx);
    const mark = `${String(at.epoch)}/${String(at.position)}`;
    const told = codes.length === 0 ? [] : await tell(tx, codes, { bodies, isHere, mark, at: () => at });
    return [...told, ...(await reports(tx, change, bodies, isHere))];
  },
  everything: async (tx, isHere, mark) => {
    const stamps = new Map((await heard.taskStamps(tx)).map(({ code, ...at }) => [code, at]));
    const at = (code: string) => stamps.get(code) ?? { epoch: 0, position: 0 };
    return tell(tx, [...stamps.keys()], { bodies: await bodiesOf(tx), isHere, mark, at });
  },
  receive: async (context, tx, arriving) => {
    const { kind, payload } = arriving.parcel;
    if (kind === TASK && Value.Check(ToldTask, payload)) return takeTask(context, tx, arriving, { told: payload });
    if (kind === REPORTED && Value.Check(Reported, payload))
      return takeReport(context, tx, arriving, { told: payload });
    return refuse('unreadable');
  },
  refused: async (_context, tx, { kind, payload }, reason) => {
    if (kind === REPORTED && Value.Check(Reported, payload)) await refuseSentReport(tx, payload.id, reason);
  },
};

interface Bodies {
  codeOf(id: number): string | undefined;
  /** Id of the body at the root above it. */
  rootOf(id: number): number;
}

async function bodiesOf(tx: Db): Promise<Bodies> {
  const byId = new Map((await listBodies(tx)).map((body) => [body.id, body]));
  return { codeOf: (id) => byId.get(id)?.code, rootOf: (id) => byId.get(id)?.path[0] ?? id };
}

interface Telling {
  readonly bodies: Bodies;
  readonly isHere: IsHere;
  readonly mark: string;
  readonly at: (code: string) => heard.At;
}

/** Each task that is at home here, to everybody who has or had a part in it. */
async function tell(tx: Db, codes: readonly string[], { bodies, isHere, mark, at }: Telling): Promise<Parcel[]> {
  const objectives = new Map((await allObjectives(tx)).map((one) => [one.code, one]));
  const parcels: Parcel[] = [];
  for (const code of codes) {
    const task = await findTask(tx, code);
    const from = task && bodies.codeOf(task.giver ?? bodies.rootOf(task.lead));
    if (!task || from === undefined || !isHere(from)) continue;
    const { former = [], report = null } = (await toldBefore(tx, code)) ?? {};
    const payload = stateOf(task, {
      bodies,
      at: at(code),
      report,
      objective: objectives.get(task.objective ?? '') ?? null,
    });
    for (const body of new Set([
      task.lead,
      ...task.cooperating,
      ...former,
      ...(await giverOfWhole(tx, task, bodies)),
    ])) {
      const to = bodies.codeOf(body);
      if (to === undefined || isHere(to)) continue;
      parcels.push({ id: `task/${code}/${mark}/${to}`, kind: TASK, from, to, subject: code, payload });
    }
  }
  return parcels;
}

/** Whoever gave the whole sees how its parts stand. */
async function giverOfWhole(tx: Db, { parent }: TaskRecord, bodies: Bodies): Promise<number[]> {
  const whole = parent === null ? undefined : await findTask(tx, parent);
  return whole ? [whole.giver ?? bodies.rootOf(whole.lead)] : [];
}

interface Parts extends Pick<ToldTask, 'at' | 'report' | 'objective'> {
  readonly bodies: Bodies;
}

function stateOf(task: TaskRecord, { bodies, at, report, objective }: Parts): ToldTask {
  const { giver: _, lead, cooperating, objective: _code, escalated: _escalated, ...rest } = task;
  const codes = cooperating.flatMap((id) => bodies.codeOf(id) ?? []);
  return { ...rest, lead: bodies.codeOf(lead) ?? '', cooperating: codes, objective, at, report };
}

/** What lead bodies said here of tasks that are at home elsewhere. */
async function reports(tx: Db, change: ChangeSet, bodies: Bodies, isHere: IsHere): Promise<Parcel[]> {
  const found: Parcel[] = [];
  for (const { task: code, id, base, body, day, state, progress, evidence } of await reportsOfChange(tx, change.id)) {
    const task = await findTask(tx, code);
    const from = bodies.codeOf(body);
    const to = task && bodies.codeOf(task.giver ?? bodies.rootOf(task.lead));
    if (from === undefined || to === undefined || !isHere(from)) continue;
    const payload: Reported = { task: code, id, base, day, state, progress, evidence };
    found.push({ id: `task/${code}/report/${id}`, kind: REPORTED, from, to, subject: code, payload });
  }
  return found;
}
