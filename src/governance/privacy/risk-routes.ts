/** Serves assessments of risks: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { author, insist, type Acting } from '../acting.ts';
import { todayOf } from '../write-change.ts';
import { asWord } from './dossier-routes.ts';
import { answeringBody } from './guard.ts';
import { beginRisk, riskyRegister, takeMeasure, takeRiskStep } from './keep-risks.ts';
import { riskPage, seenRisk } from './read-risks.ts';
import * as contract from './risk-contract.ts';
import { riskPaper } from './write-risks.ts';

const acted = (acting: Acting) => ({ by: author(acting), language: acting.caller.language });

export function riskRoutes(server: Server, context: Context): void {
  const { db } = context;
  serve(server, contract.beginRisk, async ({ body, ...acting }) => {
    const { body: own } = await riskyRegister(context, body.register);
    await answeringBody(context, own, todayOf(context));
    await insist(server, acting, contract.beginRisk.permission, own);
    return { code: await beginRisk(context, { ...body, body: own }, acted(acting)) };
  });
  serve(server, contract.getRisk, ({ params, caller }) => riskPage(context, server, caller, params.risk));
  serve(server, contract.stepRisk, async ({ params, body, ...acting }) => {
    const one = await seenRisk(db, acting.caller, params.risk);
    await insist(server, acting, contract.stepRisk.permission, one.body);
    await takeRiskStep(context, params.risk, body, acted(acting));
    return riskPage(context, server, acting.caller, params.risk);
  });
  serve(server, contract.endMeasure, async ({ params, body, ...acting }) => {
    const one = await seenRisk(db, acting.caller, params.risk);
    const owed = one.measures.find(({ id }) => id === params.measure);
    const keeps = await server.authorize(acting.caller, contract.stepRisk.permission, { body: one.body });
    // Dropping one is for whoever keeps the assessment; doing it, also for whoever owes it.
    if (!keeps.allowed)
      await insist(
        ...([server, acting] as const),
        ...(body.ended === 'dropped'
          ? ([contract.stepRisk.permission, one.body] as const)
          : ([contract.endMeasure.permission, owed?.body ?? one.body] as const)),
      );
    await takeMeasure(context, params.risk, { ...body, measure: params.measure }, acted(acting));
    return riskPage(context, server, acting.caller, params.risk);
  });
  serve(server, contract.riskWord, async ({ params, caller, ...asked }) => {
    const page = await riskPage(context, server, caller, params.risk);
    return asWord(context, asked, params.risk, (reading) => riskPaper(page, reading));
  });
}
