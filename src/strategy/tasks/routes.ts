/** Serves the contract of tasks: translation only. */
import type { Context } from '../../platform/context.ts';
import { isRightToLeft } from '../../platform/documents/right-to-left.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { ifMatch, setVersion } from '../../platform/http/versions.ts';
import { languageOf, watermarkOf } from '../route-helpers.ts';
import { changeTask } from './change-task.ts';
import { importTasks } from './import-tasks.ts';
import { listObjectives, listShownTasks, listTasks, readTask } from './read-tasks.ts';
import * as contract from './task-contract.ts';
import { writeTaskSheet } from './write-task-sheet.ts';

export function taskRoutes(server: Server, context: Context): void {
  oneTaskRoutes(server, context);
  taskListRoutes(server, context);
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
    importTasks(context, caller, { upload, language: request.language, t, dryRun: query.dryRun ?? false }),
  );
}
