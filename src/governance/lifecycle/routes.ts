/** Serves the lifecycle: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { author, insist, type Acting } from '../acting.ts';
import { getRegister } from '../store/register.ts';
import * as contract from './contract.ts';
import { decideDisposal, getDisposal, withdrawDisposal } from './disposals.ts';
import { getHold, liftHold, placeHold, reviewHold } from './place-hold.ts';
import { describeHolds, disposalLines, disposalPage, holdLines, termLine, termLines } from './read-lifecycle.ts';
import { setTerm } from './terms.ts';

export function lifecycleRoutes(server: Server, context: Context): void {
  const { db } = context;
  /** Whoever acts for a register must reach the body that manages it. */
  const forRegister = async (acting: Acting, permission: string, register: string) => {
    const { managerBody, ownerBody } = await getRegister(db, register);
    await insist(server, acting, permission, managerBody ?? ownerBody);
  };
  serve(server, contract.listTerms, async () => ({ items: await termLines(context) }));
  serve(server, contract.setTerm, async ({ params, body, ...acting }) => {
    await forRegister(acting, contract.setTerm.permission, params.register);
    await setTerm(context, { ...params, ...body }, author(acting));
    return termLine(context, params.register);
  });
  serve(server, contract.listHolds, async ({ query }) => ({ items: await holdLines(context, query.register) }));
  const line = async (hold: Parameters<typeof describeHolds>[1][number]) =>
    ((await describeHolds(context, [hold])) as [contract.HoldLine])[0];
  serve(server, contract.placeHold, async ({ body, ...acting }) => {
    await forRegister(acting, contract.placeHold.permission, body.register);
    return line(await placeHold(context, body, author(acting)));
  });
  serve(server, contract.reviewHold, async ({ params, body, ...acting }) => {
    await forRegister(acting, contract.reviewHold.permission, (await getHold(db, params.hold)).register);
    return line(await reviewHold(context, params.hold, body.reviewOn, author(acting)));
  });
  serve(server, contract.liftHold, async ({ params, body, ...acting }) => {
    await forRegister(acting, contract.liftHold.permission, (await getHold(db, params.hold)).register);
    return line(await liftHold(context, params.hold, body.reason, author(acting)));
  });
  disposalRoutes(server, context);
}

function disposalRoutes(server: Server, context: Context): void {
  const insistOn = async (acting: Acting, permission: string, id: string) =>
    insist(server, acting, permission, (await getDisposal(context.db, id)).decides);
  serve(server, contract.listDisposals, ({ query }) => disposalLines(context, query));
  serve(server, contract.getDisposal, ({ params, caller }) => disposalPage(context, caller, params.disposal));
  serve(server, contract.decideDisposal, async ({ params, body, ...acting }) => {
    await insistOn(acting, contract.decideDisposal.permission, params.disposal);
    await decideDisposal(context, { id: params.disposal, ...body }, author(acting));
    return disposalPage(context, acting.caller, params.disposal);
  });
  serve(server, contract.withdrawDisposal, async ({ params, body, ...acting }) => {
    await insistOn(acting, contract.withdrawDisposal.permission, params.disposal);
    await withdrawDisposal(context, { id: params.disposal, ...body }, author(acting));
    return disposalPage(context, acting.caller, params.disposal);
  });
}
