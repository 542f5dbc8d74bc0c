/** Every way an emergency right can be refused. */
import { defineProblems } from '../../platform/http/problem.ts';

export const breakGlassProblems = defineProblems('governance', {
  breakGlassBeyondProfile: {
    status: 403,
    title: 'This is not broken open',
    audited: true,
    help: 'The profile names what an emergency may open (`breakGlass.permissions`); `permission` is not among it. `GET /api/governance/break-glass` lists it under `offered`.',
  },
  breakGlassTooLong: {
    status: 422,
    title: 'It would last too long',
    help: 'An emergency right lasts at most `hours` hours (`breakGlass.hours` of the profile); it can be begun anew.',
  },
  breakGlassStands: {
    status: 409,
    title: 'An emergency right of yours waits or is open already',
    help: 'There is one at a time. End it first: `POST /api/governance/break-glass/{right}/end`.',
  },
  breakGlassOwnRight: {
    status: 403,
    title: 'Nobody confirms or reviews his own emergency',
    audited: true,
    help: 'It takes two persons, whatever sessions they have: somebody else who may confirm it, and a third who reviews.',
  },
  breakGlassNotWaiting: {
    status: 409,
    title: 'It does not wait for this any more',
    audited: true,
    help: 'It was confirmed, ended or reviewed meanwhile, or its time is over; `state` says how it stands.',
  },
  breakGlassOnBehalf: {
    status: 403,
    title: 'An emergency is begun and confirmed in one’s own posts',
    audited: true,
    help: 'Whoever acts for another body opens nothing in its name. Act in your own posts.',
  },
  breakGlassNotFound: {
    status: 404,
    title: 'There is no such emergency right',
    help: '`GET /api/governance/break-glass` lists those that you may see.',
  },
});
