/** Translation between the contract and the room. */
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { author, insist } from './acting.ts';
import { decidedAgreementRoutes } from './agreement-routes.ts';
import { changeAgreement } from './change-agreement.ts';
import { breakGlassRoutes } from './break-glass/routes.ts';
import * as contract from './contract.ts';
import { delegationRoutes } from './delegations/routes.ts';
import { handoverRoutes } from './handover/routes.ts';
import { labelRoutes } from './labels/routes.ts';
import { lifecycleRoutes } from './lifecycle/routes.ts';
import { agreementPage, agreementPages, registerLines, registerPage } from './pages.ts';
import { privacyRoutes } from './privacy/routes.ts';
import { publishRegister } from './publish-register.ts';
import { requestList } from './requests/read-requests.ts';
import { requestRoutes } from './requests/routes.ts';
import { responsibilityRoutes } from './responsibilities/routes.ts';
import { setCondition } from './set-condition.ts';
import { setSubjects } from './set-subjects.ts';
import { listBases, listCategories, listPurposes } from './store/agreement.ts';
import { askWhyOf as sayWhyOf } from './why-of/ask-why-of.ts';
import { askWhyOf } from './why-of/contract.ts';
import { getRegister } from './store/register.ts';

export function routes(server: Server, context: Context): void {
  serve(server, contract.askDecisions, ({ body, caller }) =>
    Promise.all(body.map(({ permission, about }) => server.authorize(caller, permission, about ?? {}))),
  );
  serve(server, contract.listPurposes, async () => ({
    purposes: await listPurposes(context.db),
    bases: await listBases(context.db),
    categories: await listCategories(context.db),
  }));
  registerRoutes(server, context);
  agreementRoutes(server, context);
  decidedAgreementRoutes(server, context);
  requestRoutes(server, context);
  responsibilityRoutes(server, context);
  labelRoutes(server, context);
  delegationRoutes(server, context);
  breakGlassRoutes(server, context);
  lifecycleRoutes(server, context);
  handoverRoutes(server, context);
  privacyRoutes(server, context);
  serve(server, askWhyOf, ({ body, ...acting }) => sayWhyOf(context, server, acting, body));
}

function registerRoutes(server: Server, context: Context): void {
  serve(server, contract.listRegisters, async () => ({ items: await registerLines(context.db) }));
  serve(server, contract.getRegister, ({ params, caller }) => registerPage(context, caller, params.register));
  serve(server, contract.publishRegister, async ({ params, ...acting }) => {
    const register = await getRegister(context.db, params.register);
    await insist(server, acting, contract.publishRegister.permission, register.managerBody);
    await publishRegister(context, params.register, author(acting), acting.t);
    return registerPage(context, acting.caller, params.register);
  });
}

function agreementRoutes(server: Server, context: Context): void {
  const page = (caller: Caller, code: string) => agreementPage(context, caller, code);
  serve(server, contract.listAgreements, async ({ query, caller }) => {
    const { register } = query;
    const items = await agreementPages(context, caller, (one) => register === undefined || one.register === register);
    const grants = items.flatMap((agreement) => agreement.grants);
    const activeGrants = grants.filter(({ state }) => state === 'active').length;
    return { items, counts: { agreements: items.length, grants: grants.length, activeGrants } };
  });
  serve(server, contract.getAgreement, ({ params, caller }) => page(caller, params.agreement));
  serve(server, contract.changeAgreement, async ({ params, body, ...acting }) => {
    // What he may not see is not there for him; of what he sees, the provider is no secret to him.
    const agreement = await page(acting.caller, params.agreement);
    await insist(server, acting, contract.changeAgreement.permission, agreement.provider.id);
    await changeAgreement(context, { agreement: params.agreement, ...body }, author(acting));
    return page(acting.caller, params.agreement);
  });
  serve(server, contract.setCondition, async ({ params, body, ...acting }) => {
    const agreement = await page(acting.caller, params.agreement);
    await insist(server, acting, contract.setCondition.permission, agreement.provider.id);
    await setCondition(context, { agreement: params.agreement, ...body }, author(acting), acting.t);
    return page(acting.caller, params.agreement);
  });
  serve(server, contract.setSubjects, async ({ params, body, ...acting }) => {
    const agreement = await page(acting.caller, params.agreement);
    await insist(server, acting, contract.setSubjects.permission, agreement.provider.id);
    await setSubjects(context, { agreement: params.agreement, ...body }, author(acting));
    return page(acting.caller, params.agreement);
  });
  serve(server, contract.listRequests, ({ query, caller }) => requestList(context, caller, query));
}
