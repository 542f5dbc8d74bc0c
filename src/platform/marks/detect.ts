/**
 * Finds marks of state secrecy in a text. Pure. Tone marks are never folded, because with another tone it is another
 * word: only a whole line of plain capitals is read without them. One regular expression goes over each text first;
 * nearly all texts end there.
 */
import { GAP, INVISIBLE, letterForms, oldForms, oneOf, plainLetter } from './letters.ts';
import {
  noMarks,
  type Degree,
  type FoundMark,
  type Marks,
  type MarkWords,
  type OldTable,
  type Place,
} from './model.ts';

/** Between the words of a mark: room, or one or two signs; a full stop and room end a sentence. */
const BETWEEN = '(?:\\s{0,4}|[._\\-–—*|·•]{1,2})';
const BEGINS = '(?<![\\p{L}\\p{M}])';
const ENDS = '(?![\\p{L}\\p{M}])';
const LONGEST_LINE = 120;

interface Kit {
  readonly words: MarkWords;
  readonly tables: readonly OldTable[];
  /** Letters of a word as a pattern. */
  readonly forms: (letter: string) => string;
}

/** @param tables encodings of before Unicode whose text may still come */
export function compileMarks(words: MarkWords, tables: readonly OldTable[] = []): Marks {
  if (words.degrees.length === 0) return noMarks;
  const forms = (letter: string) => oneOf(letterForms(letter, words.language));
  const kit: Kit = { words, tables, forms };
  const candidate = candidateOf(kit);
  const inText = textRules(kit);
  const lines = lineRules(kit);
  const plain = plainRules(kit);
  const old = oldRules(kit);
  const label = new RegExp(`^\\s*(?:${words.labels.map((one) => phraseOf(one, kit)).join('|')})\\s*[:.]?\\s*$`, 'u');
  const find = (text: string, place: Place): FoundMark | undefined => {
    if (!candidate.test(text)) return undefined;
    const clean = cleaned(text);
    return inText(clean) ?? plain(clean, place) ?? lines(clean, place) ?? old(clean, place);
  };
  return {
    mayHold: (text) => candidate.test(text),
    find,
    findInRow(cells) {
      if (!candidate.test(cells.join('\t'))) return undefined;
      for (const [column, cell] of cells.entries()) {
        const found = find(cell, 'cell');
        if (found) return { ...found, column };
      }
      return undefined;
    },
    isLabel: (name) => words.labels.length > 0 && label.test(cleaned(name)),
    isDegree: (text) =>
      candidate.test(text) && (lines(cleaned(text), 'title') ?? plain(cleaned(text), 'title')) !== undefined,
  };
}

const invisible = new RegExp(`[${INVISIBLE}]`, 'gu');
const cleaned = (text: string): string => text.normalize('NFC').replace(invisible, '').replaceAll('\u00a0', ' ');

/** Words with letters in all their forms. */
const phraseOf = (phrase: string, { forms }: Kit, between = '\\s{1,4}'): string =>
  phrase
    .split(' ')
    .map((word) => [...word].map(forms).join(''))
    .join(between);

/** What every mark has in it, letters together or apart, in any of the encodings. */
function candidateOf({ words, tables }: Kit): RegExp {
  const all = [...words.degrees.map((one) => one.words), ...words.phrases.map((one) => one.words)];
  // A phrase that has another of them in it needs no search of its own.
  const needed = all.filter(
    (one, i) => !all.some((other, j) => other !== one && ` ${one} `.includes(` ${other} `) && i !== j),
  );
  const any = (letter: string) =>
    oneOf([
      ...letterForms(letter, words.language),
      ...tables.flatMap((table) => oldForms(letter, table, words.language)),
      plainLetter(letter).toUpperCase(),
    ]);
  const source = needed.map((one) => [...one.replaceAll(' ', '')].map(any).join(`${GAP}{0,4}`));
  return new RegExp(source.join('|'), 'u');
}

type Judge = (text: string) => FoundMark | undefined;
type PlacedJudge = (text: string, place: Place) => FoundMark | undefined;

