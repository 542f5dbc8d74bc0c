/** Delivery's front door: what other rooms' changes tell bodies that are at home in other nodes. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import type { Travel } from '../../platform/travel.ts';
import { openNodeCall } from '../nodes/index.ts';
import * as contract from './delivery-contract.ts';
import { deliveryFollower } from './follow-changes.ts';
import { greetingRound } from './greet-nodes.ts';
import { receiveParcels } from './receive-parcels.ts';
import { keepDays, retentionRound } from './retain-parcels.ts';
import { deliveryRound } from './send-parcels.ts';
import { listParcels } from './store/parcel.ts';

const SHOWN = 100;

/** @param travels what every room says of itself; asked when it is needed, because rooms stand in a row */
export const deliveryPart = (travels: () => readonly Travel[]) => ({
  routes: (server: Server, context: Context) => {
    serve(server, contract.takeParcels, async ({ request, body }) => {
      const { name } = await openNodeCall(context, request);
      return { items: await receiveParcels(context, travels(), { origin: name, parcels: body.parcels }) };
    });
    serve(server, contract.listParcels, async ({ query }) => ({
      keepDays: keepDays(context.profile),
      items: await listParcels(context.db, query.limit ?? SHOWN),
    }));
  },
  followers: (context: Context) => [deliveryFollower(context, travels())],
  rounds: (context: Context) => [
    deliveryRound(context, travels()),
    greetingRound(context, travels()),
    retentionRound(context),
  ],
});
