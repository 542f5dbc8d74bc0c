/** The room as `node.ts` sees it. */
import type { Holding } from '../platform/holdings/index.ts';
import type { Room } from '../platform/room.ts';
import { install } from './install.ts';
import { mergeRoutes } from './merge/merge-routes.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { routes } from './routes.ts';
import { bodiesTravel } from './tree/travel.ts';

/** @param holdings what the other rooms hold for a body, which goes over when bodies merge */
export const roomOfBodies = (holdings: () => readonly Holding[]): Room => ({
  name: 'bodies',
  permissions,
  problems,
  install,
  routes(server, context) {
    routes(server, context);
    mergeRoutes(server, context, holdings);
  },
  travels: [bodiesTravel],
});

/** By itself, as far as it goes without the other rooms. */
export const bodiesRoom: Room = roomOfBodies(() => []);
