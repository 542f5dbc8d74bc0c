/** Serves the contract of indicators: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { contestIndicator } from './contest-indicator.ts';
import * as contract from './indicator-contract.ts';
import { listIndicators, readIndicator } from './read-indicators.ts';

export function indicatorRoutes(server: Server, context: Context): void {
  serve(server, contract.listIndicators, async ({ caller }) => ({ items: await listIndicators(context, caller) }));
  serve(server, contract.getIndicator, ({ params, caller }) => readIndicator(context, caller, params.indicator));
  serve(server, contract.contestIndicator, ({ params, body, caller }) =>
    contestIndicator(context, caller, { code: params.indicator, reason: body.reason }),
  );
}
