/** Exact decimal numbers, as PostgreSQL's `numeric` has them: 0.1 + 0.2 is 0.3. Safe whole numbers stay plain. */
export interface Scaled {
  /** Value = n / 10^scale. */
  readonly n: bigint;
  readonly scale: number;
}
export type Decimal = number | Scaled;

/** Digits after the point that a division keeps; further ones are cut, not rounded. */
export const DIVISION_SCALE = 10;

const FORM = /^-?[0-9]+(\.[0-9]+)?$/;
// Texts up to this length are safe integers whatever their digits.
const SAFE_DIGITS = 15;

/** @returns undefined when the text is no decimal number */
export function decimal(text: string): Decimal | undefined {
  if (text.length <= SAFE_DIGITS) {
    const number = safeWhole(text);
    if (number !== undefined) return number;
  }
  if (!FORM.test(text)) return undefined;
  const point = text.indexOf('.');
  if (point >= 0) return { n: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
  return text.length <= SAFE_DIGITS ? Number(text) + 0 : { n: BigInt(text), scale: 0 };
}

function safeWhole(text: string): number | undefined {
  let number = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return text === '' ? undefined : number;
}

const scaled = (value: Decimal): Scaled => (typeof value === 'number' ? { n: BigInt(value), scale: 0 } : value);
const at = (value: Scaled, scale: number) =>
  value.scale === scale ? value.n : value.n * 10n ** BigInt(scale - value.scale);

/** Both at one scale. */
function align(a: Decimal, b: Decimal): { x: bigint; y: bigint; scale: number } {
  const [left, right] = [scaled(a), scaled(b)];
  const scale = Math.max(left.scale, right.scale);
  return { x: at(left, scale), y: at(right, scale), scale };
}

export function compare(a: Decimal, b: Decimal): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const { x, y } = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function add(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const { x, y, scale } = align(a, b);
  return { n: x + y, scale };
}

export const negate = (a: Decimal): Decimal => (typeof a === 'number' ? 0 - a : { n: -a.n, scale: a.scale });

export function multiply(a: Decimal, b: Decimal): Decimal {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product;
  }
  const [left, right] = [scaled(a), scaled(b)];
  return { n: left.n * right.n, scale: left.scale + right.scale };
}

/** Cut towards zero after ten digits; nothing when the divisor is zero. */
export function divide(a: Decimal, b: Decimal): Decimal | null {
  const { x, y } = align(a, b);
  return y === 0n ? null : { n: (x * 10n ** BigInt(DIVISION_SCALE)) / y, scale: DIVISION_SCALE };
}

/** The rest with the sign of the dividend; nothing when the divisor is zero. */
export function remainder(a: Decimal, b: Decimal): Decimal | null {
  const { x, y, scale } = align(a, b);
  return y === 0n ? null : { n: x % y, scale };
}

/** The whole number, or undefined when there are digits after the point. */
export function toWhole(a: Decimal): number | undefined {
  if (typeof a === 'number') return a;
  const unit = 10n ** BigInt(a.scale);
  return a.n % unit === 0n ? Number(a.n / unit) : undefined;
}

export function decimalText(a: Decimal): string {
  if (typeof a === 'number') return String(a);
  if (a.scale === 0) return String(a.n);
  const digits = String(a.n < 0n ? -a.n : a.n).padStart(a.scale + 1, '0');
  const text = `${digits.slice(0, -a.scale)}.${digits.slice(-a.scale)}`.replace(/\.?0+$/, '');
  return a.n < 0n && text !== '0' ? `-${text}` : text;
}

/** Half away from zero, as `round(numeric, int)` of PostgreSQL. */
export function round(a: Decimal, digits: number): Decimal {
  const { n, scale } = scaled(a);
  if (scale <= digits) return a;
  const unit = 10n ** BigInt(scale - digits);
  const half = unit / 2n;
  return { n: (n >= 0n ? n + half : n - half) / unit, scale: digits };
}

/** With exactly that many digits after the point. */
export function fixedText(a: Decimal, digits: number): string {
  const rounded = scaled(round(a, digits));
  const n = at(rounded, digits);
  if (digits === 0) return String(n);
  const text = String(n < 0n ? -n : n).padStart(digits + 1, '0');
  return `${n < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
