/** Reconciliation rounds over HTTP: who must account for what, differences between the two sides, and their signatures. */
import Type, { type Static } from 'typebox';
import { Day } from '../../platform/day.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });
const Words = Type.String({ minLength: 3, maxLength: 2000 });
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });

const Signature = Type.Object({
  on: Day,
  /** SHA-256 of what was signed; null where the profile only says the day. */
  hash: Nullable(text),
  records: Nullable(Type.Integer()),
  /** Body of whoever signed; null where the profile only says the day. */
  by: Nullable(BodyRef),
});

export const RoundLine = Type.Object({
  round: text,
  names: Texts,
  register: text,
  registerNames: Texts,
  /** Held against the other level's list, or against the files. */
  against: Type.Enum(['levels', 'files']),
  body: BodyRef,
  due: Day,
  expected: Type.Integer(),
  reported: Type.Boolean(),
  below: Nullable(Signature),
  above: Nullable(Signature),
  /** What is held now differs from what was signed below. */
  changedSince: Type.Boolean(),
  /** Differences that the profile counts without listing them. */
  counted: Type.Integer(),
  differences: Type.Array(
    Type.Object({
      id: Uuid,
      what: text,
      foundOn: Day,
      settledOn: Nullable(Day),
      outcome: Nullable(Type.Enum(['mended', 'explained'])),
      answer: Nullable(text),
    }),
  ),
  maySignBelow: Type.Boolean(),
  maySignAbove: Type.Boolean(),
});
export type RoundLine = Static<typeof RoundLine>;

export const listRounds = endpoint({
  name: 'quality.listRounds',
  method: 'GET',
  path: '/api/quality/rounds',
  permission: 'quality.read-rounds',
  summary: 'Rounds that are open: bodies in the tree of the asker, differences and signatures of both sides',
  response: Type.Object({ items: Type.Array(RoundLine) }),
});

const params = Type.Object({ round: Type.String({ maxLength: 60 }), body: Type.String({ maxLength: 100 }) });
const about = (input: { params: { body: string } }) => ({ body: input.params.body });
const Signed = Type.Object({ hash: text, records: Type.Integer() });

export const signBelow = endpoint({
  name: 'quality.signBelow',
  method: 'POST',
  path: '/api/quality/rounds/{round}/bodies/{body}/sign-below',
  permission: 'quality.sign-below',
  summary: 'The body signs its own list as it stands now',
  params,
  response: Signed,
  about,
});

export const signAbove = endpoint({
  name: 'quality.signAbove',
  method: 'POST',
  path: '/api/quality/rounds/{round}/bodies/{body}/sign-above',
  permission: 'quality.sign-above',
  summary: 'The body above signs the list as the one below has signed it',
  params,
  response: Signed,
  about,
});

export const listDifference = endpoint({
  name: 'quality.listDifference',
  method: 'POST',
  path: '/api/quality/rounds/{round}/bodies/{body}/differences',
  permission: 'quality.sign-above',
  summary: 'The body above says in what the list differs from its own',
  params,
  body: Type.Object({ what: Words }),
  response: Type.Object({ id: Uuid }),
  about,
});

export const settleDifference = endpoint({
  name: 'quality.settleDifference',
  method: 'POST',
  path: '/api/quality/rounds/{round}/bodies/{body}/differences/{difference}/settle',
  permission: 'quality.sign-below',
  summary: 'The body below says what came of a difference: mended at the source, or explained',
  params: Type.Object({ ...params.properties, difference: Uuid }),
  body: Type.Object({ outcome: Type.Enum(['mended', 'explained']), answer: Words }),
  response: Type.Object({ open: Type.Integer() }),
  about,
});
