/** Sharing agreements: what each opens, and which rows of it. */
import { listAgreements, setCondition, setSubjects, type AgreementPage } from '../../governance/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { UsageError, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const wordsOf = ({ t, language }: Tool, { condition }: AgreementPage) =>
  condition === null
    ? t('governance:condition.none')
    : t('governance:condition.only', { words: pick(condition.words, language) });

const list: CommandSpec = {
  path: 'agreements list',
  options: [{ flags: '--register <name>', word: 'agreements-register' }],
  examples: ['agreements list --register dan-cu'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const register = given.text('register');
    const answer = await call(send, listAgreements, { query: { ...(register !== undefined && { register }) } });
    const { t, language } = tool;
    const rows = answer.items.map((one) => [one.code, pick(one.names, language), one.state, wordsOf(tool, one)]);
    const head = ['code', 'name', 'state', 'rows'].map((word) => t(`cli:columns.${word}`));
    return { data: answer, lines: table(rows, head) };
  },
};

const condition: CommandSpec = {
  path: 'agreements condition',
  arguments: ['AGREEMENT', '[EXPRESSION]'],
  options: [{ flags: '--none', word: 'agreements-none' }],
  examples: [
    'agreements condition TT-01 "years_between(birth_date, today()) >= 18"',
    'agreements condition TT-01 --none',
  ],
  run: async (tool, given) => {
    const [agreement = '', expression] = given.args;
    if ((expression === undefined) !== given.flag('none')) throw new UsageError('condition-or-none');
    const { send } = await tool.link();
    const body = { condition: expression ?? null };
    const answer = await call(send, setCondition, { params: { agreement }, body });
    return { data: answer, lines: [wordsOf(tool, answer)] };
  },
};

const subjects: CommandSpec = {
  path: 'agreements subjects',
  arguments: ['AGREEMENT', '[NUMBER]'],
  options: [{ flags: '--none', word: 'agreements-no-budget' }],
  examples: ['agreements subjects TT-01 2000', 'agreements subjects TT-01 --none'],
  run: async (tool, given) => {
    const [agreement = '', number] = given.args;
    const isNumber = number !== undefined && /^[1-9]\d{0,8}$/.test(number);
    if (isNumber === given.flag('none') || (number !== undefined && !isNumber)) throw new UsageError('number-or-none');
    const { send } = await tool.link();
    const body = { subjects: number === undefined ? null : Number(number) };
    const answer = await call(send, setSubjects, { params: { agreement }, body });
    const { t, language } = tool;
    const head = ['code', 'name', 'reads', 'subjects'].map((word) => t(`cli:columns.${word}`));
    const rows = answer.grants.map(({ consumer, used, read }) => [
      consumer.code,
      pick(consumer.names, language),
      String(used),
      body.subjects === null ? '–' : `${String(read ?? 0)} / ${String(body.subjects)}`,
    ]);
    return { data: answer, lines: table(rows, head) };
  },
};

export const agreementCommands: readonly CommandSpec[] = [list, condition, subjects];
