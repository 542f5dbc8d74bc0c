/** Every way this room can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('governance', {
  decidedElsewhere: {
    status: 409,
    title: 'This is decided at another node',
    help: 'The member `node` names the node that is home of the body that decides. What is decided there comes here by itself.',
  },
  quotaSpent: {
    status: 429,
    title: 'The agreement’s quota is used up',
    help: 'The member `decision` says how much of the quota, or of the different records, was read and who can raise it, and `freeAgain` on which day it begins anew. A file is given with all of its rows or not at all. Rows of your own body cost nothing: ask for these alone.',
    former: ['exchange/quota-spent', 'records/quota-spent', 'registers/quota-spent'],
  },
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
  requestNotFound: {
    status: 404,
    title: 'There is no such request',
    help: '`GET /api/governance/requests` lists those you may see.',
  },
  requestCannotBeSent: {
    status: 422,
    title: 'The request cannot be sent so',
    help: 'Each of `findings` with severity `stop` names the field `at` that must be mended; `POST /api/governance/requests/assess` says the same beforehand.',
  },
  requestMovedOn: {
    status: 409,
    title: 'The request is at another stage',
    help: '`stage` says where it stands; read it anew. What has been decided is not decided again.',
  },
  samePersonDecides: {
    status: 409,
    title: 'One person does not give both opinions',
    help: 'Content is decided by the data manager and security by the technical role, each by somebody of their own.',
  },
  reasonUnknown: {
    status: 422,
    title: 'A refusal needs a reason of the list and words',
    help: 'Give `reason` (one of `reasons`) and `text`.',
  },
  noAppeal: {
    status: 409,
    title: 'There is no appeal',
    help: 'A refusal of the content is appealed once, to the body above the data manager; a refusal for security is mended and asked anew.',
  },
  registerUnknown: {
    status: 422,
    title: 'One of the registers is not published',
    help: 'Name registers of the catalogue; one act is for registers of one data manager.',
  },
  nobodyReached: {
    status: 422,
    title: 'The class has no body today',
    help: 'Widen level, kind, attribute or tree until `POST /api/governance/agreements/reach` lists somebody.',
  },
  termsUnsound: {
    status: 422,
    title: 'The terms do not hold together',
    help: '`at` names the field: an unknown purpose or basis, a last day before the first, or elements a register does not have.',
  },
  noTemplate: {
    status: 404,
    title: 'The profile has no text for agreements',
    help: 'Write `requests/agreement.yaml` of the profile; see AUTHORING.md of governance.',
  },
  profileBroken: {
    status: 500,
    title: 'A file of the profile does not have its form',
    help: '`file` names it; see AUTHORING.md of governance.',
  },
});
