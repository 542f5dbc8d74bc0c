/** Serves emergency rights: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import type { Acting } from '../acting.ts';
import { beginBreakGlass, confirmBreakGlass, endBreakGlass, reviewBreakGlass, rulesOf } from './change-right.ts';
import * as contract from './contract.ts';
import type { EmergencyRight } from './model.ts';
import { describeRights, getRightFor, listRightsFor, offeredTo } from './read-rights.ts';

export function breakGlassRoutes(server: Server, context: Context): void {
  // A profile that names what is never broken open does not start.
  rulesOf(context);
  const shown = async ({ caller }: Acting, right: EmergencyRight) =>
    (await describeRights(context, server, caller, [right]))[0] as contract.RightLine;
  serve(server, contract.listBreakGlass, async ({ caller }) => ({
    items: await listRightsFor(context, server, caller),
    offered: [...(await offeredTo(context, server, caller))],
    hours: rulesOf(context).hours,
  }));
  serve(server, contract.getBreakGlass, ({ params, caller }) => getRightFor(context, server, caller, params.right));
  serve(server, contract.beginBreakGlass, async ({ body, ...acting }) =>
    shown(acting, await beginBreakGlass(context, acting, body)),
  );
  serve(server, contract.confirmBreakGlass, async ({ params, ...acting }) =>
    shown(acting, await confirmBreakGlass(context, server, acting, params.right)),
  );
  serve(server, contract.endBreakGlass, async ({ params, ...acting }) =>
    shown(acting, await endBreakGlass(context, server, acting, params.right)),
  );
  serve(server, contract.reviewBreakGlass, async ({ params, body, ...acting }) =>
    shown(acting, await reviewBreakGlass(context, acting, params.right, body)),
  );
}
