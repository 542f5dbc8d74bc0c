/** Serves delegations: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import * as contract from './contract.ts';
import { endDelegation, giveDelegation } from './give-delegation.ts';
import { delegationRules } from './model.ts';
import { delegationLines, describeDelegations, offeredBy } from './read-delegations.ts';

export function delegationRoutes(server: Server, context: Context): void {
  serve(server, contract.listDelegations, async ({ query, caller }) => ({
    items: await delegationLines(context, server, caller, query),
    offered: query.mine === true ? [] : await offeredBy(context, server, caller),
    ...delegationRules(context.profile.settings['delegation']),
  }));
  serve(server, contract.giveDelegation, async ({ body, ...acting }) => {
    const made = await giveDelegation(context, server, acting, body);
    const [line] = await describeDelegations(context, server, acting.caller, [made]);
    return line as contract.DelegationLine;
  });
  serve(server, contract.endDelegation, async ({ params, ...acting }) => {
    await endDelegation(context, server, acting, params.delegation);
    return undefined;
  });
}
