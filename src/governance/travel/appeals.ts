/**
 * Appeals whose superior body is at home at a node of its own: the data manager's node tells it of the appeal, and how the
 * request stands from then on; it tells that node its decision, which is carried out there.
 */
import Value from 'typebox/value';
import { bodiesByCode, listBodies, type Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Arriving, Parcel, Taken } from '../../platform/travel.ts';
import { decideAppeal } from '../requests/decide-appeal.ts';
import type { RequestRecord } from '../requests/model.ts';
import { oweRequest } from '../requests/owe-request.ts';
import { storeRequest } from '../requests/change-request.ts';
import { hear } from '../store/heard.ts';
import { findRegister } from '../store/register.ts';
import { addNote, findRequest, lockRequest } from '../store/request.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { Decided, Made, type Asked, type Stands } from './request-told.ts';
import { readerOf, within } from './take-asked.ts';
import { readRows, UnknownBodyError } from './told.ts';

export const MADE = 'governance.appeal-made';
export const DECIDED = 'governance.appeal-decided';

const refuse = (reason: string): Taken => ({ taken: false, reason });

interface Telling {
  /** Codes of the data manager and of the body above. */
  readonly manager: string;
  readonly above: string;
  /** The same for the same change. */
  readonly mark: string;
}

/** What the data manager's node tells the body above. */
export const tellMade = (
  request: RequestRecord,
  { asked, stands, by }: { readonly asked: Asked; readonly stands: Stands; readonly by: string },
  { manager, above, mark }: Telling,
): Parcel => ({
  ...{ id: `${mark}/appeal`, kind: MADE, from: manager, to: above, subject: request.code },
  payload: { by, asked, stands } satisfies Made,
});

/** What the body above tells the data manager's node; nothing before it has decided. */
export function tellDecided({ code, appeal }: RequestRecord, { manager, above, mark }: Telling): Parcel[] {
  if (!appeal?.decision) return [];
  const { allowed, reason, text, on } = appeal.decision;
  const payload: Decided = { code, allowed, reason, text, on };
  return [{ id: `${mark}/appeal-decided`, kind: DECIDED, from: above, to: manager, subject: code, payload }];
}

/** At the node of the body above: the request with its appeal, and what became of it. */
export async function takeMade(
  context: Context,
  tx: Db,
  { from, to, origin }: Arriving,
  { by: asker, asked, stands }: Made,
): Promise<Taken> {
  const register = await findRegister(tx, asked.register);
  if (!register) return refuse('unknown-register');
  if (register.managerBody !== from || !stands.appeal) return refuse('not-yours-to-say');
  const bodies = await bodiesByCode(tx, todayOf(context));
  const idOf = (code: string | null) => (code === null ? null : (bodies.get(code)?.id ?? null));
  const by = idOf(asker);
  if (by === null) return { taken: 'later', reason: 'unknown-body' };
  const held = await lockRequest(tx, asked.code);
  if (held && (held.by !== by || held.register !== asked.register)) return refuse('code-taken');
  const rows = rowsOf(asked, (code) => idOf(code) ?? undefined);
  if (rows === undefined) return { taken: 'later', reason: 'unknown-body' };
  if (!(await hear(tx, { kind: 'request', code: asked.code, node: origin }, stands.at))) return { taken: true };
  const opinion = (one: Stands['content']) => one && { ...one, body: idOf(one.body) };
  const { at: _at, questions: _questions, appeal, content, security, ...rest } = stands;
  const demand = { ...asked.demand, rows };
  const next: RequestRecord = {
    ...(held ?? { account: null, escalations: [], turn: null, due: null }),
    ...rest,
    ...{ register: asked.register, by, names: asked.names, demand, purpose: demand.purpose },
    elements: demand.elements === 'all' ? [] : demand.elements,
    content: opinion(content),
    security: opinion(security),
    appeal: { ...appeal, body: to, decision: opinion(appeal.decision) },
  };
  const author: Author = { account: origin, body: from, rule: 'exchange/own-bodies' };
  const act = { action: 'governance.take-appeal', subject: asked.code, kind: 'agreement', by: author } as const;
  await writeChange(context, act, (inner, changeSet) => storeRequest(context, next, { tx: inner, changeSet }), tx);
  return { taken: true };
}

function rowsOf({ demand }: Asked, idOf: (code: string) => number | undefined) {
  try {
    return readRows(demand.rows, idOf);
  } catch (error) {
    if (error instanceof UnknownBodyError) return undefined;
    throw error;
  }
}

/** Who bears the office of this body today: itself, or who it merged into; at that one's node it may have merged before it has here. */
async function bearerOf(context: Context, tx: Db, body: number): Promise<number> {
  const code = (await listBodies(tx)).find(({ id }) => id === body)?.code ?? '';
  const bearer = (await bodiesByCode(tx, todayOf(context))).get(code);
  return bearer?.id ?? body;
}

/** At the data manager's node: the body above has decided; it is carried out as if it had been said here. */
export async function takeDecided(
  context: Context,
  tx: Db,
  { from, origin }: Arriving,
  { code, allowed, reason, text }: Decided,
): Promise<Taken> {
  const request = await findRequest(tx, code);
  if (!request?.appeal) return refuse('unknown-request');
  if ((await bearerOf(context, tx, request.appeal.body)) !== from) return refuse('not-yours-to-say');
  // Withdrawn meanwhile, or decided already: what stands is told from here.
  if (request.stage !== 'appealed' || request.appeal.decision) return { taken: true };
  const by: Author = { account: origin, body: from, rule: 'exchange/own-bodies' };
  try {
    await decideAppeal(within(context, tx, request.appeal.body), { code, allowed, reason, text }, by);
    return { taken: true };
  } catch (error) {
    if (error instanceof Problem) return refuse(error.kind.slug);
    throw error;
  }
}

/** At the node of the body above: its decision could not be carried out. It is owed again, with words. */
export async function decisionNotTaken(context: Context, tx: Db, { code }: Decided, reason: string): Promise<void> {
  const request = await lockRequest(tx, code);
  if (request?.stage !== 'appealed' || !request.appeal?.decision) return;
  const { t } = readerOf(context);
  const words = t('governance:request.notTaken.other', { reason });
  const by = { account: 'system', body: null, rule: 'governance/node-itself' };
  const act = { action: 'governance.request-not-taken', subject: code, kind: 'agreement', by } as const;
  const next = { ...request, appeal: { ...request.appeal, decision: null } };
  await writeChange(
    context,
    act,
    async (inner, changeSet) => {
      const note = { kind: 'question', day: todayOf(context), body: null, account: by.account, words } as const;
      await addNote(inner, { request: code, ...note, changeSet });
      await oweRequest(context, inner, await storeRequest(context, next, { tx: inner, changeSet }));
    },
    tx,
  );
}

export const isMade = (payload: unknown): payload is Made => Value.Check(Made, payload);
export const isDecided = (payload: unknown): payload is Decided => Value.Check(Decided, payload);
