/** Serves labels: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { author } from '../acting.ts';
import * as contract from './contract.ts';
import { explainLabels, labelLines } from './explain-labels.ts';
import { lowerLabels } from './lower-labels.ts';

export function labelRoutes(server: Server, context: Context): void {
  serve(server, contract.listLabels, async () => ({ items: await labelLines(context) }));
  serve(server, contract.explainLabels, ({ params }) => explainLabels(context, params.register));
  serve(server, contract.lowerLabels, async ({ body, ...acting }) => {
    await lowerLabels(context, body, author(acting));
    return explainLabels(context, body.register);
  });
}
