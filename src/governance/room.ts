/** The room as `node.ts` sees it. */
import type { Room } from '../platform/room.ts';
import { followBodies } from './follow-bodies.ts';
import { install } from './install.ts';
import { holdings } from './store/holdings.ts';
import { securityRound } from './owe-security.ts';
import { consentProblems } from './consents/problems.ts';
import { breakGlassRound } from './break-glass/change-right.ts';
import { breakGlassPermissions } from './break-glass/permissions.ts';
import { breakGlassProblems } from './break-glass/problems.ts';
import { delegationPermissions } from './delegations/permissions.ts';
import { delegationProblems } from './delegations/problems.ts';
import { handoverProblems } from './handover/problems.ts';
import { labelPermissions } from './labels/permissions.ts';
import { labelProblems } from './labels/problems.ts';
import { reviewRound } from './lifecycle/owe-reviews.ts';
import { lifecyclePermissions } from './lifecycle/permissions.ts';
import { lifecycleProblems } from './lifecycle/problems.ts';
import { permissions } from './permissions.ts';
import { breachRound } from './privacy/owe-breach.ts';
import { dossierRound } from './privacy/look-at-dossiers.ts';
import { privacyPermissions } from './privacy/permissions.ts';
import { privacyProblems } from './privacy/problems.ts';
import { problems } from './problems.ts';
import { escalationRound } from './requests/escalate-overdue.ts';
import { gapRound } from './responsibilities/look-for-gaps.ts';
import { responsibilityPermissions } from './responsibilities/permissions.ts';
import { responsibilityProblems } from './responsibilities/problems.ts';
import { routes } from './routes.ts';
import { subjectProblems } from './subject-requests/problems.ts';
import { agreementTravel } from './travel/agreements.ts';
import { useRound } from './tell-use.ts';
import { requestTravel } from './travel/requests.ts';
import { whyOfPermissions } from './why-of/permissions.ts';
import { useTravel } from './travel/use.ts';

export const governanceRoom: Room = {
  name: 'governance',
  permissions: {
    ...permissions,
    ...breakGlassPermissions,
    ...delegationPermissions,
    ...whyOfPermissions,
    ...labelPermissions,
    ...responsibilityPermissions,
    ...lifecyclePermissions,
    ...privacyPermissions,
  },
  problems: {
    ...problems,
    ...breakGlassProblems,
    ...delegationProblems,
    ...handoverProblems,
    ...labelProblems,
    ...responsibilityProblems,
    ...lifecycleProblems,
    ...privacyProblems,
    ...subjectProblems,
    ...consentProblems,
  },
  install,
  routes,
  followers: (context) => [followBodies(context)],
  rounds: (context) => [
    escalationRound(context),
    gapRound(context),
    securityRound(context),
    useRound(context),
    reviewRound(context),
    breachRound(context),
    dossierRound(context),
    breakGlassRound(context),
  ],
  travels: [agreementTravel, requestTravel, useTravel],
  holdings,
};
