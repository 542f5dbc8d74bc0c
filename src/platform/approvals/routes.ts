/** Serves acts that wait for a second person, and puts the server's own question about them in place. */
import { serve, type Server } from '../http/serve.ts';
import * as contract from './contract.ts';
import { agree, refuse, withdraw } from './decide-approval.ts';
import type { ApprovalContext, ApprovalDeps, Desk } from './desk.ts';
import { keepRequest } from './keep-request.ts';
import { readFourEyes } from './model.ts';
import { approvalLines, approvalPage, getApproval } from './read-approvals.ts';
import { identifyAgreed } from './replay.ts';
import { sealOf } from './sealed-request.ts';

export function serveApprovals(server: Server, context: ApprovalContext, deps: ApprovalDeps): void {
  const rules = readFourEyes(context.profile.settings['fourEyes'], changesOf(deps));
  const desk: Desk = { context, deps, server, rules, seal: sealOf(context.keysDir) };
  const { identify } = server;
  // Every server that serves the rooms asks: that of the node, and that of the terminal.
  Object.assign(server, {
    identify: identifyAgreed(identify),
    askSecondPerson: (...asked: Parameters<NonNullable<Server['askSecondPerson']>>) => keepRequest(desk, ...asked),
  });
  serve(server, contract.listApprovals, async ({ query, caller }) => ({
    items: await approvalLines(desk, caller, query.state ?? 'open'),
  }));
  serve(server, contract.getApproval, ({ params, caller, t }) => approvalPage(desk, caller, params.approval, t));
  serve(server, contract.agree, async ({ params, body, caller, t }) => {
    const row = await getApproval(desk, caller, params.approval);
    await agree(desk, row, { caller, t }, body.digest);
    return approvalPage(desk, caller, params.approval, t);
  });
  serve(server, contract.refuseApproval, async ({ params, body, caller, t }) => {
    const row = await getApproval(desk, caller, params.approval);
    await refuse(desk, row, { caller, t }, body.reason);
    return approvalPage(desk, caller, params.approval, t);
  });
  serve(server, contract.withdrawApproval, async ({ params, caller }) => {
    await withdraw(desk, params.approval, caller);
    return undefined;
  });
}

export const changesOf = ({ tables }: Pick<ApprovalDeps, 'tables'>): ReadonlySet<string> =>
  new Set(tables().flatMap((table) => Object.entries(table).flatMap(([name, entry]) => (entry.changes ? [name] : []))));
