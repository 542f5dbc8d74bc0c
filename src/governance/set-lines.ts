/**
 * Words set into lines for a page that knows neither fonts nor directions: each word of the pieces that a font has, lines
 * that fit, in a right-to-left paragraph words from the right and foreign ones in their own order (after UAX #9). Pure.
 */

/** A piece of a word in one font. */
export interface Piece {
  readonly font: string;
  readonly text: string;
}

/** Where a piece stands, from the left edge of the paragraph. */
export interface PlacedPiece extends Piece {
  readonly x: number;
}

export interface Measure {
  /** The first font that has the character decides; what none has is drawn by the first. */
  readonly fonts: readonly string[];
  has(font: string, character: number): boolean;
  width(piece: Piece): number;
}

const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u;
const LEFT = /[\p{L}\p{N}]/u;
const MIRRORED: Readonly<Record<string, string>> = { '(': ')', ')': '(', '[': ']', ']': '[', '«': '»', '»': '«' };

type Direction = 'left' | 'right' | 'neutral';

const directionOf = (word: string): Direction => (RIGHT.test(word) ? 'right' : LEFT.test(word) ? 'left' : 'neutral');

/** A word as the pieces of its fonts. */
export function piecesOf(word: string, measure: Measure): Piece[] {
  const pieces: { font: string; text: string }[] = [];
  for (const character of word) {
    const code = character.codePointAt(0) ?? 0;
    const last = pieces.at(-1);
    if (last && measure.has(last.font, code)) last.text += character;
    else {
      const font = measure.fonts.find((one) => measure.has(one, code)) ?? (measure.fonts[0] as string);
      if (last?.font === font) last.text += character;
      else pieces.push({ font, text: character });
    }
  }
  return pieces;
}

interface Word {
  readonly pieces: readonly (Piece & { readonly width: number })[];
  readonly width: number;
  readonly direction: Direction;
}

const wordOf = (text: string, measure: Measure): Word => {
  const pieces = piecesOf(text, measure).map((piece) => ({ ...piece, width: measure.width(piece) }));
  const width = pieces.reduce((sum, piece) => sum + piece.width, 0);
  return { pieces, width, direction: directionOf(text) };
};

export interface Setting {
  /** Of the paragraph, in points. */
  readonly width: number;
  readonly space: number;
  readonly rightToLeft: boolean;
  readonly center: boolean;
}

/** A word that is wider than the paragraph stands alone and sticks out: there are none in what we write. */
export function setLines(text: string, measure: Measure, setting: Setting): PlacedPiece[][] {
  const lines: Word[][] = [[]];
  let used = 0;
  for (const word of text
    .split(/\s+/)
    .filter(Boolean)
    .map((one) => wordOf(one, measure))) {
    const line = lines.at(-1) as Word[];
    const needed = used + (line.length > 0 ? setting.space : 0) + word.width;
    if (line.length > 0 && needed > setting.width) {
      lines.push([word]);
      used = word.width;
    } else {
      line.push(word);
      used = needed;
    }
  }
  return lines.map((line) => placeLine(line, setting));
}

function placeLine(words: readonly Word[], { width, space, rightToLeft, center }: Setting): PlacedPiece[] {
  const seen = rightToLeft ? visualOrder(words) : words;
  const total = seen.reduce((sum, word) => sum + word.width, 0) + space * Math.max(0, seen.length - 1);
  let x = center ? (width - total) / 2 : rightToLeft ? width - total : 0;
  return seen.flatMap((word) => {
    const at = x;
    x += word.width + space;
    return placeWord(word, at);
  });
}

/** From left to right as it is seen: the line turned round, and what reads from the left turned back. */
function visualOrder(words: readonly Word[]): Word[] {
  const parts: Word[][] = [];
  let before: Direction = 'right';
  for (const word of words) {
    // What has no direction of its own goes with the paragraph.
    const direction = word.direction === 'neutral' ? 'right' : word.direction;
    if (direction === 'left' && before === 'left') parts.at(-1)?.push(word);
    else parts.push([word]);
    before = direction;
  }
  return parts.toReversed().flat();
}

/** Letters of a piece are shaped and turned by the font; pieces and lone brackets of a right-to-left word by us. */
function placeWord({ pieces, direction }: Word, at: number): PlacedPiece[] {
  let x = at;
  const seen = direction === 'right' ? pieces.toReversed() : pieces;
  const placed: PlacedPiece[] = [];
  for (const { font, text, width } of seen) {
    const shown = direction === 'right' && !RIGHT.test(text) ? mirrored(text) : text;
    placed.push({ font, text: shown, x });
    x += width;
  }
  return placed;
}

const mirrored = (text: string) => [...text].map((one) => MIRRORED[one] ?? one).join('');
