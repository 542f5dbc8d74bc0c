/**
 * Words set into lines for a page that knows neither fonts nor directions: pieces that a font has, lines that fit, each
 * in the order in which it is seen (UAX #9, `bidi.ts`). Pure.
 */
import { charactersOf, levelsOf, visualRuns } from '../platform/documents/bidi.ts';

/** A piece of a line in one font. */
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
const MIRRORED: Readonly<Record<string, string>> = { '(': ')', ')': '(', '[': ']', ']': '[', '«': '»', '»': '«' };

/**
 * A text as the pieces of its fonts. Where it has to be turned, words, spaces and brackets are pieces of their own: the
 * font turns the letters of one word only.
 */
export function piecesOf(text: string, measure: Measure, turned = false): Piece[] {
  const pieces: { font: string; text: string }[] = [];
  let alone = false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const last = pieces.at(-1);
    const isApart = turned && (character === ' ' || character in MIRRORED);
    const font =
      last && measure.has(last.font, code)
        ? last.font
        : (measure.fonts.find((one) => measure.has(one, code)) ?? (measure.fonts[0] as string));
    if (last?.font === font && !alone && !isApart) last.text += character;
    else pieces.push({ font, text: character });
    alone = isApart;
  }
  return pieces;
}

export interface Setting {
  /** Of the paragraph, in points. */
  readonly width: number;
  readonly rightToLeft: boolean;
  readonly center: boolean;
}

/** A word that is wider than the paragraph stands alone and sticks out: there are none in what we write. */
export function setLines(text: string, measure: Measure, setting: Setting): PlacedPiece[][] {
  const clean = text.split(/\s+/).filter(Boolean).join(' ');
  const [characters, levels] = [charactersOf(clean), levelsOf(clean, setting.rightToLeft)];
  const widthOf = (part: string) => piecesOf(part, measure).reduce((sum, piece) => sum + measure.width(piece), 0);
  const space = widthOf(' ');
  const lines: { from: number; to: number }[] = [];
  let [at, used] = [0, 0];
  for (const word of clean === '' ? [] : clean.split(' ')) {
    const [length, width] = [charactersOf(word).length, widthOf(word)];
    const line = lines.at(-1);
    if (line && used + space + width <= setting.width) {
      line.to = at + length;
      used += space + width;
    } else {
      lines.push({ from: at, to: at + length });
      used = width;
    }
    at += length + 1;
  }
  return lines.map(({ from, to }) =>
    placeLine(visualRuns(characters.slice(from, to), levels.slice(from, to)), measure, setting),
  );
}

/** Letters of a piece are shaped and turned by the font; the pieces of a run from the right, and its brackets, by us. */
function placeLine(
  runs: ReturnType<typeof visualRuns>,
  measure: Measure,
  { width, rightToLeft, center }: Setting,
): PlacedPiece[] {
  const pieces = runs.flatMap(({ text, level }) => {
    if (level % 2 === 0) return piecesOf(text, measure);
    return piecesOf(text, measure, true)
      .toReversed()
      .map((piece) => (RIGHT.test(piece.text) ? piece : { ...piece, text: mirrored(piece.text) }));
  });
  const widths = pieces.map((piece) => measure.width(piece));
  const total = widths.reduce((sum, one) => sum + one, 0);
  let x = center ? (width - total) / 2 : rightToLeft ? width - total : 0;
  const placed = pieces.map((piece, i) => {
    const at = x;
    x += widths[i] ?? 0;
    return { ...piece, x: at };
  });
  return placed.filter(({ text }) => text.trim() !== '');
}

/** A piece without letters of its own direction is drawn from the left: turned round by hand. */
const mirrored = (text: string) =>
  [...text]
    .reverse()
    .map((one) => MIRRORED[one] ?? one)
    .join('');
