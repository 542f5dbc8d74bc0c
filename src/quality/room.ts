/** The quality room as `node.ts` sees it. */
import type { Room } from '../platform/room.ts';
import { scoresFollower } from './follow-scores.ts';
import { installQuality } from './install.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { qualityRoutes } from './routes.ts';
import { holdings } from './store/holdings.ts';

export const qualityRoom: Room = {
  name: 'quality',
  permissions,
  problems,
  install: installQuality,
  routes: qualityRoutes,
  followers: (context) => [scoresFollower(context)],
  holdings,
};
