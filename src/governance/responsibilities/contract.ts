/** The endpoints of responsibilities as values: who answers, the matrix, what nobody answers for, one's own duties. */
import Type, { type Static } from 'typebox';
import { WorkItem } from '../../platform/work/contract.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { BodyRef, Named } from '../contract.ts';
import { Day, Nullable } from '../model.ts';
import { GapKind, Role } from './model.ts';

export { roles } from './model.ts';
export type { Role } from './model.ts';

const code = Type.String({ minLength: 1, maxLength: 100 });
const reason = Type.Optional(Type.String({ minLength: 1, maxLength: 500 }));
const OneId = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

export const ResponsibilityLine = Type.Object({
  id: Type.Integer(),
  register: Named,
  role: Role,
  body: BodyRef,
  /** The one person it is narrowed to, by id and name; null: whoever holds the post there. */
  account: Nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  from: Nullable(Day),
  to: Nullable(Day),
  state: Type.Union([Type.Literal('in-force'), Type.Literal('later'), Type.Literal('ended')]),
  reviewedOn: Nullable(Day),
  reason: Nullable(Type.String()),
});
export type ResponsibilityLine = Static<typeof ResponsibilityLine>;

export const listResponsibilities = endpoint({
  name: 'governance.listResponsibilities',
  method: 'GET',
  path: '/api/governance/responsibilities',
  permission: 'governance.read',
  summary: 'Who answers for registers, with days: now, later, and, when asked for, those that have ended',
  query: Type.Object({
    register: Type.Optional(code),
    /** By code. */
    body: Type.Optional(code),
    ended: Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({ items: Type.Array(ResponsibilityLine) }),
});

export const assignResponsibility = endpoint({
  name: 'governance.assignResponsibility',
  method: 'POST',
  path: '/api/governance/responsibilities',
  permission: 'governance.assign-responsibilities',
  summary: 'Names who answers for a register from a day on; the owner or data manager before ends the day before',
  body: Type.Object(
    {
      register: code,
      role: Role,
      /** By code. */
      body: code,
      /** Narrows a steward’s to one person of the body. */
      account: Type.Optional(Nullable(Type.String({ format: 'uuid' }))),
      /** First day; default today. */
      from: Type.Optional(Day),
      to: Type.Optional(Nullable(Day)),
      reason,
    },
    { additionalProperties: false },
  ),
  response: ResponsibilityLine,
});

export const endResponsibility = endpoint({
  name: 'governance.endResponsibility',
  method: 'POST',
  path: '/api/governance/responsibilities/{id}/end',
  permission: 'governance.assign-responsibilities',
  summary: 'Ends an assignment; by default yesterday was its last day',
  params: OneId,
  body: Type.Object({ to: Type.Optional(Day) }, { additionalProperties: false }),
  response: Type.Object({ items: Type.Array(ResponsibilityLine) }),
});

export const reviewResponsibilities = endpoint({
  name: 'governance.reviewResponsibilities',
  method: 'POST',
  path: '/api/governance/registers/{register}/review',
  permission: 'governance.review-responsibilities',
  summary: 'Says that those who are named for a register still answer',
  params: Type.Object({ register: code }),
  response: Type.Object({ items: Type.Array(ResponsibilityLine) }),
});

export const MatrixDuty = Type.Object({
  code: Type.String(),
  /** `role`: of a register; words `governance:roles.<code>`. `post`: a duty of the body, named by the profile. */
  kind: Type.Union([Type.Literal('role'), Type.Literal('post')]),
  names: Texts,
});

export const MatrixCell = Type.Object({
  state: Type.Union([Type.Literal('held'), Type.Literal('inherited'), Type.Literal('gap'), Type.Literal('none')]),
  /** Of a role: the registers it is for. */
  registers: Type.Optional(Type.Array(Named)),
  /** Where it is inherited from. */
  from: Type.Optional(BodyRef),
  /** Last day by which a gap is to be closed. */
  due: Type.Optional(Day),
});
export type MatrixCell = Static<typeof MatrixCell>;

export const MatrixRow = Type.Object({
  body: BodyRef,
  level: Type.String(),
  /** Steps below the topmost row. */
  depth: Type.Integer(),
  /** In the order of `duties`. */
  cells: Type.Array(MatrixCell),
});
export type MatrixRow = Static<typeof MatrixRow>;

export const readMatrix = endpoint({
  name: 'governance.readMatrix',
  method: 'GET',
  path: '/api/governance/matrix',
  permission: 'governance.read',
  summary: 'Bodies × duties: held there, inherited from the nearest body above, or a gap with its last day',
  query: Type.Object({
    /** Code of the body whose tree is shown; default everybody. */
    under: Type.Optional(code),
    /** Only rows with a gap. */
    gaps: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    /** `next` of the page before. */
    after: Type.Optional(code),
  }),
  response: Type.Object({
    duties: Type.Array(MatrixDuty),
    items: Type.Array(MatrixRow),
    counts: Type.Object({ bodies: Type.Integer(), gaps: Type.Integer() }),
    next: Type.Optional(Type.String()),
  }),
});

export const GapLine = Type.Object({
  id: Type.String(),
  kind: GapKind,
  register: Nullable(Named),
  role: Nullable(Role),
  duty: Nullable(Named),
  body: Nullable(BodyRef),
  /** First day of it; null where nobody can tell. */
  since: Nullable(Day),
  foundOn: Day,
  due: Day,
  /** Working days until then; negative when it has passed. */
  daysLeft: Type.Number(),
  overdue: Type.Boolean(),
  owedBy: BodyRef,
  post: Type.String(),
  /** When the body above was told. */
  escalatedOn: Nullable(Day),
  closedAt: Nullable(Type.String()),
});
export type GapLine = Static<typeof GapLine>;

export const listGaps = endpoint({
  name: 'governance.listGaps',
  method: 'GET',
  path: '/api/governance/gaps',
  permission: 'governance.read',
  summary: 'What nobody answers for, with the day by which somebody must; what is closed when asked for',
  query: Type.Object({
    state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('closed')])),
    kind: Type.Optional(GapKind),
    /** Whose tree: code of a body. */
    under: Type.Optional(code),
  }),
  response: Type.Object({
    items: Type.Array(GapLine),
    counts: Type.Object({ open: Type.Integer(), overdue: Type.Integer() }),
    /** Whether the profile says what to look for. */
    looked: Type.Boolean(),
  }),
});

