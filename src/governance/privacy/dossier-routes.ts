/** Serves impact assessments and transfers: translation only. */
import { getBody } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { author, insist, type Acting } from '../acting.ts';
import { todayOf } from '../write-change.ts';
import * as contract from './dossier-contract.ts';
import { answeringBody, seen } from './guard.ts';
import { beginAssessment, beginTransfer, takeAssessmentStep, takeTransferStep } from './keep-dossiers.ts';
import { assessmentPage, transferPage } from './read-dossiers.ts';
import { findAssessment, findTransfer } from './store/dossier.ts';
import { dossierOf, transferPaper, writePaper, type Paper } from './write-papers.ts';

const acted = (acting: Acting) => ({ by: author(acting), language: acting.caller.language });

/** Who begins something for a body must reach it, and it must be at home here. */
async function ownBody(server: Server, context: Context, acting: Acting, given: string | undefined) {
  const own = await answeringBody(context, given ?? acting.caller.body ?? 0, todayOf(context));
  await insist(server, acting, contract.beginAssessment.permission, own.id);
  return own.id;
}

export function dossierRoutes(server: Server, context: Context): void {
  assessmentRoutes(server, context);
  transferRoutes(server, context);
}

type Reading = Parameters<typeof dossierOf>[1];
type Asked = Pick<Parameters<Parameters<typeof serve>[2]>[0], 't' | 'request' | 'reply'>;

export function asWord(
  { profile }: Context,
  { t, request, reply }: Asked,
  code: string,
  paperOf: (reading: Reading) => Paper,
): Promise<Buffer> {
  reply.header('content-disposition', `attachment; filename="${code.replace(/[^\w-]/g, '_')}.docx"`);
  const watermark = profile.demo === undefined ? undefined : t('platform:watermark');
  return writePaper(paperOf({ t, language: request.language, watermark }), request.language);
}

function assessmentRoutes(server: Server, context: Context): void {
  const { db } = context;
  serve(server, contract.beginAssessment, async ({ body, ...acting }) => {
    const own = await ownBody(server, context, acting, body.body);
    return { code: await beginAssessment(context, { ...body, body: own }, acted(acting)) };
  });
  serve(server, contract.getAssessment, ({ params, caller }) =>
    assessmentPage(context, server, caller, params.assessment),
  );
  serve(server, contract.stepAssessment, async ({ params, body, ...acting }) => {
    const code = params.assessment;
    const one = await seen(db, acting.caller, code, await findAssessment(db, code));
    await insist(server, acting, contract.stepAssessment.permission, one.body);
    await takeAssessmentStep(context, code, body, acted(acting));
    return assessmentPage(context, server, acting.caller, code);
  });
  serve(server, contract.assessmentDossier, async ({ params, caller, ...asked }) => {
    const page = await assessmentPage(context, server, caller, params.assessment);
    return asWord(context, asked, params.assessment, (reading) => dossierOf(page, reading));
  });
}

function transferRoutes(server: Server, context: Context): void {
  const { db } = context;
  serve(server, contract.writeTransfer, async ({ body: given, ...acting }) => {
    const own = await ownBody(server, context, acting, given.body);
    const to = given.to === undefined ? null : (await getBody(db, given.to, todayOf(context))).id;
    const { title, registers, categories = [], recipient = null, country = null, agreement = null } = given;
    const wish = {
      ...{ title, registers, categories, recipient, country, agreement, body: own, toBody: to },
      ...{ assessment: given.assessment ?? null, until: given.until ?? null, contents: given.contents },
    };
    return { code: await beginTransfer(context, wish, acted(acting)) };
  });
  serve(server, contract.getTransfer, ({ params, caller }) => transferPage(context, server, caller, params.transfer));
  serve(server, contract.stepTransfer, async ({ params, body, ...acting }) => {
    const code = params.transfer;
    const one = await seen(db, acting.caller, code, await findTransfer(db, code));
    await insist(server, acting, contract.stepTransfer.permission, one.body);
    await takeTransferStep(context, code, body, acted(acting));
    return transferPage(context, server, acting.caller, code);
  });
  serve(server, contract.transferWord, async ({ params, caller, ...asked }) => {
    const page = await transferPage(context, server, caller, params.transfer);
    return asWord(context, asked, params.transfer, (reading) => transferPaper(page, reading));
  });
}
