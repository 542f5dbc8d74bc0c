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
  const setting = { width: 200, rightToLeft: true, center: false };
  const seen = (words: string, more = {}) =>
    setLines(words, measure, { ...setting, ...more }).map((line) => line.map(({ text: piece }) => piece.trim()));

  it('is filled, and never longer than the page', () => {
    for (const line of setLines('one two three four five six seven eight', measure, { ...setting, rightToLeft: false }))
      for (const { x, text: piece } of line) expect(x + piece.length * 10).toBeLessThanOrEqual(200);
  });
  it('runs from the right, and foreign words keep their own order', () => {
    expect(seen('رقم Van Moc اثنان')).toEqual([['اثنان', 'Van Moc', 'رقم']]);
    const [line = []] = setLines('رقم', measure, setting);
    expect(line[0]?.x).toBe(170);
  });
  it('puts a stop, a number and what stands in brackets where they are read', () => {
    // As UAX #9 orders them: the number first from the right, its stop after it; a stop at the end furthest left.
    expect(seen('1. رقم')).toEqual([['رقم', '.', '1']]);
    expect(seen('رقم Van.')).toEqual([['.', 'Van', 'رقم']]);
    expect(seen('رقم 7 (2). Van 91')).toEqual([['Van 91', '.', '(', '2', ')', '7', 'رقم']]);
    expect(seen('اثنان رقم')).toEqual([['رقم', 'اثنان']]);
    expect(seen('(رقم)')).toEqual([['(', 'رقم', ')']]);
  });
  it('keeps numbers of laws and days whole', () => {
    expect(seen('رقم 356/2025/ND-CP، 7', { width: 400 })).toEqual([['7', '،', '356/2025/ND-CP', 'رقم']]);
    expect(seen('من 30/11/2026 رقم', { width: 400 })).toEqual([['رقم', '30/11/2026', 'من']]);
    expect(seen('رقم: 12 thang, sau', { width: 400 })).toEqual([['12 thang, sau', ':', 'رقم']]);
    // The twin: a range of numbers that is no such word reads from the right.
    expect(seen('من 30 - 11', { width: 400 })).toEqual([['11', '-', '30', 'من']]);
  });
  it('changes the font within a word', () => {
    expect(piecesOf('aرb', measure)).toEqual([
      { font: 'latin', text: 'a' },
      { font: 'arabic', text: 'ر' },
      { font: 'latin', text: 'b' },
    ]);
  });
  it('from the left has what is written from the right in its own order', () => {
    expect(seen('Van رقم اثنان Moc', { rightToLeft: false })).toEqual([['Van', 'اثنان', 'رقم', 'Moc']]);
  });
});
