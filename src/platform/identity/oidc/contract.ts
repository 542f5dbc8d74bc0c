/** Signing in through an issuer: which there are, on the way there, and back. */
import Type from 'typebox';
import { endpoint } from '../../http/endpoint.ts';
import { Texts } from '../../texts.ts';

const OneIssuer = Type.Object({ issuer: Type.String({ minLength: 1, maxLength: 100 }) });

export const listIssuers = endpoint({
  name: 'identity.listIssuers',
  method: 'GET',
  path: '/api/session/issuers',
  permission: 'public',
  summary: 'The issuers one may sign in through',
  response: Type.Object({ items: Type.Array(Type.Object({ name: Type.String(), names: Texts })) }),
});

export const beginSignIn = endpoint({
  name: 'identity.beginSignIn',
  method: 'GET',
  path: '/api/auth/{issuer}',
  permission: 'public',
  summary: 'Sends the browser to an issuer (authorization code with PKCE); for browsers, not for programs',
  params: OneIssuer,
  query: Type.Object({
    /** Where to go afterwards: a path of this node. */
    then: Type.Optional(Type.String({ maxLength: 2000 })),
    /** Asks the person anew, whatever session the issuer has. */
    again: Type.Optional(Type.Boolean()),
  }),
  produces: ['text/html'],
});

export const finishSignIn = endpoint({
  name: 'identity.finishSignIn',
  method: 'GET',
  path: '/api/auth/{issuer}/callback',
  permission: 'public',
  summary: 'Where an issuer sends the browser back to; ends in a session, or at the sign-in page with what went wrong',
  params: OneIssuer,
  query: Type.Object({
    code: Type.Optional(Type.String({ maxLength: 4000 })),
    state: Type.Optional(Type.String({ maxLength: 200 })),
    iss: Type.Optional(Type.String({ maxLength: 500 })),
    error: Type.Optional(Type.String({ maxLength: 200 })),
    error_description: Type.Optional(Type.String({ maxLength: 2000 })),
    error_uri: Type.Optional(Type.String({ maxLength: 2000 })),
    session_state: Type.Optional(Type.String({ maxLength: 500 })),
    scope: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  produces: ['text/html'],
});

export const linkAccount = endpoint({
  name: 'identity.linkAccount',
  method: 'POST',
  path: '/api/accounts/{account}/links',
  permission: 'identity.manage',
  summary: 'Says that an identity at an issuer stands for this account',
  params: Type.Object({ account: Type.String({ format: 'uuid' }) }),
  body: Type.Object({
    issuer: Type.String({ minLength: 1, maxLength: 100 }),
    /** `sub` as the issuer says it; only a hash is kept. */
    subject: Type.String({ minLength: 1, maxLength: 255 }),
  }),
});
