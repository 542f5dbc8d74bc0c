/** What somebody owes, and the tasks of the strategy. */
import { call, callRaw } from '../../platform/http/call.ts';
import { listMyWork } from '../../platform/work/contract.ts';
import { pick } from '../../platform/texts.ts';
import * as contract from '../../strategy/contract.ts';
import { deliver, sizeOf, uploadOf } from '../files.ts';
import { UsageError, type CommandSpec } from '../model.ts';
import { table } from '../table.ts';
import { taskPlanCommands } from './task-plan.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const work: CommandSpec = {
  path: 'work',
  options: [{ flags: '--body <code>', word: 'work-body' }, { flags: '--overdue' }, { flags: '--done' }],
  examples: ['work --body 99101', 'work --node https://data.example.org --key my.key --overdue'],
  run: async (tool, given) => {
    const body = given.text('body');
    if (!tool.remote && body === undefined) throw new UsageError('work-body');
    if (tool.remote && body !== undefined) throw new UsageError('work-body-remote');
    const { send } = await tool.link({ body });
    const query = {
      whose: body === undefined ? ('mine' as const) : ('body' as const),
      state: given.flag('done') ? ('done' as const) : ('open' as const),
      ...(given.flag('overdue') && { overdue: true }),
      limit: 500,
    };
    const answer = await call(send, listMyWork, { query });
    const { t } = tool;
    const rows = answer.items.map((item) => [
      item.due,
      item.daysLeft === null ? '' : t('cli:work.days', { count: item.daysLeft }),
      t(item.title.key, item.title.values),
      t(`bodies:posts.${item.post}`),
    ]);
    const head = ['due', 'left', 'what', 'post'].map((word) => t(`cli:columns.${word}`));
    return {
      data: answer,
      lines: [t('cli:work.counts', answer.counts), ...(rows.length > 0 ? table(rows, head) : [])],
    };
  },
};

const tasks: CommandSpec = {
  path: 'tasks',
  options: [
    { flags: '--standing <standing>', choices: ['not-begun', 'running', 'at-risk', 'overdue', 'done'] },
    { flags: '--lead <code>' },
    { flags: '--objective <code>' },
  ],
  examples: ['tasks --standing overdue', 'tasks --lead 97 --json'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { t, language } = tool;
    const query = Object.fromEntries(
      ['standing', 'lead', 'objective'].flatMap((name) => {
        const value = given.text(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const answer = await call(send, contract.listTasks, { query });
    const rows = answer.items.map((task) => [
      task.code,
      pick(task.names, language),
      task.lead.code,
      task.due,
      t(`strategy:standings.${task.standing}`),
    ]);
    const head = ['code', 'what', 'lead', 'due', 'standing'].map((word) => t(`cli:columns.${word}`));
    return { data: answer, lines: [t('cli:tasks.counts', answer.counts), ...table(rows, head)] };
  },
};

const exportTasks: CommandSpec = {
  path: 'tasks export',
  arguments: ['FILE'],
  examples: ['tasks export tasks.xlsx'],
  run: async (tool, given) => {
    const [file = ''] = given.args;
    const { send } = await tool.link();
    const answer = await callRaw(send, contract.exportTasks, { query: { language: tool.language } });
    const bytes = await deliver(tool, answer, file);
    return { data: { file, bytes }, lines: [tool.t('cli:files.written', { file })] };
  },
};

const importTasks: CommandSpec = {
  path: 'tasks import',
  arguments: ['FILE'],
  options: [{ flags: '--dry-run' }, { flags: '--reason <text>', word: 'task-reason' }],
  examples: ['tasks import tasks.xlsx --dry-run', 'tasks import tasks.xlsx'],
  run: async (tool, given) => {
    const [file = ''] = given.args;
    sizeOf(file);
    const { send } = await tool.link();
    const reason = given.text('reason');
    const query = { ...(given.flag('dry-run') && { dryRun: true }), ...(reason !== undefined && { reason }) };
    const answer = await call(send, contract.importTasks, { query, upload: uploadOf(file, XLSX) });
    const { findings, ...counts } = answer;
    const rows = findings.map(({ row, column, message }) => [row, column, message]);
    const fate = findings.length > 0 ? ['cli:import.not-stored'] : given.flag('dry-run') ? ['cli:import.dry-run'] : [];
    return {
      data: answer,
      lines: [tool.t('cli:tasks.imported', counts), ...fate.map((key) => tool.t(key)), ...table(rows)],
      findings: findings.length > 0,
    };
  },
};

export const strategyCommands: readonly CommandSpec[] = [work, tasks, exportTasks, importTasks, ...taskPlanCommands];
