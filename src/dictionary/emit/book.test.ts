import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { readCatalogues, type Catalogues } from '../../platform/i18n.ts';
import type { Plan } from '../plan.ts';
import { isRightToLeft } from '../../platform/documents/right-to-left.ts';
import { testPlan } from '../testing/dictionary.ts';
import { bookOf, type Book, type Chapter, type Entry as BookEntry } from './book.ts';
import { writeBookDocx } from './book-docx.ts';
import { writeBookHtml } from './book-html.ts';

let words: Catalogues;
beforeAll(async () => {
  words = await readCatalogues('locales', ['en', 'vi', 'ar']);
});

const book = (language: string, plan: Plan = testPlan()): Book =>
  bookOf(plan, {
    language,
    isRightToLeft: isRightToLeft(language),
    say: (key, values) => words.translator(language)(`dictionary:book.${key}`, values ?? {}),
  });

/** The text of an HTML without its tags. */
const textOf = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('the book as HTML', () => {
  it('has every element, entity and code, with words for every attribute and value', () => {
    const plan = testPlan();
    for (const language of words.languages) {
      const html = writeBookHtml(book(language, plan));
      const text = textOf(html);
      for (const element of plan.elements) expect(text).toContain(element.code);
      for (const item of plan.codeLists.flatMap((list) => list.items)) expect(text).toContain(item.names['en']);
      // No bare key is left over.
      expect(text).not.toMatch(/\b(?:facts|values|parts)\.[a-z]/);
      expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
    }
  });

  it('links only to what is in it, and no id is there twice', () => {
    const html = writeBookHtml(book('en'));
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  });

  it('is well-formed once its empty tags are closed', () => {
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    const html = writeBookHtml(book('ar'))
      .replace('<!doctype html>', '')
      .replace(/<meta [^>]*>/g, '');
    expect(() => parser.write(html).close()).not.toThrow();
  });

  it('escapes every text', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&';
    const plan = JSON.parse(JSON.stringify(testPlan()), (_key, value: unknown) =>
      typeof value === 'string' && / |^[A-Z][a-z]/.test(value) ? `${value}${evil}` : value,
    ) as Plan;
    const html = writeBookHtml(book('en', plan));
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
  });

  it('prints: chapters on pages of their own, heads of tables again', () => {
    const html = writeBookHtml(book('en'));
    expect(html).toMatch(/@media print \{.*break-before: page.*table-header-group/);
  });

  it('is possible without code lists, and with a language that has no words', () => {
    const bare: Plan = { ...testPlan(), codeLists: [], languages: [] };
    expect(book('en', bare).chapters.map((chapter) => chapter.id)).not.toContain('code-lists');
    expect(writeBookHtml(book('en', { ...bare, elements: [], entities: [] }))).toContain('<main>');
    expect(textOf(writeBookHtml(book('ar', bare)))).toContain('Personal number');
  });
});

const unzip = (bytes: Buffer) =>
  new Promise<Map<string, string>>((resolve, reject) => {
    const found = new Map<string, string>();
    fromBuffer(bytes, { lazyEntries: true }, (error: Error | null, zip: ZipFile) => {
      if (error) return reject(error);
      zip.on('end', () => resolve(found));
      zip.on('entry', (entry: Entry) => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(chunks).toString());
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });

describe('the book as Word', () => {
  it('has every element and the contents; the same plan gives the same bytes', async () => {
    const plan = testPlan();
    const bytes = await writeBookDocx(book('en', plan));
    const document = (await unzip(bytes)).get('word/document.xml') ?? '';
    for (const element of plan.elements) expect(document).toContain(`(${element.code})`);
    expect(document).toContain('TOC');
    expect(document.includes('w:bidi')).toBe(false);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
    const tomorrow = await writeBookDocx(book('en', plan)).finally(() => vi.useRealTimers());
    expect(tomorrow.equals(bytes)).toBe(true);
  });

  it('runs from right to left in Arabic', async () => {
    const document = (await unzip(await writeBookDocx(book('ar')))).get('word/document.xml') ?? '';
    expect(document).toContain('<w:bidi/>');
    expect(document).toContain('<w:bidiVisual/>');
  });

  it('says what was written, whatever it looks like', async () => {
    const [chapter] = book('en').chapters as [Chapter];
    const [entry] = chapter.entries as [BookEntry];
    const lead = '- _Toc1 <w:p><w:r><w:t xml:space="preserve">-</w:t> &\u0001 $1';
    const facts = [['Quoted', [{ text: "it's" }, { text: 'a_b', code: true }]]] as const;
    const tables = [
      { heads: ['a', 'b', 'c', 'd'], rows: [[{ text: '-' }, { text: '' }, { text: '<' }, { text: '4' }]] },
    ];
    const odd: BookEntry = { ...entry, title: '-', lead, facts, tables };
    const one = { ...book('en'), chapters: [{ ...chapter, entries: [odd, entry, odd] }] };
    const xml = (await unzip(await writeBookDocx(one))).get('word/document.xml') ?? '';
    const said = (text: string) => xml.split(`>${text}</w:t>`).length - 1;
    expect(said('- _Toc1 &lt;w:p&gt;&lt;w:r&gt;&lt;w:t xml:space=&quot;preserve&quot;&gt;-&lt;/w:t&gt; &amp; $1')).toBe(
      2,
    );
    expect([said('Quoted: '), said('it&apos;s'), said('a_b'), said('&lt;'), said('4')]).toEqual([2, 2, 2, 2, 2]);
    // A width is told for each column, and every mark of a beginning has its end.
    expect(xml.split('<w:gridCol w:w="2257"/>').length - 1).toBe(8);
    for (const name of ['w:p', 'w:r', 'w:tbl', 'w:tr', 'w:tc'])
      expect([name, xml.match(new RegExp(`<${name}>`, 'g'))?.length]).toEqual([
        name,
        xml.match(new RegExp(`</${name}>`, 'g'))?.length,
      ]);
  });
});
