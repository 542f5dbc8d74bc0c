/** The architecture room as `node.ts` sees it. */
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import type { Room } from '../platform/room.ts';
import * as contract from './contract.ts';
import { installArchitecture } from './install.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { readInventory } from './read-inventory.ts';
import { holdings } from './store/holdings.ts';

const architectureRoutes = (server: Server, context: Context): void => {
  serve(server, contract.getInventory, () => readInventory(context));
};

export const architectureRoom: Room = {
  name: 'architecture',
  permissions,
  problems,
  install: installArchitecture,
  routes: architectureRoutes,
  holdings,
};
