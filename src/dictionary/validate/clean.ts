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
    if (kind === SPACE) {
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
  const isSpace = (code >= 0x2000 && code <= 0x200a) || code === 0x202f || code === 0x3000;
  if (isSpace) return SPACE;
  return code === 0xfeff || (code >= 0x200b && code <= 0x200f) ? CONTROL : COMPOSE;
}

// Zero-width joiners are kept: Arabic and Indic scripts write with them.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\ufeff]/g;
const SPACES = /[\s\u00a0\u2000-\u200a\u202f\u3000]+/g;
const EDGES = /^[\s\u00a0\u2000-\u200a\u202f\u3000]+|[\s\u00a0\u2000-\u200a\u202f\u3000]+$/g;
const SEPARATORS = /[\s.\-_/\u00a0]+/g;

/** Makes the cleaner of a field. Gives '' for nothing; null for text that no database can hold. */
export function cleaner(steps: readonly Normalise[]): (text: string) => string | null {
  const has = (step: Normalise) => steps.includes(step);
  const [composes, collapses, digits] = [has('nfc'), has('collapse'), has('digits')];
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
    if (composes && (flags & COMPOSE) !== 0) result = result.normalize('NFC');
    return casing ? casing(result) : result;
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
