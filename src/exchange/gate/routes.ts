/** Serves the gate: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import * as contract from './gate-contract.ts';
import { liftPoint } from './lift-point.ts';
import { readGate, readGates } from './read-gate.ts';

export function gateRoutes(server: Server, context: Context): void {
  serve(server, contract.getGate, ({ params, ...asking }) => readGate(context, asking, params.register));
  serve(server, contract.listGates, () => readGates(context));
  serve(server, contract.liftPoint, async ({ params, body, ...asking }) => {
    await liftPoint(context, asking.caller, { ...params, ...body });
    return readGate(context, asking, params.register);
  });
}
