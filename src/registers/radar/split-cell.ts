/** A header that asks several facts in one cell → the facts, as far as all of them are known by name. Pure. */
import type { HeldIndex } from './held-index.ts';
import type { AskedField } from './model.ts';
import { bareName, phraseOf } from './words.ts';

const SEPARATORS = /[,;/+&|\n]|\s[-–—]\s/u;
const MOST_PARTS = 12;
// Words between two facts that belong to neither are few and short.
const LONGEST_LINK = 4;

/** @returns one part for a header that asks one fact */
export function splitCell(index: HeldIndex, field: AskedField): string[] {
  const whole = bareName(field.name);
  const isName = (text: string) => isKnown(index, text);
  if (isName(whole) || field.titles.some((title) => isName(bareName(title)))) return [whole];
  const said = whole.split(SEPARATORS).map((one) => one.trim());
  const parts = said.filter((one) => one !== '');
  if (parts.length > 1 && parts.length <= MOST_PARTS && parts.filter(isName).length >= Math.max(2, parts.length - 1))
    return parts;
  return byNames(index, whole) ?? [whole];
}

const isKnown = (index: HeldIndex, text: string): boolean => {
  const { squeezed } = phraseOf(text);
  return squeezed !== '' && (index.bySqueezed.has(squeezed) || index.derived.has(squeezed));
};

/** Names that stand one after the other, as cells with several lines give them; the fewest that cover the header. */
function byNames(index: HeldIndex, whole: string): string[] | undefined {
  const tokens = whole.split(/[\s,;/+&|–—-]+/u).filter((one) => one !== '');
  if (tokens.length < 2 || tokens.length > 40) return undefined;
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= tokens.length; end += 1) {
    const isLink = (tokens[end - 1] as string).length <= LONGEST_LINK && end > 1 && end < tokens.length;
    best[end] = bestEnd(index, tokens, { best, end, otherwise: isLink ? best[end - 1] : undefined });
  }
  const found = best[tokens.length] ?? [];
  return found.length > 1 && found.length <= MOST_PARTS ? [...found] : undefined;
}

interface Reached {
  readonly best: readonly (readonly string[] | undefined)[];
  readonly end: number;
  /** A linking word is stepped over, between two names only. */
  readonly otherwise: readonly string[] | undefined;
}

const LONGEST_NAME = 8;

function bestEnd(index: HeldIndex, tokens: readonly string[], { best, end, otherwise }: Reached) {
  let now = otherwise;
  for (let start = Math.max(0, end - LONGEST_NAME); start < end; start += 1) {
    const before = best[start];
    const text = tokens.slice(start, end).join(' ');
    if (!before || !isKnown(index, text)) continue;
    const parts = [...before, text];
    if (!now || covered(parts) > covered(now)) now = parts;
  }
  return now;
}

/** Words covered, fewer parts first. */
const covered = (parts: readonly string[]) => parts.join(' ').split(' ').length - parts.length * 0.1;
