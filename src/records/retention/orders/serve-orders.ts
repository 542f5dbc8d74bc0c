/** Disposal orders over HTTP: translation only. */
import { getDisposal } from '../../../governance/index.ts';
import type { Caller } from '../../../platform/caller.ts';
import type { Context } from '../../../platform/context.ts';
import type { Decision } from '../../../platform/decision.ts';
import { refusal } from '../../../platform/http/refusal.ts';
import { serve, type Server } from '../../../platform/http/serve.ts';
import type { Translate } from '../../../platform/i18n.ts';
import { answerOrder, getReceived } from './answer-order.ts';
import { getOrder, remindOrder } from './carry-out.ts';
import * as contract from '../orders-contract.ts';
import { orderLines, orderPage, orderProof } from './read-orders.ts';

interface Acting {
  readonly caller: Caller;
  readonly decision: Decision;
  readonly t: Translate;
}
const author = ({ caller, decision }: Acting) => ({ account: caller.account, body: caller.body, rule: decision.rule });

export function serveOrders(server: Server, context: Context): void {
  const { answerDisposalOrder, remindDisposalOrder } = contract;
  const allowed = async (caller: Caller, permission: string, body: number) =>
    (await server.authorize(caller, permission, { body })).allowed;
  const insist = async ({ caller, t }: Acting, permission: string, body: number) => {
    const decision = await server.authorize(caller, permission, { body });
    if (!decision.allowed) throw refusal(decision, t, caller.language);
  };
  const page = (caller: Caller, id: string) =>
    orderPage(context, caller, {
      id,
      may: {
        answer: (body) => allowed(caller, answerDisposalOrder.permission, body),
        remind: (body) => allowed(caller, remindDisposalOrder.permission, body),
      },
    });
  serve(server, contract.listDisposalOrders, ({ query, caller }) => orderLines(context, caller, query));
  serve(server, contract.getDisposalOrder, ({ params, caller }) => page(caller, params.order));
  serve(server, contract.getOrderProof, ({ params, caller }) => orderProof(context, caller, params.order));
  serve(server, answerDisposalOrder, async ({ params, body, ...acting }) => {
    // What is not there and what is not for the asker read the same.
    await page(acting.caller, params.order);
    await insist(acting, answerDisposalOrder.permission, (await getReceived(context.db, params.order)).consumer);
    await answerOrder(context, { order: params.order, ...body }, author(acting));
    return page(acting.caller, params.order);
  });
  serve(server, remindDisposalOrder, async ({ params, ...acting }) => {
    await page(acting.caller, params.order);
    const order = await getOrder(context, params.order);
    const { decides } = await getDisposal(context.db, order.disposal);
    await insist(acting, remindDisposalOrder.permission, decides);
    await remindOrder(context, params.order, author(acting));
    return page(acting.caller, params.order);
  });
}
