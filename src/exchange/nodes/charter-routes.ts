/** Translation between the contract and the charter. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { bringSignatures } from './bring-signatures.ts';
import * as contract from './charter-contract.ts';
import { proposeCharter, withdrawCharter } from './propose-charter.ts';
import { charterView } from './read-charter.ts';

export function charterRoutes(server: Server, context: Context): void {
  serve(server, contract.readCharter, () => charterView(context));
  serve(server, contract.proposeCharter, async ({ body, caller, decision }) => {
    await proposeCharter(context, body, { account: caller.account, body: caller.body, rule: decision.rule });
    return charterView(context);
  });
  serve(server, contract.withdrawCharter, async ({ caller, decision }) => {
    await withdrawCharter(context, { account: caller.account, body: caller.body, rule: decision.rule });
    return charterView(context);
  });
  serve(server, contract.bringSignatures, async ({ body, caller, decision }) => {
    await bringSignatures(context, body.note, { account: caller.account, body: caller.body, rule: decision.rule });
    return charterView(context);
  });
}
