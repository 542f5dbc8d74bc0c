/** Orders to dispose of copies, at a terminal: listed, answered, told again. */
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import * as orders from '../../records/retention/orders-contract.ts';
import type { CommandSpec } from '../model.ts';
import { table } from '../table.ts';

const list: CommandSpec = {
  path: 'retention orders',
  options: [
    { flags: '--given', word: 'order-given' },
    { flags: '--received', word: 'order-received' },
  ],
  examples: ['retention orders', 'retention orders --received'],
  run: async (tool, given) => {
    const { t, language } = tool;
    const direction = given.flag('received')
      ? ('received' as const)
      : given.flag('given')
        ? ('given' as const)
        : undefined;
    const query = direction === undefined ? {} : { direction };
    const answer = await call((await tool.link()).send, orders.listDisposalOrders, { query });
    const rows = answer.items.map((one) => [
      one.id,
      t(`web-lifecycle:direction.${one.direction}`),
      one.register.code,
      pick((one.direction === 'given' ? one.consumer : one.giver).names, language),
      String(one.records),
      one.dueOn,
      t(`web-lifecycle:orderStates.${one.state}`),
      one.outcome === null ? '' : t(`web-lifecycle:outcome.${one.outcome}`),
    ]);
    const heads = ['id', 'what', 'register', 'body', 'count', 'due', 'state', 'outcome'];
    const said = t('cli:retention.orders', answer.counts);
    return {
      data: answer,
      lines: [
        said,
        ...table(
          rows,
          heads.map((word) => t(word === 'outcome' ? 'web-lifecycle:outcome.head' : `cli:columns.${word}`)),
        ),
      ],
      findings: answer.counts.open > 0,
    };
  },
};

const answer: CommandSpec = {
  path: 'retention answer',
  arguments: ['ORDER'],
  options: [
    { flags: '--statement <text>', word: 'order-statement' },
    { flags: '--refuse', word: 'order-refuse' },
    { flags: '--reason <text>', word: 'order-reason' },
    { flags: '--basis <code>', word: 'order-basis' },
  ],
  examples: [
    'retention answer 0198c0de-0000-7000-8000-000000000003 --statement "Printed lists were shredded"',
    'retention answer 0198c0de-0000-7000-8000-000000000003 --refuse --reason "An inspection" --basis tam-dung-huy',
  ],
  run: async (tool, given) => {
    const [order = ''] = given.args;
    const [statement, reason, basis] = [given.text('statement'), given.text('reason'), given.text('basis')];
    const page = await call((await tool.link()).send, orders.answerDisposalOrder, {
      params: { order },
      body: {
        carryOut: !given.flag('refuse'),
        ...(statement !== undefined && { statement }),
        ...(reason !== undefined && { reason }),
        ...(basis !== undefined && { basis }),
      },
    });
    const state = tool.t(`web-lifecycle:orderStates.${page.state}`);
    return { data: page, lines: [tool.t('cli:retention.answered', { state })] };
  },
};

const remind: CommandSpec = {
  path: 'retention remind',
  arguments: ['ORDER'],
  examples: ['retention remind 0198c0de-0000-7000-8000-000000000003'],
  run: async (tool, given) => {
    const [order = ''] = given.args;
    const page = await call((await tool.link()).send, orders.remindDisposalOrder, { params: { order } });
    return { data: page, lines: [tool.t('cli:retention.reminded')] };
  },
};

export const orderCommands: readonly CommandSpec[] = [list, answer, remind];
