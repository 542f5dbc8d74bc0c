/** Serves the contract of webhooks, and says how they stand. */
import { findBody, type Body } from '../../bodies/index.ts';
import { visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import type { Translate } from '../../platform/i18n.ts';
import { openKeys } from '../../platform/ledger/index.ts';
import { approveWebhook, replayDelivery, stopWebhook, writeWebhook } from './change-webhook.ts';
import { printPublicKey } from './model.ts';
import { problems } from './problems.ts';
import { countDeliveries, selectDeliveries, type DeliveryRow } from './store/delivery.ts';
import * as store from './store/webhook.ts';
import * as contract from './webhook-contract.ts';

const by = (caller: Caller, decision: Decision) => ({
  account: caller.account,
  body: caller.body,
  rule: decision.rule,
});
const SHOWN = 50;

async function webhookFor({ db }: Context, caller: Caller, code: string, permission: string) {
  const found = await store.selectWebhook(db, code);
  const bodies = await visibleBodies(db, caller, permission);
  if (!found || (bodies !== 'all' && !bodies.includes(found.body))) throw problems.noSuchWebhook();
  return found;
}

function stateOf(one: store.WebhookRow): contract.WebhookLine['state'] {
  if (one.approvedBy === null) return 'waiting';
  if (one.stopped) return 'stopped';
  if (one.disabledAt !== null) return 'disabled';
  return one.failingSince === null ? 'active' : 'failing';
}

type Counts = Awaited<ReturnType<typeof countDeliveries>>;

async function lineOf({ db }: Context, row: store.WebhookRow, counts: Counts): Promise<contract.WebhookLine> {
  const body = (await findBody(db, row.body)) as Body;
  const { code, names, url, kinds } = row;
  const count = (state: string) => counts.find((one) => one.webhook === code && one.state === state)?.count ?? 0;
  return {
    ...{ code, names, url, kinds, state: stateOf(row) },
    body: { id: body.id, code: body.code, names: body.names },
    ...{ waiting: count('waiting'), delivered: count('delivered'), failed: count('failed') },
  };
}

/** What was in the way is a problem of ours: its title. */
const sayDelivery = ({ webhook: _, lastTrouble, ...row }: DeliveryRow, t: Translate): contract.Delivery => {
  const rooms = ['exchange', 'platform'];
  const title = rooms.map((room) => t(`${room}:problems.${String(lastTrouble)}.title`, { defaultValue: '' }));
  return { ...row, trouble: lastTrouble === null ? null : (title.find((one) => one !== '') ?? lastTrouble) };
};

async function pageOf(context: Context, code: string, caller: Caller, t: Translate): Promise<contract.WebhookPage> {
  const { db, secrets } = context;
  const row = await webhookFor(context, caller, code, 'exchange.read-connectors');
  const reaches = async (permission: string) => {
    const bodies = await visibleBodies(db, caller, permission);
    return bodies === 'all' || bodies.includes(row.body);
  };
  const say = (why: string | undefined) => ({
    ok: why === undefined,
    reason: why === undefined ? null : t(`exchange:connectors.why.${why}`),
  });
  const settled = row.approvedBy === null ? undefined : 'approved';
  const own = row.madeBy === caller.account ? 'own' : undefined;
  const names = [row.secret, row.secretBefore].filter((name) => name !== null);
  const { hosts, madeAt, approvedAt, failingSince } = row;
  return {
    ...(await lineOf(context, row, await countDeliveries(db))),
    ...{ hosts, madeAt, approvedAt, failingSince },
    secrets: names.map((name) => ({ name, there: secrets?.(name) !== undefined })),
    deliveries: (await selectDeliveries(db, code, SHOWN)).map((one) => sayDelivery(one, t)),
    may: {
      approve: say((await reaches('exchange.approve-connectors')) ? (settled ?? own) : 'post'),
      change: say((await reaches('exchange.write-connectors')) ? undefined : 'post'),
      run: say((await reaches('exchange.run-connectors')) ? undefined : 'post'),
    },
  };
}

export function webhookRoutes(server: Server, context: Context): void {
  serve(server, contract.listWebhooks, async ({ caller, t }) => {
    const { db, keysDir } = context;
    const visible = await visibleBodies(db, caller, 'exchange.read-connectors');
    const counts = await countDeliveries(db);
    const rows = await store.selectWebhooks(db, visible);
    const writable = await visibleBodies(db, caller, 'exchange.write-connectors');
    const ok = writable === 'all' || writable.length > 0;
    return {
      items: await Promise.all(rows.map((row) => lineOf(context, row, counts))),
      publicKey: keysDir === undefined ? null : printPublicKey(openKeys(keysDir).publicKey),
      may: { write: { ok, reason: ok ? null : t('exchange:connectors.why.post') } },
    };
  });
  serve(server, contract.getWebhook, ({ params, caller, t }) => pageOf(context, params.webhook, caller, t));
  serve(server, contract.writeWebhook, async ({ params, body, caller, decision, t }) => {
    const before = await store.selectWebhook(context.db, params.webhook);
    if (before) await webhookFor(context, caller, params.webhook, 'exchange.write-connectors');
    await writeWebhook(context, { ...params, ...body }, by(caller, decision));
    return pageOf(context, params.webhook, caller, t);
  });
  serve(server, contract.approveWebhook, async ({ params, body, caller, decision, t }) => {
    await webhookFor(context, caller, params.webhook, 'exchange.approve-connectors');
    await approveWebhook(context, { code: params.webhook, ...body }, by(caller, decision));
    return pageOf(context, params.webhook, caller, t);
  });
  serve(server, contract.changeWebhook, async ({ params, body, caller, decision, t }) => {
    await webhookFor(context, caller, params.webhook, 'exchange.run-connectors');
    await stopWebhook(context, { code: params.webhook, ...body }, by(caller, decision));
    return pageOf(context, params.webhook, caller, t);
  });
  serve(server, contract.replayDelivery, async ({ params, caller, decision, t }) => {
    await webhookFor(context, caller, params.webhook, 'exchange.run-connectors');
    const which = { code: params.webhook, delivery: params.delivery };
    return sayDelivery(await replayDelivery(context, which, by(caller, decision)), t);
  });
}
