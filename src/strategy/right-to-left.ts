/** Which way a language is written, for files made of it. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur']);

export const isRightToLeft = (language: string): boolean => RIGHT_TO_LEFT.has(new Intl.Locale(language).language);
