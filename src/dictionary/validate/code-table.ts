/** Whether a text is one of many codes, asked a million times: what they are made of decides how it is asked. */

/** Codes of digits up to here are looked up by their number: one bit each, 125 kB at most. */
const MOST_DIGITS = 6;
const FEW = 4;

export function codeTable(codes: ReadonlyMap<string, unknown>): (text: string) => boolean {
  const all = [...codes.keys()];
  if (all.length <= FEW) return oneOfFew(all);
  const width = all[0]?.length ?? 0;
  const isNumbered = width <= MOST_DIGITS && all.every((code) => code.length === width && /^[0-9]+$/.test(code));
  return isNumbered ? oneOfNumbers(all, width) : (text) => codes.has(text);
}

function oneOfFew([a, b = a, c = a, d = a]: readonly (string | undefined)[]): (text: string) => boolean {
  return (text) => text === a || text === b || text === c || text === d;
}

/** The text itself is never hashed: a cell is new, so nobody has done that yet. */
function oneOfNumbers(codes: readonly string[], width: number): (text: string) => boolean {
  const bits = new Uint8Array(Math.ceil(10 ** width / 8));
  for (const code of codes) bits[Number(code) >> 3] = (bits[Number(code) >> 3] ?? 0) | (1 << (Number(code) & 7));
  return (text) => {
    if (text.length !== width) return false;
    let number = 0;
    for (let i = 0; i < width; i += 1) {
      const digit = text.charCodeAt(i) - 0x30;
      if (digit < 0 || digit > 9) return false;
      number = number * 10 + digit;
    }
    return (((bits[number >> 3] as number) >> (number & 7)) & 1) === 1;
  };
}
