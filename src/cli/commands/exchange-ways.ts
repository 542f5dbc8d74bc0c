/** How the consumers of an agreement come, at a terminal: by a gateway without proofs, by an analysis tool. */
import { closeBi, listBi, openBi, type BiAccess } from '../../exchange/bi/bi-contract.ts';
import { allowGateway, forbidGateway, listGateways } from '../../exchange/vouchers/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { CommandSpec, Tool } from '../model.ts';
import { table } from '../table.ts';

const BOTH = ['AGREEMENT', 'CONSUMER'] as const;
const paramsOf = ([agreement = '', consumer = '']: readonly string[]) => ({ agreement, consumer });

interface Body {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
}

function gatewayTable({ t, language }: Tool, consumers: readonly Body[]): string[] {
  if (consumers.length === 0) return [t('cli:exchange.no-gateway')];
  const head = ['code', 'name'].map((word) => t(`cli:columns.${word}`));
  return table(
    consumers.map(({ code, names }) => [code, pick(names, language)]),
    head,
  );
}

const gatewayList: CommandSpec = {
  path: 'exchange gateway list',
  arguments: ['AGREEMENT'],
  examples: ['exchange gateway list TT-01'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const answer = await call(send, listGateways, { params: { agreement: given.args[0] ?? '' } });
    return { data: answer, lines: gatewayTable(tool, answer.consumers) };
  },
};

const deciding = (name: 'allow' | 'forbid'): CommandSpec => ({
  path: `exchange gateway ${name}`,
  arguments: BOTH,
  examples: [`exchange gateway ${name} TT-01 99108`],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const answer = await call(send, name === 'allow' ? allowGateway : forbidGateway, { params: paramsOf(given.args) });
    return { data: answer, lines: gatewayTable(tool, answer.consumers) };
  },
});

const moment = (at: string | null): string => at?.slice(0, 16).replace('T', ' ') ?? '–';

function biTable({ t, language }: Tool, items: readonly BiAccess[]): string[] {
  const head = ['code', 'name', 'state', 'until', 'seen', 'login'].map((word) => t(`cli:columns.${word}`));
  const rows = items.map(({ consumer, closedAt, closedWords, validUntil, seenAt, login }) => [
    consumer.code,
    pick(consumer.names, language),
    closedAt === null ? t('cli:exchange.bi-open') : (closedWords ?? ''),
    moment(closedAt ?? validUntil),
    moment(seenAt),
    login,
  ]);
  return rows.length === 0 ? [t('cli:exchange.no-bi')] : table(rows, head);
}

const biList: CommandSpec = {
  path: 'exchange bi list',
  arguments: ['AGREEMENT'],
  examples: ['exchange bi list TT-01'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const answer = await call(send, listBi, { params: { agreement: given.args[0] ?? '' } });
    return { data: answer, lines: [...(answer.unfit === null ? [] : [answer.unfit]), ...biTable(tool, answer.items)] };
  },
};

const biOpen: CommandSpec = {
  path: 'exchange bi open',
  arguments: BOTH,
  examples: ['exchange bi open TT-01 99108'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const answer = await call(send, openBi, { params: paramsOf(given.args) });
    const { t } = tool;
    const shown = [
      ['address', answer.address ?? '–'],
      ['database', answer.database],
      ['login', answer.login],
      ['password', answer.password],
      ['view', answer.view],
      ['until', moment(answer.validUntil)],
    ].map(([word = '', value = '']) => [t(`cli:columns.${word}`), value]);
    return { data: answer, lines: [...table(shown), t('cli:exchange.bi-once')] };
  },
};

const biClose: CommandSpec = {
  path: 'exchange bi close',
  arguments: BOTH,
  examples: ['exchange bi close TT-01 99108'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const answer = await call(send, closeBi, { params: paramsOf(given.args) });
    return { data: answer, lines: biTable(tool, answer.items) };
  },
};

export const exchangeWays: readonly CommandSpec[] = [
  gatewayList,
  deciding('allow'),
  deciding('forbid'),
  biOpen,
  biList,
  biClose,
];
