/** Serves privacy: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { author, insist, type Acting } from '../acting.ts';
import { todayOf } from '../write-change.ts';
import * as contract from './contract.ts';
import { dossierRoutes } from './dossier-routes.ts';
import { answeringBody, seen } from './guard.ts';
import { reportBreach, stepBreach } from './handle-breach.ts';
import { breachPage, readPrivacy } from './read-privacy.ts';
import { riskRoutes } from './risk-routes.ts';
import { findBreach } from './store/breach.ts';
import { noticeOf, writePaper } from './write-papers.ts';

export function privacyRoutes(server: Server, context: Context): void {
  serve(server, contract.readPrivacy, ({ caller }) => readPrivacy(context, caller));
  breachRoutes(server, context);
  dossierRoutes(server, context);
  riskRoutes(server, context);
}

function breachRoutes(server: Server, context: Context): void {
  const { db } = context;
  serve(server, contract.reportBreach, async ({ body, ...acting }) => {
    const own = await answeringBody(context, body.body ?? acting.caller.body ?? 0, todayOf(context));
    await insist(server, acting, contract.reportBreach.permission, own.id);
    const code = await reportBreach(context, { ...body, body: own.id }, author(acting), acting.caller.language);
    return { code, dueAt: (await findBreach(db, code))?.dueAt ?? '' };
  });
  serve(server, contract.getBreach, ({ params, caller }) => breachPage(context, caller, params.breach));
  serve(server, contract.stepBreach, async ({ params, body, ...acting }) => {
    await insistOn(acting, contract.stepBreach.permission, params.breach);
    await stepBreach(context, params.breach, body, { by: author(acting), language: acting.caller.language });
    return breachPage(context, acting.caller, params.breach);
  });
  const insistOn = async (acting: Acting, permission: string, code: string) => {
    const one = await seen(db, acting.caller, code, await findBreach(db, code));
    await insist(server, acting, permission, one.body);
  };
  serve(server, contract.breachNotice, async ({ params, caller, t, request, reply }) => {
    const page = await breachPage(context, caller, params.breach);
    const { language } = request;
    const watermark = context.profile.demo ? t('platform:watermark') : undefined;
    reply.header('content-disposition', `attachment; filename="${params.breach.replace(/[^\w-]/g, '_')}.docx"`);
    const { timeZone } = context.profile;
    return writePaper(noticeOf(page, { t, language, timeZone, watermark }), language);
  });
}
