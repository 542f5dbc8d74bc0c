/** When a person leaves: what she holds, and giving it on in one act. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { BodyRef, Named } from '../contract.ts';
import { Day } from '../model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Account = Type.String({ format: 'uuid' });
const Person = Type.Object({ account: Type.String(), name: Type.String() });

export const Handover = Type.Object({
  person: Person,
  posts: Type.Array(
    Type.Object({
      id: Type.Integer(),
      body: BodyRef,
      post: Type.String(),
      from: Nullable(Day),
      to: Nullable(Day),
      /** What this post of the body owes: it goes with the post. */
      open: Type.Integer(),
      overdue: Type.Integer(),
    }),
  ),
  /** Duties by name. */
  duties: Type.Array(
    Type.Object({ id: Type.Integer(), register: Named, role: Type.String(), body: BodyRef, to: Nullable(Day) }),
  ),
  /** Keys of programs that act for her: they end with her last day. */
  keys: Type.Integer(),
  /** What she had another body do: it is the body's, and stays. */
  delegations: Type.Integer(),
  /** Whether the asker may hand it over. */
  may: Type.Boolean(),
  /** Whom it can be given to: people with a post in the bodies one may give posts in. */
  candidates: Type.Array(Type.Object({ ...Person.properties, body: BodyRef })),
});
export type Handover = Static<typeof Handover>;

export const readHandover = endpoint({
  name: 'governance.readHandover',
  method: 'GET',
  path: '/api/governance/handovers/{account}',
  permission: 'governance.read',
  summary: 'What a person holds and would hand over: her own list, and that of whoever gives posts there',
  params: Type.Object({ account: Account }),
  response: Handover,
});

export const handOver = endpoint({
  name: 'governance.handOver',
  method: 'POST',
  path: '/api/governance/handovers/{account}',
  permission: 'bodies.assign-posts',
  summary: 'Gives everything a person holds to a successor in one act, or ends it; nothing is left with her',
  params: Type.Object({ account: Account }),
  body: Type.Object({
    /** Left out: nobody comes after. */
    to: Type.Optional(Account),
    /** Her last day; default today. */
    lastDay: Type.Optional(Day),
    reason: Type.String({ minLength: 1, maxLength: 1000 }),
  }),
  response: Type.Object({
    given: Type.Integer(),
    ended: Type.Integer(),
    duties: Type.Integer(),
    keys: Type.Integer(),
    /** Gaps that are open in the bodies concerned. */
    gaps: Type.Integer(),
  }),
});
