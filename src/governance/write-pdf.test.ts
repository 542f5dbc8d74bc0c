import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { piecesOf, setLines, type Measure } from './set-lines.ts';
import type { DocumentText } from './write-document.ts';
import { writePdf } from './write-pdf.ts';

const text = (words: string, many = 3): DocumentText => ({
  title: words,
  number: 'TT-01',
  preamble: words,
  citation: words,
  sections: Array.from({ length: many }, () => ({ title: words, text: `${words} `.repeat(12) })),
  signatures: ['A', 'B'],
});

/** The letters that its fonts say they stand for (ToUnicode maps, ISO 32000-2 §9.10.3). */
function lettersOf(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  let found = '';
  for (const match of raw.matchAll(/stream\r?\n/g)) {
    const from = match.index + match[0].length;
    const stream = pdf.subarray(from, raw.indexOf('endstream', from));
    const map = (() => {
      try {
        return inflateSync(stream).toString('latin1');
      } catch {
        return '';
      }
    })();
    if (!map.includes('beginbfrange')) continue;
    for (const [, code = ''] of map.matchAll(/<([0-9a-f]{4})>(?=[ \]])/gi))
      found += String.fromCharCode(parseInt(code, 16));
  }
  return found;
}

describe('an agreement as PDF', () => {
  it.each([
    ['vi', 'Thoả thuận chia sẻ dữ liệu, Điều 7', 'ảẻữ'],
    ['ar', 'اتفاقية مشاركة البيانات رقم TT-01', 'تفقيم'],
    ['en', 'Data sharing agreement', 'Dsg'],
  ])('in %s has every letter inside, as text and not as a picture', async (language, words, letters) => {
    const pdf = await writePdf(text(words), { language, watermark: words });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const held = lettersOf(pdf);
    for (const letter of letters) expect(held, letter).toContain(letter);
  });
  it('goes on to a second page, and ends', async () => {
    const pdf = await writePdf(text('Some words of an agreement', 40), { language: 'en' });
    expect([...pdf.toString('latin1').matchAll(/\/Type \/Page\b/g)].length).toBeGreaterThan(1);
  });
});

describe('a line', () => {
  const measure: Measure = {
    fonts: ['latin', 'arabic'],
    has: (font, code) => (font === 'arabic') === code >= 0x600 && code < 0x700,
    width: ({ text: letters }) => letters.length * 10,
  };
  const setting = { width: 200, space: 10, rightToLeft: true, center: false };
  const seen = (words: string, more = {}) =>
    setLines(words, measure, { ...setting, ...more }).map((line) => line.map(({ text: piece }) => piece));

  it('is filled, and never longer than the page', () => {
    for (const line of setLines('one two three four five six seven eight', measure, { ...setting, rightToLeft: false }))
      for (const { x, text: piece } of line) expect(x + piece.length * 10).toBeLessThanOrEqual(200);
  });
  it('runs from the right, and foreign words keep their own order', () => {
    expect(seen('رقم Van Moc اثنان')).toEqual([['اثنان', 'Van', 'Moc', 'رقم']]);
    const [line = []] = setLines('رقم', measure, setting);
    expect(line[0]?.x).toBe(170);
  });
  it('turns brackets round, and changes the font within a word', () => {
    expect(seen('(رقم)')).toEqual([['(', 'رقم', ')']]);
    expect(piecesOf('aرb', measure)).toEqual([
      { font: 'latin', text: 'a' },
      { font: 'arabic', text: 'ر' },
      { font: 'latin', text: 'b' },
    ]);
  });
});
