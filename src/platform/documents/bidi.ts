/**
 * In which direction each character of a paragraph reads: the levels of UAX #9 (rules W1–W7, N1, N2, I1, I2), without
 * explicit embeddings and paired brackets, which what we write has none of. Pure.
 */

type Kind = 'L' | 'R' | 'AL' | 'EN' | 'AN' | 'ES' | 'ET' | 'CS' | 'NSM' | 'N';

const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ['NSM', /\p{Mn}/u],
  ['EN', /[0-9\u06f0-\u06f9]/u],
  ['AN', /[\u0660-\u0669\u066b\u066c]/u],
  ['ES', /[+\-\u2212]/u],
  ['ET', /[#$%°£€₫]/u],
  ['CS', /[,./:\u00a0\u060c]/u],
  ['AL', /[\u0600-\u07bf\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/u],
  ['R', /[\u0590-\u05ff\u07c0-\u089f\ufb1d-\ufb4f]/u],
  ['L', /[\p{L}\p{N}]/u],
];
const kindOf = (character: string): Kind => KINDS.find(([, test]) => test.test(character))?.[0] ?? 'N';

/** Numbers of laws, codes, days and addresses read from the left, whatever stands before them. */
const ONE_WORD = /[\p{Script=Latin}\p{Nd}]+(?:[-/:.@_][\p{Script=Latin}\p{Nd}]+)+/gu;
/** A number before a Latin word belongs to it. */
const COUNTED = /\p{Nd}[\p{Nd}.,]*(?= \p{Script=Latin})/gu;

/** Characters of a text as they are counted here: code points. */
export const charactersOf = (text: string): string[] => [...text];

/** A level for each character: even reads from the left, odd from the right. */
export function levelsOf(text: string, rightToLeft: boolean): number[] {
  const around = rightToLeft ? 'R' : 'L';
  const [words, counted] = [placesOf(text, ONE_WORD), placesOf(text, COUNTED)];
  // Such a word is an isolate: neutral for what stands around it, and from the left in itself.
  const kinds = charactersOf(text).map((character, at): Kind =>
    words.has(at) ? 'N' : counted.has(at) ? 'L' : kindOf(character),
  );
  weak(kinds, around);
  neutral(kinds, around);
  return kinds.map((kind, at) => {
    if (words.has(at)) return kind === 'L' && !rightToLeft ? 0 : 2;
    if (rightToLeft) return kind === 'R' ? 1 : 2;
    return kind === 'L' ? 0 : kind === 'R' ? 1 : 2;
  });
}

/** Places of the characters that a pattern finds. */
function placesOf(text: string, pattern: RegExp): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { index, 0: word } of text.matchAll(pattern)) {
    const before = charactersOf(text.slice(0, index)).length;
    for (let at = before; at < before + charactersOf(word).length; at += 1) found.add(at);
  }
  return found;
}

const isStrong = (kind: Kind | undefined) => kind === 'L' || kind === 'R' || kind === 'AL';

/** W1–W7. In place. */
function weak(kinds: Kind[], around: Kind): void {
  kinds.forEach((kind, at) => {
    if (kind === 'NSM') kinds[at] = kinds[at - 1] ?? around;
  });
  let strong = around;
  kinds.forEach((kind, at) => {
    if (isStrong(kind)) strong = kind;
    if (kind === 'EN' && strong === 'AL') kinds[at] = 'AN';
  });
  kinds.forEach((kind, at) => {
    if (kind === 'AL') kinds[at] = 'R';
  });
  kinds.forEach((kind, at) => {
    const [before, after] = [kinds[at - 1], kinds[at + 1]];
    if (before !== after) return;
    if ((kind === 'ES' || kind === 'CS') && before === 'EN') kinds[at] = 'EN';
    if (kind === 'CS' && before === 'AN') kinds[at] = 'AN';
  });
  signs(kinds);
  strong = around;
  kinds.forEach((kind, at) => {
    if (isStrong(kind)) strong = kind;
    if (kind === 'EN' && strong === 'L') kinds[at] = 'L';
  });
}

/** W5, W6: signs beside a number belong to it; the others are neutral. */
function signs(kinds: Kind[]): void {
  const spread = (from: number, step: 1 | -1) => {
    for (let at = from + step; kinds[at] === 'ET'; at += step) kinds[at] = 'EN';
  };
  kinds.forEach((kind, at) => {
    if (kind !== 'EN') return;
    spread(at, 1);
    spread(at, -1);
  });
  kinds.forEach((kind, at) => {
    if (kind === 'ES' || kind === 'ET' || kind === 'CS') kinds[at] = 'N';
  });
}

/** N1, N2: what has no direction goes with its neighbours where they agree, else with the paragraph. In place. */
function neutral(kinds: Kind[], around: 'L' | 'R'): void {
  const side = (kind: Kind | undefined): 'L' | 'R' => (kind === undefined ? around : kind === 'L' ? 'L' : 'R');
  for (let from = 0; from < kinds.length; from += 1) {
    if (kinds[from] !== 'N') continue;
    let to = from;
    while (kinds[to] === 'N') to += 1;
    const [before, after] = [side(kinds[from - 1]), side(kinds[to])];
    kinds.fill(before === after ? before : around, from, to);
    from = to;
  }
}

/** A run of one level, as it stands in the text. */
export interface Run {
  readonly text: string;
  readonly level: number;
}

/** L2: runs of a line from left to right as they are seen. The letters of each stay in their order. */
export function visualRuns(characters: readonly string[], levels: readonly number[]): Run[] {
  const runs: { text: string; level: number }[] = [];
  characters.forEach((character, at) => {
    const level = levels[at] ?? 0;
    const last = runs.at(-1);
    if (last?.level === level) last.text += character;
    else runs.push({ text: character, level });
  });
  const highest = Math.max(0, ...levels);
  for (let level = highest; level > 0; level -= 1) {
    for (let from = 0; from < runs.length; from += 1) {
      let to = from;
      while ((runs[to]?.level ?? -1) >= level) to += 1;
      if (to > from) runs.splice(from, to - from, ...runs.slice(from, to).reverse());
      from = to;
    }
  }
  return runs;
}
