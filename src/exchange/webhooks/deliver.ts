/** Sends what is due, signed, and keeps what came of it: tried again with growing pauses, switched off after long failure. */
import { closeWork, openWork } from '../../platform/work/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { outgoing, type Resolve } from '../../platform/http/outgoing.ts';
import { parseAllowed } from '../../platform/http/outgoing-hosts.ts';
import { Problem } from '../../platform/http/problem.ts';
import { openKeys } from '../../platform/ledger/index.ts';
import type { Round } from '../../platform/rounds.ts';
import { asymmetric, DISABLED_AFTER_MS, nextTry, secretBytes, signedContent, symmetric } from './model.ts';
import { claimDue, noteTried, type DeliveryRow, type Tried } from './store/delivery.ts';
import * as store from './store/webhook.ts';

const EVERY_MS = 2_000;
const AT_ONCE = 20;
const WITHIN_MS = 15_000;
const LEASE_MS = 60_000;
const MOST_BYTES = 64 * 1024;
/** The receiver wants nothing any more (Standard Webhooks: disable at once). */
const GONE = 410;

export interface DeliverOptions {
  readonly resolve?: Resolve;
}

/** Everything that is due now. Returns how many were tried. */
export async function deliverDue(context: Context, options: DeliverOptions = {}): Promise<number> {
  const now = context.clock.now();
  const due = await claimDue(context.db, now, new Date(now.getTime() + LEASE_MS), AT_ONCE);
  await Promise.all(due.map((delivery) => deliver(context, delivery, options)));
  return due.length;
}

export const webhookRound = (context: Context): Round => ({
  name: 'exchange.webhooks',
  everyMs: EVERY_MS,
  run: async (signal) => {
    while (!signal.aborted && (await deliverDue(context)) === AT_ONCE);
  },
});

const MEND = 'exchange.mend-webhook';

/** It takes again, was taken up again, written again or stopped: nothing is owed about its failing. */
export async function mended({ clock }: Pick<Context, 'clock'>, tx: Db, code: string): Promise<void> {
  await closeWork(tx, { kind: MEND, subject: code, by: 'system', now: clock.now() });
}

async function deliver(context: Context, delivery: DeliveryRow, options: DeliverOptions): Promise<void> {
  const webhook = await store.selectWebhook(context.db, delivery.webhook);
  if (!webhook) return;
  const answer = await send(context, webhook, delivery, options);
  const now = context.clock.now();
  await context.db.transaction(async (tx) => {
    await noteTried(tx, delivery.id, tried(delivery, answer, now));
    await store.setFailing(tx, webhook.code, answer.arrived ? null : now);
    const since = webhook.failingSince === null ? now.getTime() : Date.parse(webhook.failingSince);
    const over = !answer.arrived && now.getTime() - since >= DISABLED_AFTER_MS;
    if (answer.arrived) await mended(context, tx, webhook.code);
    if (answer.status !== GONE && !over) return;
    await store.disable(tx, webhook.code, now);
    await openWork(tx, {
      kind: MEND,
      title: { key: 'exchange:webhooks.disabled', values: { webhook: webhook.code } },
      ...{ body: webhook.body, post: 'developer', subject: webhook.code, now },
      link: `/exchange/webhooks/${webhook.code}`,
    });
  });
}

interface Answered {
  readonly arrived: boolean;
  readonly status: number | null;
  /** Slug of what was in the way. */
  readonly trouble: string | null;
}

function tried({ attempts }: DeliveryRow, { arrived, status, trouble }: Answered, now: Date): Tried {
  if (arrived) return { state: 'delivered', nextTry: null, status, trouble: null, deliveredAt: now };
  const next = status === GONE ? null : nextTry(now, attempts);
  return { state: next === null ? 'failed' : 'waiting', nextTry: next, status, trouble, deliveredAt: null };
}

async function send(
  context: Context,
  webhook: store.WebhookRow,
  { id, payload }: DeliveryRow,
  { resolve }: DeliverOptions,
): Promise<Answered> {
  const seconds = Math.floor(context.clock.now().getTime() / 1000);
  const signatures = signaturesOf(context, webhook, signedContent(id, seconds, payload));
  if (signatures.length === 0) return { arrived: false, status: null, trouble: 'secret-missing' };
  const allowed = webhook.hosts.flatMap((line) => parseAllowed(line) ?? []);
  const out = outgoing({ allowed, within: WITHIN_MS, mostBytes: MOST_BYTES, ...(resolve && { resolve }) });
  try {
    const answer = await out.send(webhook.url, {
      method: 'POST',
      body: payload,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatures.join(' '),
      },
    });
    await answer.body?.cancel();
    return { arrived: answer.ok, status: answer.status, trouble: answer.ok ? null : 'far-end-refused' };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { arrived: false, status: null, trouble: error.kind.slug };
  }
}

/** Of the secret and the one before it (`v1`), and of the node's own key (`v1a`); none without the secret. */
function signaturesOf({ secrets, keysDir }: Context, webhook: store.WebhookRow, content: string): string[] {
  const bytes = (name: string | null) => (name === null ? undefined : secretBytes(secrets?.(name) ?? ''));
  const secret = bytes(webhook.secret);
  if (!secret) return [];
  const before = bytes(webhook.secretBefore);
  const own = keysDir === undefined ? [] : [asymmetric(openKeys(keysDir).sign(Buffer.from(content)))];
  return [symmetric(secret, content), ...(before ? [symmetric(before, content)] : []), ...own];
}
