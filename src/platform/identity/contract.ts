/** Signing in and out, one's own sessions and keys, and the accounts of the node. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../http/endpoint.ts';
import { Texts } from '../texts.ts';

const Id = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });
const Moment = Type.String({ format: 'date-time' });
const Name = Type.String({ minLength: 1, maxLength: 200 });
const Password = Type.String({ minLength: 1, maxLength: 200 });
const Language = Type.String({ pattern: '^[a-z]{2,3}$' });

/** The body somebody acts for, as people see it. */
export const OwnBody = Type.Object({ id: Type.Integer(), code: Type.String(), name: Texts });

export const Profile = Type.Object({
  account: Id,
  /** What is typed to sign in. */
  name: Type.String(),
  displayName: Type.String(),
  kind: Type.Union([Type.Literal('person'), Type.Literal('machine')]),
  body: Type.Union([OwnBody, Type.Null()]),
  posts: Type.Array(Type.String()),
  /** Acting for `body` under a delegation: his own body; `posts` are then those of whoever gave it. */
  onBehalfBy: Type.Optional(OwnBody),
  /** An emergency right of his that is open: what it opens, until when. */
  emergency: Type.Optional(
    Type.Object({ id: Id, permissions: Type.Array(Type.String()), until: Moment }, { additionalProperties: false }),
  ),
});
export type Profile = Static<typeof Profile>;

/** Who I am, and what the page needs before it can show anything. */
export const Session = Type.Object({
  /** Null for whoever is not signed in. */
  me: Type.Union([Profile, Type.Null()]),
  language: Type.String(),
  languages: Type.Array(Type.String()),
  /** The zone in which the node tells its days (IANA name): its today is not always the reader's. */
  timeZone: Type.String(),
  /** Goes along with every change as `x-csrf-token`; absent without a session and for keys. */
  csrf: Type.Optional(Type.String()),
  /** When the session ends if nothing is done. */
  expiresAt: Type.Optional(Moment),
  /** Whether this node holds invented data only. */
  demo: Type.Boolean(),
  /** In demo mode: the people one can enter as. */
  enterAs: Type.Array(Profile),
});
export type Session = Static<typeof Session>;

export const readSession = endpoint({
  name: 'identity.readSession',
  method: 'GET',
  path: '/api/session',
  permission: 'public',
  summary: 'Who am I: account, body, posts, language, token for changes',
  response: Session,
});

export const signIn = endpoint({
  name: 'identity.signIn',
  method: 'POST',
  path: '/api/session',
  permission: 'public',
  summary: 'Signs in with name and password',
  marks: 'quoted',
  body: Type.Object({ name: Name, password: Password }),
  response: Session,
});

export const stepUp = endpoint({
  name: 'identity.stepUp',
  method: 'POST',
  path: '/api/session/step-up',
  permission: 'identity.own',
  summary: 'Proves once more who is at the keyboard, for strong acts; an invented person of a demo needs no password',
  body: Type.Object({ password: Type.Optional(Password) }),
});

export const signOut = endpoint({
  name: 'identity.signOut',
  method: 'DELETE',
  path: '/api/session',
  permission: 'public',
  summary: 'Ends this session; nothing happens when there is none',
});

export const chooseLanguage = endpoint({
  name: 'identity.chooseLanguage',
  method: 'PUT',
  path: '/api/session/language',
  permission: 'public',
  summary: 'Chooses the language of this browser and, when signed in, of the account',
  body: Type.Object({ language: Language }),
  response: Session,
});

export const actFor = endpoint({
  name: 'identity.actFor',
  method: 'PUT',
  path: '/api/session/acting',
  permission: 'identity.own',
  summary: 'Acts for another body under a delegation from now on, or in one’s own posts again',
  body: Type.Object({ delegation: Type.Union([Id, Type.Null()]) }),
  response: Session,
});

export const enterAs = endpoint({
  name: 'identity.enterAs',
  method: 'POST',
  path: '/api/session/demo',
  permission: 'public',
  summary: 'Enters as one of the invented people of a demo, without a password',
  body: Type.Object({ account: Id }),
  response: Session,
});

export const changePassword = endpoint({
  name: 'identity.changePassword',
  method: 'PUT',
  path: '/api/session/password',
  permission: 'identity.own',
  summary: 'Changes my password and ends my other sessions',
  marks: 'quoted',
  body: Type.Object({ current: Password, next: Password }),
});

export const OwnSession = Type.Object({
  id: Id,
  createdAt: Moment,
  seenAt: Moment,
  expiresAt: Moment,
  /** The browser as it names itself. */
  agent: Type.String(),
  /** How somebody proved who he is, and when last. */
  strength: Type.Enum(['demo', 'single', 'several']),
  authenticatedAt: Moment,
  /** Whether it is the one that asks. */
  current: Type.Boolean(),
});

