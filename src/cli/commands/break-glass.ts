/** `break-glass list|begin|confirm|end|review`: an emergency right that two persons open and compliance reviews. */
import * as contract from '../../governance/break-glass/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { CommandSpec, Given, Tool } from '../model.ts';
import { table } from '../table.ts';

const ID = '0193a1b2-0000-7000-8000-000000000001';
const state = (tool: Tool, line: contract.RightLine) => tool.t(`web-acts:breakGlass.states.${line.state}`);

const list: CommandSpec = {
  path: 'break-glass list',
  examples: ['break-glass list'],
  run: async (tool) => {
    const answer = await call((await tool.link()).send, contract.listBreakGlass);
    const rows = answer.items.map((line) => [
      ...[line.id, line.who, `${line.body.code} ${pick(line.body.names, tool.language)}`],
      ...[line.permissions.join(' '), line.registers?.map(({ code }) => code).join(' ') ?? '*'],
      ...[line.endedAt ?? line.endsAt ?? line.waitsUntil, state(tool, line)],
    ]);
    const heads = ['id', 'who-acts', 'body', 'what', 'register', 'until', 'state'];
    return {
      data: answer,
      lines: table(
        rows,
        heads.map((word) => tool.t(`cli:columns.${word}`)),
      ),
    };
  },
};

const begin: CommandSpec = {
  path: 'break-glass begin',
  options: [
    { flags: '--permission <name>', word: 'act-permission', repeat: true },
    { flags: '--register <register>', word: 'act-register', repeat: true },
    { flags: '--hours <number>', word: 'emergency-hours' },
    { flags: '--reason <text>' },
  ],
  examples: ['break-glass begin --permission records.read --register dang-vien --hours 2 --reason "…"'],
  run: async (tool, given) => {
    const [registers, hours] = [given.list('register'), given.text('hours')];
    const right = await call((await tool.link()).send, contract.beginBreakGlass, {
      body: {
        ...{ permissions: [...given.list('permission')], reason: given.text('reason') ?? '' },
        ...(registers.length > 0 && { registers: [...registers] }),
        ...(hours !== undefined && { hours: Number(hours) }),
      },
    });
    return { data: right, lines: [tool.t('cli:break-glass.begun', { id: right.id, until: right.waitsUntil })] };
  },
};

type Act = typeof contract.confirmBreakGlass | typeof contract.endBreakGlass;
const said = (tool: Tool, right: contract.RightLine) => ({
  data: right,
  lines: [tool.t('cli:break-glass.stands', { id: right.id, state: state(tool, right) })],
});
const act = (verb: string, endpoint: Act): CommandSpec => ({
  path: `break-glass ${verb}`,
  arguments: ['EMERGENCY'],
  examples: [`break-glass ${verb} ${ID}`],
  run: async (tool: Tool, given: Given) => {
    const [right = ''] = given.args;
    return said(tool, await call((await tool.link()).send, endpoint, { params: { right } }));
  },
});

const review: CommandSpec = {
  path: 'break-glass review',
  arguments: ['EMERGENCY'],
  options: [{ flags: '--unjustified', word: 'emergency-unjustified' }, { flags: '--reason <text>' }],
  examples: [`break-glass review ${ID} --reason "…"`],
  run: async (tool, given) => {
    const [right = ''] = given.args;
    const body = { justified: !given.flag('unjustified'), finding: given.text('reason') ?? '' };
    return said(tool, await call((await tool.link()).send, contract.reviewBreakGlass, { params: { right }, body }));
  },
};

export const breakGlassCommands: readonly CommandSpec[] = [
  list,
  begin,
  act('confirm', contract.confirmBreakGlass),
  act('end', contract.endBreakGlass),
  review,
];
