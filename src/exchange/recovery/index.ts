/** Recovery's front door: what comes back after a loss, and two versions that met. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { openNodeCall } from '../nodes/index.ts';
import { decideVersions } from './decide-met.ts';
import { fetchBackRound, giveUp } from './fetch-back.ts';
import { heldRows } from './held-rows.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { metVersions, type Asks } from './read-met.ts';
import { readRecovery } from './read-recovery.ts';
import * as contract from './recovery-contract.ts';
import { recoveryTravel } from './travel.ts';

function recoveryRoutes(server: Server, context: Context): void {
  const asks: Asks = (caller, permission, about) => server.authorize(caller, permission, about);
  serve(server, contract.heldRows, async ({ request, body }) => {
    const { name } = await openNodeCall(context, request);
    return heldRows(context, name, body.after);
  });
  serve(server, contract.readRecovery, async ({ caller }) =>
    readRecovery(context, (await server.authorize(caller, 'exchange.declare-loss', {})).allowed),
  );
  serve(server, contract.giveUpNode, ({ params, caller, decision }) =>
    giveUp(context, params.node, { account: caller.account, body: caller.body, rule: decision.rule }),
  );
  serve(server, contract.listMetVersions, async ({ caller }) => ({ items: await metVersions(context, asks, caller) }));
  serve(server, contract.decideMetVersion, ({ params, body, caller, decision }) =>
    decideVersions(context, asks, caller, { ...params, ...body, rule: decision.rule }),
  );
}

export const recoveryPart = {
  permissions,
  problems,
  routes: recoveryRoutes,
  rounds: (context: Context) => [fetchBackRound(context)],
  travel: recoveryTravel,
};
