/** Webhooks at a terminal: which there are, what was delivered, sending one again. */
import { getWebhook, listWebhooks, replayDelivery } from '../../exchange/index.ts';
import { call } from '../../platform/http/call.ts';
import type { CommandSpec } from '../model.ts';
import { table } from '../table.ts';

const list: CommandSpec = {
  path: 'webhooks list',
  arguments: ['[WEBHOOK]'],
  examples: ['webhooks list', 'webhooks list province'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { t } = tool;
    const [webhook] = given.args;
    if (webhook !== undefined) {
      const one = await call(send, getWebhook, { params: { webhook } });
      const rows = one.deliveries.map((delivery) => [
        delivery.id,
        t(`web-webhooks:kinds.${delivery.kind.replace('.', '-')}`),
        t(`web-webhooks:delivery.${delivery.state}`),
        String(delivery.attempts),
        delivery.trouble ?? String(delivery.lastStatus ?? '–'),
      ]);
      const heads = ['event', 'state', 'attempts', 'answer'].map((word) => t(`web-webhooks:columns.${word}`));
      return { data: one, lines: table(rows, ['webhook-id', ...heads]) };
    }
    const answer = await call(send, listWebhooks, {});
    const rows = answer.items.map((one) => [
      one.code,
      one.url,
      t(`web-webhooks:states.${one.state}`),
      `${String(one.delivered)} / ${String(one.waiting)} / ${String(one.failed)}`,
    ]);
    const heads = ['address', 'state', 'counts'].map((word) => t(`web-webhooks:columns.${word}`));
    const key = answer.publicKey === null ? [] : [t('web-webhooks:publicKey', { key: answer.publicKey })];
    return {
      data: answer,
      lines: [...(rows.length === 0 ? [t('web-webhooks:none')] : table(rows, ['', ...heads])), ...key],
    };
  },
};

const replay: CommandSpec = {
  path: 'webhooks replay',
  arguments: ['WEBHOOK', 'DELIVERY'],
  examples: ['webhooks replay province msg_2Yp7k1jQ0d8sXn3vR5tLb9aWzEc'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [webhook = '', delivery = ''] = given.args;
    const answer = await call(send, replayDelivery, { params: { webhook, delivery }, body: {} });
    const said = tool.t(`web-webhooks:delivery.${answer.state}`);
    return {
      data: answer,
      lines: [`${answer.id} · ${said} · ${answer.trouble ?? String(answer.lastStatus ?? '–')}`],
      findings: answer.state !== 'delivered',
    };
  },
};

export const webhookCommands: readonly CommandSpec[] = [list, replay];
