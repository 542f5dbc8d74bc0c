/** Numbers as people and programs write them, read exactly. */

const PLAIN = /^[+-]?\d+$/;
const SPACES = /[\s\u00a0\u202f']/g;
const LOCAL = {
  ',': /^([+-]?\d{1,3}(?:\.\d{3})+|[+-]?\d+)(?:,(\d+))?$/,
  '.': /^([+-]?\d{1,3}(?:,\d{3})+|[+-]?\d+)(?:\.(\d+))?$/,
};
const MACHINE = /^([+-]?\d+)[.,](\d+)$/;
const TRAILING_ZERO = /^([+-]?\d+)[.,]0+$/;

/** Digits without a leading zero: canonical as they stand. */
export function isPlainWhole(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first < 0x30 || first > 0x39 || (first === 0x30 && text.length > 1)) return false;
  for (let i = 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/** Canonical text (`-12.50` keeps its digits), or undefined. */
export function readNumber(text: string, decimalMark: ',' | '.'): string | undefined {
  if (isPlainWhole(text)) return text;
  if (PLAIN.test(text)) return canonicalNumber(text, '');
  const group = decimalMark === ',' ? '.' : ',';
  const compact = text.replace(SPACES, '');
  const local = LOCAL[decimalMark].exec(compact);
  if (local) return canonicalNumber((local[1] ?? '').replaceAll(group, ''), local[2] ?? '');
  // The other mark, where it cannot be a thousands mark: what programs write.
  const machine = MACHINE.exec(compact);
  return machine ? canonicalNumber(machine[1] ?? '', machine[2] ?? '') : undefined;
}

function canonicalNumber(whole: string, fraction: string): string {
  const negative = whole.startsWith('-');
  const digits = whole.replace(/^[+-]?0*(?=\d)/, '');
  const isZero = /^0*$/.test(digits + fraction);
  return (negative && !isZero ? '-' : '') + digits + (fraction === '' ? '' : `.${fraction}`);
}

/** Excel and programs write whole numbers as `12.0`. */
export function readInteger(text: string, decimalMark: ',' | '.'): string | undefined {
  if (isPlainWhole(text)) return text;
  const trailing = TRAILING_ZERO.exec(text);
  const isGroup = trailing && /[.,]000$/.test(text) && !text.includes(decimalMark);
  const read = readNumber(trailing && !isGroup ? (trailing[1] ?? '') : text, decimalMark);
  return read?.includes('.') ? undefined : read;
}

/** Digits before and after the point. */
export function digitsOf(number: string): { whole: number; fraction: number } {
  const point = number.indexOf('.');
  const end = point < 0 ? number.length : point;
  const start = number.startsWith('-') ? 1 : 0;
  const isZero = end - start === 1 && number[start] === '0';
  return { whole: isZero ? 0 : end - start, fraction: point < 0 ? 0 : number.length - point - 1 };
}
