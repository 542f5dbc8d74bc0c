/** Exact decimal numbers, as PostgreSQL's `numeric` has them: 0.1 + 0.2 is 0.3. */
export interface Decimal {
  /** Value = n / 10^scale. */
  readonly n: bigint;
  readonly scale: number;
}

/** Digits after the point that a division keeps; further ones are cut, not rounded. */
export const DIVISION_SCALE = 10;

const FORM = /^-?[0-9]+(\.[0-9]+)?$/;

/** @returns undefined when the text is no decimal number */
export function decimal(text: string): Decimal | undefined {
  if (!FORM.test(text)) return undefined;
  const point = text.indexOf('.');
  if (point < 0) return { n: BigInt(text), scale: 0 };
  return { n: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

export const whole = (n: number): Decimal => ({ n: BigInt(n), scale: 0 });

const at = (value: Decimal, scale: number) =>
  value.scale === scale ? value.n : value.n * 10n ** BigInt(scale - value.scale);

export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = at(a, scale) - at(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { n: at(a, scale) + at(b, scale), scale };
}

export const negate = (a: Decimal): Decimal => ({ n: -a.n, scale: a.scale });
export const multiply = (a: Decimal, b: Decimal): Decimal => ({ n: a.n * b.n, scale: a.scale + b.scale });

/** Cut towards zero after ten digits; nothing when the divisor is zero. */
export function divide(a: Decimal, b: Decimal): Decimal | null {
  if (b.n === 0n) return null;
  const scale = Math.max(a.scale, b.scale);
  return { n: (at(a, scale) * 10n ** BigInt(DIVISION_SCALE)) / at(b, scale), scale: DIVISION_SCALE };
}

/** The rest with the sign of the dividend; nothing when the divisor is zero. */
export function remainder(a: Decimal, b: Decimal): Decimal | null {
  if (b.n === 0n) return null;
  const scale = Math.max(a.scale, b.scale);
  return { n: at(a, scale) % at(b, scale), scale };
}

/** The whole number, or undefined when there are digits after the point. */
export function toWhole(a: Decimal): number | undefined {
  const unit = 10n ** BigInt(a.scale);
  return a.n % unit === 0n ? Number(a.n / unit) : undefined;
}

export function decimalText(a: Decimal): string {
  if (a.scale === 0) return String(a.n);
  const digits = String(a.n < 0n ? -a.n : a.n).padStart(a.scale + 1, '0');
  const text = `${digits.slice(0, -a.scale)}.${digits.slice(-a.scale)}`.replace(/\.?0+$/, '');
  return a.n < 0n && text !== '0' ? `-${text}` : text;
}
