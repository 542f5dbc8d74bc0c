/** Serves strategy's contract: translation only. */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { ifMatch, setVersion } from '../platform/http/versions.ts';
import { answerConsultation } from './answer-consultation.ts';
import { changeTask, mayChangeTask } from './change-task.ts';
import { contestIndicator } from './contest-indicator.ts';
import * as contract from './contract.ts';
import { disposeComment } from './dispose-comment.ts';
import { summaryDocument } from './export-summary.ts';
import { listConsultations, listDocuments, readConsultation, readDocument } from './read-documents.ts';
import { listIndicators, readIndicator } from './read-indicators.ts';
import { listObjectives, listTasks, readTask } from './read-tasks.ts';
import { findTask } from './store/task.ts';
import { importTasks } from './import-tasks.ts';
import { isRightToLeft } from '../platform/documents/right-to-left.ts';
import { listShownTasks } from './read-tasks.ts';
import { writeTaskSheet } from './write-task-sheet.ts';

export function strategyRoutes(server: Server, context: Context): void {
  indicatorRoutes(server, context);
  taskRoutes(server, context);
  taskListRoutes(server, context);
  documentRoutes(server, context);
}

/** Printed on exports of a trial edition. */
const watermark = ({ profile }: Context, t: (key: string) => string) =>
  profile.demo ? t('platform:watermark') : undefined;
const languageOf = (asked: string | undefined, request: FastifyRequest) => asked ?? request.language;

function indicatorRoutes(server: Server, context: Context): void {
  serve(server, contract.listIndicators, async ({ caller }) => ({ items: await listIndicators(context, caller) }));
  serve(server, contract.getIndicator, ({ params, caller }) => readIndicator(context, caller, params.indicator));
  serve(server, contract.contestIndicator, ({ params, body, caller }) =>
    contestIndicator(context, caller, { code: params.indicator, reason: body.reason }),
  );
}

function taskRoutes(server: Server, context: Context): void {
  serve(server, contract.getTask, async ({ params, caller, reply }) => {
    const task = await findTask(context.db, params.task);
    const page = await readTask(
      context,
      params.task,
      task !== undefined && (await mayChangeTask(context.db, caller, task.lead)),
    );
    setVersion(reply, page.task.version);
    return page;
  });
  serve(server, contract.changeTask, async ({ params, body, caller, request, reply }) => {
    await changeTask(context, caller, { code: params.task, version: ifMatch(request) }, body);
    const page = await readTask(context, params.task, true);
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
      watermark: watermark(context, t),
    });
  });
  serve(server, contract.importTasks, ({ query, caller, upload, request, t }) =>
    importTasks(context, caller, { upload, language: request.language, t, dryRun: query.dryRun ?? false }),
  );
}

function documentRoutes(server: Server, context: Context): void {
  serve(server, contract.listDocuments, async () => ({ items: await listDocuments(context) }));
  serve(server, contract.getDocument, ({ params }) => readDocument(context, params.document));
  serve(server, contract.listConsultations, async () => ({ items: await listConsultations(context) }));
  serve(server, contract.getConsultation, ({ params, caller }) =>
    readConsultation(context, caller, params.consultation),
  );
  serve(server, contract.answerConsultation, async ({ params, body, caller }) => {
    await answerConsultation(context, caller, params.consultation, body);
    return readConsultation(context, caller, params.consultation);
  });
  serve(server, contract.disposeComment, async ({ params, body, caller, request }) => {
    await disposeComment(context, caller, { ...params, version: ifMatch(request) }, body);
    return readConsultation(context, caller, params.consultation);
  });
  serve(server, contract.exportSummary, async ({ params, query, caller, request, reply }) => {
    const language = languageOf(query.language, request);
    const t = context.words.translator(language);
    const page = await readConsultation(context, caller, params.consultation);
    const document = await readDocument(context, page.consultation.document);
    reply.header('content-disposition', `attachment; filename="summary-${params.consultation}.docx"`);
    return summaryDocument({ page, document, language, t, watermark: watermark(context, t) });
  });
}
