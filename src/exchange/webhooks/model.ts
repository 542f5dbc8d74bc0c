/** The words of webhooks: kinds of events, pauses between tries, signatures. Standard Webhooks 1.0.0. Pure. */
import { createHash, createHmac } from 'node:crypto';

/** What a body may be told of. */
export const eventKinds = ['register.changed', 'agreement.decided', 'correction.answered', 'feed.due'] as const;
export type EventKind = (typeof eventKinds)[number];

/** Ids and names only: whoever is told reads what it says through the API, under its own grants. */
export interface WebhookEvent {
  readonly kind: EventKind;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The body of a request: `type`, `timestamp`, `data` (Standard Webhooks, Payload structure). */
export const payloadOf = ({ kind, data }: WebhookEvent, at: string): string =>
  JSON.stringify({ type: kind, timestamp: at, data });

/** `webhook-id`: the same for the same event and subscription, whoever makes it, and at every try. */
export const deliveryId = (webhook: string, at: { epoch: number; position: number }, event: WebhookEvent): string => {
  const about = JSON.stringify([webhook, at.epoch, at.position, event.kind, event.data]);
  return `msg_${createHash('sha256').update(about).digest('base64url').slice(0, 27)}`;
};

const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Pauses in seconds after each failed try (Standard Webhooks, Deliverability and reliability). */
const PAUSES = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/** When it is tried next, after so many tries; null: never again by itself. */
export function nextTry(now: Date, attempts: number): Date | null {
  const pause = PAUSES[attempts - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause * 1000);
}

/** A receiver that took nothing for so long is switched off, and its owner told. */
export const DISABLED_AFTER_MS = 5 * 24 * 3_600_000;

const PREFIX = 'whsec_';
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

/** The bytes of `whsec_…`; undefined when it is none, or not of 24 to 64 bytes. */
export function secretBytes(secret: string): Buffer | undefined {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES ? bytes : undefined;
}

/** What each signature is over: `id.timestamp.payload`, the timestamp in whole seconds. */
export const signedContent = (id: string, seconds: number, payload: string): string =>
  `${id}.${String(seconds)}.${payload}`;

/** `v1`: HMAC-SHA256, base64. */
export const symmetric = (secret: Buffer, content: string): string =>
  `v1,${createHmac('sha256', secret).update(content).digest('base64')}`;

/** `v1a`: Ed25519 by the node's own key, base64. */
export const asymmetric = (signature: Buffer): string => `v1a,${signature.toString('base64')}`;

/** The public key that checks `v1a`, as receivers are given it: `whpk_…`. */
export const printPublicKey = (publicKey: Buffer): string => `whpk_${publicKey.toString('base64')}`;
