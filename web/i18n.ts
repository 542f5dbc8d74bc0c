/** Words in the reader's language: the rooms' own catalogues, fetched room by room when a page needs them. */
import i18next, { type BackendModule, type PostProcessorModule, type TFunction } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { pick, type Texts } from '../src/platform/texts.ts';
import { isolateIds } from './ui/bidi.ts';

type Catalogue = { readonly default: Record<string, unknown> };
const catalogues = import.meta.glob<Catalogue>('../locales/*/*.json');

/** Languages the shell can speak, in the order they are offered; a node may offer fewer. */
export const languages = ['vi', 'en', 'ar'] as const;
export type Language = (typeof languages)[number];

/** The same cookie tells the server in which language to answer (src/platform/http/language.ts). */
const cookie = 'language';
const rightToLeft: ReadonlySet<string> = new Set(['ar']);

const rooms: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, room, done) => {
    const load = catalogues[`../locales/${language}/${room}.json`];
    if (!load) return done(null, {});
    load().then(
      (catalogue) => done(null, catalogue.default),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), false),
    );
  },
};

/** In a right-to-left language every word that is shown has its ids set apart. */
const idsApart: PostProcessorModule = {
  type: 'postProcessor',
  name: 'idsApart',
  process: (words, _key, _options, { language }: { language?: string }) =>
    directionOf(language ?? '') === 'rtl' ? isolateIds(words) : words,
};

const isLanguage = (value: string | null | undefined): value is Language =>
  languages.some((language) => language === value);

function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  const chosen = document.cookie.split('; ').find((pair) => pair.startsWith(`${cookie}=`));
  const wishes = [asked, chosen?.slice(cookie.length + 1), ...navigator.languages.map((tag) => tag.split('-')[0])];
  return wishes.find(isLanguage) ?? 'vi';
}

/** Sets `lang` and `dir` of the page; every style uses logical sides, so nothing else has to change. */
function dress(language: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

export const directionOf = (language: string): 'ltr' | 'rtl' => (rightToLeft.has(language) ? 'rtl' : 'ltr');

export async function startWords(): Promise<void> {
  const language = firstLanguage();
  dress(language);
  await i18next
    .use(rooms)
    .use(initReactI18next)
    .use(idsApart)
    .init({
      lng: language,
      fallbackLng: false,
      ns: ['web'],
      defaultNS: 'web',
      interpolation: { escapeValue: false },
      postProcess: ['idsApart'],
      returnNull: false,
      parseMissingKeyHandler: tellMissing,
      react: { useSuspense: true },
    });
}

/** A key on the page is a fault: the console says it, and the tests in the browser hear it. */
function tellMissing(key: string, fallback?: string): string {
  if (fallback === undefined) console.error(`no word for ${key}`);
  return fallback ?? key;
}

export async function speak(language: Language): Promise<void> {
  document.cookie = `${cookie}=${language}; path=/; max-age=31536000; samesite=lax`;
  await i18next.changeLanguage(language);
  dress(language);
}

export const currentLanguage = (): Language => (isLanguage(i18next.language) ? i18next.language : 'vi');

/** For code outside components: is there a word for this key? `room:key`. */
export const hasWord = (key: string): boolean => i18next.exists(key);

export interface Words {
  readonly t: TFunction;
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  /** The reader's language out of a text in several; a dash when there is none. */
  readonly say: (texts: Texts | string | null | undefined) => string;
}

/** `const { t, say } = useWords('dictionary')`: that room's words first, the shell's by `t('web:…')`. */
export function useWords(room = 'web'): Words {
  const { t, i18n } = useTranslation(room === 'web' ? ['web'] : [room, 'web']);
  const language = isLanguage(i18n.language) ? i18n.language : 'vi';
  const say = useCallback(
    (texts: Texts | string | null | undefined) => {
      const words = typeof texts === 'string' ? texts : texts ? pick(texts, language) : '–';
      return directionOf(language) === 'rtl' ? isolateIds(words) : words;
    },
    [language],
  );
  return { t: t as TFunction, language, direction: directionOf(language), say };
}
