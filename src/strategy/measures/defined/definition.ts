/** What a measure is: rows of one register, which of them, what is made of them, and by what they are told apart. Pure. */
import Type, { type Static } from 'typebox';
import { Texts } from '../../../platform/texts.ts';
import { literals, optional } from '../../contract-shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 63 });
const Expression = Type.String({ minLength: 1, maxLength: 2000 });

export const figures = ['count', 'share', 'sum', 'avg', 'min', 'max'] as const;
export const periods = ['month', 'quarter', 'year'] as const;

export const MeasureDefinition = Type.Object(
  {
    names: Texts,
    definition: optional(Texts),
    register: Name,
    figure: literals(figures),
    /** The number of a row that is added up or compared; of every figure but count and share. */
    value: optional(Expression),
    /** Of a share: which rows count. */
    counts: optional(Expression),
    /** Which rows are in it at all; absent: every row. */
    among: optional(Expression),
    /** Fields by whose values the rows are told apart. */
    by: optional(Type.Array(Name, { maxItems: 2 })),
    /** A day of a row, told apart by its period. */
    per: optional(Type.Object({ field: Name, unit: literals(periods) })),
    /** Only rows whose home body stands at this level: where bodies above state sums of those below. */
    homes: optional(Name),
    unit: optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
);
export type MeasureDefinition = Static<typeof MeasureDefinition>;

/** What the follower keeps of a group: everything that is shown is made of these. Sums as exact decimals in text. */
export interface Sums {
  readonly n: number;
  readonly hits: number;
  readonly valued: number;
  readonly total: string;
  readonly low: string | null;
  readonly high: string | null;
}

/** The figure of summed-up groups: a share in percent with one decimal; null where nothing can be said. */
export function figureOf({ figure }: Pick<MeasureDefinition, 'figure'>, sums: Sums): number | null {
  const decimals = (value: number) => Math.round(value * 100) / 100;
  switch (figure) {
    case 'count':
      return sums.n;
    case 'share':
      return sums.n === 0 ? null : Math.floor((sums.hits * 1000) / sums.n + 0.5 + 1e-9) / 10;
    case 'sum':
      return decimals(Number(sums.total));
    case 'avg':
      return sums.valued === 0 ? null : decimals(Number(sums.total) / sums.valued);
    case 'min':
      return sums.low === null ? null : Number(sums.low);
    case 'max':
      return sums.high === null ? null : Number(sums.high);
  }
}

/** How many rows stand behind it: what a small cell is judged by. */
export const behind = ({ figure }: Pick<MeasureDefinition, 'figure'>, { n, valued }: Sums): number =>
  figure === 'count' || figure === 'share' ? n : valued;
