/**
 * Paragraphs and tables of the book in Word's own XML (WordprocessingML, ISO/IEC 29500-1 §17), written out: the library
 * makes an object of every word of them, and a book has hundreds of thousands. It keeps the rest of the document.
 */
import type { BookTable, Cell, Entry } from './book.ts';

export interface RunLook {
  readonly bold?: boolean;
  /** Half points; default 20. */
  readonly size?: number;
  /** Type of one width, left to right. */
  readonly code?: boolean;
}

// The text width of an A4 page with the library's margins, in twentieths of a point.
const TEXT_WIDTH = 9026;
const BORDERS = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map((side) => `<w:${side} w:val="single" w:color="auto" w:sz="4"/>`)
  .join('');
const FONT = '<w:rFonts w:ascii="Courier New" w:cs="Courier New" w:eastAsia="Courier New" w:hAnsi="Courier New"/>';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
  '<': '&lt;',
  '>': '&gt;',
};
/** Characters that XML 1.0 does not know (§2.2) are left out. */
const escaped = (text: string) =>
  text.replace(/[&"'<>\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (one) => ENTITIES[one] ?? '');

export class BlockWriter {
  private readonly rightToLeft: boolean;

  constructor(rightToLeft: boolean) {
    this.rightToLeft = rightToLeft;
  }

  /** What stands under the heading of an entry. */
  entry({ lead, facts, tables }: Entry): string {
    let xml = lead === '' ? '' : this.paragraph(this.run(lead));
    for (const [label, cells] of facts)
      xml += this.paragraph(this.run(`${label}: `, { bold: true }) + this.cells(cells));
    for (const table of tables) xml += this.table(table);
    return xml;
  }

  private run(text: string, { bold = false, size = 20, code = false }: RunLook = {}): string {
    const look = `${bold ? '<w:b/><w:bCs/>' : ''}${code ? FONT : ''}<w:sz w:val="${String(size)}"/><w:szCs w:val="${String(size)}"/>`;
    const way = this.rightToLeft && !code ? '<w:rtl/>' : '';
    return `<w:r><w:rPr>${look}${way}</w:rPr><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
  }

  private paragraph(runs: string): string {
    return `<w:p><w:pPr>${this.rightToLeft ? '<w:bidi/>' : ''}<w:spacing w:after="60"/></w:pPr>${runs}</w:p>`;
  }

  private cells(cells: readonly Cell[]): string {
    let runs = '';
    for (const [i, cell] of cells.entries()) {
      if (i > 0) runs += this.run('; ');
      runs += this.run(cell.text, { code: cell.code === true });
    }
    return runs;
  }

  private table({ heads, rows }: BookTable): string {
    const count = Math.max(heads.length, ...rows.map((row) => row.length));
    const column = `<w:gridCol w:w="${String(Math.round(TEXT_WIDTH / count))}"/>`;
    const cell = (runs: string) => `<w:tc>${this.paragraph(runs)}</w:tc>`;
    let xml = `<w:tbl><w:tblPr>${this.rightToLeft ? '<w:bidiVisual/>' : ''}<w:tblW w:type="pct" w:w="5000"/>`;
    xml += `<w:tblBorders>${BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>${column.repeat(count)}</w:tblGrid>`;
    xml += `<w:tr><w:trPr><w:tblHeader/></w:trPr>${heads.map((head) => cell(this.run(head, { bold: true }))).join('')}</w:tr>`;
    for (const row of rows) {
      xml += '<w:tr>';
      for (const one of row) xml += cell(this.cells([one]));
      xml += '</w:tr>';
    }
    return `${xml}</w:tbl>`;
  }
}
