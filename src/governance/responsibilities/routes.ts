/** Serves responsibilities: translation only. */
import { getBody } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { author, insist, type Acting } from '../acting.ts';
import { getRegister } from '../store/register.ts';
import { todayOf } from '../write-change.ts';
import {
  assignResponsibility,
  endResponsibility,
  getResponsibility,
  reviewResponsibilities,
} from './assign-responsibility.ts';
import * as contract from './contract.ts';
import type { Role } from './model.ts';
import { myDuties } from './my-duties.ts';
import { describe, gapLines, matrix, responsibilityLines } from './read-responsibilities.ts';

export function responsibilityRoutes(server: Server, context: Context): void {
  const { db } = context;
  serve(server, contract.listResponsibilities, async ({ query }) => {
    if (query.register !== undefined) await getRegister(db, query.register);
    return { items: await responsibilityLines(context, query) };
  });
  serve(server, contract.assignResponsibility, async ({ body, ...acting }) => {
    await insistOnMandate(context, server, acting, body);
    const at = await getBody(db, body.body, todayOf(context));
    const given = { ...body, body: at.id };
    const made = await assignResponsibility(context, given, { caller: acting.caller, by: author(acting) });
    return ((await describe(context, [made])) as [contract.ResponsibilityLine])[0];
  });
  serve(server, contract.endResponsibility, async ({ params, body, ...acting }) => {
    const { register, role } = await getResponsibility(db, params.id);
    await insistOnMandate(context, server, acting, { register, role });
    await endResponsibility(context, { id: params.id, to: body.to }, author(acting));
    return { items: await responsibilityLines(context, { register, ended: true }) };
  });
  serve(server, contract.reviewResponsibilities, async ({ params, ...acting }) => {
    const { managerBody } = await getRegister(db, params.register);
    await insist(server, acting, contract.reviewResponsibilities.permission, managerBody);
    await reviewResponsibilities(context, params.register, author(acting));
    return { items: await responsibilityLines(context, params) };
  });
  serve(server, contract.readMatrix, ({ query }) => matrix(context, query));
  serve(server, contract.listGaps, ({ query }) => gapLines(context, query));
  serve(server, contract.readMyDuties, ({ caller }) => myDuties(context, caller));
}

/** Stewards are named by the data manager of the register; owner and data manager only by whoever reaches every body. */
async function insistOnMandate(
  { db }: Context,
  server: Server,
  acting: Acting,
  { register, role }: { readonly register: string; readonly role: Role },
): Promise<void> {
  const { managerBody, ownerBody } = await getRegister(db, register);
  const mandate = role === 'steward' ? managerBody : (ownerBody ?? 0);
  await insist(server, acting, contract.assignResponsibility.permission, mandate);
}
