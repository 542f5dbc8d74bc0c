/** Text in several languages: a language tag (BCP 47) to the words. */
import Type, { type Static } from 'typebox';

export const Texts = Type.Record(Type.String(), Type.String());
export type Texts = Static<typeof Texts>;

/** The words in the asked language, else in the first language there is. */
export function pick(texts: Texts, language: string): string {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? Object.values(texts)[0] ?? '';
}

/** A language by its code (ISO 639), as locales and profiles name theirs. */
export const LanguageTag = Type.String({ pattern: '^[a-z]{2,3}$' });
