/** What a change set means for a body: the events it may know of, and no others. */
import { isWithin } from '../../bodies/index.ts';
import {
  activeGrants,
  agreementsOfChange,
  findRegister,
  findRequest,
  listAgreements,
  listGrants,
  treesOf,
  type Grant,
} from '../../governance/index.ts';
import type { ChangeSet } from '../../platform/changes/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { actionOf } from '../../platform/ledger/entry-store.ts';
import type { WebhookEvent } from './model.ts';

const ROWS: readonly ChangeSet['kind'][] = ['records', 'undo', 'migration', 'applied'];
/** Acts after which an agreement or a request stands otherwise; writing one is no decision. */
const DECISIONS = /^governance\.(decide-|change-agreement|confirm-security|renew-agreement|set-condition)/;
const ANSWERS = /^registers\.(settle-correction|undo-settlement|take-answer)$/;

export interface Asking {
  /** Id of the body that wants to know. */
  readonly body: number;
  /** YYYY-MM-DD */
  readonly today: string;
}

/** Kinds of change sets that any event comes from. */
export const followedKinds = [...ROWS, 'agreement', 'correction'] as ChangeSet['kind'][];

/** In the transaction of the follower. */
export async function eventsOf(db: Db, change: ChangeSet, asking: Asking): Promise<WebhookEvent[]> {
  if (ROWS.includes(change.kind)) return rowEvents(db, change, asking);
  const action = change.cause === null ? undefined : await actionOf(db, change.cause);
  if (change.kind === 'correction' && ANSWERS.test(action ?? '')) return correctionEvents(change, asking);
  if (change.kind === 'agreement' && DECISIONS.test(action ?? '')) return agreementEvents(db, change, asking);
  return [];
}

async function rowEvents(db: Db, change: ChangeSet, { body, today }: Asking): Promise<WebhookEvent[]> {
  const data = { register: change.subject, position: change.at };
  const grants = (await activeGrants(db, today, body)).filter((grant) => grant.register === change.subject);
  const opened = await Promise.all(grants.map((grant) => opens(db, grant, change)));
  const open = grants.filter((_, i) => opened[i]);
  const knows = open.length > 0 || (await isOwn(db, change, body));
  return [
    ...(knows ? [{ kind: 'register.changed', data } as const] : []),
    ...open
      .filter((grant) => grant.mode === 'feed')
      .map((grant) => ({ kind: 'feed.due', data: { ...data, agreement: grant.agreement } }) as const),
  ];
}

/** Rows of its own tree, or of a register that it manages. */
async function isOwn(db: Db, change: ChangeSet, body: number): Promise<boolean> {
  if (change.body !== null && (await isWithin(db, change.body, body))) return true;
  return (await findRegister(db, change.subject))?.managerBody === body;
}

/**
 * Whether a grant opens rows of the body whose change it was. Under a condition nobody can tell without looking at rows, so
 * nothing is told.
 */
async function opens(db: Db, grant: Grant, change: ChangeSet): Promise<boolean> {
  if (grant.condition !== null || grant.mode === 'statistics') return false;
  const trees = treesOf(grant.rows, grant.consumer);
  if (trees === 'all') return true;
  if (change.body === null) return false;
  for (const tree of trees) {
    if ((await isWithin(db, change.body, tree)) || (await isWithin(db, tree, change.body))) return true;
  }
  return false;
}

function correctionEvents(change: ChangeSet, { body }: Asking): WebhookEvent[] {
  if (change.addressee !== body) return [];
  return [{ kind: 'correction.answered', data: { register: change.subject, records: change.members ?? [] } }];
}

/** Whoever provides, and whoever has or had a grant; without an agreement whoever asked. */
async function agreementEvents(db: Db, change: ChangeSet, { body }: Asking): Promise<WebhookEvent[]> {
  // The subject of an act on many agreements is cut off; what it changed bears its number.
  const words = new Set([...change.subject.split(' '), ...(await agreementsOfChange(db, change.id))]);
  const mine = new Set((await listGrants(db, body)).map((grant) => grant.agreement));
  const told = (await listAgreements(db))
    .filter((one) => words.has(one.code) || (one.request !== null && words.has(one.request)))
    .filter((one) => one.provider === body || mine.has(one.code))
    .map((one): WebhookEvent => ({
      kind: 'agreement.decided',
      data: { agreement: one.code, register: one.register },
    }));
  if (told.length > 0) return told;
  const request = await findRequest(db, change.subject);
  // One of two opinions is no decision.
  if (request?.by !== body || request.stage !== 'refused') return [];
  return [{ kind: 'agreement.decided', data: { request: request.code, register: request.register } }];
}
