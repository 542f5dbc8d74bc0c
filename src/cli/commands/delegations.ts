/** `delegations list|give|end`: one body acts for another. */
import * as contract from '../../governance/delegations/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { CommandSpec, Tool } from '../model.ts';
import { table } from '../table.ts';

const body = ({ language }: Tool, { code, names }: contract.DelegationLine['body']) =>
  `${code} ${pick(names, language)}`;

const list: CommandSpec = {
  path: 'delegations list',
  options: [{ flags: '--ended', word: 'with-ended' }],
  examples: ['delegations list'],
  run: async (tool, given) => {
    const query = given.flag('ended') ? { ended: true } : {};
    const answer = await call((await tool.link()).send, contract.listDelegations, { query });
    const rows = answer.items.map((line) => [
      line.id,
      body(tool, line.body),
      body(tool, line.to),
      line.permissions.join(' '),
      line.registers?.map(({ code }) => code).join(' ') ?? '*',
      line.from,
      line.until,
      tool.t(`web-acts:delegations.states.${line.state}`),
    ]);
    const heads = ['id', 'acts-for', 'who-acts', 'what', 'register', 'from', 'until', 'state'];
    return {
      data: answer,
      lines: table(
        rows,
        heads.map((word) => tool.t(`cli:columns.${word}`)),
      ),
    };
  },
};

const give: CommandSpec = {
  path: 'delegations give',
  arguments: ['BODY'],
  options: [
    { flags: '--for <code>', word: 'act-for' },
    { flags: '--permission <name>', word: 'act-permission', repeat: true },
    { flags: '--register <register>', word: 'act-register', repeat: true },
    { flags: '--until <day>', word: 'act-until' },
    { flags: '--reason <text>' },
  ],
  examples: ['delegations give 97 --for 99231 --permission records.load --until 2027-01-31 --reason "…"'],
  run: async (tool, given) => {
    const [to = ''] = given.args;
    const [registers, of] = [given.list('register'), given.text('for')];
    const made = await call((await tool.link()).send, contract.giveDelegation, {
      body: {
        ...{ to, permissions: [...given.list('permission')], until: given.text('until') ?? '' },
        reason: given.text('reason') ?? '',
        ...(of !== undefined && { body: of }),
        ...(registers.length > 0 && { registers: [...registers] }),
      },
    });
    const said = { to: body(tool, made.to), body: body(tool, made.body), day: made.until };
    return { data: made, lines: [tool.t('cli:delegations.given', said)] };
  },
};

const end: CommandSpec = {
  path: 'delegations end',
  arguments: ['DELEGATION'],
  examples: ['delegations end 0193a1b2-0000-7000-8000-000000000001'],
  run: async (tool, given) => {
    const [delegation = ''] = given.args;
    await call((await tool.link()).send, contract.endDelegation, { params: { delegation } });
    return { data: { delegation }, lines: [tool.t('cli:delegations.ended')] };
  },
};

export const delegationCommands: readonly CommandSpec[] = [list, give, end];
