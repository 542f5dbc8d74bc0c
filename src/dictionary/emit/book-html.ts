/**
 * The book as one HTML file (WHATWG HTML): contents, chapters, print rules (CSS Paged Media), no script and no address of
 * anybody else. Every text is escaped; names of machines run left to right in every language.
 */
import type { Book, BookTable, Cell, Chapter, Entry, Fact } from './book.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);

const CSS = `
:root { color-scheme: light; }
body { font: 16px/1.5 'Noto Sans', 'Noto Sans Arabic', system-ui, sans-serif; margin: 0 auto; max-width: 62rem; padding: 2rem 1.5rem; color: #1a1d21; }
h1 { font-size: 2rem; margin: 0 0 .25rem; } h2 { font-size: 1.5rem; margin-block: 3rem 1rem; border-block-end: 2px solid #ccd3dc; }
h3 { font-size: 1.125rem; margin-block: 2rem .25rem; } .mark { font-weight: 400; color: #4c5663; }
code, .mark { font-family: ui-monospace, 'Noto Sans Mono', monospace; font-size: .9em; unicode-bidi: isolate; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .15rem 1rem; margin: .5rem 0; } dt { color: #4c5663; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin-block: 1rem; font-size: .9rem; } th, td { border: 1px solid #ccd3dc; padding: .3rem .5rem; text-align: start; vertical-align: top; }
th { background: #eef2f6; } nav ol { padding-inline-start: 1.25rem; } nav li { break-inside: avoid; } .watermark { color: #8a4b00; font-weight: 600; }
@page { size: A4; margin: 18mm 16mm; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-before: page; } h3, dt, thead { break-after: avoid; } thead { display: table-header-group; } tr, dl { break-inside: avoid; } a { color: inherit; text-decoration: none; } .watermark { position: fixed; inset-block-start: 0; inset-inline-end: 0; } }
`;

export function writeBookHtml(book: Book): string {
  const language = escapeHtml(book.language);
  return [
    '<!doctype html>',
    `<html lang="${language}" dir="${book.isRightToLeft ? 'rtl' : 'ltr'}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(`${book.title}: ${book.subtitle}`)}</title>`,
    `<style>${CSS}</style>`,
    '</head>',
    '<body>',
    `<header><h1>${escapeHtml(book.title)}</h1><p>${escapeHtml(book.subtitle)}</p></header>`,
    ...(book.watermark === undefined ? [] : [`<p class="watermark">${escapeHtml(book.watermark)}</p>`]),
    writeContents(book),
    `<main>\n${book.chapters.map(writeChapter).join('\n')}\n</main>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function writeContents({ contents, chapters }: Book): string {
  const items = chapters.map(
    ({ id, title, entries }) =>
      `<li><a href="#${id}">${escapeHtml(title)}</a>\n<ol>\n${entries.map((entry) => `<li><a href="#${entry.id}">${escapeHtml(entry.title)}</a></li>`).join('\n')}\n</ol></li>`,
  );
  return `<nav aria-label="${escapeHtml(contents)}"><h2>${escapeHtml(contents)}</h2>\n<ol>\n${items.join('\n')}\n</ol></nav>`;
}

export const writeChapter = ({ id, title, entries }: Chapter): string =>
  `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)}</h2>\n${entries.map(writeEntry).join('\n')}\n</section>`;

const writeEntry = ({ id, title, mark, lead, facts, tables }: Entry): string =>
  [
    `<article aria-labelledby="${id}"><h3 id="${id}">${escapeHtml(title)} <span class="mark" dir="ltr">${escapeHtml(mark)}</span></h3>`,
    ...(lead === '' ? [] : [`<p>${escapeHtml(lead)}</p>`]),
    ...(facts.length === 0 ? [] : [`<dl>${facts.map(writeFact).join('\n')}</dl>`]),
    ...tables.map(writeTable),
    '</article>',
  ].join('\n');

const writeFact = ([label, cells]: Fact): string =>
  `<dt>${escapeHtml(label)}</dt>${cells.map((cell) => `<dd>${writeCell(cell)}</dd>`).join('')}`
    // Several values of one label are one line of the grid.
    .replaceAll('</dd><dd>', '; ');

function writeCell({ text, to, code }: Cell): string {
  const shown = code ? `<code dir="ltr">${escapeHtml(text)}</code>` : escapeHtml(text);
  return text !== '' && to !== undefined ? `<a href="#${to}">${shown}</a>` : text === '' ? '' : shown;
}

const writeTable = ({ heads, rows }: BookTable): string =>
  [
    `<table><thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('')}</tr></thead><tbody>`,
    ...rows.map((row) => `<tr>${row.map((cell) => `<td>${writeCell(cell)}</td>`).join('')}</tr>`),
    '</tbody></table>',
  ].join('\n');
