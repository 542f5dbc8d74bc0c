/** Cleaning before reading: what the eye cannot see must not decide whether a value is right. */
import type { Normalise } from '../plan.ts';

// One pass tells what a text needs; most cells need nothing.
const CONTROL = 1;
const COMPOSE = 2;
const SURROGATE = 4;
const SPACE = 8;
/** A space at an end, two in a row, or one that is no plain space. */
const LOOSE = 16;

function needs(text: string): number {
  let flags = 0;
  let afterSpace = true;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x20 && code < 0x7f) {
      afterSpace = false;
      continue;
    }
    const kind = kindOf(code);
    if ((kind & SPACE) !== 0) {
      if (afterSpace || code !== 0x20) flags |= LOOSE;
      afterSpace = true;
    } else afterSpace = false;
    flags |= kind;
  }
  return afterSpace ? flags | LOOSE : flags;
}

function kindOf(code: number): number {
  if (code === 0x20) return SPACE;
  if (code < 0xa0) return code === 9 || code === 10 || code === 13 ? SPACE : CONTROL;
  if (code < 0x300) return code === 0xa0 ? SPACE : code === 0xad ? CONTROL : 0;
  // Latin letters below U+0300 and in U+1E00–1EFF are composed already (Unicode NFC_Quick_Check = Yes).
  return code >= 0x1e00 && code <= 0x1eff ? 0 : rareKindOf(code);
}

function rareKindOf(code: number): number {
  if (code >= 0xd800 && code <= 0xdfff) return SURROGATE | COMPOSE;
  if (SPACE_POINTS.has(code)) return SPACE | COMPOSE;
  return CONTROL_POINTS.has(code) ? CONTROL : COMPOSE;
}

const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** White space of Unicode beyond Latin-1 (PropList.txt, White_Space). */
const SPACE_POINTS = new Set([0x1680, ...span(0x2000, 0x200a), 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);
/** Zero-width space, direction marks, embeddings and isolates (UAX #9 §2), word joiner, byte order mark. */
const CONTROL_POINTS = new Set([
  0x200b,
  0x200e,
  0x200f,
  ...span(0x202a, 0x202e),
  0x2060,
  ...span(0x2066, 0x2069),
  0xfeff,
]);

// Zero-width joiners are kept: Arabic and Indic scripts write with them. U+0000 stands apart: no database text holds it.
const CONTROL_CLASS =
  '\\u0001-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff';
const SPACE_CLASS = '\\u0009\\u000a\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const SEPARATOR_CLASS = `${SPACE_CLASS}._/\\-`;

const CONTROLS = new RegExp(`[\\u0000${CONTROL_CLASS}]`, 'g');
const SPACES = new RegExp(`[${SPACE_CLASS}]+`, 'g');
const EDGES = new RegExp(`^[${SPACE_CLASS}]+|[${SPACE_CLASS}]+$`, 'g');
const SEPARATORS = new RegExp(`[${SEPARATOR_CLASS}]+`, 'g');

/** What a stored text never has, as one regular expression that PostgreSQL reads too; casing is not part of it. */
export function notStored(steps: readonly Normalise[]): string {
  return [
    `[${CONTROL_CLASS}]`,
    `^[${SPACE_CLASS}]`,
    `[${SPACE_CLASS}]$`,
    ...(steps.includes('collapse') ? [`[${SPACE_CLASS}]{2}`, `[${SPACE_CLASS.replace('\\u0020', '')}]`] : []),
    ...(steps.includes('digits') ? [`[${SEPARATOR_CLASS}]`] : []),
  ].join('|');
}

/** Makes the cleaner of a field. Gives '' for nothing; null for text that no database can hold. */
export function cleaner(steps: readonly Normalise[]): (text: string) => string | null {
  const has = (step: Normalise) => steps.includes(step);
  const [collapses, digits] = [has('collapse'), has('digits')];
  const casing = has('upper')
    ? (text: string) => text.toUpperCase()
    : has('lower')
      ? (text: string) => text.toLowerCase()
      : undefined;
  return (text) => {
    const flags = needs(text);
    let result = text;
    if ((flags & SURROGATE) !== 0 && !result.isWellFormed()) return null;
    if ((flags & CONTROL) !== 0) result = result.replace(CONTROLS, '');
    // Trimming is for everybody: no value begins or ends with what cannot be seen.
    if ((flags & (LOOSE | CONTROL)) !== 0) result = result.replace(EDGES, '');
    if (collapses && (flags & (LOOSE | CONTROL)) !== 0) result = result.replace(SPACES, ' ');
    if (digits) result = result.replace(SEPARATORS, '');
    // Composing is for everybody too: two spellings of one character are one value (UAX #15).
    if ((flags & COMPOSE) !== 0) result = result.normalize('NFC');
    // A capital may need two characters where the small letter had one.
    return casing ? casing(result).normalize('NFC') : result;
  };
}

/** Characters as PostgreSQL's char_length and JSON Schema's maxLength count them: code points. */
export function characters(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff) n -= 1;
  }
  return n;
}
