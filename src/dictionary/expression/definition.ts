/** What a function of the language is: what it takes and gives, as SQL and as TypeScript. */
import type { Sql } from '../../platform/db/sql.ts';
import type { ValueType } from './ast.ts';
import type { Decimal } from './decimal.ts';

/** A value while an expression runs: days and moments are numbers, numbers are exact decimals. */
export type Value = string | number | boolean | Decimal | null;

export interface Definition {
  readonly params: readonly ValueType[];
  readonly result: ValueType;
  /** How many arguments it needs at least; all of `params` when absent. */
  readonly least?: number;
  /** Arguments that must be written out, by place: what they may be. */
  readonly written?: Readonly<Record<number, Written>>;
  readonly sql: (...items: Sql[]) => Sql;
  /** Never called with null. */
  readonly run: (...items: never[]) => Value;
  /** In place of `sql` and `run`, when they depend on what is written out: gets those arguments by place. */
  readonly prepare?: (written: readonly (string | undefined)[]) => Pick<Definition, 'sql' | 'run'>;
  /** How often SQL writes its first argument down: what nesting multiplies (see cost.ts). Default 1. */
  readonly repeats?: number;
  /** Characters the text it gives may have, by those of its arguments; their sum when absent. */
  readonly size?: (...sizes: number[]) => number;
}

export interface Written {
  /** Key of the catalogue below `expressions.` */
  readonly reason: string;
  readonly accepts: (text: string) => boolean;
}

export type Emit = (...items: Sql[]) => Sql;
type More = Omit<Definition, 'params' | 'result' | 'sql' | 'run'>;

/** @param written how it is written in SQL, alone or with what else there is to say */
export const define = <P extends readonly Value[]>(
  params: readonly ValueType[],
  result: ValueType,
  run: (...items: [...P]) => Value,
  written: Emit | (More & { readonly sql: Emit }),
): Definition => ({
  params,
  result,
  run: run as unknown as Definition['run'],
  ...(typeof written === 'function' ? { sql: written } : written),
});

export const codePoints = (text: string) => {
  let n = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff) n -= 1;
  }
  return n;
};
