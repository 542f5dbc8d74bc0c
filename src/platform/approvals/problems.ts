/** Every way an act that needs a second person can be refused. */
import { defineProblems } from '../http/problem.ts';

export const problems = defineProblems('approvals', {
  secondPersonNeeded: {
    status: 403,
    title: 'A second person must agree',
    help: 'Nothing was done yet. The request is kept as proposal `approval` until `until`; somebody else who is entitled agrees to it: `POST /api/approvals/{approval}/agree`, the page *Waiting for a second person*, or `artery approvals agree`.',
  },
  cannotBeKept: {
    status: 422,
    title: 'This act cannot wait for a second person',
    audited: true,
    help: 'It needs a second person, and it is an upload or the act of a program: those are not kept. Nothing was done.',
  },
  tooManyWaiting: {
    status: 429,
    title: 'Too many of your acts wait already',
    help: 'Withdraw some of them, or have them decided: an account has at most `most` that wait.',
  },
  approvalNotFound: {
    status: 404,
    title: 'There is no such proposal for you',
    help: '`GET /api/approvals` lists those that you made, and those that you may agree to.',
  },
  ownProposal: {
    status: 403,
    title: 'Nobody agrees to his own proposal',
    audited: true,
    help: 'Another account than the proposer’s must agree; another session of the same account is the same person.',
  },
  belowProposer: {
    status: 403,
    title: 'Somebody below the proposer does not agree for him',
    audited: true,
    help: 'The second person stands in the proposer’s own body, in one above it, or elsewhere; never in one below.',
  },
  namedInIt: {
    status: 403,
    title: 'Nobody agrees to what is about himself',
    audited: true,
    help: 'The act names your account. Somebody else must agree to it.',
  },
  noLongerOpen: {
    status: 409,
    title: 'This proposal waits no longer',
    help: 'It was decided, withdrawn, or its time is over; `state` says which. Nothing was done. Whoever still wants it asks anew.',
  },
  requestDiffers: {
    status: 409,
    title: 'This is not the request you saw',
    audited: true,
    help: 'The digest that was sent, the one that was kept and the request itself must be the same. Open it again; when it differs again, tell the compliance unit: somebody changed the database.',
  },
});
