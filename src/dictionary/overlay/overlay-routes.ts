/** Translation between the contract and the overlay. Setting it is served by records, which knows the rows. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { setVersion } from '../../platform/http/versions.ts';
import { describeChange } from '../describe-change.ts';
import { diffPlans } from '../diff.ts';
import { countEntries } from './model.ts';
import * as contract from './overlay-contract.ts';
import { tryOverlay } from './set-overlay.ts';
import { diffOverlay, viewOverlay, wordClash } from './view-overlay.ts';

export function overlayRoutes(server: Server, context: Context): void {
  serve(server, contract.getOverlay, async ({ t, reply }) => {
    const view = await viewOverlay(context, t);
    setVersion(reply, view.version);
    return view;
  });
  serve(server, contract.listOverlayChanges, async ({ t, caller }) => {
    const { verdict, changes } = await diffOverlay(context);
    return {
      verdict,
      changes: changes.map((change) => ({ ...change, words: describeChange(change, caller.language, t) })),
    };
  });
  serve(server, contract.checkOverlay, async ({ body, t, caller }) => {
    const { plan, central, applied, clashes } = await tryOverlay(context, body.overlay);
    const changes = diffPlans(central, plan).changes.map((change) => ({
      ...change,
      words: describeChange(change, caller.language, t),
    }));
    return {
      edition: plan.release,
      hash: plan.hash,
      entries: countEntries(body.overlay),
      applied,
      clashes: clashes.map((clash) => wordClash(clash, t)),
      changes,
    };
  });
}
