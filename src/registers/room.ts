/** The registers room as `node.ts` sees it. */
import type { Room } from '../platform/room.ts';
import { remoteChecks } from './check-remote.ts';
import { unsentFollower } from './corrections/send-correction.ts';
import { evidenceTravel } from './corrections/evidence-travel.ts';
import { correctionTravel } from './corrections/travel.ts';
import { sourceScoresFollower } from './follow-source-scores.ts';
import { verificationFollower } from './follow-verification.ts';
import { goldenFollower } from './golden/follow-records.ts';
import { installRegisters } from './install.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { registersRoutes } from './routes.ts';
import { blankCorrections, dropEvidence } from './store/forget.ts';
import { holdings } from './store/holdings.ts';

export const registersRoom: Room = {
  name: 'registers',
  permissions,
  problems,
  install: installRegisters,
  routes: registersRoutes,
  followers: (context) => [
    verificationFollower(context),
    sourceScoresFollower(),
    unsentFollower(context),
    goldenFollower(context),
  ],
  rounds: (context) => [remoteChecks(context)],
  travels: [correctionTravel, evidenceTravel],
  keeping: { forget: async (tx, gone) => (await dropEvidence(tx, gone)) + (await blankCorrections(tx, gone)) },
  holdings,
};
