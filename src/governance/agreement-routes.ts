/** Serves agreements that are decided here: translation only. */
import { getBody, listBodies } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import { explain } from '../platform/http/refusal.ts';
import { serve, type Call, type Server } from '../platform/http/serve.ts';
import { author, insist } from './acting.ts';
import * as contract from './agreement-contract.ts';
import { askWhy } from './ask-why.ts';
import { confirmSecurity } from './confirm-security.ts';
import { createAgreements, providerOf } from './create-agreements.ts';
import { consumersOf } from './derive-grants.ts';
import type { Consumers } from './model.ts';
import { agreementPage } from './pages.ts';
import { rowsOf } from './requests/demand-of.ts';
import { renewAgreement } from './renew-agreement.ts';
import { todayOf } from './write-change.ts';
import { documentOf } from './write-document.ts';
import { writePdf } from './write-pdf.ts';
import { writeWord } from './write-word.ts';

export function decidedAgreementRoutes(server: Server, context: Context): void {
  const { db } = context;
  serve(server, contract.reachOfClass, async ({ body }) => {
    const day = todayOf(context);
    const bodies = await listBodies(db, { on: day });
    const ids = new Set(consumersOf(await consumers(context, body.for), bodies));
    const reached = bodies.filter(({ id }) => ids.has(id));
    return { count: reached.length, bodies: reached.slice(0, 500).map(({ id, code, names }) => ({ id, code, names })) };
  });
  serve(server, contract.createAgreements, async ({ body, ...acting }) => {
    await insist(server, acting, contract.createAgreements.permission, await providerOf(db, body.registers));
    const { for: whom, rows, ...terms } = body;
    const asked = {
      ...{ elements: 'all' as const, condition: null, quota: null, quotaPeriod: 'day' as const, to: null, details: {} },
      ...terms,
      rows: await rowsOf(db, rows, todayOf(context)),
      consumers: await consumers(context, whom),
    };
    const created = await createAgreements(context, asked, author(acting));
    return { ...created, agreements: [...created.agreements] };
  });
  serve(server, contract.confirmSecurity, ({ body, ...acting }) =>
    confirmSecurity(context, body.agreements, author(acting)),
  );
  serve(server, contract.renewAgreement, async ({ params, body, ...acting }) => {
    const { provider } = await agreementPage(context, acting.caller, params.agreement);
    await insist(server, acting, contract.renewAgreement.permission, provider.id);
    await renewAgreement(context, { ...params, ...body }, author(acting));
    return agreementPage(context, acting.caller, params.agreement);
  });
  const written = async (
    { params, caller, t, request, reply }: Call<typeof contract.agreementWord>,
    kind: 'docx' | 'pdf',
  ) => {
    const { language } = request;
    const text = await documentOf(context, caller, params.agreement, { t, language });
    const watermark = context.profile.demo ? t('platform:watermark') : undefined;
    reply.header('content-disposition', `attachment; filename="${params.agreement.replace(/[^\w-]/g, '_')}.${kind}"`);
    return (kind === 'pdf' ? writePdf : writeWord)(text, { language, watermark });
  };
  serve(server, contract.agreementWord, (call) => written(call, 'docx'));
  serve(server, contract.agreementPdf, (call) => written(call, 'pdf'));
  serve(server, contract.askWhy, async ({ body, caller, t }) => {
    const { register, purpose, permission = 'records.read', elements = [] } = body;
    const about = {
      ...(register !== undefined && { register }),
      ...(body.body !== undefined && { body: body.body }),
      ...(purpose !== undefined && { purpose }),
    };
    const { decision, quota, subjects } = await askWhy(
      context,
      caller,
      await server.authorize(caller, permission, about),
      elements,
    );
    return { decision: explain(decision, t, caller.language), quota, subjects };
  });
}

/** @throws bodies/body-not-found */
async function consumers({ db, ...context }: Context, given: contract.ConsumersInput): Promise<Consumers> {
  const day = todayOf(context);
  if ('bodies' in given) {
    const bodies: number[] = [];
    for (const code of new Set(given.bodies)) bodies.push((await getBody(db, code, day)).id);
    return { bodies };
  }
  const { under, ...rest } = given.class;
  return { class: { ...rest, ...(under !== undefined && { under: (await getBody(db, under, day)).id }) } };
}
