/** Numbers as people and programs write them, read exactly. */

const PLAIN = /^[+-]?\d+$/;
const TRAILING_ZERO = /^([+-]?\d+)[.,]0+$/;

/** Canonical text (`-12.50` keeps its digits), or undefined. */
export function readNumber(text: string, decimalMark: ',' | '.'): string | undefined {
  if (PLAIN.test(text)) return canonicalNumber(text, '');
  const group = decimalMark === ',' ? '.' : ',';
  const compact = text.replace(/[\s\u00a0\u202f']/g, '');
  const local = new RegExp(`^([+-]?\\d{1,3}(?:\\${group}\\d{3})+|[+-]?\\d+)(?:\\${decimalMark}(\\d+))?$`).exec(compact);
  if (local) return canonicalNumber((local[1] ?? '').replaceAll(group, ''), local[2] ?? '');
  // The other mark, where it cannot be a thousands mark: what programs write.
  const machine = /^([+-]?\d+)[.,](\d+)$/.exec(compact);
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
  const trailing = TRAILING_ZERO.exec(text);
  const isGroup = trailing && /[.,]000$/.test(text) && !text.includes(decimalMark);
  const read = readNumber(trailing && !isGroup ? (trailing[1] ?? '') : text, decimalMark);
  return read?.includes('.') ? undefined : read;
}

/** Digits before and after the point. */
export function digitsOf(number: string): { whole: number; fraction: number } {
  const [whole = '', fraction = ''] = number.replace('-', '').split('.');
  return { whole: whole === '0' ? 0 : whole.length, fraction: fraction.length };
}
