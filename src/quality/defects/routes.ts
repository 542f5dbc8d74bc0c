/** Serves the contract of defects: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { answerContest, contestDefect } from './contest-defect.ts';
import * as contract from './contract.ts';
import { mendDefects } from './mend-defects.ts';
import { listDefects, readDefect } from './read-defects.ts';

export function defectRoutes(server: Server, context: Context): void {
  serve(server, contract.listAll, ({ query, caller }) => listDefects(context, caller, query));
  serve(server, contract.getDefect, ({ params, caller }) => readDefect(context, caller, params.defect));
  serve(server, contract.mendDefects, async ({ body, caller }) => {
    const defects = [...new Set(body.defects)];
    await mendDefects(context, caller, defects, body.act);
    return { changed: defects.length };
  });
  serve(server, contract.contestDefect, async ({ params, body, caller }) => {
    await contestDefect(context, caller, params.defect, body.words);
    return readDefect(context, caller, params.defect);
  });
  serve(server, contract.answerContest, async ({ params, body, caller }) => {
    await answerContest(context, caller, params.defect, body);
    return readDefect(context, caller, params.defect);
  });
}
