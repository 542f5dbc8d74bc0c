/** Every way this room can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('governance', {
  registerNotFound: {
    status: 404,
    title: 'There is no such register',
    help: '`GET /api/governance/registers` lists them.',
  },
  registerIncomplete: {
    status: 422,
    title: 'The register cannot be published yet',
    help: 'Each of `findings` names what is missing: exactly one owner, a data manager, a steward, an updating unit.',
  },
  agreementNotFound: {
    status: 404,
    title: 'There is no such agreement',
    help: '`GET /api/governance/agreements` lists those you may see.',
  },
  conditionUnsound: {
    status: 422,
    title: 'The condition on the rows is wrong',
    help: 'Each of `findings` has the place (offsets into the condition) and what is wrong there; it must give true or false.',
  },
  agreementEnded: {
    status: 409,
    title: 'The agreement has ended',
    help: 'A revoked or expired agreement is not taken up again; make a new one.',
  },
});
