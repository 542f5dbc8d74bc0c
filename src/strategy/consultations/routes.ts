/** Serves the contract of consultations: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { ifMatch } from '../../platform/http/versions.ts';
import { readDocument } from '../documents/read-documents.ts';
import { languageOf, watermarkOf } from '../route-helpers.ts';
import { answerConsultation } from './answer-consultation.ts';
import * as contract from './consultation-contract.ts';
import { disposeComment } from './dispose-comment.ts';
import { summaryDocument } from './export-summary.ts';
import { listConsultations, readConsultation } from './read-consultations.ts';

export function consultationRoutes(server: Server, context: Context): void {
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
    return summaryDocument({ page, document, language, t, watermark: watermarkOf(context, t) });
  });
}
