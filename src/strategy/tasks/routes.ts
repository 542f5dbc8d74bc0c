/** Serves the contract of tasks: translation only. */
import { getBody } from '../../bodies/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { isRightToLeft } from '../../platform/documents/right-to-left.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { ifMatch, setVersion } from '../../platform/http/versions.ts';
import { bodyNames } from '../name-bodies.ts';
import { languageOf, watermarkOf } from '../route-helpers.ts';
import { cascadeTask } from './cascade-task.ts';
import { changeTask } from './change-task.ts';
import { importTasks } from './import-tasks.ts';
import { dropView, listViews, saveView } from './keep-views.ts';
import { giveTask, replanTask } from './plan-task.ts';
import { listObjectives, listShownTasks, listTasks, readTask, rowsOf } from './read-tasks.ts';
import { dueOf, remindLead } from './remind-lead.ts';
import * as contract from './task-contract.ts';
import { reminderLetter, reminderText, type ReminderText } from './write-reminder.ts';
import { writeTaskSheet } from './write-task-sheet.ts';

export function taskRoutes(server: Server, context: Context): void {
  oneTaskRoutes(server, context);
  planRoutes(server, context);
  taskListRoutes(server, context);
  reminderRoutes(server, context);
  viewRoutes(server, context);
}

function oneTaskRoutes(server: Server, context: Context): void {
  serve(server, contract.getTask, async ({ params, caller, reply }) => {
    const page = await readTask(context, caller, params.task);
    setVersion(reply, page.task.version);
    return page;
  });
  serve(server, contract.changeTask, async ({ params, body, caller, request, reply }) => {
    await changeTask(context, caller, { code: params.task, version: ifMatch(request) }, body);
    const page = await readTask(context, caller, params.task);
    setVersion(reply, page.task.version);
    return page;
  });
}

function planRoutes(server: Server, context: Context): void {
  serve(server, contract.giveTask, async ({ body: { code, ...plan }, caller, reply }) => {
    const page = await readTask(context, caller, await giveTask(context, caller, plan, code));
    setVersion(reply, page.task.version);
    return page;
  });
  serve(server, contract.planTask, async ({ params, body: { reason = '', ...plan }, caller, request, reply }) => {
    await replanTask(context, caller, { code: params.task, version: ifMatch(request), plan, reason });
    const page = await readTask(context, caller, params.task);
    setVersion(reply, page.task.version);
    return page;
  });
  serve(server, contract.cascadeTask, async ({ params, body, caller }) => {
    const { given, had } = await cascadeTask(context, caller, { code: params.task, ...body });
    return { given: [...given], had: [...had] };
  });
}

function reminderRoutes(server: Server, context: Context): void {
  const about = async (code: string, language: string): Promise<ReminderText> => {
    const body = await getBody(context.db, code);
    const tasks = await rowsOf(context, await dueOf(context, context.db, body.id));
    const t = context.words.translator(language);
    const today = dayOf(context.clock.now(), context.profile.timeZone);
    return { body: body.names, tasks, today, language, t, watermark: watermarkOf(context, t) };
  };
  serve(server, contract.getReminder, async ({ params, query, request }) => {
    const reminder = await about(params.body, languageOf(query.language, request));
    const { id } = await getBody(context.db, params.body);
    const lead = (await bodyNames(context.db))(id);
    return { lead, tasks: [...reminder.tasks], text: reminderText(reminder) };
  });
  serve(server, contract.exportReminder, async ({ params, query, request, reply }) => {
    reply.header('content-disposition', `attachment; filename="reminder-${encodeURIComponent(params.body)}.docx"`);
    return reminderLetter(await about(params.body, languageOf(query.language, request)));
  });
  serve(server, contract.remindLead, async ({ params, body, caller }) => ({
    told: await remindLead(context, caller, { lead: params.body, ...body }),
  }));
}

function viewRoutes(server: Server, context: Context): void {
  serve(server, contract.listTaskViews, async ({ caller }) => ({ items: await listViews(context, caller) }));
  serve(server, contract.saveTaskView, ({ body, caller }) => saveView(context, caller, body));
  serve(server, contract.deleteTaskView, async ({ params, caller }) => {
    await dropView(context, caller, params.view);
  });
}

function taskListRoutes(server: Server, context: Context): void {
  serve(server, contract.listObjectives, async () => ({ items: await listObjectives(context) }));
  serve(server, contract.listTasks, ({ query }) => listTasks(context, query));
  serve(server, contract.exportTasks, async ({ query, request, reply }) => {
    const language = languageOf(query.language, request);
    const t = context.words.translator(language);
    const tasks = await listShownTasks(context);
    reply.header('content-disposition', 'attachment; filename="tasks.xlsx"');
    return writeTaskSheet({
      tasks,
      language,
      rightToLeft: isRightToLeft(language),
      t,
      watermark: watermarkOf(context, t),
    });
  });
  serve(server, contract.importTasks, ({ query, caller, upload, request, t }) =>
    importTasks(context, caller, {
      ...{ upload, language: request.language, t },
      ...{ dryRun: query.dryRun ?? false, reason: query.reason?.trim() ?? '' },
    }),
  );
}