/** Forms that are a mark wherever they stand. */
function textRules(kit: Kit): Judge {
  const { words } = kit;
  const many = words.degrees.filter((one) => one.words.includes(' '));
  const degrees = many.map((one) => ({ code: one.code, pattern: degreePattern(one, kit) }));
  const spaced = words.degrees.map((one) => ({
    code: one.code,
    one: !one.words.includes(' '),
    pattern: spacedPattern(one, kit),
  }));
  const labelled = words.degrees.map((one) => ({ code: one.code, pattern: labelledPattern(one, kit) }));
  const bracketed = words.degrees.map((one) => ({ code: one.code, pattern: bracketPattern(one, kit) }));
  const phrases = words.phrases.map(({ words: phrase, notAfter, notBefore: next }) => ({
    pattern: new RegExp(BEGINS + phraseOf(phrase, kit) + ENDS + (next === undefined ? '' : `(?!${next})`), 'gu'),
    notAfter: notAfter === undefined ? undefined : new RegExp(notAfter, 'iu'),
  }));
  const first =
    (list: readonly { code: string; pattern: RegExp }[], rule: FoundMark['rule']): Judge =>
    (text) => {
      const hit = list.find(({ pattern }) => pattern.test(text));
      return hit && { rule, degree: hit.code };
    };
  const judges = [
    first(degrees, 'degree'),
    first(labelled, 'labelled'),
    first(bracketed, 'bracketed'),
    first(
      spaced.filter(({ one }) => !one),
      'spaced',
    ),
    (text: string): FoundMark | undefined => {
      const hit = phrases.some(({ pattern, notAfter }) =>
        [...text.matchAll(pattern)].some(({ index }) => !notAfter?.test(text.slice(Math.max(0, index - 80), index))),
      );
      return hit ? { rule: 'phrase' } : undefined;
    },
  ];
  return (text) => firstOf(judges, text);
}

function firstOf(judges: readonly Judge[], text: string): FoundMark | undefined {
  for (const judge of judges) {
    const found = judge(text);
    if (found) return found;
  }
  return undefined;
}

const notBefore = ({ notBefore: source }: Degree) => (source === undefined ? '' : `(?!\\s*[.:,]?\\s+${source})`);

const degreePattern = (degree: Degree, kit: Kit) =>
  new RegExp(BEGINS + phraseOf(degree.words, kit, BETWEEN) + ENDS + notBefore(degree), 'u');

/** `s e c r e t`: every letter on its own, which no word of a text is. */
function spacedPattern(degree: Degree, { forms }: Kit): RegExp {
  const letters = [...degree.words.replaceAll(' ', '')].map(forms);
  return new RegExp(`${BEGINS}${letters.join(`${GAP}{1,6}`)}${ENDS}`, 'u');
}

function labelledPattern(degree: Degree, kit: Kit): RegExp {
  const labels = kit.words.labels.map((one) => phraseOf(one, kit)).join('|');
  const named = phraseOf(degree.words, kit, BETWEEN);
  return new RegExp(
    `${BEGINS}(?:${labels || '(?!)'})\\s{0,3}[:=–—-]?\\s{0,3}["'“‘(\\[]?\\s?${named}${ENDS}${notBefore(degree)}`,
    'u',
  );
}

/** `[Secret]` anywhere; in round brackets only capitals, because a nickname stands there too. */
function bracketPattern(degree: Degree, kit: Kit): RegExp {
  const { language } = kit.words;
  const any = phraseOf(degree.words, kit, BETWEEN);
  const capitals = phraseOf(degree.words.toLocaleUpperCase(language), {
    ...kit,
    forms: (letter) => oneOf(letterForms(letter, language).filter((one) => one.toLocaleUpperCase(language) === one)),
  });
  return new RegExp(`[\\[【«<{]\\s*${any}\\s*[\\]】»>}]|\\(\\s*${capitals}\\s*\\)`, 'u');
}

const edges = new RegExp(`^${GAP}+|${GAP}+$`, 'gu');
const gaps = new RegExp(`${GAP}+`, 'gu');

