/** Serves the contract of measures: translation only. */
import type { Context } from '../../../platform/context.ts';
import { serve, type Server } from '../../../platform/http/serve.ts';
import * as contract from './measure-contract.ts';
import { checkMeasure, listMeasures, readMeasure } from './read-measures.ts';

export function measureRoutes(server: Server, context: Context): void {
  serve(server, contract.listMeasures, async ({ caller }) => ({ items: await listMeasures(context, caller) }));
  serve(server, contract.getMeasure, ({ params, caller }) => readMeasure(context, caller, params.measure));
  serve(server, contract.checkMeasure, ({ params }) => checkMeasure(context, params.measure));
}
