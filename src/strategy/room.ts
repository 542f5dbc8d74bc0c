/** The strategy room as `node.ts` sees it. */
import type { Room } from '../platform/room.ts';
import { measuresFollower } from './measures/follow-measures.ts';
import { cellsFollower } from './measures/defined/follow-cells.ts';
import { installStrategy } from './install.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { strategyRoutes } from './routes.ts';
import { holdings } from './store/holdings.ts';
import { chaseRound } from './tasks/chase-tasks.ts';
import { consultationTravel } from './travel/consultations.ts';
import { taskTravel } from './travel/tasks.ts';

export const strategyRoom: Room = {
  name: 'strategy',
  permissions,
  problems,
  install: installStrategy,
  routes: strategyRoutes,
  rounds: (context) => [chaseRound(context)],
  followers: (context) => [measuresFollower(), cellsFollower(context)],
  travels: [consultationTravel, taskTravel],
  holdings,
};