/** Forms that are a mark when a line, a cell or a name says nothing else. */
function lineRules({ words }: Kit): PlacedJudge {
  const joined = (text: string) => text.toLocaleLowerCase(words.language).replace(/\s+/gu, '');
  const many = new Map(
    words.degrees.filter((one) => one.words.includes(' ')).map((one) => [joined(one.words), one.code]),
  );
  const single = new Map(words.degrees.filter((one) => !one.words.includes(' ')).map((one) => [one.words, one.code]));
  const whole = new Set(words.lines.map(joined));
  const judge = (line: string, place: Place): FoundMark | undefined => {
    const bare = line.trim();
    if (bare.length > LONGEST_LINE || bare === '') return undefined;
    const inner = stem(bare, place)
      .replace(edges, '')
      .replace(/^[([{<]\s*|\s*[)\]}>]$/gu, '');
    const squeezed = inner.replace(gaps, '').toLocaleLowerCase(words.language);
    const degree = many.get(squeezed);
    if (degree !== undefined) return { rule: 'alone', degree };
    if (whole.has(squeezed)) return { rule: 'alone' };
    const low = single.get(squeezed);
    if (low === undefined) return undefined;
    const isSpaced = inner.length > squeezed.length;
    // A word on its own in a record may be a name, in a list in capitals too.
    if (place === 'cell' && !isSpaced && bare.length - inner.length < 2) return undefined;
    return { rule: isSpaced ? 'spaced' : 'alone', degree: low };
  };
  return (text, place) =>
    firstOf(
      text.split(/\r\n|[\r\n\v\f\u2028\u2029]/).map((line) => () => judge(line, place)),
      text,
    );
}

/** A file's name without its ending. */
const stem = (name: string, place: Place): string => (place === 'name' ? name.replace(/\.[a-z0-9]{1,5}$/i, '') : name);

/** Whole lines of plain capitals, as telegrams and old machines write: `TOI MAT`, `DO MAT: MAT`. */
function plainRules({ words }: Kit): PlacedJudge {
  const plain = (text: string) => [...text.toLocaleUpperCase(words.language)].map(plainLetter).join('');
  const either = (phrase: string, between: string) =>
    phrase
      .split(' ')
      .map((word) => oneOf([plain(word), word.toLocaleUpperCase(words.language)]))
      .join(between);
  const many = words.degrees.filter((one) => one.words.includes(' '));
  const line = many.map((one) => either(one.words, `${GAP}{0,6}`)).join('|');
  const spaced = many.map((one) => [...plain(one.words.replaceAll(' ', ''))].join(`${GAP}{1,6}`)).join('|');
  const labels = words.labels.map((one) => either(one, '\\s{1,3}')).join('|');
  const degrees = words.degrees.map((one) => either(one.words, `${GAP}{0,3}`)).join('|');
  const alone = new RegExp(`^[^\\p{L}\\p{N}]*(?:${line}|${spaced})[^\\p{L}\\p{N}]*$`, 'mu');
  const labelled = new RegExp(`${BEGINS}(?:${labels})\\s*[:=]\\s*(?:${degrees})${ENDS}`, 'u');
  const inName = new RegExp(`(?<![\\p{L}])(?:${line})(?![\\p{L}])`, 'u');
  return (text, place) => {
    const isMark = alone.test(text) || labelled.test(text) || (place === 'name' && inName.test(text));
    return isMark ? { rule: 'plain-capitals' } : undefined;
  };
}

/** The same words as bytes of an old encoding show them today. */
function oldRules({ words, tables, forms }: Kit): PlacedJudge {
  const patterns = tables.map((table) => {
    const write = (phrase: string) =>
      phrase
        .split(' ')
        .map((word) => [...word].map((letter) => oneOf(oldForms(letter, table, words.language))).join(''))
        .join(`${GAP}{0,3}`);
    const many = words.degrees.filter((one) => one.words.includes(' ')).map((one) => write(one.words));
    const labels = words.labels.map(write);
    const all = words.degrees.map((one) => write(one.words));
    const before = '(?<![\\p{L}\\p{M}])';
    // Old text has letters where Unicode has signs: the end of a word is room or a sign of ASCII.
    const after = '(?![^\\s!-/:-@[-`{-~])';
    return {
      // What Unicode writes has been judged already, with the words around it.
      known: new RegExp(
        words.degrees
          .map((one) =>
            one.words
              .split(' ')
              .map((word) => [...word].map(forms).join(''))
              .join(`${GAP}{0,3}`),
          )
          .join('|'),
        'u',
      ),
      running: new RegExp(
        `${before}(?:${many.join('|')})${after}|${before}(?:${labels.join('|')})\\s*:\\s*(?:${all.join('|')})${after}`,
        'gu',
      ),
      whole: new RegExp(`^[^\\p{L}\\p{N}]*(?:${all.join('|')})[^\\p{L}\\p{N}]*$`, 'gmu'),
    };
  });
  return (text, place) => {
    const isMark = patterns.some(({ known, running, whole }) =>
      (place === 'cell' ? [running] : [running, whole]).some((pattern) =>
        [...text.matchAll(pattern)].some(([found]) => !known.test(found)),
      ),
    );
    return isMark ? { rule: 'old-encoding' } : undefined;
  };
}