export const listSessions = endpoint({
  name: 'identity.listSessions',
  method: 'GET',
  path: '/api/sessions',
  permission: 'identity.own',
  summary: 'My sessions that have not ended',
  response: Type.Object({ items: Type.Array(OwnSession) }),
});

export const endSession = endpoint({
  name: 'identity.endSession',
  method: 'DELETE',
  path: '/api/sessions/{session}',
  permission: 'identity.own',
  summary: 'Ends one of my sessions',
  params: Type.Object({ session: Id }),
});

export const listEverySession = endpoint({
  name: 'identity.listEverySession',
  method: 'GET',
  path: '/api/accounts/sessions',
  permission: 'identity.manage',
  summary: 'Sessions of everybody that have not ended, the last used first, at most 500',
  response: Type.Object({
    items: Type.Array(Type.Object({ ...OwnSession.properties, account: Id, displayName: Type.String() })),
  }),
});

export const endSessionOf = endpoint({
  name: 'identity.endSessionOf',
  method: 'DELETE',
  path: '/api/accounts/{account}/sessions/{session}',
  permission: 'identity.manage',
  summary: 'Ends a session of somebody at once',
  params: Type.Object({ account: Id, session: Id }),
});

export const listLinks = endpoint({
  name: 'identity.listLinks',
  method: 'GET',
  path: '/api/session/links',
  permission: 'identity.own',
  summary: 'Issuers through which I may sign in, since when',
  response: Type.Object({ items: Type.Array(Type.Object({ issuer: Type.String(), linkedAt: Moment })) }),
});

export const Key = Type.Object({
  id: Id,
  label: Type.String(),
  /** The first characters of the key. */
  hint: Type.String(),
  createdAt: Moment,
  expiresAt: Moment,
  usedAt: Type.Union([Moment, Type.Null()]),
});

export const listKeys = endpoint({
  name: 'identity.listKeys',
  method: 'GET',
  path: '/api/keys',
  permission: 'identity.own',
  summary: 'My API keys that work',
  response: Type.Object({ items: Type.Array(Key) }),
});

export const createKey = endpoint({
  name: 'identity.createKey',
  method: 'POST',
  path: '/api/keys',
  permission: 'identity.own',
  summary: 'Makes an API key for a program that acts for me; it is shown once',
  body: Type.Object({
    label: Type.String({ minLength: 1, maxLength: 100 }),
    /** Days until it ends; a year when absent. */
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 730 })),
  }),
  response: Type.Object({ ...Key.properties, key: Type.String() }),
});

export const revokeKey = endpoint({
  name: 'identity.revokeKey',
  method: 'DELETE',
  path: '/api/keys/{key}',
  permission: 'identity.own',
  summary: 'Ends one of my API keys at once',
  params: Type.Object({ key: Id }),
});

export const Account = Type.Object({
  id: Id,
  name: Type.String(),
  displayName: Type.String(),
  kind: Profile.properties.kind,
  createdAt: Moment,
  disabledAt: Type.Union([Moment, Type.Null()]),
});

export const listAccounts = endpoint({
  name: 'identity.listAccounts',
  method: 'GET',
  path: '/api/accounts',
  permission: 'identity.manage',
  summary: 'Accounts of this node, by name',
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  response: Type.Object({ items: Type.Array(Account), next: Type.Optional(Type.String()) }),
});

export const createAccount = endpoint({
  name: 'identity.createAccount',
  method: 'POST',
  path: '/api/accounts',
  permission: 'identity.manage',
  summary: 'Makes an account; posts are given in bodies',
  body: Type.Object({
    name: Name,
    displayName: Name,
    kind: Type.Optional(Profile.properties.kind),
    /** `contractor`: works for somebody else, and is never the compliance unit. Default `staff`. */
    employment: Type.Optional(Type.Union([Type.Literal('staff'), Type.Literal('contractor')])),
    /** Without it nobody can sign in; a machine uses keys. */
    password: Type.Optional(Password),
  }),
  response: Account,
});

export const disableAccount = endpoint({
  name: 'identity.disableAccount',
  method: 'DELETE',
  path: '/api/accounts/{account}',
  permission: 'identity.manage',
  summary: 'Closes an account: its sessions and keys end at once, its name stays taken',
  params: Type.Object({ account: Id }),
});

export const setPassword = endpoint({
  name: 'identity.setPassword',
  method: 'PUT',
  path: '/api/accounts/{account}/password',
  permission: 'identity.manage',
  summary: 'Sets a new password for an account and ends its sessions',
  marks: 'quoted',
  params: Type.Object({ account: Id }),
  body: Type.Object({ password: Password }),
});

export { beginSignIn, listIssuers } from './oidc/contract.ts';
