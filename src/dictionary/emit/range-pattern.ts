/**
 * Bounds of texts that stand for days and numbers, as regular expressions: JSON Schema has `minimum` for numbers only,
 * and the `formatMinimum` of Ajv is known to no browser. The notation itself is another pattern beside it, so that a
 * bound looks only as far as it must. Valid in ECMAScript and XPath alike.
 */
import type { FieldPlan } from '../plan.ts';

type Side = 'min' | 'max';

/** What must also match, one pattern a bound; nothing for `today`, which no schema knows. */
export function boundPatterns({ dataType, range }: Pick<FieldPlan, 'dataType' | 'range'>): readonly string[] {
  const write =
    dataType === 'decimal' ? numberBound : dataType === 'date' || dataType === 'partialDate' ? dayBound : undefined;
  if (!write || !range) return [];
  return (['min', 'max'] as const).flatMap((side) => {
    const bound = range[side];
    return bound === undefined || bound === 'today' ? [] : [write(bound, side)];
  });
}

const higher = (digit: string) =>
  digit === '9' ? undefined : digit === '8' ? '9' : `[${String(Number(digit) + 1)}-9]`;
const lower = (digit: string) => (digit === '0' ? undefined : digit === '1' ? '0' : `[0-${String(Number(digit) - 1)}]`);
const beyond = (side: Side) => (side === 'min' ? higher : lower);

/** Texts that keep the first `i` digits and then differ to the right side. */
function differing(digits: string, side: Side, tail: (i: number) => string): string[] {
  return [...digits].flatMap((digit, i) => {
    const other = /[0-9]/.test(digit) ? beyond(side)(digit) : undefined;
    return other === undefined ? [] : [`${digits.slice(0, i)}${other}${tail(i)}`];
  });
}

/** A partial date is inside when some day of it may be: compared as far as it goes. */
function dayBound(bound: string, side: Side): string {
  const [year = '', month = '', day = ''] = bound.split('-');
  const equal = `${year}(-${month}(-${day})?)?$`;
  return `^(${[...differing(bound, side, () => ''), equal].join('|')})`;
}

const END = '(\\.|$)';

interface Digits {
  readonly whole: string;
  readonly fraction: string;
}

function numberBound(bound: string, side: Side): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)0*([0-9]+)(?:\.([0-9]*?)0*)?$/.exec(bound) ?? [];
  const digits = { whole, fraction };
  const isZero = whole === '0' && fraction === '';
  if (sign === '-' && !isZero) {
    // Below zero the larger magnitude is the smaller number.
    return side === 'min' ? `^([0-9]|-(${atMost(digits)}))` : `^-(${atLeast(digits)})`;
  }
  if (side === 'max') return `^(-|${atMost(digits)})`;
  return isZero ? '^([0-9]|-0(\\.0*)?$)' : `^(${atLeast(digits)})`;
}

const rest = (n: number) => (n === 0 ? '' : `[0-9]{${String(n)}}`);

function atLeast({ whole, fraction }: Digits): string {
  const length = whole.length;
  return [
    `[1-9]${rest(length)}`,
    ...differing(whole, 'min', (i) => `${rest(length - i - 1)}${END}`),
    ...differing(fraction, 'min', () => '').map((text) => `${whole}\\.${text}`),
    fraction === '' ? `${whole}${END}` : `${whole}\\.${fraction}`,
  ].join('|');
}

function atMost({ whole, fraction }: Digits): string {
  const length = whole.length;
  const shorter = [...fraction].map((_, i) => `${whole}\\.${fraction.slice(0, i + 1)}$`);
  return [
    ...(length > 1 ? [`[0-9]{1,${String(length - 1)}}${END}`] : []),
    ...differing(whole, 'max', (i) => `${rest(length - i - 1)}${END}`),
    ...differing(fraction, 'max', () => '').map((text) => `${whole}\\.${text}`),
    ...shorter,
    `${whole}$`,
    fraction === '' ? `${whole}\\.0*$` : `${whole}\\.${fraction}0*$`,
  ].join('|');
}
