/** Who answers for what, at a terminal: assignments, the matrix, what nobody answers for. */
import * as duties from '../../governance/responsibilities/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { UsageError, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const heads = ({ t }: Tool, ...words: readonly string[]) => words.map((word) => t(`cli:columns.${word}`));

function lines(tool: Tool, items: readonly duties.ResponsibilityLine[]): string[] {
  const { t, language } = tool;
  const rows = items.map(({ id, register, role, body, account, from, to, reviewedOn, state }) => [
    String(id),
    register.code,
    t(`governance:roles.${role}`),
    `${body.code} ${pick(body.names, language)}${account ? `, ${account.name}` : ''}`,
    from,
    to,
    reviewedOn,
    t(`web-duties:states.${state}`),
  ]);
  return table(rows, heads(tool, 'id', 'register', 'role', 'body', 'from', 'to', 'reviewed', 'state'));
}

const list: CommandSpec = {
  path: 'duties list',
  options: [{ flags: '--register <register>', word: 'duty-register' }, { flags: '--ended' }],
  examples: ['duties list', 'duties list --register dang-vien --ended'],
  run: async (tool, given) => {
    const register = given.text('register');
    const query = { ...(register !== undefined && { register }), ...(given.flag('ended') && { ended: true }) };
    const answer = await call((await tool.link()).send, duties.listResponsibilities, { query });
    return { data: answer, lines: lines(tool, answer.items) };
  },
};

const matrix: CommandSpec = {
  path: 'duties matrix',
  options: [
    { flags: '--under <code>', word: 'duty-under' },
    { flags: '--gaps', word: 'only-gaps' },
  ],
  examples: ['duties matrix', 'duties matrix --under 98 --gaps'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { t, language } = tool;
    const under = given.text('under');
    const query = { limit: 500, ...(under !== undefined && { under }), ...(given.flag('gaps') && { gaps: true }) };
    const answer = await call(send, duties.readMatrix, { query });
    const head = answer.duties.map(({ code, kind, names }) =>
      kind === 'role' ? t(`governance:roles.${code}`) : pick(names, language),
    );
    const rows = answer.items.map(({ body, depth, cells }) => [
      `${'  '.repeat(depth)}${body.code} ${pick(body.names, language)}`,
      ...cells.map((cell) => cellText(tool, cell)),
    ]);
    const said = t('cli:duties.counts', answer.counts);
    return { data: answer, lines: [said, ...table(rows, [...heads(tool, 'body'), ...head])] };
  },
};

function cellText({ t }: Tool, { state, registers, from, due }: duties.MatrixCell): string {
  if (state === 'none') return '–';
  if (state === 'inherited') return `← ${from?.code ?? ''}`;
  if (state === 'gap') return `! ${due ?? t('web-duties:cell.gap')}`;
  return registers ? registers.map(({ code }) => code).join(', ') : '✓';
}

const gaps: CommandSpec = {
  path: 'duties gaps',
  options: [{ flags: '--under <code>', word: 'duty-under' }, { flags: '--closed' }],
  examples: ['duties gaps'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { t, language } = tool;
    const under = given.text('under');
    const state = given.flag('closed') ? ('closed' as const) : ('open' as const);
    const answer = await call(send, duties.listGaps, { query: { state, ...(under !== undefined && { under }) } });
    const rows = answer.items.map(({ kind, register, duty, body, since, due, daysLeft, owedBy, post }) => [
      t(`governance:gaps.${kind}`),
      [register?.code, body?.code, duty && pick(duty.names, language)].filter(Boolean).join(' · '),
      since,
      due,
      String(daysLeft),
      `${t(`bodies:posts.${post}`)}, ${owedBy.code}`,
    ]);
    const said = t('cli:duties.open', answer.counts);
    const head = heads(tool, 'kind', 'what', 'from', 'due', 'left', 'owed-by');
    return { data: answer, lines: [said, ...table(rows, head)], findings: answer.counts.open > 0 };
  },
};

const assign: CommandSpec = {
  path: 'duties assign',
  arguments: ['REGISTER', 'ROLE', 'BODY'],
  options: [
    { flags: '--from <day>', word: 'duty-from' },
    { flags: '--to <day>', word: 'duty-to' },
    { flags: '--reason <text>', word: 'duty-reason' },
  ],
  examples: ['duties assign dang-vien steward 98', 'duties assign van-ban manager TW-BTC --from 2027-01-01'],
  run: async (tool, given) => {
    const [register = '', role = '', body = ''] = given.args;
    if (!(duties.roles as readonly string[]).includes(role)) throw new UsageError('role', { given: role });
    const [from, to, reason] = [given.text('from'), given.text('to'), given.text('reason')];
    const more = { ...(from !== undefined && { from }), ...(to !== undefined && { to }), ...(reason && { reason }) };
    const made = await call((await tool.link()).send, duties.assignResponsibility, {
      body: { register, role: role as duties.Role, body, ...more },
    });
    const said = tool.t('cli:duties.assigned', {
      body: pick(made.body.names, tool.language),
      register,
      from: made.from,
    });
    return { data: made, lines: [said] };
  },
};

const end: CommandSpec = {
  path: 'duties end',
  arguments: ['ASSIGNMENT'],
  options: [{ flags: '--to <day>', word: 'duty-to' }],
  examples: ['duties end 12'],
  run: async (tool, given) => {
    const [id = ''] = given.args;
    const to = given.text('to');
    const answer = await call((await tool.link()).send, duties.endResponsibility, {
      params: { id: Number(id) },
      body: { ...(to !== undefined && { to }) },
    });
    return { data: answer, lines: [tool.t('cli:duties.ended', { id }), ...lines(tool, answer.items)] };
  },
};

const review: CommandSpec = {
  path: 'duties review',
  arguments: ['REGISTER'],
  examples: ['duties review van-ban'],
  run: async (tool, given) => {
    const [register = ''] = given.args;
    const answer = await call((await tool.link()).send, duties.reviewResponsibilities, { params: { register } });
    return { data: answer, lines: [tool.t('cli:duties.reviewed', { register }), ...lines(tool, answer.items)] };
  },
};

export const dutyCommands: readonly CommandSpec[] = [list, matrix, gaps, assign, end, review];
