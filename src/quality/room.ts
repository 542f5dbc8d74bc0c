/** The quality room as `node.ts` sees it. */
import type { Room } from '../platform/room.ts';
import { boardRoutes } from './board/routes.ts';
import { defectsFollower } from './defects/follow-defects.ts';
import { defectRoutes } from './defects/routes.ts';
import { scoresFollower } from './follow-scores.ts';
import { installQuality } from './install.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { profileRoutes } from './profile/routes.ts';
import { roundRoutes } from './rounds/routes.ts';
import { qualityRounds } from './rounds.ts';
import { qualityRoutes } from './routes.ts';
import { blankContests, blankDefects } from './store/forget.ts';
import { holdings } from './store/holdings.ts';

export const qualityRoom: Room = {
  name: 'quality',
  permissions,
  problems,
  install: installQuality,
  routes: (server, context) => {
    qualityRoutes(server, context);
    defectRoutes(server, context);
    boardRoutes(server, context);
    profileRoutes(server, context);
    roundRoutes(server, context);
  },
  followers: (context) => [scoresFollower(context), defectsFollower(context)],
  rounds: qualityRounds,
  keeping: { forget: async (tx, gone) => (await blankContests(tx, gone)) + (await blankDefects(tx, gone)) },
  holdings,
};
