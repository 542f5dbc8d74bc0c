/** Which language an answer is written in: asked for in the address, chosen before, or preferred by the browser. */
import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** Name of the cookie that remembers a choice made without signing in; not a secret, readable by the page. */
export const LANGUAGE_COOKIE = 'language';

/** `?lang`, else the choice cookie, else Accept-Language (RFC 9110 §12.5.4), else the first language there is. */
export function languageOf(request: FastifyRequest, languages: readonly string[]): string {
  const asked = (request.query as Record<string, unknown> | undefined)?.['lang'];
  const chosen = request.cookies[LANGUAGE_COOKIE];
  const wishes = [asked, chosen, ...preferences(request.headers['accept-language'])];
  for (const wish of wishes) {
    const found = typeof wish === 'string' ? match(wish, languages) : undefined;
    if (found) return found;
  }
  return languages[0] ?? 'en';
}

function match(wish: string, languages: readonly string[]): string | undefined {
  const tag = wish.toLowerCase();
  return languages.find((language) => language === tag) ?? languages.find((language) => language === tag.split('-')[0]);
}

function preferences(header: string | undefined): string[] {
  if (!header) return [];
  return header
    .slice(0, 200)
    .split(',')
    .map((item) => {
      const [tag = '', weight] = item.trim().split(/\s*;\s*q=/);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
