/** Message catalogues: `locales/<language>/<room>.json`, one namespace a room, the same files for server, CLI and web. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type i18n } from 'i18next';

export type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

export interface Catalogues {
  readonly languages: readonly string[];
  /** `t('records:findings.pattern', { … })` in that language; falls back to the first language. */
  translator(language: string): Translate;
}

/** Reads every catalogue once. The order of `languages` is the order of fallback. */
export async function readCatalogues(folder: string, languages: readonly string[]): Promise<Catalogues> {
  const instance: i18n = i18next.createInstance();
  const resources = Object.fromEntries(languages.map((language) => [language, readLanguage(join(folder, language))]));
  await instance.init({
    resources,
    fallbackLng: languages as string[],
    interpolation: { escapeValue: false },
    returnNull: false,
    showSupportNotice: false,
  } as Parameters<i18n['init']>[0]);
  const made = new Map<string, Translate>();
  const translator = (language: string) => {
    let translate = made.get(language);
    if (!translate) made.set(language, (translate = instance.getFixedT(language) as unknown as Translate));
    return translate;
  };
  return { languages, translator };
}

function readLanguage(folder: string): Record<string, object> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    names.map((name) => [name.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, name), 'utf8')) as object]),
  );
}
