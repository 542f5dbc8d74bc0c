/** Texts of a source, cleaned: one line of plain words in NFC; markup is taken out and said. */
import type { Texts } from '../../platform/texts.ts';
import { MARKUP } from '../source/plain-words.ts';
import type { ImportFindings, Spot } from './model.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const LONGEST = 4000;

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

export function cleanText(text: string, spot: Spot, findings: ImportFindings): string {
  // What comes after is cut anyway; no search runs over megabytes of it.
  const head = text.slice(0, 4 * LONGEST);
  let plain = head;
  if (head.search(MARKUP) >= 0) {
    findings.warn(spot, 'html-in-text', { text: text.slice(0, 80) });
    plain = head
      .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
      .replace(MARKUP, ' ')
      .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_whole, name: string) => ENTITIES[name] ?? '');
  }
  const line = plain.replace(CONTROLS, '').replace(/\s+/g, ' ').normalize('NFC').trim();
  if (line.length <= LONGEST && head.length === text.length) return line;
  findings.warn(spot, 'text-cut', { most: LONGEST });
  return line.slice(0, LONGEST).trim();
}

export interface Wording {
  readonly languages: readonly string[];
  readonly findings: ImportFindings;
}

/**
 * Words in every language of the proposal: what a language lacks is said in the first that has words.
 * @param fallback when the source has no words at all
 */
export function wordsIn(
  texts: Texts | undefined,
  fallback: string,
  spot: Spot,
  { languages, findings }: Wording,
): Texts {
  const clean: Record<string, string> = {};
  for (const [language, text] of Object.entries(texts ?? {})) {
    const word = cleanText(text, spot, findings);
    if (word !== '') clean[language] = word;
  }
  const plain = clean[''];
  const first = plain ?? languages.map((language) => clean[language]).find((word) => word !== undefined);
  const any = first ?? Object.values(clean)[0] ?? fallback;
  return Object.fromEntries(languages.map((language) => [language, clean[language] ?? any]));
}

/** A source without a definition leaves a question mark: a reviewer sees it, and no definition repeats its name. */
export function definitionOf(
  { definition, spot }: { readonly definition?: Texts; readonly spot: Spot },
  title: Readonly<Record<string, string>>,
  wording: Wording,
): Readonly<Record<string, string>> {
  const given = wordsIn(definition, '', spot, wording);
  const isSaid = (language: string) =>
    (given[language] ?? '') !== '' && given[language]?.toLowerCase() !== title[language]?.toLowerCase();
  return Object.fromEntries(
    wording.languages.map((language) => [
      language,
      isSaid(language) ? (given[language] ?? '') : `${title[language] ?? ''} (?)`,
    ]),
  );
}
