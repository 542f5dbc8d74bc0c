/** Every way identity can refuse, besides the platform's own. */
import { defineProblems } from '../http/problem.ts';

export const problems = defineProblems('identity', {
  nameTaken: {
    status: 409,
    title: 'There is an account with this name',
    help: 'Names are compared without marks and capitals, so that nobody is taken for somebody else.',
  },
  nameUnusable: {
    status: 422,
    title: 'This name cannot be used',
    help: 'A name needs at least one letter or digit.',
  },
  weakPassword: {
    status: 422,
    title: 'The password is too easy',
    help: 'It needs at least `shortest` characters and may not be the name. Length counts, not special characters.',
  },
  notADemo: {
    status: 403,
    title: 'This node is not a demo',
    help: 'Entering without a password works only where all data are invented, and only as an invented person.',
  },
  accountNotFound: { status: 404, title: 'There is no such account', help: 'It may never have existed.' },
  sessionNotFound: { status: 404, title: 'There is no such session of yours', help: 'It may have ended already.' },
  keyNotFound: { status: 404, title: 'There is no such key of yours', help: 'It may have ended already.' },
  keyCannot: {
    status: 403,
    title: 'A key cannot do this',
    help: 'Keys, passwords and sessions are managed by the person, signed in, and not by a program with a key.',
  },
  tooManyKeys: {
    status: 409,
    title: 'There are too many keys',
    help: 'Revoke a key that is no longer used; an account holds at most `most`.',
  },
});
