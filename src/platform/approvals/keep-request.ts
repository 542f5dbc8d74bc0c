/** Keeps an act that needs a second person as a proposal, instead of doing it. */
import { workingCalendar } from '../calendar.ts';
import { dayOf } from '../clock.ts';
import type { Decision } from '../decision.ts';
import { idempotencyKeyOf } from '../http/idempotency.ts';
import { aboutOf, actionOf, type Acting } from '../http/record-refusal.ts';
import { newId } from '../ids.ts';
import type { Post } from '../room.ts';
import { openWork } from '../work/index.ts';
import { addresseesOf, type Addressee, type Desk } from './desk.ts';
import { isReplay } from './replay.ts';
import { problems } from './problems.ts';
import { sealRequest } from './sealed-request.ts';
import { countOpen, insertApproval } from './store.ts';

export const KIND = 'approvals.agree';
export const subjectOf = (id: string): string => `approval/${id}`;
const HOUR_MS = 3_600_000;
const MOST_WAITING = 50;

/**
 * Asked after the decision and the proof of who is at the keyboard, before the act. Does nothing where no second person
 * is asked for, and where the act was agreed to.
 * @throws approvals/second-person-needed when it was kept, approvals/cannot-be-kept, approvals/too-many-waiting
 */
export async function keepRequest(desk: Desk, acting: Acting, decision: Decision): Promise<void> {
  const { endpoint, request } = acting;
  const act = desk.rules.acts.get(endpoint.permission);
  if (!act || endpoint.method === 'GET' || endpoint.tries === true) return;
  const { caller } = request;
  // The node itself installs its profile and takes in what travels; whoever opens the data folder is somebody.
  if (caller.account === 'system' || isReplay(request, endpoint.permission)) return;
  if (endpoint.consumes || !desk.seal) throw problems.cannotBeKept();
  const about = aboutOf(endpoint, acting.input);
  const waiting = { account: caller.account, body: caller.body, about, permission: act.permission };
  const addressees = await addresseesOf(desk, waiting, act);
  if (caller.kind === 'system' && addressees.length === 0) return alone(desk, acting, decision);
  if ((await countOpen(desk.context.db, caller.account)) >= MOST_WAITING)
    throw problems.tooManyWaiting({ most: MOST_WAITING });
  throw await keep(desk, acting, { decision, addressees });
}

/** On a node where nobody else could agree yet, the terminal sets up the first people; the trail says so. */
async function alone({ context }: Desk, { endpoint, request }: Acting, { facts }: Decision): Promise<void> {
  const { account, body } = request.caller;
  const entry = { action: 'approvals.act-alone', actor: account, body, subject: endpoint.name };
  await context.audit.append({ ...entry, allowed: true, rule: 'approvals/nobody-to-agree', detail: { facts } });
}

async function keep(
  { context, rules, seal }: Desk,
  { endpoint, request, input }: Acting,
  { decision, addressees }: { readonly decision: Decision; readonly addressees: readonly Addressee[] },
) {
  const { db, clock, profile, words, audit } = context;
  const { caller } = request;
  const now = clock.now();
  const id = newId(now);
  const expiresAt = new Date(now.getTime() + rules.hours * HOUR_MS);
  const ifMatch = request.headers['if-match'];
  const key = idempotencyKeyOf(request);
  const about = aboutOf(endpoint, input);
  const { sealed, digest } = sealRequest(seal as NonNullable<typeof seal>, id, {
    method: endpoint.method,
    url: request.url,
    ...(typeof ifMatch === 'string' && { ifMatch }),
    ...(key !== undefined && { idempotencyKey: key }),
    body: request.bodyText ?? null,
    input,
  });
  const action = actionOf(endpoint.name);
  const due = { day: dayOf(expiresAt, profile.timeZone), calendar: workingCalendar(profile).edition };
  const [room = '', verb = ''] = action.split('.');
  const act = Object.fromEntries(
    words.languages.map((language) => [language, words.translator(language)(`${room}:actions.${verb}`)]),
  );
  await db.transaction(async (tx) => {
    await insertApproval(tx, {
      ...{ id, permission: endpoint.permission, endpoint: endpoint.name, about, sealed, digest, now, expiresAt },
      ...{ account: caller.account, body: caller.body, language: request.language },
      acting: caller.onBehalf?.delegation ?? null,
    });
    for (const { body, post } of addressees) {
      const work = { kind: KIND, title: { key: 'approvals:work.agree', values: { act } }, body, post: post as Post };
      await openWork(tx, { ...work, due, link: `/work/approvals/${id}`, subject: subjectOf(id), now });
    }
    await audit.record(tx, {
      ...{ action: 'approvals.propose', actor: caller.account, body: caller.body, subject: subjectOf(id) },
      ...{ allowed: true, rule: decision.rule, detail: { act: action, permission: endpoint.permission, digest } },
    });
  });
  return problems.secondPersonNeeded({ approval: id, until: expiresAt.toISOString(), asked: addressees.length });
}
