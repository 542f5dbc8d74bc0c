/** Tasks one by one: shown, given, passed on, reminded of. */
import { call, callRaw } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import * as contract from '../../strategy/contract.ts';
import { deliver } from '../files.ts';
import type { CommandSpec } from '../model.ts';
import { table } from '../table.ts';

const list = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

const show: CommandSpec = {
  path: 'tasks show',
  arguments: ['TASK'],
  examples: ['tasks show NV-11'],
  run: async (tool, given) => {
    const [code = ''] = given.args;
    const { t, language } = tool;
    const { send } = await tool.link();
    const page = await call(send, contract.getTask, { params: { task: code } });
    const { task, whole, parts, before, after, product, events } = page;
    const rows = [
      [t('cli:columns.what'), pick(task.names, language)],
      [t('cli:columns.lead'), `${task.lead.code} ${pick(task.lead.names, language)}`],
      [t('cli:columns.due'), task.due],
      [t('cli:columns.standing'), t(`strategy:standings.${task.standing}`)],
      [t('cli:tasks.product'), product ? pick(product, language) : ''],
      [t('cli:tasks.whole'), whole?.code ?? ''],
      [t('cli:tasks.before'), before.map((one) => one.code).join(', ')],
      [t('cli:tasks.after'), after.map((one) => one.code).join(', ')],
      [t('cli:tasks.aliases'), task.aliases.map(({ tracker, number }) => `${tracker}: ${number}`).join('; ')],
    ].filter(([, value]) => value !== '');
    const below = parts.map((part) => [part.code, part.lead.code, part.due, t(`strategy:standings.${part.standing}`)]);
    const past = events.map((event) => [event.at.slice(0, 10), event.what, event.before, event.after, event.reason]);
    return { data: page, lines: [...table(rows), ...table(below), ...table(past)] };
  },
};

const giveOne: CommandSpec = {
  path: 'tasks give',
  arguments: ['NAME'],
  options: [
    { flags: '--lead <code>' },
    { flags: '--due <day>' },
    { flags: '--objective <code>' },
    { flags: '--with <codes>', word: 'task-with' },
    { flags: '--after <codes>', word: 'task-after' },
    { flags: '--phase <phase>', word: 'task-phase' },
  ],
  examples: ['tasks give "Inventory of registers" --lead 97 --due 2027-03-31 --after NV-10'],
  run: async (tool, given) => {
    const [name = ''] = given.args;
    const { send } = await tool.link();
    const body = {
      ...{ names: { [tool.language]: name }, lead: given.text('lead') ?? '', due: given.text('due') ?? '' },
      ...{ objective: given.text('objective') ?? null, phase: given.text('phase') ?? null },
      ...{ cooperating: list(given.text('with')), dependsOn: list(given.text('after')) },
      ...{ product: null, budget: null, indicator: null, aliases: [] },
    };
    const page = await call(send, contract.giveTask, { body });
    return { data: page, lines: [tool.t('cli:tasks.given', { count: 1, tasks: page.task.code })] };
  },
};

const passOn: CommandSpec = {
  path: 'tasks pass-on',
  arguments: ['TASK'],
  options: [{ flags: '--to <codes>', word: 'task-to' }, { flags: '--due <day>' }],
  examples: ['tasks pass-on NV-10', 'tasks pass-on NV-10 --to 99101,99108 --due 2027-01-15'],
  run: async (tool, given) => {
    const [task = ''] = given.args;
    const { send } = await tool.link();
    const leads = list(given.text('to'));
    const due = given.text('due');
    const body = { ...(leads.length > 0 && { leads }), ...(due !== undefined && { due }) };
    const answer = await call(send, contract.cascadeTask, { params: { task }, body });
    const tasks = answer.given.join(', ');
    return { data: answer, lines: [tool.t('cli:tasks.given', { count: answer.given.length, tasks })] };
  },
};

const remind: CommandSpec = {
  path: 'tasks remind',
  arguments: ['BODY'],
  options: [
    { flags: '--letter <file>', word: 'task-letter' },
    { flags: '--text', word: 'task-text' },
  ],
  examples: ['tasks remind 98', 'tasks remind 98 --text', 'tasks remind 98 --letter reminder.docx'],
  run: async (tool, given) => {
    const [body = ''] = given.args;
    const { send } = await tool.link();
    const asked = { params: { body }, query: { language: tool.language } };
    const letter = given.text('letter');
    if (letter !== undefined) {
      const bytes = await deliver(tool, await callRaw(send, contract.exportReminder, asked), letter);
      return { data: { file: letter, bytes }, lines: [tool.t('cli:files.written', { file: letter })] };
    }
    if (given.flag('text')) {
      const reminder = await call(send, contract.getReminder, asked);
      return { data: reminder, lines: reminder.text.split('\n') };
    }
    const { told } = await call(send, contract.remindLead, { params: { body }, body: {} });
    return { data: { told }, lines: [tool.t('cli:tasks.told', { count: told.length, tasks: told.join(', ') })] };
  },
};

export const taskPlanCommands: readonly CommandSpec[] = [show, giveOne, passOn, remind];
