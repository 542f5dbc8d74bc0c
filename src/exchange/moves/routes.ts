/** Translation between the contract and moves of homes. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { openNodeCall } from '../nodes/index.ts';
import { moveHome } from './move-home.ts';
import * as contract from './moves-contract.ts';
import { takeOver, takeRows } from './take-over.ts';

export function moveRoutes(server: Server, context: Context): void {
  serve(server, contract.moveHome, ({ body, caller, decision }) =>
    moveHome(context, body, { account: caller.account, body: caller.body, rule: decision.rule }),
  );
  serve(server, contract.takeMovedRows, async ({ request, body }) =>
    takeRows(context, await openNodeCall(context, request), body),
  );
  serve(server, contract.takeOver, async ({ request, body }) => ({
    note: await takeOver(context, await openNodeCall(context, request), body),
  }));
}
