/** Translation between the contract and the node registry. */
import type { Author } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { takeEntry } from './change-entry.ts';
import { revokeKey, rotateKey, takeOwnChange } from './change-own.ts';
import { approveNode, refuseNode, retireNode, takeJoinRequest } from './decide-node.ts';
import { charterRoutes } from './charter-routes.ts';
import { chartersAfter } from './keep-charter.ts';
import { acceptRegistry, getRegistry } from './keep-registry.ts';
import * as contract from './nodes-contract.ts';
import { openNodeCall } from './open-node-call.ts';
import { ownName } from './own-keys.ts';
import { flowPage } from './read-flow.ts';
import { describeOwn, nodesPage, nodeView } from './read-nodes.ts';
import { tellReports } from './reports-contract.ts';
import { takeReports } from './take-reports.ts';

const author = ({ caller, decision }: { caller: Caller; decision: Decision }): Author => ({
  account: caller.account,
  body: caller.body,
  rule: decision.rule,
});

export function nodeRoutes(server: Server, context: Context): void {
  peopleRoutes(server, context);
  charterRoutes(server, context);
  serve(server, contract.describeNode, () => describeOwn(context));
  serve(server, contract.askToJoin, ({ request, body }) => takeJoinRequest(context, request, body));
  serve(server, contract.readRegistry, async ({ request, query }) => {
    await openNodeCall(context, request);
    const { registry, note } = await getRegistry(context.db);
    const charters = await chartersAfter(context.db, query.charter ?? 0);
    return { note: registry.version > (query.have ?? 0) ? note : null, version: registry.version, charters };
  });
  serve(server, contract.offerRegistry, async ({ request, body }) => {
    await openNodeCall(context, request);
    await acceptRegistry(context, body.note, { charters: body.charters ?? [] });
    return { version: (await getRegistry(context.db)).registry.version };
  });
  serve(server, tellReports, async ({ request, body }) => {
    const from = await openNodeCall(context, request);
    return { taken: await takeReports(context, from, body.reports) };
  });
  serve(server, contract.submitEntry, async ({ request, body }) => {
    const from = await openNodeCall(context, request);
    return { note: await takeEntry(context, body.entry, from) };
  });
  serve(server, contract.changeOwnEntry, async ({ request, body }) => {
    const from = await openNodeCall(context, request);
    return { note: await takeOwnChange(context, from, body) };
  });
}

function peopleRoutes(server: Server, context: Context): void {
  serve(server, contract.listNodes, () => nodesPage(context));
  serve(server, contract.listFlows, () => flowPage(context));
  serve(server, contract.getNode, ({ params }) => nodeView(context, params.node));
  serve(server, contract.approveNode, async ({ params, body, ...acting }) => {
    await approveNode(context, params.node, body.fingerprint, author(acting));
    return nodeView(context, params.node);
  });
  serve(server, contract.refuseNode, async ({ params, body, ...acting }) => {
    await refuseNode(context, params.node, body.reason, author(acting));
    return nodeView(context, params.node);
  });
  serve(server, contract.retireNode, async ({ params, body, ...acting }) => {
    await retireNode(context, params.node, body.reason, author(acting));
    return nodeView(context, params.node);
  });
  serve(server, contract.rotateKey, async (acting) => {
    await rotateKey(context, author(acting));
    return nodeView(context, ownName(context));
  });
  serve(server, contract.revokeKey, async ({ params, ...acting }) => {
    await revokeKey(context, params.node, params.key, author(acting));
    return nodeView(context, params.node);
  });
}
