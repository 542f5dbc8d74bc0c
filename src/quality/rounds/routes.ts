/** Serves rounds: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { listDifference, settleDifference } from './differences.ts';
import { readRounds } from './read-rounds.ts';
import * as contract from './round-contract.ts';
import { signAbove, signBelow } from './sign-round.ts';

export function roundRoutes(server: Server, context: Context): void {
  serve(server, contract.listRounds, ({ caller }) => readRounds(context, caller));
  serve(server, contract.signBelow, ({ params, caller }) => signBelow(context, caller, params));
  serve(server, contract.signAbove, ({ params, caller }) => signAbove(context, caller, params));
  serve(server, contract.listDifference, ({ params, body, caller }) =>
    listDifference(context, caller, { ...params, ...body }),
  );
  serve(server, contract.settleDifference, ({ params, body, caller }) =>
    settleDifference(context, caller, { ...params, ...body }),
  );
}
