/** At the decider's node: what an asker at home elsewhere asks, answers, takes back or appeals, through the same steps as here. */
import { bodiesByCode, homesElsewhere, type Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Arriving, Taken } from '../../platform/travel.ts';
import { appealRequest } from '../requests/appeal-request.ts';
import type { RequestRecord } from '../requests/model.ts';
import { oweRequest } from '../requests/owe-request.ts';
import type { Reader } from '../requests/say-findings.ts';
import { withdrawRequest } from '../requests/withdraw-request.ts';
import { rewriteRequest, writeRequest } from '../requests/write-request.ts';
import { findRegister } from '../store/register.ts';
import { addNote, findRequest, lockRequest, putRequest } from '../store/request.ts';
import { todayOf, writeChange } from '../write-change.ts';
import type { Asked } from './request-told.ts';
import { readRows, UnknownBodyError } from './told.ts';

const take: Taken = { taken: true };
const refuse = (reason: string): Taken => ({ taken: false, reason });

/**
 * The use cases open transactions of their own: within that of the parcel they are savepoints. The home of the body that says it
 * has been judged; what others owe at their nodes stays theirs.
 */
export const within = (context: Context, tx: Db, judged: number): Context => ({
  ...context,
  db: tx as Context['db'],
  homesElsewhere: async () => new Map([...(await homesElsewhere(context))].filter(([body]) => body !== judged)),
});

export const readerOf = ({ words, profile }: Context): Reader => {
  const language = profile.languages[0] ?? 'en';
  return { language, t: words.translator(language) };
};

export async function takeAsked(
  context: Context,
  tx: Db,
  { from, to, origin }: Arriving,
  asked: Asked,
): Promise<Taken> {
  const register = await findRegister(tx, asked.register);
  if (!register) return refuse('unknown-register');
  if (register.managerBody !== to) return refuse('not-at-home-here');
  const held = await findRequest(tx, asked.code);
  if (held && held.by !== from) return refuse('code-taken');
  const inside = within(context, tx, from);
  const by: Author = { account: origin, body: from, rule: 'exchange/own-bodies' };
  try {
    return await step(inside, held, { asked, by, demand: await demandOf(inside, asked) });
  } catch (error) {
    if (error instanceof UnknownBodyError) return { taken: 'later', reason: 'unknown-body' };
    if (error instanceof Problem) return refuse(error.kind.slug);
    throw error;
  }
}

async function demandOf(context: Context, { demand }: Asked): Promise<NonNullable<RequestRecord['demand']>> {
  const bodies = await bodiesByCode(context.db, todayOf(context));
  return { ...demand, rows: readRows(demand.rows, (code) => bodies.get(code)?.id) };
}

interface Step {
  readonly asked: Asked;
  readonly by: Author;
  readonly demand: NonNullable<RequestRecord['demand']>;
}

/** What has moved on meanwhile stays as it was decided: the asker is told so. */
async function step(context: Context, held: RequestRecord | undefined, { asked, by, demand }: Step): Promise<Taken> {
  const { code, register, names, stage, answers, appeal } = asked;
  if (!held) {
    if (stage === 'withdrawn') return take;
    const written = { code, register, names, demand, body: by.body ?? 0, draft: false };
    await writeRequest(context, written, by, readerOf(context));
    return take;
  }
  if (stage === 'withdrawn') {
    const isOpen = ['deciding', 'asked-back', 'appealed'].includes(held.stage);
    if (isOpen) await withdrawRequest(context, code, by);
    return take;
  }
  if (stage === 'appealed') {
    if (held.stage === 'refused' && !held.appeal) await appealRequest(context, { code, text: appeal ?? '' }, by);
    return take;
  }
  if (held.stage !== 'asked-back') return take;
  const answer = answers.at(-1)?.words ?? '';
  await rewriteRequest(context, { code, names, demand, draft: false, answer }, by, readerOf(context));
  return take;
}

const explained: readonly string[] = ['request-cannot-be-sent', 'code-taken', 'unknown-register', 'not-at-home-here'];

/** At the asker's node: the decider's node cannot take it. It comes back like a question, with the reason. */
export async function notTaken(context: Context, tx: Db, { code }: Asked, reason: string): Promise<void> {
  const request = await lockRequest(tx, code);
  if (!request || !['deciding', 'appealed', 'withdrawn'].includes(request.stage)) return;
  const today = todayOf(context);
  const { t } = readerOf(context);
  const words = t(`governance:request.notTaken.${explained.includes(reason) ? reason : 'other'}`, { reason });
  const by = { account: 'system', body: null, rule: 'governance/node-itself' };
  const act = { action: 'governance.request-not-taken', subject: code, kind: 'agreement', by } as const;
  await writeChange(
    context,
    act,
    async (inner, changeSet) => {
      const next: RequestRecord = { ...request, stage: 'draft', turn: request.by, due: null };
      const note = { kind: 'question', day: today, body: null, account: by.account, words } as const;
      await addNote(inner, { request: code, ...note, changeSet });
      await putRequest(inner, next, changeSet);
      await oweRequest(context, inner, next);
    },
    tx,
  );
}
