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
  machineUsesKeys: {
    status: 422,
    title: 'A machine has keys, no password',
    help: 'Accounts of programs sign in with an API key only: `artery accounts key NAME`.',
  },
  issuerNotFound: {
    status: 404,
    title: 'There is no such issuer',
    help: '`GET /api/session/issuers` lists those that this node trusts.',
  },
  issuerSilent: {
    status: 502,
    title: 'The issuer does not answer',
    help: 'Try again in a while, or sign in with name and password. Nothing was changed.',
  },
  signInRefused: {
    status: 401,
    title: 'The issuer’s answer was not accepted',
    help: 'Begin again from the sign-in page. What the issuer said did not belong to this browser, to this node, or could not be verified.',
  },
  signInOver: {
    status: 401,
    title: 'This sign-in is over',
    help: 'It took longer than ten minutes, was used already, or was begun in another browser. Begin again.',
  },
  notLinked: {
    status: 403,
    title: 'Nobody here is known under this identity',
    help: 'Ask an administrator to link it: `artery accounts link NAME ISSUER SUBJECT`.',
  },
  linkTaken: {
    status: 409,
    title: 'The identity or the account is linked already',
    help: 'An identity of an issuer stands for one account, and an account has one identity at each issuer.',
  },
  accountNotFound: { status: 404, title: 'There is no such account', help: 'It may never have existed.' },
  sessionNotFound: { status: 404, title: 'There is no such session of yours', help: 'It may have ended already.' },
  keyNotFound: { status: 404, title: 'There is no such key of yours', help: 'It may have ended already.' },
  keyCannot: {
    status: 403,
    title: 'A key cannot do this',
    help: 'Keys, passwords and sessions are managed by the person, signed in, and not by a program with a key.',
  },
  cannotActFor: {
    status: 403,
    title: 'You cannot act under this delegation',
    audited: true,
    help: 'It is not there, is not for your body, has not begun, or has ended: `GET /api/governance/delegations?mine=true` lists those under which you may act.',
  },
  tooManyKeys: {
    status: 409,
    title: 'There are too many keys',
    help: 'Revoke a key that is no longer used; an account holds at most `most`.',
  },
});
