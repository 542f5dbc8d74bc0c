/** The exchange room as `node.ts` sees it. */
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import type { Room } from '../platform/room.ts';
import type { Travel } from '../platform/travel.ts';
import { answerFrom } from '../registers/index.ts';
import { connectorProblems, connectorRound, connectorRoutes, installConnectors } from './connectors/index.ts';
import { biRoutes, biRounds } from './bi/index.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import * as contract from './contract.ts';
import { deliveryPart } from './delivery/index.ts';
import { evidencePart } from './evidence/part.ts';
import { feedsPart, isStreamDue } from './feeds/index.ts';
import { gateProblems, gateRoutes } from './gate/index.ts';
import { forgetReceived, isKeyOf, receivedBy } from './keeping.ts';
import { installExchange } from './install.ts';
import { moveProblems, moveRoutes, readdressRound } from './moves/index.ts';
import { holdings } from './store/holdings.ts';
import { installRegistry } from './nodes/keep-registry.ts';
import { permissions as nodePermissions } from './nodes/permissions.ts';
import { problems as nodeProblems } from './nodes/problems.ts';
import { nodeRounds } from './nodes/rounds.ts';
import { nodeRoutes } from './nodes/routes.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { useToday } from './read-use.ts';
import { registry } from './registry-of-nodes.ts';
import { recoveryPart } from './recovery/index.ts';
import { remoteSource } from './remote-sources/index.ts';
import { releaseRound, releaseRoutes } from './releases/index.ts';
import { servedRound, servedRoutes } from './served/index.ts';
import { voucherRounds, voucherRoutes } from './vouchers/index.ts';
import { installWindow } from './window/decide-window.ts';
import { windowPermissions } from './window/permissions.ts';
import { windowProblems } from './window/problems.ts';
import { windowRoutes } from './window/routes.ts';
import { readsRound } from './window/tell-reads.ts';
import { readsTravel } from './window/travel-reads.ts';
import { rightsPart } from './rights-part.ts';
import { webhookFollower, webhookProblems, webhookRound, webhookRoutes } from './webhooks/index.ts';

const evidence = evidencePart(registry);

function exchangeRoutes(server: Server, context: Context): void {
  catalogueRoutes(server, context);
  gateRoutes(server, context);
  serve(server, contract.readToday, () => useToday(context));
  nodeRoutes(server, context);
  moveRoutes(server, context);
  evidence.routes?.(server, context);
  voucherRoutes(server, context);
  servedRoutes(server, context);
  biRoutes(server, context);
  connectorRoutes(server, context);
  webhookRoutes(server, context);
  windowRoutes(server, context);
  rightsPart.routes(server, context);
  feedsPart.routes(server, context);
  recoveryPart.routes(server, context);
}

/** Each part's followers, rounds and routes. @param travels what the rooms say of what travels: asked late, this room is one */
export function roomOfExchange(travels: () => readonly Travel[]): Room {
  const delivery = deliveryPart(() => [...travels(), recoveryPart.travel, readsTravel]);
  return {
    name: 'exchange',
    permissions: {
      ...permissions,
      ...windowPermissions,
      ...rightsPart.permissions,
      ...nodePermissions,
      ...evidence.permissions,
      ...feedsPart.permissions,
      ...recoveryPart.permissions,
    },
    problems: {
      ...problems,
      ...gateProblems,
      ...windowProblems,
      ...nodeProblems,
      ...moveProblems,
      ...evidence.problems,
      ...connectorProblems,
      ...webhookProblems,
      ...feedsPart.problems,
      ...recoveryPart.problems,
    },
    holdings,
    keeping: { readsLater: isStreamDue, receivedBy, isKeyOf, forget: forgetReceived },
    install: async (context) => {
      await installRegistry(context);
      await installExchange(context);
      await installConnectors(context);
      await installWindow(context);
      await rightsPart.install(context);
      const remote = remoteSource(context);
      if (remote) answerFrom(context.db, remote);
    },
    routes: (server, context) => {
      exchangeRoutes(server, context);
      delivery.routes(server, context);
      releaseRoutes(server, context);
    },
    followers: (context) => [webhookFollower(context), ...feedsPart.followers(context), ...delivery.followers(context)],
    rounds: (context) => [
      ...nodeRounds(context),
      ...(evidence.rounds?.(context) ?? []),
      ...voucherRounds(context),
      ...biRounds(context),
      servedRound(context),
      connectorRound(context),
      webhookRound(context),
      ...feedsPart.rounds(context),
      ...delivery.rounds(context),
      releaseRound(context),
      readdressRound(context),
      readsRound(context),
      ...rightsPart.rounds(context),
      ...recoveryPart.rounds(context),
    ],
  };
}

/** For tests of a few rooms: nothing of theirs travels. */
export const exchangeRoom: Room = roomOfExchange(() => []);
