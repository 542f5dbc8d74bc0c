/** A document as PDF, with letters of Vietnamese and Arabic inside: the same contents as the Word file. */
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { isRightToLeft } from '../platform/documents/right-to-left.ts';
import { setLines, type Measure, type Piece } from './set-lines.ts';
import type { DocumentText } from './write-document.ts';

const A4 = { width: 595.28, height: 841.89 } as const;
const MARGIN = 64;
const WIDTH = A4.width - 2 * MARGIN;
const BOTTOM = A4.height - MARGIN;

/** Fonts of the pages themselves, each a subset of letters: the first that has a letter draws it. */
const FACES = {
  latin: '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-W-normal.woff',
  vietnamese: '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-W-normal.woff',
  'latin-ext': '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-ext-W-normal.woff',
  arabic: '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-W-normal.woff',
} as const;
const WEIGHTS = { plain: '400', bold: '700' } as const;

interface How {
  readonly bold?: boolean;
  readonly size?: number;
  readonly center?: boolean;
}

/** @param watermark a line on top: that the data are invented */
export async function writePdf(
  text: DocumentText,
  { language, watermark }: { readonly language: string; readonly watermark?: string | undefined },
): Promise<Buffer> {
  // Loaded when somebody wants the file: it costs every start otherwise.
  const { default: PDFDocument } = await import('pdfkit');
  const document = new PDFDocument({
    ...{ size: 'A4', margin: 0, lang: language, displayTitle: true },
    info: { Title: text.title, Creator: 'Artery' },
  });
  const whole = buffer(document);
  const page = openPage(document, isRightToLeft(language));
  if (watermark !== undefined) page.write(watermark, { center: true });
  page.write(text.title, { bold: true, size: 16, center: true });
  page.write(text.number, { center: true });
  page.write(text.citation, { center: true });
  page.write(text.preamble);
  for (const [i, section] of text.sections.entries()) {
    page.head(`${String(i + 1)}. ${section.title}`);
    page.write(section.text);
  }
  page.sign(text.signatures);
  document.end();
  return whole;
}

/** What pdfkit and the font behind it offer that we use. */
interface Document {
  registerFont(name: string, path: string): unknown;
  font(name: string): unknown;
  fontSize(size: number): unknown;
  widthOfString(text: string): number;
  text(text: string, x: number, y: number, options: { lineBreak: false; baseline: 'alphabetic' }): unknown;
  addPage(options: { size: 'A4'; margin: 0 }): unknown;
}
interface Face {
  readonly font: { hasGlyphForCodePoint(code: number): boolean };
}

/** How wide words are in the fonts of the document. */
function openFonts(document: unknown): (bold: boolean, size: number) => Measure {
  const out = document as Document;
  const resolve = createRequire(import.meta.url).resolve;
  for (const [face, path] of Object.entries(FACES)) {
    for (const [weight, number] of Object.entries(WEIGHTS))
      out.registerFont(`${face}-${weight}`, resolve(path.replace('W', number)));
  }
  const faces = new Map<string, Face>();
  const faceOf = (name: string): Face => {
    const known = faces.get(name);
    if (known) return known;
    out.font(name);
    const face = (document as { readonly _font: Face })._font;
    faces.set(name, face);
    return face;
  };
  return (bold, size) => ({
    fonts: Object.keys(FACES).map((face) => `${face}-${bold ? 'bold' : 'plain'}`),
    has: (font, code) => faceOf(font).font.hasGlyphForCodePoint(code),
    width: ({ font, text }: Piece) => {
      out.font(font);
      out.fontSize(size);
      return out.widthOfString(text);
    },
  });
}

function openPage(document: unknown, rightToLeft: boolean) {
  const out = document as Document;
  const measureOf = openFonts(document);
  let y = MARGIN;
  let pages = 1;
  /** On to the next page, which says its number from the second on. */
  const turn = () => {
    out.addPage({ size: 'A4', margin: 0 });
    pages += 1;
    y = MARGIN / 2;
    place(String(pages), { center: true, size: 10 }, { x: MARGIN, width: WIDTH });
    y = MARGIN;
  };
  const place = (
    words: string,
    { bold = false, size = 11, center = false }: How,
    box: { x: number; width: number },
  ) => {
    const measure = measureOf(bold, size);
    const setting = { width: box.width, rightToLeft, center };
    for (const line of setLines(words, measure, setting)) {
      if (y + size * 1.5 > BOTTOM) turn();
      for (const { font, text, x } of line) {
        out.font(font);
        out.fontSize(size);
        // Fonts of one line stand on one line, however tall each is.
        out.text(text, box.x + x, y + size, { lineBreak: false, baseline: 'alphabetic' });
      }
      y += size * 1.5;
    }
  };
  return {
    write(words: string, how: How = {}) {
      if (words === '') return;
      place(words, how, { x: MARGIN, width: WIDTH });
      y += 6;
    },
    /** A title is never the last line of a page. */
    head(words: string) {
      if (y > BOTTOM - 60) turn();
      this.write(words, { bold: true });
    },
    /** Side by side, with room to sign. */
    sign(names: readonly string[]) {
      if (y > BOTTOM - 120) turn();
      const top = y + 18;
      const width = WIDTH / Math.max(1, names.length);
      const seen = rightToLeft ? names.toReversed() : names;
      for (const [i, name] of seen.entries()) {
        y = top;
        place(name, { bold: true, center: true }, { x: MARGIN + i * width, width });
      }
    },
  };
}
