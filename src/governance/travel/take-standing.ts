/** At the asker's node: how her request stands at the decider's. The decider's word stands, and older words change nothing. */
import { bodiesByCode } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Arriving, Taken } from '../../platform/travel.ts';
import type { Opinion, RequestRecord } from '../requests/model.ts';
import { turnOf } from '../requests/model.ts';
import { decidersOf, oweRequest } from '../requests/owe-request.ts';
import { findAgreement } from '../store/agreement.ts';
import { hear } from '../store/heard.ts';
import { findRegister } from '../store/register.ts';
import { addNote, lockRequest, notesOf, putRequest } from '../store/request.ts';
import { todayOf, writeChange } from '../write-change.ts';
import type { Stands } from './request-told.ts';

type Told = Stands['content'];

export async function takeStanding(
  context: Context,
  tx: Db,
  { from, to, origin }: Arriving,
  told: Stands,
): Promise<Taken> {
  const request = await lockRequest(tx, told.code);
  if (request?.by !== to) return { taken: false, reason: 'unknown-request' };
  if ((await findRegister(tx, request.register))?.managerBody !== from)
    return { taken: false, reason: 'not-yours-to-say' };
  // The agreement is told to every node, in a parcel of its own.
  if (told.agreement !== null && !(await findAgreement(tx, told.agreement)))
    return { taken: 'later', reason: 'unknown-agreement' };
  const bodies = await bodiesByCode(tx, todayOf(context));
  const idOf = (code: string | null) => (code === null ? null : (bodies.get(code)?.id ?? null));
  const above = told.appeal === null ? null : idOf(told.appeal.body);
  if (told.appeal !== null && above === null) return { taken: 'later', reason: 'unknown-body' };
  if (!(await hear(tx, { kind: 'request', code: told.code, node: origin }, told.at))) return { taken: true };
  const opinion = (one: Told): Opinion | null => one && { ...one, body: idOf(one.body) };
  const { questions, at: _at, appeal, content, security, ...stands } = told;
  const next: RequestRecord = {
    ...request,
    ...stands,
    content: opinion(content),
    security: opinion(security),
    appeal: appeal && { ...appeal, body: above ?? 0, decision: opinion(appeal.decision) },
  };
  const by = { account: origin, body: from, rule: 'exchange/own-bodies' };
  const act = { action: 'governance.adopt-request', subject: told.code, kind: 'agreement', by } as const;
  await writeChange(
    context,
    act,
    async (inner, changeSet) => {
      const asked = (await notesOf(inner, told.code)).filter(({ kind }) => kind === 'question');
      const isNew = (one: { readonly day: string; readonly words: string }) =>
        !asked.some(({ day, words }) => day === one.day && words === one.words);
      for (const { day, words } of questions.filter(isNew)) {
        const note = { kind: 'question', day, body: from, account: origin, words } as const;
        await addNote(inner, { request: told.code, ...note, changeSet });
      }
      const standing = { ...next, ...turnOf(next, await decidersOf(context, inner, next.register)) };
      await putRequest(inner, standing, changeSet);
      await oweRequest(context, inner, standing);
    },
    tx,
  );
  return { taken: true };
}
