/** Releases' front door: they come down the tree of nodes. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { openNodeCall } from '../nodes/index.ts';
import { giveNext } from './follow-releases.ts';
import { nextRelease } from './releases-contract.ts';

export { releaseRound } from './follow-releases.ts';

export function releaseRoutes(server: Server, context: Context): void {
  serve(server, nextRelease, async ({ request, query }) => {
    const { name } = await openNodeCall(context, request);
    return giveNext(context, name, query.after);
  });
}
