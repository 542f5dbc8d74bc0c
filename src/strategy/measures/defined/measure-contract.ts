/** Measures defined in the dictionary's words, over HTTP. */
import Type, { type Static } from 'typebox';
import { Day } from '../../../platform/day.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import { Texts } from '../../../platform/texts.ts';
import { literals, Nullable, text } from '../../contract-shapes.ts';
import { MeasureDefinition } from './definition.ts';

const one = Type.Object({ measure: Type.String({ maxLength: 100 }) });

export const MeasureRow = Type.Object({
  code: text,
  names: Texts,
  register: text,
  figure: text,
  /** A share in percent; null where nothing can be said, or too few rows stand behind it. */
  value: Nullable(Type.Number()),
  /** Rows behind it; null when they are too few to be told. */
  rows: Nullable(Type.Integer()),
  /** Why it is not counted: `unreadable`. */
  fault: Nullable(text),
  version: Type.Integer(),
});
export type MeasureRow = Static<typeof MeasureRow>;

export const MeasurePage = Type.Object({
  measure: MeasureRow,
  definition: MeasureDefinition,
  /** Each expression in words, in every language. */
  said: Type.Array(Type.Object({ part: literals(['value', 'counts', 'among']), expression: text, words: Texts })),
  /** Who has reported of those who must; null: nobody has to. */
  reported: Nullable(Type.Object({ reported: Type.Integer(), reporters: Type.Integer() })),
  /** Cells of fewer rows are not told, nor what they could be reckoned from. */
  leastRows: Type.Integer(),
  groups: Type.Array(
    Type.Object({
      /** Codes by `by`, then the period; the empty text: not stated. */
      key: Type.Array(text),
      value: Nullable(Type.Number()),
      rows: Nullable(Type.Integer()),
      withheld: Type.Boolean(),
    }),
  ),
  days: Type.Array(Type.Object({ day: Day, value: Nullable(Type.Number()) })),
  versions: Type.Array(Type.Object({ version: Type.Integer(), reason: text, account: text, at: text })),
});
export type MeasurePage = Static<typeof MeasurePage>;

export const listMeasures = endpoint({
  name: 'strategy.listMeasures',
  method: 'GET',
  path: '/api/strategy/measures',
  permission: 'strategy.read',
  summary: 'Measures with their figure, over what the caller may see summed up',
  response: Type.Object({ items: Type.Array(MeasureRow) }),
});

export const getMeasure = endpoint({
  name: 'strategy.getMeasure',
  method: 'GET',
  path: '/api/strategy/measures/{measure}',
  permission: 'strategy.read',
  summary: 'One measure: definition in words, groups without small cells, course and versions',
  params: one,
  response: MeasurePage,
});

export const checkMeasure = endpoint({
  name: 'strategy.checkMeasure',
  method: 'GET',
  path: '/api/strategy/measures/{measure}/check',
  permission: 'strategy.check-measure',
  summary: 'Counts a measure from the rows and says how many of the kept groups differ',
  params: one,
  response: Type.Object({ groups: Type.Integer(), differ: Type.Integer() }),
});
