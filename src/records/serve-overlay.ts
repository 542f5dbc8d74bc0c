/** The overlay of the dictionary, set when every stored row can follow it. Translation only. */
import { setOverlay, type Plan } from '../dictionary/index.ts';
import { setOverlay as endpoint } from '../dictionary/contract.ts';
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { ifMatch, setVersion } from '../platform/http/versions.ts';
import { mustFit } from './serve-releases.ts';

export function serveOverlay(server: Server, context: Context): void {
  serve(server, endpoint, async ({ body, caller, decision, request, reply }) => {
    const by = { account: caller.account, body: caller.body, rule: decision.rule };
    const ports = { fits: (plan: Plan) => mustFit(context, plan) };
    const answer = await setOverlay(context, { ...body, version: ifMatch(request) }, by, ports);
    setVersion(reply, answer.version);
    return answer;
  });
}
