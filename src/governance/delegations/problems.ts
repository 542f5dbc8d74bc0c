/** Every way acting for another body can be refused. */
import { defineProblems } from '../../platform/http/problem.ts';

export const delegationProblems = defineProblems('governance', {
  moreThanHeld: {
    status: 403,
    title: 'Nobody gives more than he holds',
    audited: true,
    help: '`permission` (on `register`) is refused to you yourself by `rule`: what you may not do about this body, nobody does in its name by your word.',
  },
  notDelegable: {
    status: 422,
    title: 'This cannot be done for another body',
    help: '`permission` is a strong act, of everybody, or reaches everywhere: it stays with whoever holds it. `GET /api/governance/delegations` lists under `offered` what can be given.',
  },
  delegationFromAbove: {
    status: 403,
    title: 'The body itself must give this',
    audited: true,
    help: 'Whether a body above may give it is said by the profile (`delegation.fromAbove`); here it may not.',
  },
  delegationToOneself: {
    status: 403,
    title: 'Nobody has his own body act for another by his own word',
    audited: true,
    help: 'You hold a post in the body that would act. Somebody else must give it.',
  },
  delegationOnBehalf: {
    status: 403,
    title: 'A delegation is not passed on',
    audited: true,
    help: 'Whoever acts for another body gives nothing on in its name. Act in your own posts.',
  },
  delegationSameBody: {
    status: 422,
    title: 'A body needs nobody to act for itself',
    help: 'Name another body in `to`.',
  },
  delegationTooLong: {
    status: 422,
    title: 'It would last too long',
    help: 'A delegation has a last day, at most `days` days after the first; it can be given anew.',
  },
  delegationNotFound: {
    status: 404,
    title: 'There is no such delegation',
    help: '`GET /api/governance/delegations` lists them with their ids.',
  },
});
