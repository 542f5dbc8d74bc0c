/** Writes, approves, stops a webhook, and sends a delivery again. */
import { isDeepStrictEqual } from 'node:util';
import type { Static } from 'typebox';
import { getBody, type Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { lineFor, parseAllowed, sayAllowed } from '../../platform/http/outgoing-hosts.ts';
import { problems as platform } from '../../platform/problems.ts';
import { approvalGiven, oweApproval } from '../connectors/owe-approval.ts';
import { problems as connectors } from '../connectors/problems.ts';
import { writeChange } from '../connectors/write-change.ts';
import { deliverDue, mended, type DeliverOptions } from './deliver.ts';
import { problems } from './problems.ts';
import { askAgain, selectDeliveries, type DeliveryRow } from './store/delivery.ts';
import * as store from './store/webhook.ts';
import type { WrittenWebhook } from './webhook-contract.ts';

export interface WriteWebhook extends Static<typeof WrittenWebhook> {
  readonly webhook: string;
}

/** @throws connectors' hostLineUnsound, platform/address-not-allowed, bodies/body-not-found */
export async function writeWebhook(context: Context, asked: WriteWebhook, by: Author): Promise<void> {
  const body = await getBody(context.db, asked.body);
  const url = new URL(asked.url);
  const lines = asked.hosts && asked.hosts.length > 0 ? asked.hosts : [url.host];
  const read = lines.map((line) => {
    const one = parseAllowed(line);
    if (!one) throw connectors.hostLineUnsound({ line });
    return one;
  });
  // What could never be called is not asked for.
  if (!lineFor(url, read)) throw platform.addressNotAllowed();
  const code = asked.webhook;
  const { names, kinds, secret, secretBefore = null } = asked;
  const where = { body: body.id, url: url.href, hosts: read.map(sayAllowed) };
  const act = { action: 'exchange.write-webhook', subject: `webhook/${code}`, by };
  await writeChange(context, act, async (tx, changeSet) => {
    const before = await store.lockWebhook(tx, code);
    const same = before && isDeepStrictEqual(where, { body: before.body, url: before.url, hosts: before.hosts });
    const written = { code, names, kinds, secret, secretBefore, changeSet };
    if (same) return store.amendWebhook(tx, written);
    await store.upsertWebhook(tx, { ...written, ...where, madeBy: by.account, now: context.clock.now() });
    await mended(context, tx, code);
    await oweApproval(context, tx, { what: 'webhook', code, body: body.id, madeBy: by.account });
  });
}

/** @throws problems.noSuchWebhook, connectors' ownApproval, hostsChanged */
export async function approveWebhook(
  context: Context,
  { code, hosts }: { readonly code: string; readonly hosts: readonly string[] },
  by: Author,
): Promise<void> {
  const act = { action: 'exchange.approve-webhook', subject: `webhook/${code}`, by };
  await writeChange(context, act, async (tx, changeSet) => {
    const found = await store.lockWebhook(tx, code);
    if (!found) throw problems.noSuchWebhook();
    if (found.madeBy === by.account) throw connectors.ownApproval();
    if (!isDeepStrictEqual(found.hosts, hosts)) throw connectors.hostsChanged();
    await store.setApproval(tx, code, { account: by.account, now: context.clock.now(), changeSet });
    await approvalGiven(context, tx, { what: 'webhook', code });
  });
}

/** @throws problems.noSuchWebhook */
export async function stopWebhook(
  context: Context,
  { code, stopped }: { readonly code: string; readonly stopped: boolean },
  by: Author,
): Promise<void> {
  const act = { action: 'exchange.change-webhook', subject: `webhook/${code}`, by };
  await writeChange(context, act, async (tx, changeSet) => {
    if (!(await store.lockWebhook(tx, code))) throw problems.noSuchWebhook();
    await store.setStopped(tx, code, { stopped, changeSet });
    await mended(context, tx, code);
  });
}

/** Under the same id, at once. @throws problems.noSuchDelivery */
export async function replayDelivery(
  context: Context,
  { code, delivery }: { readonly code: string; readonly delivery: string },
  by: Author,
  options: DeliverOptions = {},
): Promise<DeliveryRow> {
  const act = { action: 'exchange.replay-delivery', subject: `webhook/${code}`, by };
  await writeChange(context, act, async (tx) => {
    if (!(await askAgain(tx, code, delivery, context.clock.now()))) throw problems.noSuchDelivery();
  });
  await deliverDue(context, options);
  return (await selectDeliveries(context.db, code, 1000)).find((one) => one.id === delivery) as DeliveryRow;
}
