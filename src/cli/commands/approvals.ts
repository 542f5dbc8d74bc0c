/** `approvals list|agree|refuse`: acts that wait for a second person. */
import * as contract from '../../platform/approvals/contract.ts';
import { call } from '../../platform/http/call.ts';
import type { CommandSpec } from '../model.ts';
import { table } from '../table.ts';

const list: CommandSpec = {
  path: 'approvals list',
  options: [{ flags: '--closed', word: 'approval-closed' }],
  examples: ['approvals list'],
  run: async (tool, given) => {
    const { t } = tool;
    const query = { state: given.flag('closed') ? ('closed' as const) : ('open' as const) };
    const { items } = await call((await tool.link()).send, contract.listApprovals, { query });
    const rows = items.map(({ id, action, proposedBy, expiresAt, state }) => [
      id,
      t(action.replace('.', ':actions.')),
      [proposedBy.name, proposedBy.body?.code].filter(Boolean).join(', '),
      expiresAt.slice(0, 16).replace('T', ' '),
      t(`web-acts:approvals.states.${state}`),
    ]);
    const heads = ['id', 'act', 'by', 'until-when', 'state'].map((word) => t(`cli:columns.${word}`));
    return { data: { items }, lines: table(rows, heads) };
  },
};

const agree: CommandSpec = {
  path: 'approvals agree',
  arguments: ['APPROVAL'],
  examples: ['approvals agree 0193a1b2-0000-7000-8000-000000000001'],
  run: async (tool, given) => {
    const [approval = ''] = given.args;
    const { send } = await tool.link();
    const { digest } = await call(send, contract.getApproval, { params: { approval } });
    const page = await call(send, contract.agree, { params: { approval }, body: { digest } });
    const state = tool.t(`web-acts:approvals.states.${page.state}`);
    const said = tool.t('cli:approvals.done', { state });
    const { outcome } = page;
    return {
      data: page,
      lines: outcome?.title === undefined ? [said] : [said, outcome.title],
      findings: page.state !== 'done',
    };
  },
};

const refuse: CommandSpec = {
  path: 'approvals refuse',
  arguments: ['APPROVAL'],
  options: [{ flags: '--reason <text>' }],
  examples: ['approvals refuse 0193a1b2-0000-7000-8000-000000000001 --reason "…"'],
  run: async (tool, given) => {
    const [approval = ''] = given.args;
    const reason = given.text('reason') ?? '';
    const page = await call((await tool.link()).send, contract.refuseApproval, {
      params: { approval },
      body: { reason },
    });
    return { data: page, lines: [tool.t('cli:approvals.refused')] };
  },
};

export const approvalCommands: readonly CommandSpec[] = [list, agree, refuse];
