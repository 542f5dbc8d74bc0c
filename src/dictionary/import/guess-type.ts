/** Values of a column → the narrowest type that all of them are; what could lose something stays text. */
import { parseDay } from '../expression/civil.ts';
import type { DataType } from '../plan.ts';

export interface Guess {
  readonly type: DataType;
  /** Values that were not empty. */
  readonly seen: number;
  readonly isFull: boolean;
  readonly maxLength?: number;
  readonly codes?: readonly string[];
  /** How dates are written: `dd/mm/yyyy`. */
  readonly notation?: string;
  readonly isAmbiguous?: boolean;
  readonly example?: string;
}

const WHOLE = /^[+-]?(0|[1-9]\d{0,14})$/;
const LEADING_ZERO = /^[+-]?0\d/;
const DECIMAL = /^[+-]?(0|[1-9]\d*)([.,]\d+)?$/;
const GROUPED = /^[+-]?[1-9]\d{0,2}(([ \u00a0]\d{3})+([.,]\d+)?|(,\d{3}){2,}(\.\d+)?|(\.\d{3}){2,}(,\d+)?)$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const FLAGS = [new Set(['true', 'false']), new Set(['yes', 'no']), new Set(['t', 'f']), new Set(['y', 'n'])];
const MOST_CODES = 30;

export function guessType(values: readonly string[]): Guess {
  const seen = values.filter((value) => value !== '');
  const base = { seen: seen.length, isFull: seen.length === values.length && seen.length > 0 };
  const [first] = seen;
  if (first === undefined) return { ...base, type: 'text' };
  const all = (form: RegExp) => seen.every((value) => form.test(value));
  const date = dateNotation(seen);
  if (date) return { ...base, type: 'date', ...date, ...(parseDay(first) !== null && { example: first }) };
  if (all(MOMENT)) return { ...base, type: 'datetime' };
  const folded = new Set(seen.map((value) => value.toLowerCase()));
  if (FLAGS.some((words) => folded.isSubsetOf(words)) && folded.size === 2) return { ...base, type: 'boolean' };
  const digitsOnly = all(/^\d+$/);
  const longest = Math.max(...lengths(seen));
  // 007 and 7 are two identifiers; a number would make them one. So would a number of sixteen digits.
  if (seen.some((value) => LEADING_ZERO.test(value)) || (digitsOnly && longest > 15)) {
    return codesOf(seen, base) ?? { ...base, type: 'identifier', maxLength: roomFor(longest), example: first };
  }
  if (all(WHOLE)) return { ...base, type: 'integer' };
  if (seen.every((value) => DECIMAL.test(value) || GROUPED.test(value))) return { ...base, type: 'decimal' };
  return codesOf(seen, base) ?? words(seen, base, longest);
}

type Base = Pick<Guess, 'seen' | 'isFull'>;
const lengths = (values: readonly string[]) => values.map((value) => [...value].length);

function words(seen: readonly string[], base: Base, longest: number): Guess {
  const example = (seen[0] ?? '').slice(0, 200);
  return longest > 200 ? { ...base, type: 'text' } : { ...base, type: 'string', maxLength: roomFor(longest), example };
}

/** A sample never shows the longest value there will be. */
const roomFor = (longest: number): number => [10, 20, 50, 100, 200].find((room) => room >= longest) ?? longest;

/** Few short values that come again and again are codes. */
function codesOf(seen: readonly string[], base: Base): Guess | undefined {
  const distinct = [...new Set(seen)];
  const isShort = distinct.every((value) => [...value].length <= 30);
  if (!isShort || distinct.length < 2 || distinct.length > MOST_CODES || seen.length < distinct.length * 4)
    return undefined;
  return { ...base, type: 'code', codes: distinct.sort() };
}

const NOTATIONS: readonly { notation: string; form: RegExp; order: readonly [number, number, number] }[] = [
  { notation: 'yyyy-mm-dd', form: /^(\d{4})-(\d{1,2})-(\d{1,2})$/, order: [1, 2, 3] },
  { notation: 'yyyy/mm/dd', form: /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/, order: [1, 2, 3] },
  { notation: 'dd/mm/yyyy', form: /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/, order: [3, 2, 1] },
  { notation: 'mm/dd/yyyy', form: /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/, order: [3, 1, 2] },
  { notation: 'yyyymmdd', form: /^((?:19|20)\d{2})(\d{2})(\d{2})$/, order: [1, 2, 3] },
];

function dateNotation(seen: readonly string[]): { notation: string; isAmbiguous: boolean } | undefined {
  const fits = NOTATIONS.filter(({ form, order }) =>
    seen.every((value) => {
      const parts = form.exec(value);
      if (!parts) return false;
      const [year, month, day] = order.map((place) => parts[place] ?? '');
      return parseDay(`${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`) !== null;
    }),
  );
  const [first] = fits;
  return first && { notation: first.notation, isAmbiguous: fits.length > 1 };
}
