/** What two nodes tell each other of consultations and tasks. Bodies by code; accounts stay where they are. */
import Type, { type Static } from 'typebox';
import { Texts } from '../../platform/texts.ts';
import { TaskAlias } from '../tasks/store/task.ts';
import { ToldCounts } from '../consultations/store/consultation.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Code = Type.String({ minLength: 1, maxLength: 100 });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Words = Type.String({ maxLength: 5000 });
const Id = Type.String({ minLength: 1, maxLength: 100 });
const At = Type.Object({ epoch: Type.Integer({ minimum: 0 }), position: Type.Integer({ minimum: 0 }) });
const Version = Type.Integer({ minimum: 1 });
const AnswerKind = Type.Enum(['agree', 'agree-with-comments', 'disagree', 'no-opinion']);
const TaskState = Type.Enum(['not-begun', 'running', 'done']);
const Progress = Nullable(Type.Integer({ minimum: 0, maximum: 100 }));

export const DRAFT = 'strategy.draft-asked';
export const STANDS = 'strategy.consultation-stands';
export const ANSWERED = 'strategy.answer-given';
export const TASK = 'strategy.task-stands';
export const REPORTED = 'strategy.task-reported';

/** The frozen draft that a consultation is about. */
export const Draft = Type.Object({
  code: Code,
  kind: Code,
  titles: Texts,
  note: Nullable(Texts),
  version: Version,
  clauses: Type.Array(
    Type.Object({
      number: Code,
      part: Type.String({ maxLength: 100 }),
      headings: Texts,
      texts: Texts,
      note: Nullable(Texts),
    }),
    { minItems: 1, maxItems: 2000 },
  ),
});
export type Draft = Static<typeof Draft>;

/** Comments in one parcel: so many that it stays far below what a node takes in one call. */
export const COMMENTS_AT_ONCE = 50;

const ToldComment = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  clause: Code,
  said_by: Texts,
  text: Words,
  proposal: Nullable(Words),
  topic: Nullable(Type.Object({ code: Code, names: Texts, element: Nullable(Code) })),
  disposition: Nullable(Type.Enum(['accepted', 'partly', 'explained'])),
  explanation: Nullable(Words),
  change: Nullable(Words),
  version: Version,
});

/** A consultation as its home tells it to one body that is asked: that body's part, and the counts over all. */
export const Stands = Type.Object({
  at: At,
  code: Code,
  names: Texts,
  document: Code,
  draft: Version,
  opens: Day,
  closes: Day,
  counts: ToldCounts,
  invitation: Type.Object({
    code: Code,
    names: Texts,
    due: Day,
    answer: Nullable(AnswerKind),
    answered: Nullable(Day),
    received: Nullable(Day),
    /** Id of the answer, when it came from another node. */
    id: Nullable(Id),
  }),
  /** Which part of the comments this is, from 0. */
  part: Type.Integer({ minimum: 0, maximum: 1000 }),
  comments: Type.Array(ToldComment, { maxItems: COMMENTS_AT_ONCE }),
});
export type Stands = Static<typeof Stands>;

/** The one official answer of a body, given at its own node. */
export const Answered = Type.Object({
  consultation: Code,
  id: Id,
  answer: AnswerKind,
  /** On which it was given there. */
  day: Day,
  comments: Type.Array(
    Type.Object({ clause: Code, text: Type.String({ minLength: 1, maxLength: 5000 }), proposal: Nullable(Words) }),
    { maxItems: 500 },
  ),
});
export type Answered = Static<typeof Answered>;

/** A task as its home tells it to whoever leads it or helps. */
export const ToldTask = Type.Object({
  at: At,
  code: Code,
  names: Texts,
  objective: Nullable(Type.Object({ code: Code, names: Texts, document: Code })),
  phase: Nullable(Code),
  lead: Code,
  cooperating: Type.Array(Code, { maxItems: 500 }),
  state: TaskState,
  at_risk: Type.Boolean(),
  due: Day,
  done: Nullable(Day),
  progress: Progress,
  product: Nullable(Texts),
  evidence: Nullable(Words),
  indicator: Nullable(Code),
  told: Type.Array(Day, { maxItems: 1000 }),
  /** Left out by a node that does not know them yet. */
  parent: Type.Optional(Nullable(Code)),
  depends_on: Type.Optional(Type.Array(Code, { maxItems: 100 })),
  budget: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
  aliases: Type.Optional(Type.Array(TaskAlias, { maxItems: 20 })),
  version: Version,
  /** Id of the last report that was taken from the lead's node. */
  report: Nullable(Id),
});
export type ToldTask = Static<typeof ToldTask>;

/** How the task stands, by its lead body at its own node. */
export const Reported = Type.Object({
  task: Code,
  id: Id,
  /** The version on which it rests. */
  base: Version,
  day: Day,
  state: TaskState,
  progress: Progress,
  evidence: Nullable(Type.String({ maxLength: 2000 })),
});
export type Reported = Static<typeof Reported>;
