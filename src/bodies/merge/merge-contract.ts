/** The endpoints of merging bodies as values. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { Day } from '../model.ts';

const literals = <const T extends string>(values: readonly T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))));
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Code = Type.String({ minLength: 1, maxLength: 100 });

export const MergeBody = Type.Object({ id: Nullable(Type.Integer()), code: Type.String(), names: Texts });
export type MergeBody = Static<typeof MergeBody>;

const Wish = {
  from: Type.Array(Code, { minItems: 1, maxItems: 20, description: 'Codes of the bodies that end' }),
  into: Type.Union([
    Code,
    Type.Object({
      code: Code,
      names: Texts,
      kind: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
      level: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
      parent: Nullable(Code),
    }),
  ]),
  day: Type.Intersect([Day], { description: 'First day as one body' }),
};

const Effect = literals(['move', 'fold', 'stay', 'narrow', 'widen']);
export const Obstacle = Type.Object({
  rule: Type.String(),
  severity: literals(['block', 'warning']),
  values: Type.Record(Type.String(), Type.Unknown()),
  message: Type.String(),
  /** What would pass. */
  remedy: Type.String(),
  link: Nullable(Type.String()),
});
export type Obstacle = Static<typeof Obstacle>;

export const Item = Type.Object({
  body: Type.Integer(),
  effect: Effect,
  code: Type.String(),
  names: Nullable(Texts),
  /** A key of the message catalogues that says what it is. */
  word: Nullable(Type.String()),
  /** What the word speaks of: texts in several languages, counts. */
  values: Type.Record(Type.String(), Type.Unknown()),
  link: Nullable(Type.String()),
  count: Type.Integer(),
  state: literals(['planned', 'done', 'back', 'left']),
});
export type Item = Static<typeof Item>;

/** A kind of thing: how many, and each by name. Words: `bodies:merge.kinds.<kind>`. */
export const Line = Type.Object({
  kind: Type.String(),
  count: Type.Integer(),
  effects: Type.Record(Type.String(), Type.Integer()),
  items: Type.Array(Item),
});
export type Line = Static<typeof Line>;

export const MergePlan = Type.Object({
  from: Type.Array(MergeBody),
  into: MergeBody,
  day: Day,
  founded: Type.Boolean(),
  blocked: Type.Boolean(),
  obstacles: Type.Array(Obstacle),
  lines: Type.Array(Line),
  hash: Type.String(),
});
export type MergePlan = Static<typeof MergePlan>;

const Left = Type.Object({
  kind: Type.String(),
  code: Type.String(),
  names: Nullable(Texts),
  word: Nullable(Type.String()),
  count: Type.Integer(),
  why: literals(['changed', 'new']),
});
export type Left = Static<typeof Left>;

export const MergeLine = Type.Object({
  id: Type.String(),
  from: Type.Array(MergeBody),
  into: MergeBody,
  day: Day,
  founded: Type.Boolean(),
  decision: Type.String(),
  madeAt: Type.String(),
  undoneAt: Nullable(Type.String()),
});
export type MergeLine = Static<typeof MergeLine>;

export const MergePage = Type.Object({
  ...MergeLine.properties,
  reason: Nullable(Type.String()),
  madeBy: Type.String(),
  undoneBy: Nullable(Type.String()),
  undoneReason: Nullable(Type.String()),
  left: Type.Array(Left),
  changeSet: Type.Integer(),
  obstacles: Type.Array(Obstacle),
  lines: Type.Array(Line),
  /** Whether the caller may undo it: his right, and nothing later that rests on it. */
  mayUndo: Type.Boolean(),
});
export type MergePage = Static<typeof MergePage>;

const OneMerge = Type.Object({ merge: Type.String({ maxLength: 36 }) });

export const planMerge = endpoint({
  name: 'bodies.planMerge',
  method: 'POST',
  tries: true,
  path: '/api/body-merges/plan',
  permission: 'bodies.merge',
  summary: 'What merging bodies would move, fold and leave, and what stands against it; nothing is written',
  body: Type.Object(Wish),
  response: MergePlan,
});

export const mergeBodies = endpoint({
  name: 'bodies.mergeBodies',
  method: 'POST',
  path: '/api/body-merges',
  permission: 'bodies.merge',
  summary: 'Merges bodies as one change set; refused when what the plan saw has changed since',
  body: Type.Object({
    ...Wish,
    decision: Type.String({ minLength: 1, maxLength: 200, description: 'Number of the document that decided it' }),
    reason: Type.Optional(Type.String({ maxLength: 2000 })),
    hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of the plan that was seen' }),
  }),
  response: MergePage,
});

export const listMerges = endpoint({
  name: 'bodies.listMerges',
  method: 'GET',
  path: '/api/body-merges',
  permission: 'bodies.read-merges',
  summary: 'Merges the caller may see, newest first; of one body with `body`',
  query: Type.Object({ body: Type.Optional(Code) }),
  response: Type.Object({ items: Type.Array(MergeLine) }),
});

export const getMerge = endpoint({
  name: 'bodies.getMerge',
  method: 'GET',
  path: '/api/body-merges/{merge}',
  permission: 'bodies.read-merges',
  summary: 'A merge: what went over, what everything was before, and what came back when it was undone',
  params: OneMerge,
  response: MergePage,
});

export const planUndo = endpoint({
  name: 'bodies.planUndo',
  method: 'GET',
  path: '/api/body-merges/{merge}/undo',
  permission: 'bodies.merge',
  summary: 'What was written at the other body since and would stay there; nothing is written',
  params: OneMerge,
  response: Type.Object({ left: Type.Array(Left) }),
});

export const undoMerge = endpoint({
  name: 'bodies.undoMerge',
  method: 'POST',
  path: '/api/body-merges/{merge}/undo',
  permission: 'bodies.merge',
  summary: 'Parts what was merged: what is as it was left goes back, what was changed or written since stays, by name',
  params: OneMerge,
  body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }),
  response: MergePage,
});

export const seeMerge = endpoint({
  name: 'bodies.seeMerge',
  method: 'POST',
  path: '/api/body-merges/{merge}/seen',
  permission: 'bodies.read-merges',
  summary: 'Takes the news of a merge off the work of the caller’s body',
  params: OneMerge,
  response: Type.Object({ closed: Type.Integer() }),
});

export const readHoldings = endpoint({
  name: 'bodies.readHoldings',
  method: 'GET',
  path: '/api/bodies/{body}/holdings',
  permission: 'bodies.read-merges',
  summary: 'What a body holds, or held on a day before it merged: posts, registers, grants, agreements, open work',
  params: Type.Object({ body: Code }),
  query: Type.Object({ on: Type.Optional(Day) }),
  response: Type.Object({ body: MergeBody, on: Day, lines: Type.Array(Line) }),
  about: ({ params }) => ({ body: params.body }),
});
