/** Whether a client may ask under an agreement: its key's own bounds first, then what governance decides on the grant. */
import { findBody, type Body } from '../../bodies/index.ts';
import { openGrant, type Opened } from '../../governance/index.ts';
import { briefly } from '../../platform/briefly.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Decision } from '../../platform/decision.ts';
import { mayNotGoOut } from '../evidence/may-go-out.ts';
import type { Client } from './client.ts';
import { gatewayGrants } from './store/key.ts';

export interface Wanted {
  readonly agreement: string;
  readonly purpose?: string | undefined;
  /** Absent: the agreement's own. */
  readonly mode?: Opened['grant']['mode'] | undefined;
  /** Code of the consumer body; absent: the client's own. */
  readonly consumer?: string | undefined;
  readonly elements?: readonly string[];
}

export interface Judged {
  readonly decision: Decision;
  readonly opened: Opened | undefined;
  readonly consumer: Pick<Body, 'id' | 'code'> | undefined;
}

const refuse = (rule: string, facts: Decision['facts'], remedy: string): Decision => ({
  allowed: false,
  rule: `exchange/${rule}`,
  facts,
  remedy,
});

/** Providers let gateways in one grant at a time; read again within a tenth of a second. */
export const gatewayDoors = briefly(async (db: Db) => {
  const rows = await gatewayGrants(db);
  return new Set(rows.map(({ agreement, consumer }) => `${agreement}\0${String(consumer)}`));
});

/** The same function for a voucher, for a request under it and for "would I be granted?"; no quota is touched. */
export async function judge(context: Context, client: Client, wanted: Wanted): Promise<Judged> {
  const consumer = await consumerOf(context, client, wanted.consumer);
  const bound = boundsOf(client, wanted);
  if (bound || !consumer) {
    const none = refuse('not-for-body', { asked: wanted.consumer ?? '' }, 'name-own-body');
    return { decision: bound ?? none, opened: undefined, consumer };
  }
  const judged = await onGrant(context, wanted, consumer.id);
  const { decision, opened } = judged;
  if (!opened || !decision.allowed) return { ...judged, consumer };
  return { decision: (await beyondGrant(context, client, opened)) ?? decision, opened, consumer };
}

async function onGrant(context: Context, { agreement, purpose, mode, elements }: Wanted, consumer: number) {
  const asked = { agreement, purpose, consumer, elements: elements ?? [] };
  if (mode !== undefined) return openGrant(context, { ...asked, mode });
  const { opened } = await openGrant(context, { ...asked, mode: 'lookup' });
  return openGrant(context, { ...asked, mode: opened?.grant.mode ?? 'lookup' });
}

/** What the key itself is bound to, and whether the provider takes requests that come as this client's do. */
async function beyondGrant(
  context: Context,
  { purposes, profile }: Client,
  { grant, managerNames }: Opened,
): Promise<Decision | undefined> {
  const { agreement, consumer, purpose } = grant;
  if (purposes && !purposes.includes(purpose)) {
    return refuse('key-not-for-purpose', { purposeCode: purpose }, 'bind-key');
  }
  if (profile === 'strong' || (await mayComeByGateway(context.db, agreement, consumer))) {
    return mayNotGoOut(context, grant.register);
  }
  const who = managerNames && { whoCanChange: managerNames };
  return { ...refuse('gateway-not-allowed', { agreement }, 'allow-gateway'), ...who };
}

const mayComeByGateway = async (db: Db, agreement: string, consumer: number): Promise<boolean> =>
  (await gatewayDoors.read(db, '')).has(`${agreement}\0${String(consumer)}`);

function boundsOf({ sandbox, agreements }: Client, { agreement }: Wanted): Decision | undefined {
  if (sandbox) return refuse('sandbox-key', { agreement }, 'register-key');
  if (agreements && !agreements.includes(agreement)) return refuse('key-not-for-agreement', { agreement }, 'bind-key');
  return undefined;
}

const bodies = briefly(async (db: Db, key: string) => {
  const [day = '', name = ''] = key.split('\0');
  return /^#\d+$/.test(name) ? findBody(db, Number(name.slice(1))) : findBody(db, name, day);
}, 1000);

/** A body the client may act for; whether another one exists is not told. */
async function consumerOf({ db, clock, profile }: Context, client: Client, code: string | undefined) {
  const [own] = client.bodies;
  const day = dayOf(clock.now(), profile.timeZone);
  if (code === undefined) return own === undefined ? undefined : bodies.read(db, `${day}\0#${String(own)}`);
  const body = await bodies.read(db, `${day}\0${code}`);
  return body && client.bodies.includes(body.id) ? body : undefined;
}
