/** Serves hand-overs: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import * as contract from './contract.ts';
import { handOver } from './hand-over.ts';
import { readHandover } from './read-handover.ts';

export function handoverRoutes(server: Server, context: Context): void {
  serve(server, contract.readHandover, ({ params, ...acting }) =>
    readHandover(context, server, acting, params.account),
  );
  serve(server, contract.handOver, ({ params, body, ...acting }) =>
    handOver(context, server, acting, { ...params, ...body }),
  );
}
