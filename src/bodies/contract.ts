/** The room's endpoints as values. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';
import { Body, Day, endings, posts, successionKinds } from './model.ts';

const literals = <const T extends string>(values: readonly T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))));
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 500 }));
const OneBody = Type.Object({ body: Type.String({ description: 'Code of the body' }) });
const AsOf = Type.Object({ on: Type.Optional(Day) });

/** A body named in passing. */
export const BodyName = Type.Object({
  id: Type.Integer(),
  code: Type.String(),
  names: Texts,
  kind: Type.String(),
  level: Type.String(),
  from: Nullable(Day),
  to: Nullable(Day),
});
export type BodyName = Static<typeof BodyName>;

export const TreeItem = Type.Object({ ...BodyName.properties, children: Type.Integer() });
export type TreeItem = Static<typeof TreeItem>;

export const SuccessionEntry = Type.Object({
  kind: literals(successionKinds),
  day: Day,
  body: BodyName,
  /** Part of the predecessor that went over, 0 < share ≤ 1. */
  share: Type.Number(),
});
export type SuccessionEntry = Static<typeof SuccessionEntry>;

export const BodyPage = Type.Object({
  body: Body,
  path: Type.Array(BodyName),
  children: Type.Integer(),
  aliases: Type.Array(Type.Object({ alias: Type.String(), from: Nullable(Day), to: Nullable(Day) })),
  predecessors: Type.Array(SuccessionEntry),
  successors: Type.Array(SuccessionEntry),
  /** Every body that ever bore this code, oldest first. */
  sameCode: Type.Array(BodyName),
  /** Name of the node that is its home and writes it; null: this one. */
  home: Nullable(Type.String()),
});
export type BodyPage = Static<typeof BodyPage>;

export const BodyHistory = Type.Object({
  body: BodyName,
  placements: Type.Array(Type.Object({ parent: Nullable(BodyName), from: Nullable(Day), to: Nullable(Day) })),
  predecessors: Type.Array(SuccessionEntry),
  successors: Type.Array(SuccessionEntry),
  sameCode: Type.Array(BodyName),
});
export type BodyHistory = Static<typeof BodyHistory>;

/** Something in an import that somebody must look at. Words: `bodies:findings.<rule>` with `values`. */
export const ImportFinding = Type.Object({
  severity: literals(['error', 'warning']),
  rule: Type.String(),
  file: Nullable(Type.String()),
  line: Nullable(Type.Integer()),
  code: Nullable(Type.String()),
  values: Type.Record(Type.String(), Type.Unknown()),
  message: Type.String(),
});
export type ImportFinding = Static<typeof ImportFinding>;

export const ImportAnswer = Type.Object({
  stored: Type.Boolean(),
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  findings: Type.Array(ImportFinding),
  changeSet: Nullable(Type.Integer()),
});
export type ImportAnswer = Static<typeof ImportAnswer>;

export const PostHeld = Type.Object({
  id: Type.Integer(),
  account: Type.String(),
  name: Type.String(),
  post: literals(posts),
  from: Nullable(Day),
  to: Nullable(Day),
});
export type PostHeld = Static<typeof PostHeld>;

export const listBodies = endpoint({
  name: 'bodies.listBodies',
  method: 'GET',
  path: '/api/bodies',
  permission: 'bodies.read',
  summary: 'Bodies by word, kind, level or tree, as of a day; `text` is compared with and without tone marks',
  query: Type.Object({
    text: Type.Optional(Type.String({ maxLength: 200 })),
    kind: Type.Optional(Type.String()),
    level: Type.Optional(Type.String()),
    under: Type.Optional(Type.String({ description: 'Code of a body: only bodies in its tree' })),
    on: Type.Optional(Day),
    after: Type.Optional(Type.String()),
    limit: Limit,
  }),
  response: Type.Object({ items: Type.Array(BodyName), next: Type.Optional(Type.String()) }),
});

export const nameBodies = endpoint({
  name: 'bodies.nameBodies',
  method: 'GET',
  path: '/api/body-names',
  permission: 'bodies.read',
  summary: 'Bodies by their numbers, those that have ended too: what a list that holds numbers needs to show names',
  query: Type.Object({
    ids: Type.String({
      pattern: '^[1-9][0-9]{0,8}(,[1-9][0-9]{0,8}){0,199}$',
      description: 'Up to 200, split by commas',
    }),
  }),
  response: Type.Object({ items: Type.Array(BodyName) }),
});

