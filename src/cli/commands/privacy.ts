/** `privacy list|breach|assess|transfer|risk`: what happens to personal data, the most urgent first; reporting a breach and taking its steps. */
import * as contract from '../../governance/privacy/contract.ts';
import { call } from '../../platform/http/call.ts';
import type { Body } from '../../platform/http/endpoint.ts';
import { pick } from '../../platform/texts.ts';
import { type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';
import { table } from '../table.ts';
import { contentsOf, dossierCommands, dossierRows, heads, some } from './privacy-dossiers.ts';
import { riskCommands, riskRows } from './privacy-risks.ts';

const clockOf = ({ t }: Tool, { state, hoursLeft }: contract.BreachLine['clock']) =>
  t(`web-privacy:guard.clocks.${state}`, { hours: Math.abs(hoursLeft ?? 0) });

const list: CommandSpec = {
  path: 'privacy list',
  examples: ['privacy list'],
  run: async (tool) => {
    const board = await call((await tool.link()).send, contract.readPrivacy, {});
    if (!board.ruled) return { data: board, lines: [tool.t('cli:privacy.unruled')] };
    const rows = board.breaches.map((line) => [
      line.code,
      line.drill ? tool.t('web-privacy:guard.drill') : '',
      tool.t(`web-privacy:guard.states.${line.state}`),
      clockOf(tool, line.clock),
      `${line.body.code} ${pick(line.body.names, tool.language)}`,
      line.dueAt,
      line.title,
    ]);
    const [dossiers, risks] = [dossierRows(tool, board), riskRows(tool, board)];
    const open = board.breaches.filter(({ state }) => state !== 'closed');
    const late = open.filter(({ clock }) => clock.state === 'late').length + dossiers.late + risks.late;
    const said = tool.t('cli:privacy.counts', { open: open.length + dossiers.open + risks.open, late });
    const head = heads(tool, 'id', 'kind', 'state', 'due-now', 'body', 'due', 'what');
    return {
      data: board,
      lines: [said, ...table([...rows, ...dossiers.rows, ...risks.rows], head)],
      findings: late > 0,
    };
  },
};

const breach: CommandSpec = {
  path: 'privacy breach',
  arguments: ['TITLE-OR-NUMBER'],
  options: [
    { flags: '--step <step>', word: 'breach-step', choices: contract.breachSteps },
    { flags: '--drill', word: 'breach-drill' },
    { flags: '--for <code>', word: 'breach-body' },
    { flags: '--register <register>', word: 'breach-register', repeat: true },
    { flags: '--people <number>', word: 'breach-people', number: true },
    { flags: '--discovered <moment>', word: 'breach-discovered' },
    { flags: '--at <moment>', word: 'breach-at' },
    { flags: '--words <text>', word: 'breach-words' },
    { flags: '--part <part=text>', word: 'breach-part', repeat: true },
    { flags: '--why-not <reason>', word: 'breach-no-notice' },
    { flags: '--number <number>', word: 'breach-number' },
    { flags: '--late <reason>', word: 'breach-late' },
  ],
  examples: [
    'privacy breach "A list went to a wrong address" --register dang-vien --people 12',
    'privacy breach SC-2026-001 --step notify --number 12-TB/VP',
  ],
  run: (tool, given) => (given.text('step') === undefined ? report(tool, given) : step(tool, given)),
};

function peopleOf(given: Given): { people?: number } {
  const people = given.number('people');
  return people === undefined ? {} : { people };
}

async function report(tool: Tool, given: Given): Promise<Answer> {
  const [title = ''] = given.args;
  const registers = given.list('register');
  const made = await call((await tool.link()).send, contract.reportBreach, {
    body: {
      ...{ title, drill: given.flag('drill'), ...peopleOf(given) },
      ...(registers.length > 0 && { registers: [...registers] }),
      ...some('body', given.text('for')),
      ...some('words', given.text('words')),
      ...some('discoveredAt', given.text('discovered')),
    },
  });
  return { data: made, lines: [tool.t('cli:privacy.reported', { breach: made.code, due: made.dueAt })] };
}

async function step(tool: Tool, given: Given): Promise<Answer> {
  const [code = ''] = given.args;
  const wanted = given.text('step') as contract.BreachStep;
  const without = given.text('why-not');
  const body: Body<typeof contract.stepBreach> = {
    ...{ step: wanted, ...peopleOf(given), ...contentsOf(given), ...some('at', given.text('at')) },
    ...some('words', given.text('words')),
    ...some('number', given.text('number')),
    ...some('lateReason', given.text('late')),
    ...some('whyNot', without),
    ...(wanted === 'assess' && { notifies: without === undefined }),
  };
  const page = await call((await tool.link()).send, contract.stepBreach, { params: { breach: code }, body });
  const state = tool.t(`web-privacy:guard.states.${page.state}`);
  const owed = page.owed.map((duty) => tool.t(`governance:duties.${duty}`)).join(' · ');
  return {
    data: page,
    lines: [
      `${tool.t('cli:privacy.state', { breach: page.code, state })} (${clockOf(tool, page.clock)})`,
      ...(owed === '' ? [] : [tool.t('cli:privacy.owed', { duties: owed })]),
    ],
  };
}

export const privacyCommands: readonly CommandSpec[] = [list, breach, ...dossierCommands, ...riskCommands];
