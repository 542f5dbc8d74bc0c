/** The provider opens a grant to an analysis tool, or closes it. Both are written down. */
import { randomBytes } from 'node:crypto';
import { getBody, type Body } from '../../bodies/index.ts';
import { consentProblems, type Opened } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf, startOfDay } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { sqlState, type Db } from '../../platform/db/db.ts';
import type { Decision } from '../../platform/decision.ts';
import { refusal } from '../../platform/http/refusal.ts';
import { newSecret } from '../../platform/ids.ts';
import { readerOf } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { judgeBi, shownBy } from './judge-bi.ts';
import { scramVerifier } from './scram.ts';
import * as store from './store/access.ts';
import { dropLogin, endConnections, makeLogin } from './store/login.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 365;
/** SQLSTATE: insufficient privilege. */
const NOT_GRANTED = '42501';

export interface Acting {
  readonly caller: Caller;
  readonly decision: Decision;
}

interface Which {
  readonly agreement: string;
  /** Code of the body. */
  readonly consumer: string;
}

/** As a name in SQL that needs no quotes. */
export const viewOf = (register: string): string => register.replaceAll('-', '_');

const bodyOf = ({ db, clock, profile }: Context, code: string): Promise<Body> =>
  getBody(db, code, dayOf(clock.now(), profile.timeZone));

/**
 * An access that is open is closed first: the password is another one then.
 * @returns the password, which is kept nowhere
 * @throws platform/refused with the rule that stands in the way, bodies/body-not-found, problems.noLogins
 */
export async function openBi(context: Context, { agreement, consumer }: Which, acting: Acting): Promise<string> {
  const { db, words } = context;
  const { caller } = acting;
  const body = await bodyOf(context, consumer);
  const { decision, opened } = await judgeBi(context, agreement, body.id);
  if (!decision.allowed || !opened) throw refusal(decision, words.translator(caller.language), caller.language);
  await closeBi(context, { agreement, consumer }, acting, 'exchange/bi-opened-anew');
  const password = newSecret(24);
  try {
    await db.transaction((tx) => make(context, tx, { opened, body, password, acting }));
  } catch (error) {
    if (sqlState(error) === NOT_GRANTED) throw problems.noLogins();
    throw error;
  }
  return password;
}

interface Making {
  readonly opened: Opened;
  readonly body: Body;
  readonly password: string;
  readonly acting: Acting;
}

async function make(context: Context, tx: Db, { opened, body, password, acting }: Making): Promise<void> {
  const { audit, clock } = context;
  const { caller, decision } = acting;
  // A view stays as it was made: who withdraws would stay in it.
  if (opened.grant.consent) throw consentProblems.consentByLogin();
  const { served, shape, query } = await shownBy(context, opened);
  const { table, fields, condition } = served;
  const now = clock.now();
  const until = untilOf(context, opened, now);
  const role = `bi_${randomBytes(8).toString('hex')}`;
  const { register } = opened.grant;
  await makeLogin(tx, {
    ...{ role, until, verifier: scramVerifier(password, randomBytes(16)), view: viewOf(register) },
    reader: await readerOf(tx, table, [...new Set([...fields, ...condition])]),
    columns: table.entity.fields.filter(({ name }) => fields.includes(name)),
    period: table.entity.validTime,
  });
  await store.addAccess(tx, {
    ...{ agreement: opened.grant.agreement, consumer: body.id, role, register, shape, query, account: caller.account },
    openedAt: now.toISOString(),
    validUntil: until.toISOString(),
  });
  const entry = { action: 'exchange.open-bi', actor: caller.account, body: caller.body, rule: decision.rule };
  await audit.record(tx, { ...entry, subject: `${opened.grant.agreement}/${body.code}`, allowed: true });
}

/** With the last day of the grant or of its confirmation of security; after a year in any case. */
function untilOf({ profile }: Pick<Context, 'profile'>, { grant }: Opened, now: Date): Date {
  const ends = [grant.to, grant.securityUntil ?? null].flatMap((day) =>
    day === null ? [] : [startOfDay(nextDay(day), profile.timeZone).getTime()],
  );
  return new Date(Math.min(now.getTime() + MOST_DAYS * DAY_MS, ...ends));
}

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** @returns whether there was one */
export async function closeBi(
  context: Context,
  { agreement, consumer }: Which,
  { caller, decision }: Acting,
  rule = decision.rule,
): Promise<boolean> {
  const body = await bodyOf(context, consumer);
  const access = await store.findOpen(context.db, agreement, body.id);
  if (!access) return false;
  return endAccess(context, access, { rule, actor: caller.account, body: caller.body, code: body.code });
}

interface Ending {
  /** Of the decision that ends it. */
  readonly rule: string;
  readonly actor: string;
  readonly body: number | null;
  /** Code of the consumer. */
  readonly code: string;
}

/** Connections in hand end too: a question that runs is cut off. */
export async function endAccess(
  { db, clock, audit }: Pick<Context, 'db' | 'clock' | 'audit'>,
  { id, role, agreement }: store.Access,
  { rule, actor, body, code }: Ending,
): Promise<boolean> {
  const ended = await db.transaction(async (tx) => {
    if ((await store.closeAccess(tx, id, { now: clock.now(), rule })) === 0) return false;
    await dropLogin(tx, role);
    const subject = `${agreement}/${code}`;
    await audit.record(tx, { action: 'exchange.close-bi', actor, body, subject, allowed: true, rule });
    return true;
  });
  await endConnections(db, role);
  return ended;
}