export const readTree = endpoint({
  name: 'bodies.readTree',
  method: 'GET',
  path: '/api/body-tree',
  permission: 'bodies.read',
  summary: 'One level of the tree as of a day: the children of a body, or the roots, each with how many stand below it',
  query: Type.Object({
    parent: Type.Optional(Type.String()),
    on: Type.Optional(Day),
    after: Type.Optional(Type.String()),
    limit: Limit,
  }),
  response: Type.Object({
    items: Type.Array(TreeItem),
    total: Type.Integer(),
    next: Type.Optional(Type.String()),
  }),
});

export const getBody = endpoint({
  name: 'bodies.getBody',
  method: 'GET',
  path: '/api/bodies/{body}',
  permission: 'bodies.read',
  summary: 'The body that bore this code on the day (today when left out), where it stands and who it came from',
  params: OneBody,
  query: AsOf,
  response: BodyPage,
});

export const readHistory = endpoint({
  name: 'bodies.readHistory',
  method: 'GET',
  path: '/api/bodies/{body}/history',
  permission: 'bodies.read',
  summary: 'Placements and successions of a body, and every body that ever bore its code',
  params: OneBody,
  query: AsOf,
  response: BodyHistory,
});

export const importBodies = endpoint({
  name: 'bodies.importBodies',
  method: 'POST',
  path: '/api/bodies/import',
  permission: 'bodies.import',
  summary:
    'Bodies from YAML, JSON or CSV: all findings at once; stored whole or not at all; the same again stores nothing',
  body: Type.Object({
    format: literals(['yaml', 'json', 'csv']),
    text: Type.String(),
    dryRun: Type.Optional(Type.Boolean()),
  }),
  response: ImportAnswer,
});

export const exportBodies = endpoint({
  name: 'bodies.exportBodies',
  method: 'GET',
  path: '/api/bodies-export',
  permission: 'bodies.read',
  summary: 'All bodies with their history in the form that the import reads',
  query: Type.Object({
    format: Type.Optional(literals(['yaml', 'json', 'csv'])),
    under: Type.Optional(Type.String()),
  }),
  response: Type.String(),
  produces: ['application/yaml', 'application/json', 'text/csv'],
});

export const moveBody = endpoint({
  name: 'bodies.moveBody',
  method: 'POST',
  path: '/api/bodies/{body}/move',
  permission: 'bodies.change',
  summary: 'Puts a body under another parent from a day on',
  params: OneBody,
  body: Type.Object({ parent: Nullable(Type.String()), day: Day }),
  response: Body,
  about: ({ params }) => ({ body: params.body }),
});

export const closeBody = endpoint({
  name: 'bodies.closeBody',
  method: 'POST',
  path: '/api/bodies/{body}/close',
  permission: 'bodies.change',
  summary: 'Ends a body after its last day; by merger, split or rename only with its successors',
  params: OneBody,
  body: Type.Object({
    lastDay: Day,
    ended: literals(endings),
    successors: Type.Optional(
      Type.Array(Type.Object({ body: Type.String(), share: Type.Number({ exclusiveMinimum: 0, maximum: 1 }) })),
    ),
  }),
  response: Body,
  about: ({ params }) => ({ body: params.body }),
});

export const listPosts = endpoint({
  name: 'bodies.listPosts',
  method: 'GET',
  path: '/api/bodies/{body}/posts',
  permission: 'bodies.read-posts',
  summary: 'Who holds which post in a body today',
  params: OneBody,
  response: Type.Object({ items: Type.Array(PostHeld) }),
  about: ({ params }) => ({ body: params.body }),
});

export const assignPost = endpoint({
  name: 'bodies.assignPost',
  method: 'POST',
  path: '/api/bodies/{body}/posts',
  permission: 'bodies.assign-posts',
  summary: 'Gives an account a post in a body, from a day to a day',
  params: OneBody,
  body: Type.Object({
    account: Type.String(),
    post: literals(posts),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  }),
  response: PostHeld,
  about: ({ params }) => ({ body: params.body }),
});

export const endPost = endpoint({
  name: 'bodies.endPost',
  method: 'DELETE',
  path: '/api/bodies/{body}/posts/{assignment}',
  permission: 'bodies.assign-posts',
  summary: 'Ends a post today',
  params: Type.Object({ body: Type.String(), assignment: Type.Integer() }),
  response: PostHeld,
  about: ({ params }) => ({ body: params.body }),
});

export {
  getMerge,
  listMerges,
  mergeBodies,
  planMerge,
  planUndo,
  readHoldings,
  seeMerge,
  undoMerge,
  type Left,
  type Line,
  type MergeBody,
  type MergeLine,
  type MergePage,
  type MergePlan,
  type Obstacle,
} from './merge/merge-contract.ts';
