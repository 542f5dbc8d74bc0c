/** The endpoints of work items as values. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../http/endpoint.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

/** Who owes what by when. The title is a key of the message catalogues with its values. */
export const WorkItem = Type.Object({
  id: Type.String(),
  /** `room.what`: `records.correct-load`, `strategy.answer-consultation`. */
  kind: Type.String(),
  title: Type.Object({ key: Type.String(), values: Type.Record(Type.String(), Type.Unknown()) }),
  body: Type.Integer(),
  post: Type.String(),
  due: Nullable(Day),
  /** Working days left until the due day; negative when it has passed; null without a due day. */
  daysLeft: Nullable(Type.Number()),
  overdue: Type.Boolean(),
  /** The edition of the working-day calendar the due day was computed with. */
  calendar: Nullable(Type.String()),
  /** Where it is done: a path of the web. */
  link: Type.String(),
  subject: Type.String(),
  state: Type.Union([Type.Literal('open'), Type.Literal('done'), Type.Literal('withdrawn')]),
  openedAt: Type.String(),
  closedAt: Nullable(Type.String()),
});
export type WorkItem = Static<typeof WorkItem>;

export const listMyWork = endpoint({
  name: 'work.listMyWork',
  method: 'GET',
  path: '/api/work',
  permission: 'work.read',
  summary: 'What my posts owe, what is due first coming first',
  query: Type.Object({
    state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('done')])),
    /** Only what is past its day. */
    overdue: Type.Optional(Type.Boolean()),
    /** `body`: everything my body owes, whichever the post. Default `mine`. */
    whose: Type.Optional(Type.Union([Type.Literal('mine'), Type.Literal('body')])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Object({
    items: Type.Array(WorkItem),
    next: Type.Optional(Type.String()),
    counts: Type.Object({ open: Type.Integer(), overdue: Type.Integer() }),
  }),
});
