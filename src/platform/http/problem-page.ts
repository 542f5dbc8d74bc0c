/** `/problems/<room>/<slug>`: what a problem's type means and what to do, for the person who follows the link. */
import type { Catalogues } from '../i18n.ts';
import { problems } from '../problems.ts';
import type { ProblemKind } from './problem.ts';
import { contentPolicy, newNonce } from './security.ts';
import type { Server } from './serve.ts';

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${String(letter.charCodeAt(0))};`);

export function serveProblemPages(server: Server, words: Catalogues): void {
  server.fastify.get('/problems/:room/:slug', (request, reply) => {
    const { room, slug } = request.params as { room: string; slug: string };
    const kind =
      server.kinds.find((candidate) => candidate.room === room && candidate.slug === slug) ??
      server.kinds.find(({ former = [] }) => former.includes(`${room}/${slug}`));
    if (!kind) throw problems.notFound();
    const nonce = newNonce();
    return reply
      .header('content-security-policy', contentPolicy(nonce))
      .type('text/html; charset=utf-8')
      .send(problemPage(kind, words, { language: request.language, nonce }));
  });
}

const STYLE = `body{font:1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:12vh auto;padding:0 1.5rem;color:#1f2933;background:#fff}
h1{font-size:1.5rem;line-height:1.3}p.status{color:#52606d;margin:0}code{font-size:.9em;background:#f1f3f5;padding:.1em .4em;border-radius:.25em}
@media(prefers-color-scheme:dark){body{color:#e4e7eb;background:#15191e}p.status{color:#9aa5b1}code{background:#252b32}}`;

function problemPage(kind: ProblemKind, words: Catalogues, at: { language: string; nonce: string }): string {
  const t = words.translator(at.language);
  const key = `${kind.room}:problems.${kind.slug}`;
  const title = escapeHtml(t(`${key}.title`, { defaultValue: kind.title }));
  const help = escapeHtml(t(`${key}.help`, { defaultValue: kind.help })).replace(/`([^`]+)`/g, '<code>$1</code>');
  const direction = RIGHT_TO_LEFT.has(at.language) ? 'rtl' : 'ltr';
  return `<!doctype html>
<html lang="${at.language}" dir="${direction}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style nonce="${at.nonce}">${STYLE}</style></head>
<body><main><p class="status"><bdi>HTTP ${String(kind.status)} · ${kind.room}/${kind.slug}</bdi></p>
<h1>${title}</h1><p>${help}</p></main></body></html>
`;
}
