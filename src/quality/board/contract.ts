/** The scoreboard over HTTP: bodies by register, frozen a period at a time, each figure seen by its own body first. */
import Type, { type TSchema } from 'typebox';
import { Day } from '../../platform/day.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Code = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$' });
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });
const Words = Type.String({ minLength: 1, maxLength: 2000 });
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });

const Figure = Type.Object({
  criterion: text,
  score: Nullable(Type.Number()),
  band: text,
  assessed: Nullable(Type.Integer()),
  failing: Nullable(Type.Integer()),
});

export const BoardLine = Type.Object({
  register: text,
  names: Texts,
  body: BodyRef,
  own: Type.Boolean(),
  /** The first period of a body is not scored. */
  first: Type.Boolean(),
  /** Contested with success: the figure counts for nothing. */
  withdrawn: Type.Boolean(),
  /** From when superiors see it. */
  aboveFrom: Day,
  whole: Nullable(Figure),
  figures: Type.Array(Figure),
  contests: Type.Array(
    Type.Object({
      id: Uuid,
      words: text,
      body: BodyRef,
      askedAt: text,
      upheld: Nullable(Type.Boolean()),
      answer: Nullable(text),
      mayAnswer: Type.Boolean(),
    }),
  ),
  mayContest: Type.Boolean(),
});

export const PeriodLine = Type.Object({
  ...{ code: text, from: Day, to: Day, frozenAt: text, aboveFrom: Day },
  /** SHA-256 of what was frozen; null until superiors may see it. */
  hash: Nullable(text),
});

export const getBoard = endpoint({
  name: 'quality.getBoard',
  method: 'GET',
  path: '/api/quality/board',
  permission: 'quality.read',
  summary: 'A frozen period: the own body first; figures of others from the day on which superiors see them',
  query: Type.Object({ period: Type.Optional(Code) }),
  response: Type.Object({
    periods: Type.Array(PeriodLine),
    period: Nullable(PeriodLine),
    items: Type.Array(BoardLine),
    mayFreeze: Type.Boolean(),
  }),
});

export const freezePeriod = endpoint({
  name: 'quality.freezePeriod',
  method: 'POST',
  path: '/api/quality/board/periods',
  permission: 'quality.freeze',
  summary: 'Freeze the scores of all bodies as they are now, under the name of a period',
  body: Type.Object({ code: Code, from: Day, to: Day }),
  response: PeriodLine,
});

export const contestFigure = endpoint({
  name: 'quality.contestFigure',
  method: 'POST',
  path: '/api/quality/board/{period}/contests',
  permission: 'quality.contest-figure',
  summary: 'Say that a figure of the own body is wrong: somebody who has no part in it is asked',
  params: Type.Object({ period: Code }),
  body: Type.Object({ register: Type.String({ maxLength: 100 }), words: Words }),
  response: Type.Object({ id: Uuid }),
});

export const answerFigure = endpoint({
  name: 'quality.answerFigure',
  method: 'POST',
  path: '/api/quality/board/{period}/contests/{contest}/answer',
  permission: 'quality.answer-contest',
  summary: 'Answer a contested figure: upheld, it is taken off the board',
  params: Type.Object({ period: Code, contest: Uuid }),
  body: Type.Object({ upheld: Type.Boolean(), answer: Words }),
  response: Type.Object({ upheld: Type.Boolean() }),
});
