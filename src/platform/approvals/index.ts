/** Acts that wait for a second person: the front door. */
import { ProfileError } from '../profile.ts';
import type { Room } from '../room.ts';
import type { ApprovalDeps } from './desk.ts';
import { expiryRound } from './expire-approvals.ts';
import { FourEyesError, readFourEyes } from './model.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { changesOf, serveApprovals } from './routes.ts';

export type { ApprovalDeps } from './desk.ts';

/** What the platform shows to `node.ts` of acts that need a second person; who may be one comes from rooms to the right. */
export function approvalsRoom(deps: ApprovalDeps): Room {
  return {
    name: 'approvals',
    permissions,
    problems,
    install({ profile }) {
      try {
        readFourEyes(profile.settings['fourEyes'], changesOf(deps));
      } catch (error) {
        throw error instanceof FourEyesError ? new ProfileError(`profile.yaml: ${error.message}`) : error;
      }
      return Promise.resolve();
    },
    routes: (server, context) => serveApprovals(server, context, deps),
    rounds: (context) => [expiryRound(context)],
  };
}
