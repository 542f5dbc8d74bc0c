/** What people may ask and consent to, as the room has it: requests and consents in one. */
import { installConsents } from '../governance/index.ts';
import type { Context } from '../platform/context.ts';
import type { Server } from '../platform/http/serve.ts';
import { consentPermissions } from './consents/permissions.ts';
import { consentRoutes } from './consents/routes.ts';
import { subjectRound } from './subject-requests/follow-outcomes.ts';
import { installSubjectRequests } from './subject-requests/install-requests.ts';
import { subjectPermissions } from './subject-requests/permissions.ts';
import { subjectRoutes } from './subject-requests/routes.ts';

export const rightsPart = {
  permissions: { ...subjectPermissions, ...consentPermissions },
  routes: (server: Server, context: Context): void => {
    subjectRoutes(server, context);
    consentRoutes(server, context);
  },
  rounds: (context: Context) => [subjectRound(context)],
  install: async (context: Context): Promise<void> => {
    await installSubjectRequests(context);
    await installConsents(context);
  },
};