export const LineItem = Type.Object({ ...WorkItem.properties, bodyRef: BodyRef });
export const MyDuties = Type.Object({
  /** Each of the caller's posts in the body he acts for. */
  posts: Type.Array(Type.Object({ post: Type.String(), open: Type.Integer(), overdue: Type.Integer() })),
  body: Nullable(BodyRef),
  /** What the body answers for. */
  responsibilities: Type.Array(ResponsibilityLine),
  gaps: Type.Object({ open: Type.Integer(), overdue: Type.Integer() }),
  /**
   * What stewards, technical units and data contacts owe to the caller's line: the head of their own body, and the
   * governance unit. Null: the caller heads no line.
   */
  line: Nullable(
    Type.Object({
      kind: Type.Union([Type.Literal('own-head'), Type.Literal('governance-unit')]),
      items: Type.Array(LineItem),
      counts: Type.Object({ open: Type.Integer(), overdue: Type.Integer() }),
    }),
  ),
});
export type MyDuties = Static<typeof MyDuties>;

export const readMyDuties = endpoint({
  name: 'governance.readMyDuties',
  method: 'GET',
  path: '/api/governance/my-duties',
  permission: 'governance.read',
  summary: 'The caller’s posts with what each owes, what the body answers for, and what is owed to the caller’s line',
  response: MyDuties,
});
