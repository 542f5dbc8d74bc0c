/**
 * "This is no defect": said by whoever answers for the record, answered by somebody who has no part in it. The body above
 * the keeper is asked; where that one owns the rule, the next one above; where there is none, the data office. Careers
 * hang on these figures: nobody judges in a matter of his own.
 */
import { findBody, pathOf } from '../../bodies/index.ts';
import { findRegister, visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { problems } from '../problems.ts';
import { insistOnMending, mineToMend, versionOf } from './mend-defects.ts';
import type { ContestRecord, DefectRecord } from './model.ts';
import * as store from './store/defect.ts';
import { writeAct } from './write-act.ts';

const WORK = 'quality.answer-contest';

/** @throws problems.noSuchDefect, defectClosed, defectElsewhere, defectContested */
export async function contestDefect(context: Context, caller: Caller, id: string, words: string): Promise<void> {
  const defect = await mineToMend(context, caller, id);
  const { code } = defect;
  insistOnMending(defect, 'contest');
  if (caller.body === null) throw problems.noSuchDefect();
  const by = { account: caller.account, name: caller.name, body: caller.body };
  const answerer = await answererOf(context.db, defect);
  await writeAct(context, caller, { action: 'quality.contest', defects: [defect] }, async (tx) => {
    const locked = await store.lockDefect(tx, id);
    if (locked?.state === 'contested') throw problems.defectContested({ defect: code });
    const now = context.clock.now();
    const contest = {
      id: newId(now),
      defect: id,
      cell: null,
      register: defect.register,
      by,
      words,
      at: now.toISOString(),
      answerer,
    };
    await store.putContest(tx, contest);
    await store.changeDefect(tx, id, { state: 'contested' });
    if (answerer !== null) await askAnswerer(tx, { code, id, answerer, now });
  });
}

const askAnswerer = (tx: Db, { code, id, answerer, now }: { code: string; id: string; answerer: number; now: Date }) =>
  openWork(tx, {
    kind: WORK,
    title: { key: 'quality:work.answer-contest', values: { defect: code } },
    body: answerer,
    post: 'leader',
    due: null,
    link: `/quality/defects/${id}`,
    subject: id,
    now,
  });

/** Bodies that have a part in it: the keeper, whose record it is, and who owns the rule. */
async function partiesTo(db: Db, { register, keeper, body }: DefectRecord): Promise<Set<number>> {
  const found = await findRegister(db, register);
  return new Set([keeper, body, ...[found?.managerBody ?? []].flat()]);
}

/** The nearest body above the keeper that has no part in it; null: the data office. */
export async function answererOf(db: Db, defect: DefectRecord): Promise<number | null> {
  const parties = await partiesTo(db, defect);
  return (await pathOf(db, defect.keeper)).toReversed().find((id) => !parties.has(id)) ?? null;
}

/** Why the caller may not answer: `asker`, `keeper`, `rule-owner`, `not-asked`; undefined when he may. */
export async function whyNotAnswer(
  db: Db,
  caller: Caller,
  defect: DefectRecord,
  contest: Pick<ContestRecord, 'askedBy' | 'answerer'>,
): Promise<string | undefined> {
  if (caller.account === contest.askedBy) return 'asker';
  const { body } = caller;
  if (body === defect.keeper || body === defect.body) return 'keeper';
  if (body !== null && (await partiesTo(db, defect)).has(body)) return 'rule-owner';
  return caller.roles.includes('data-office') || (body !== null && body === contest.answerer) ? undefined : 'not-asked';
}

export interface Answering {
  readonly upheld: boolean;
  readonly answer: string;
}

/** What is contested waits for him. @throws problems.noSuchDefect, notContested, notIndependent with `why` */
export async function insistOnAnswerer(db: Db, caller: Caller, defect: DefectRecord): Promise<ContestRecord> {
  const scope = await visibleBodies(db, caller, 'quality.answer-contest', defect.register);
  if (!(scope === 'all' || scope.includes(defect.keeper))) throw problems.noSuchDefect();
  const open = (await store.contestsOf(db, defect.id)).find(({ answeredAt }) => answeredAt === null);
  if (!open) throw problems.notContested({ defect: defect.code });
  const why = await whyNotAnswer(db, caller, defect, open);
  if (why !== undefined) throw problems.notIndependent({ why, body: await nameOf(db, open.answerer) });
  return open;
}

/** Upheld, it is no defect and stays none while the record stays as it is; else its clock goes on. @throws problems.notIndependent, … */
export async function answerContest(context: Context, caller: Caller, id: string, said: Answering): Promise<void> {
  const defect = await store.findDefect(context.db, id);
  if (!defect) throw problems.noSuchDefect();
  const open = await insistOnAnswerer(context.db, caller, defect);
  const at = context.clock.now().toISOString();
  await writeAct(context, caller, { action: 'quality.answer-contest', defects: [defect] }, async (tx) => {
    const { account, name, body } = caller;
    if ((await store.answerContest(tx, open.id, { by: { account, name, body }, ...said, at })) === 0)
      throw problems.notContested({ defect: defect.code });
    const closed = { at, by: account };
    await store.changeDefect(
      tx,
      id,
      said.upheld
        ? { state: 'closed', outcome: 'not-a-defect', closed, version: await versionOf(tx, defect) }
        : { state: defect.cause === null ? 'open' : 'cause-found' },
    );
    await closeWork(tx, { kind: WORK, subject: id, by: account, now: context.clock.now() });
  });
}

const nameOf = async (db: Db, body: number | null) =>
  body === null ? null : ((await findBody(db, body))?.names ?? null);
