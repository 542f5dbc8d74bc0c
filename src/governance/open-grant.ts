/** A grant with all that serving it needs, and the decision on what is asked under it. */
import { bodiesEdition, findBody } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Decision } from '../platform/decision.ts';
import type { Texts } from '../platform/texts.ts';
import { rowsOfGrant, type Readable } from './authorizer.ts';
import { decideGrant, type GrantQuestion } from './decide-grant.ts';
import { edition } from './edition.ts';
import type { Agreement, Grant } from './model.ts';
import { freeAgain, periodStart } from './quota.ts';
import { findAgreement, listGrants } from './store/agreement.ts';
import { findRegister } from './store/register.ts';
import { usedSince } from './store/request.ts';
import { todayOf } from './write-change.ts';

type Own = Pick<Context, 'db' | 'clock' | 'profile'>;

export interface Opened {
  readonly grant: Grant;
  readonly agreement: Agreement;
  readonly rows: Readable;
  /** The register's data manager. */
  readonly managerNames: Texts | undefined;
  /** Changes with the day and with every change of bodies, agreements and grants: what is derived may be kept under it. */
  readonly edition: string;
}

export interface AskedGrant extends Omit<GrantQuestion['asked'], 'elements'> {
  /** Id of the consumer body. */
  readonly consumer: number;
  readonly elements?: readonly string[];
}

interface Known {
  readonly opened: Opened | undefined;
  readonly register: GrantQuestion['register'];
}

interface Memory {
  readonly edition: string;
  readonly known: Map<string, Promise<Known>>;
}
const memories = new WeakMap<Db, Memory>();
// Codes come from whoever asks: what is remembered of them is bounded.
const MOST_REMEMBERED = 10_000;

/**
 * Decides on what is asked under an agreement, with the grant when it is the asker's own. The quota is not looked at:
 * whoever reads takes it (`takeReads`), whoever only wonders asks `quotaOf`.
 */
export async function openGrant(
  context: Own,
  asked: AskedGrant,
): Promise<{ readonly decision: Decision; readonly opened: Opened | undefined }> {
  const { db } = context;
  const day = todayOf(context);
  const { opened, register } = await remembered(db, day, asked);
  const { consumer: _, elements = [], ...rest } = asked;
  const decision = decideGrant({ asked: { ...rest, elements }, grant: opened?.grant, register, day });
  return { decision, opened };
}

async function remembered(db: Db, day: string, { agreement, consumer }: AskedGrant): Promise<Known> {
  const [tree, own] = await Promise.all([bodiesEdition(db, day), edition.read(db, '')]);
  const now = `${day}/${String(tree)}/${String(own)}`;
  let memory = memories.get(db);
  if (memory?.edition !== now) memories.set(db, (memory = { edition: now, known: new Map() }));
  const key = `${String(consumer)}\0${agreement}`;
  let known = memory.known.get(key);
  if (!known) {
    if (memory.known.size >= MOST_REMEMBERED) memory.known.clear();
    known = find(db, { agreement, consumer }, now);
    memory.known.set(key, known);
    const { known: map } = memory;
    known.catch(() => map.delete(key));
  }
  return known;
}

async function find(
  db: Db,
  { agreement: code, consumer }: { readonly agreement: string; readonly consumer: number },
  now: string,
): Promise<Known> {
  const grant = (await listGrants(db, consumer)).find((one) => one.agreement === code);
  const agreement = grant && (await findAgreement(db, code));
  if (!grant || !agreement) return { opened: undefined, register: undefined };
  const register = await findRegister(db, grant.register);
  const managerNames = await namesOf(db, register?.managerBody ?? null);
  return {
    opened: { grant, agreement, rows: await rowsOfGrant(db, grant), managerNames, edition: now },
    register: { published: register?.state === 'published', managerNames },
  };
}

async function namesOf(db: Db, body: number | null): Promise<Texts | undefined> {
  return body === null ? undefined : (await findBody(db, body))?.names;
}

export interface QuotaState {
  readonly quota: number;
  readonly used: number;
  /** The day on which the whole quota is free again. */
  readonly freeAgain: string;
}

/** What is used of a quota in the running period; nothing is counted. Null without a quota. */
export async function quotaOf(
  context: Own,
  { code, quota, quotaPeriod }: Pick<Agreement, 'code' | 'quota' | 'quotaPeriod'>,
  consumer: number,
): Promise<QuotaState | null> {
  if (quota === null) return null;
  const day = todayOf(context);
  const used = await usedSince(context.db, [code], periodStart(quotaPeriod, day));
  const mine = used.find((one) => one.consumer === consumer)?.used ?? 0;
  return { quota, used: mine, freeAgain: freeAgain(quotaPeriod, day) };
}
