/** Serves the contracts of authorities and disputes: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { listAuthorities } from './authorities-contract.ts';
import { claimElement } from './claim-element.ts';
import * as contract from './disputes-contract.ts';
import { readAuthorities } from './read-authorities.ts';
import { listDisputed, listDisputes, readDispute } from './read-disputes.ts';
import { argueDispute, reopenDispute, settleDispute, withdrawClaim } from './settle-dispute.ts';

export function authorityRoutes(server: Server, context: Context): void {
  serve(server, listAuthorities, ({ query }) => readAuthorities(context, query));
  serve(server, contract.listDisputes, ({ query }) => listDisputes(context, query));
  serve(server, contract.getDispute, ({ params }) => readDispute(context, params.dispute));
  serve(server, contract.listDisputed, ({ params, query, caller, decision }) =>
    listDisputed(context, caller, { dispute: params.dispute, ...query, rule: decision.rule }),
  );
  serve(server, contract.claimElement, ({ params, body, caller, decision, request }) =>
    claimElement(context, caller, {
      element: params.element,
      register: body.register,
      argument: { [request.language]: body.argument },
      rule: decision.rule,
    }),
  );
  serve(server, contract.argueDispute, async ({ params, body, caller, decision, request }) => {
    const argument = { [request.language]: body.argument };
    await argueDispute(context, caller, { ...params, register: body.register, argument, rule: decision.rule });
    return readDispute(context, params.dispute);
  });
  serve(server, contract.settleDispute, async ({ params, body, caller, decision }) => {
    await settleDispute(context, caller, { ...params, ...body, rule: decision.rule });
    return readDispute(context, params.dispute);
  });
  serve(server, contract.reopenDispute, async ({ params, body, caller, decision }) => {
    await reopenDispute(context, caller, { ...params, ...body, rule: decision.rule });
    return readDispute(context, params.dispute);
  });
  serve(server, contract.withdrawClaim, async ({ params, body, caller, decision }) => {
    await withdrawClaim(context, caller, { ...params, ...body, rule: decision.rule });
    return readDispute(context, params.dispute);
  });
}
