/** A request as the room sees it: what is asked, two opinions, an appeal; and where it stands. Pure. */
import Type, { type Static } from 'typebox';
import { Texts } from '../../platform/texts.ts';
import { Day, Mode, Nullable, QuotaPeriod, RowScope } from '../model.ts';

const words = (maxLength: number) => Type.String({ maxLength });

export const Elements = Type.Union([Type.Literal('all'), Type.Array(words(100), { maxItems: 2000 })]);

/** What somebody asks for. `rows.under` is a body's id here and its code in the contract. */
export const Demand = Type.Object({
  purpose: words(100),
  /** The purpose in the asker's own words. */
  purposeText: words(2000),
  basis: words(100),
  /** The passage of the legal text that the asker stands on. */
  citation: words(500),
  elements: Elements,
  rows: RowScope,
  condition: Nullable(words(2000)),
  mode: Mode,
  /** How much is expected, in words. */
  volume: words(500),
  quota: Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
  quotaPeriod: QuotaPeriod,
  /** How many different records in that period; absent or null: as many as there are. */
  subjects: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 }))),
  from: Day,
  to: Nullable(Day),
  /** Who works with the data at the asker's. */
  recipient: words(500),
  /** How long they are kept, and how they are erased then. */
  retention: words(500),
  contact: words(500),
  /** Record-level data for analysis, research or machine learning. */
  microData: Type.Boolean(),
  /** Promised: nobody is identified again from what was de-identified, and nothing is passed on. */
  noReidentification: Type.Boolean(),
  /** Number of the impact assessment. */
  impactAssessment: words(200),
});
export type Demand = Static<typeof Demand>;

export const RequestKind = Type.Union([Type.Literal('automatic'), Type.Literal('on-request'), Type.Literal('special')]);
export type RequestKind = Static<typeof RequestKind>;

export const Stage = Type.Union([
  Type.Literal('draft'),
  Type.Literal('deciding'),
  Type.Literal('asked-back'),
  Type.Literal('granted'),
  Type.Literal('refused'),
  Type.Literal('appealed'),
  Type.Literal('withdrawn'),
]);
export type Stage = Static<typeof Stage>;

/** One of the two opinions, or the decision on an appeal. */
export const Opinion = Type.Object({
  allowed: Type.Boolean(),
  /** Code of the profile's list; of a refusal only. */
  reason: Nullable(Type.String()),
  text: Type.String(),
  on: Day,
  body: Nullable(Type.Integer()),
  account: Type.String(),
});
export type Opinion = Static<typeof Opinion>;

export const Appeal = Type.Object({
  text: Type.String(),
  on: Day,
  due: Day,
  /** The body above the data manager. */
  body: Type.Integer(),
  decision: Nullable(Opinion),
});
export type Appeal = Static<typeof Appeal>;

/** Answers that are owed by a day. */
export const Owing = Type.Union([Type.Literal('content'), Type.Literal('security'), Type.Literal('appeal')]);
export type Owing = Static<typeof Owing>;

/** An answer was overdue, and a body above was told. */
export const Escalation = Type.Object({
  part: Owing,
  /** The day that had passed. */
  due: Day,
  on: Day,
  /** Who was told: a post of a body. */
  body: Type.Integer(),
  post: Type.Enum(['leader', 'data-office', 'data-manager', 'steward']),
});
export type Escalation = Static<typeof Escalation>;

export const RequestRecord = Type.Object({
  code: Type.String(),
  register: Type.String(),
  by: Type.Integer(),
  account: Nullable(Type.String()),
  names: Texts,
  kind: RequestKind,
  stage: Stage,
  purpose: Nullable(Type.String()),
  /** Elements asked for; empty for all of them. */
  elements: Type.Array(Type.String()),
  demand: Nullable(Demand),
  asked: Day,
  decided: Nullable(Day),
  outcome: Nullable(Type.Union([Type.Literal('granted'), Type.Literal('refused')])),
  reason: Nullable(Texts),
  content: Nullable(Opinion),
  security: Nullable(Opinion),
  appeal: Nullable(Appeal),
  /** Oldest first. */
  escalations: Type.Array(Escalation),
  contentDue: Nullable(Day),
  securityDue: Nullable(Day),
  calendar: Nullable(Type.String()),
  stoppedOn: Nullable(Day),
  due: Nullable(Day),
  turn: Nullable(Type.Integer()),
  agreement: Nullable(Type.String()),
});
export type RequestRecord = Static<typeof RequestRecord>;

export type Part = 'content' | 'security';

/** Opinions a request still waits for; none while it is with the asker or above. */
export function awaited({
  stage,
  kind,
  ...request
}: Pick<RequestRecord, 'stage' | 'kind' | 'content' | 'security'>): Part[] {
  if (stage !== 'deciding') return [];
  // The law has decided on the content of an automatic one: only its registration is awaited.
  const parts: readonly Part[] = kind === 'automatic' ? ['security'] : ['content', 'security'];
  return parts.filter((part) => request[part] === null);
}

/** What two opinions make of a request: nothing while one of them is missing and none refuses. */
export function outcomeOf(request: RequestRecord): 'granted' | 'refused' | undefined {
  const { content, security } = request;
  if (content?.allowed === false || security?.allowed === false) return 'refused';
  return awaited({ ...request, stage: 'deciding' }).length === 0 ? 'granted' : undefined;
}

/** Answers that are owed now, each with its day. */
export function owingOf(
  request: Omit<RequestRecord, 'turn' | 'due'>,
): { readonly part: Owing; readonly due: string }[] {
  const { stage, appeal, contentDue, securityDue } = request;
  const owed =
    stage === 'appealed'
      ? [{ part: 'appeal' as const, due: appeal?.decision ? null : (appeal?.due ?? null) }]
      : awaited(request).map((part) => ({ part, due: part === 'content' ? contentDue : securityDue }));
  return owed.flatMap(({ part, due }) => (due === null ? [] : [{ part, due }]));
}

/** Escalations that hold: the answer is still owed, by the very day that had passed. */
export function standing(request: Omit<RequestRecord, 'turn' | 'due'>): Escalation[] {
  const owed = owingOf(request);
  return request.escalations.filter((one) => owed.some(({ part, due }) => part === one.part && due === one.due));
}

export interface Deciders {
  /** The register's data manager. */
  readonly manager: number;
  /** The technical role's body. */
  readonly technical: number;
}

/** Whose answer is awaited, and by when: of two, the one that is due first. */
export function turnOf(
  request: Omit<RequestRecord, 'turn' | 'due'>,
  { manager, technical }: Deciders,
): { readonly turn: number | null; readonly due: string | null } {
  if (request.stage === 'asked-back' || request.stage === 'draft') return { turn: request.by, due: null };
  if (request.stage === 'appealed' && request.appeal?.decision) return { turn: manager, due: null };
  if (request.stage === 'appealed') return { turn: request.appeal?.body ?? null, due: request.appeal?.due ?? null };
  const waiting = awaited(request).map((part) => ({
    turn: part === 'content' ? manager : technical,
    due: part === 'content' ? request.contentDue : request.securityDue,
  }));
  const [first] = waiting.toSorted((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1));
  return first ?? { turn: null, due: null };
}
