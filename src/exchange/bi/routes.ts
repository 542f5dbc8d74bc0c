/** Serves accesses of analysis tools: translation only. */
import { getBody } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { refusal } from '../../platform/http/refusal.ts';
import { serve, type Call, type Server } from '../../platform/http/serve.ts';
import { problems } from '../problems.ts';
import { providerOf } from '../vouchers/gateways.ts';
import * as contract from './bi-contract.ts';
import { closeBi, openBi } from './change-bi.ts';
import { placeOf, readBi, view } from './read-bi.ts';
import { findOpen } from './store/access.ts';

export function biRoutes(server: Server, context: Context): void {
  const decided = async ({ caller }: Pick<Call<typeof contract.openBi>, 'caller'>, agreement: string) =>
    server.authorize(caller, contract.openBi.permission, { body: await providerOf(context, agreement) });
  const must = async (call: Pick<Call<typeof contract.openBi>, 'caller' | 't'>, agreement: string) => {
    const decision = await decided(call, agreement);
    if (!decision.allowed) throw refusal(decision, call.t, call.caller.language);
    return { caller: call.caller, decision };
  };
  serve(server, contract.listBi, async (call) => {
    const { agreement } = call.params;
    const { allowed: mayDecide } = await decided(call, agreement);
    return readBi(context, agreement, { caller: call.caller, mayDecide });
  });
  serve(server, contract.openBi, async (call) => {
    const { agreement, consumer } = call.params;
    const password = await openBi(context, call.params, await must(call, agreement));
    const access = await opened(context, agreement, consumer, call.caller.language);
    return { ...access, password, ...(await placeOf(context)) };
  });
  serve(server, contract.closeBi, async (call) => {
    const { agreement } = call.params;
    const acting = await must(call, agreement);
    if (!(await closeBi(context, call.params, acting, 'exchange/bi-closed'))) throw problems.grantNotFound();
    return readBi(context, agreement, { caller: call.caller, mayDecide: true });
  });
}

async function opened(context: Context, agreement: string, consumer: string, language: string) {
  const body = await getBody(context.db, consumer);
  const access = await findOpen(context.db, agreement, body.id);
  if (!access) throw problems.grantNotFound();
  return view(context, access, { body, language });
}
