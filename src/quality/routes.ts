/** Serves the room's contract: translation only. */
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import * as contract from './contract.ts';
import { readCoverage, readOverview } from './read-coverage.ts';
import { listDefects, listReporting, readScores } from './read-scores.ts';

export function qualityRoutes(server: Server, context: Context): void {
  serve(server, contract.getScores, ({ params, caller }) => readScores(context, params.register, caller));
  serve(server, contract.listQuality, () => readOverview(context));
  serve(server, contract.getCoverage, ({ params }) => readCoverage(context, params.register));
  serve(server, contract.listDefects, ({ params, query, caller }) =>
    listDefects(context, caller, { register: params.register, ...query }),
  );
  serve(server, contract.listReporting, ({ params }) => listReporting(context, params.register));
}
