/** Serves the contract of the board: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { answerFigure, contestFigure } from './contest-figure.ts';
import * as contract from './contract.ts';
import { freezePeriod } from './freeze-period.ts';
import { readBoard } from './read-board.ts';

export function boardRoutes(server: Server, context: Context): void {
  serve(server, contract.getBoard, ({ query, caller }) => readBoard(context, caller, query.period));
  serve(server, contract.freezePeriod, ({ body, caller }) => freezePeriod(context, caller, body));
  serve(server, contract.contestFigure, async ({ params, body, caller }) => ({
    id: await contestFigure(context, caller, { ...params, ...body }),
  }));
  serve(server, contract.answerFigure, async ({ params, body, caller }) => {
    await answerFigure(context, caller, { ...params, ...body });
    return { upheld: body.upheld };
  });
}
