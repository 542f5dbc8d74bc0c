/** What two nodes tell each other of a request. Bodies by code; accounts stay where they are. */
import Type, { type Static } from 'typebox';
import { Texts } from '../../platform/texts.ts';
import { Day, Nullable } from '../model.ts';
import { Appeal, Demand, Opinion, RequestRecord } from '../requests/model.ts';
import { ToldAt, ToldRows } from './told.ts';

const Code = Type.String({ minLength: 1, maxLength: 100 });
const Said = Type.Array(Type.Object({ day: Day, words: Type.String({ maxLength: 5000 }) }), { maxItems: 200 });
const { rows: _rows, ...demand } = Demand.properties;
const { body: _body, account: _account, ...opinion } = Opinion.properties;
const ToldOpinion = Nullable(Type.Object({ ...opinion, account: Type.Literal(''), body: Nullable(Code) }));
const { body: _above, decision: _decision, ...appeal } = Appeal.properties;

/** The asker's side. */
export const Asked = Type.Object({
  code: Code,
  register: Code,
  names: Texts,
  stage: Type.Enum(['deciding', 'withdrawn', 'appealed']),
  demand: Type.Object({ ...demand, rows: ToldRows }),
  answers: Said,
  appeal: Nullable(Type.String({ maxLength: 5000 })),
});
export type Asked = Static<typeof Asked>;

const { kind, stage, asked, decided, outcome, reason, contentDue, securityDue, calendar, stoppedOn, agreement } =
  RequestRecord.properties;

/** How it stands at its decider's. */
export const Stands = Type.Object({
  code: Code,
  at: ToldAt,
  ...{ kind, stage, asked, decided, outcome, reason, contentDue, securityDue, calendar, stoppedOn, agreement },
  content: ToldOpinion,
  security: ToldOpinion,
  appeal: Nullable(Type.Object({ ...appeal, body: Code, decision: ToldOpinion })),
  questions: Said,
});
export type Stands = Static<typeof Stands>;

/** To the body above the data manager, where that is at home at a third node: the request, and how it stands. */
export const Made = Type.Object({
  /** Code of the body that asks. */
  by: Code,
  asked: Asked,
  stands: Stands,
});
export type Made = Static<typeof Made>;

/** The body above has decided on the appeal. */
export const Decided = Type.Object({
  code: Code,
  allowed: Type.Boolean(),
  reason: Nullable(Type.String({ maxLength: 100 })),
  text: Type.String({ maxLength: 5000 }),
  on: Day,
});
export type Decided = Static<typeof Decided>;
