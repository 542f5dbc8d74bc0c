/** What webhooks offer over HTTP. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
const params = Type.Object({ webhook: Code });
/** The name of a secret (platform/secrets.ts), never the secret. */
const SecretName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' });
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });
const May = Type.Object({ ok: Type.Boolean(), reason: Nullable(text) });
const Event = Type.Enum(['register.changed', 'agreement.decided', 'correction.answered', 'feed.due']);

export const Delivery = Type.Object({
  /** `webhook-id`: the same at every try. */
  id: text,
  kind: text,
  /** The very body of the request: ids and names, no values. */
  payload: text,
  createdAt: text,
  state: Type.Enum(['waiting', 'delivered', 'failed']),
  attempts: Type.Integer(),
  nextTry: Nullable(text),
  lastStatus: Nullable(Type.Integer()),
  /** What was in the way, in words. */
  trouble: Nullable(text),
  triedAt: Nullable(text),
  deliveredAt: Nullable(text),
});
export type Delivery = Static<typeof Delivery>;

export const WebhookLine = Type.Object({
  code: text,
  names: Texts,
  body: BodyRef,
  url: text,
  kinds: Type.Array(text),
  /** `disabled`: nothing arrived for five days. */
  state: Type.Enum(['waiting', 'active', 'failing', 'stopped', 'disabled']),
  waiting: Type.Integer(),
  delivered: Type.Integer(),
  failed: Type.Integer(),
});
export type WebhookLine = Static<typeof WebhookLine>;

export const WebhookPage = Type.Object({
  ...WebhookLine.properties,
  hosts: Type.Array(text),
  madeAt: text,
  approvedAt: Nullable(text),
  failingSince: Nullable(text),
  secrets: Type.Array(Type.Object({ name: text, there: Type.Boolean() })),
  deliveries: Type.Array(Delivery),
  may: Type.Object({ approve: May, change: May, run: May }),
});
export type WebhookPage = Static<typeof WebhookPage>;

export const listWebhooks = endpoint({
  name: 'exchange.listWebhooks',
  method: 'GET',
  path: '/api/exchange/webhooks',
  permission: 'exchange.read-connectors',
  summary: 'Subscriptions of bodies to what happens, with what was delivered',
  response: Type.Object({
    items: Type.Array(WebhookLine),
    /** Checks `v1a` signatures of this node: `whpk_…`; null where it has no key. */
    publicKey: Nullable(text),
    may: Type.Object({ write: May }),
  }),
});

export const getWebhook = endpoint({
  name: 'exchange.getWebhook',
  method: 'GET',
  path: '/api/exchange/webhooks/{webhook}',
  permission: 'exchange.read-connectors',
  summary: 'One subscription with its newest deliveries',
  params,
  response: WebhookPage,
});

export const WrittenWebhook = Type.Object({
  names: Texts,
  /** Code of the body that wants to know: it is told only what it may know. */
  body: Type.String({ maxLength: 100 }),
  url: Type.String({ pattern: '^https?://[^@\\s]+$', maxLength: 500 }),
  /** As for connectors; left out: the host of the address itself. */
  hosts: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems: 5 })),
  kinds: Type.Array(Event, { minItems: 1, uniqueItems: true }),
  /** Name of a secret `whsec_…`. */
  secret: SecretName,
  /** The one before it, while receivers change over: both sign. */
  secretBefore: Type.Optional(Nullable(SecretName)),
});

export const writeWebhook = endpoint({
  name: 'exchange.writeWebhook',
  method: 'PUT',
  path: '/api/exchange/webhooks/{webhook}',
  permission: 'exchange.write-connectors',
  summary: 'Subscribes a body to kinds of events; where it goes is approved by another person',
  params,
  body: WrittenWebhook,
  response: WebhookPage,
  about: ({ body }) => ({ body: body.body }),
});

export const approveWebhook = endpoint({
  name: 'exchange.approveWebhook',
  method: 'POST',
  path: '/api/exchange/webhooks/{webhook}/approval',
  permission: 'exchange.approve-connectors',
  summary: 'Approves where a subscription may send',
  params,
  body: Type.Object({ hosts: Type.Array(text, { maxItems: 5 }) }),
  response: WebhookPage,
});

export const changeWebhook = endpoint({
  name: 'exchange.changeWebhook',
  method: 'POST',
  path: '/api/exchange/webhooks/{webhook}/state',
  permission: 'exchange.run-connectors',
  summary: 'Stops a subscription, or takes it up again after it was switched off',
  params,
  body: Type.Object({ stopped: Type.Boolean() }),
  response: WebhookPage,
});

export const replayDelivery = endpoint({
  name: 'exchange.replayDelivery',
  method: 'POST',
  path: '/api/exchange/webhooks/{webhook}/deliveries/{delivery}/replay',
  permission: 'exchange.run-connectors',
  summary: 'Sends one delivery again now, under the same id',
  params: Type.Object({ webhook: Code, delivery: Type.String({ pattern: '^msg_[A-Za-z0-9_-]{27}$' }) }),
  body: Type.Object({}),
  response: Delivery,
});
