/** Marks in files: every part of an office document, old workbooks, lists in pieces, names. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { marksOf, noMarks, scanFile } from '../../src/platform/marks/index.ts';
import { readProfile } from '../../src/platform/profile.ts';
import { handmadeWorkbook, MAIN, OFFICE, sheetXml } from '../harness/handmade-workbook.ts';
import { zipOf } from '../harness/zips.ts';

const marks = marksOf(readProfile(join(import.meta.dirname, '../../profiles'), 'vn-party'));
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const docx = (body: string, parts: Record<string, string> = {}) =>
  zipOf({ 'word/document.xml': `<w:document xmlns:w="${W}"><w:body>${body}</w:body></w:document>`, ...parts });
const paragraph = (...runs: string[]) =>
  `<w:p>${runs.map((text) => `<w:r><w:rPr><w:b/></w:rPr><w:t>${text}</w:t></w:r>`).join('')}</w:p>`;
const look = async (bytes: Buffer | Promise<Buffer>, name?: string) => scanFile([await bytes], marks, { name });

describe('an office document', () => {
  const cases: readonly (readonly [string, Promise<Buffer>, string])[] = [
    ['a paragraph of its own', docx(paragraph('MẬT')), 'text'],
    ['a paragraph cut into runs', docx(paragraph('TỐI ', 'M', 'ẬT')), 'text'],
    [
      'a text box',
      docx(paragraph('thường'), { 'word/header1.xml': `<w:hdr xmlns:w="${W}">${paragraph('TUYỆT MẬT')}</w:hdr>` }),
      'text',
    ],
    [
      'a comment',
      docx(paragraph('thường'), {
        'word/comments.xml': `<w:comments xmlns:w="${W}"><w:comment>${paragraph('hồ sơ tối mật')}</w:comment></w:comments>`,
      }),
      'comments',
    ],
    [
      'a property',
      docx(paragraph('thường'), {
        'docProps/core.xml':
          '<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:title>Tối mật</dc:title></cp:coreProperties>',
      }),
      'properties',
    ],
    ['letters as numbers', docx('<w:p><w:r><w:t>T&#x1ed0;I M&#7852;T</w:t></w:r></w:p>'), 'text'],
    [
      'a cell',
      handmadeWorkbook({
        'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><r><t>Hồ sơ TUYỆT </t></r><r><t>MẬT</t></r></si></sst>`,
      }),
      'cells',
    ],
    [
      'a cell below row 20',
      handmadeWorkbook({
        'xl/worksheets/sheet1.xml': sheetXml(
          '<row r="900"><c r="A900" t="inlineStr"><is><t>tối mật</t></is></c></row>',
        ),
      }),
      'cells',
    ],
    [
      'the head of a page',
      handmadeWorkbook({
        'xl/worksheets/sheet1.xml': sheetXml(
          '',
          '<headerFooter><oddHeader>&amp;C&amp;"Arial,Bold"MẬT</oddHeader></headerFooter>',
        ),
      }),
      'cells',
    ],
    [
      'the name of a sheet',
      handmadeWorkbook({
        'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Tối mật" sheetId="1" r:id="r1"/></sheets></workbook>`,
      }),
      'sheet-name',
    ],
    [
      'a document inside it',
      docx(paragraph('MẬT')).then((inner) =>
        zipOf({ 'word/document.xml': '<w:document/>', 'word/embeddings/a.docx': inner }),
      ),
      'text',
    ],
    [
      'an OpenDocument list',
      zipOf({
        mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
        'content.xml':
          '<office:document-content><table:table table:name="S"><table:table-row><table:table-cell><text:p>Tài liệu tối mật</text:p></table:table-cell></table:table-row></table:table></office:document-content>',
      }),
      'text',
    ],
  ];
  it.each(cases)('%s', async (_name, bytes, part) => expect(await look(bytes)).toMatchObject({ part }));

  it('harmless: a person called so, the law, another tone', async () => {
    const shared = `<sst xmlns="${MAIN}"><si><t>Mật</t></si><si><t>Tôi mất giấy tờ</t></si></sst>`;
    expect(await look(handmadeWorkbook({ 'xl/sharedStrings.xml': shared }))).toBeUndefined();
    expect(await look(docx(paragraph('Luật Bảo vệ ', 'bí mật nhà nước')))).toBeUndefined();
  });

  it('twin: without words nothing is found', async () => {
    for (const [, bytes] of cases) expect(await scanFile([await bytes], noMarks)).toBeUndefined();
  });
});

describe('other files', () => {
  it('an old workbook, its texts as UTF-16 at any place', async () => {
    const head = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    for (const pad of [8, 9]) {
      const bytes = Buffer.concat([head, Buffer.alloc(pad), Buffer.from('Hồ sơ tối mật', 'utf16le'), Buffer.alloc(64)]);
      expect(await look(bytes)).toMatchObject({ rule: 'degree' });
    }
  });

  it('a list, with the row', async () => {
    const lines = ['ma,ten,ghi_chu', ...Array.from({ length: 5000 }, (_, i) => `${String(i)},Nguyễn Văn Mật,thường`)];
    expect(await look(Buffer.from(lines.join('\n')))).toBeUndefined();
    lines.push('5000,Lê Thị Mai,theo công văn tối mật');
    expect(await look(Buffer.from(lines.join('\n')))).toMatchObject({ row: 5002 });
  });

  it('a list in an old encoding, in UTF-16, and cut anywhere', async () => {
    expect(await look(Buffer.from('STT;Noi dung\n1;v\xa8n b\xb6n tuy\xd6t m\xcbt', 'latin1'))).toMatchObject({
      rule: 'old-encoding',
    });
    expect(await look(Buffer.from('\ufeffSTT;Tối mật', 'utf16le'))).toMatchObject({ rule: 'degree' });
    const bytes = Buffer.from(`a;b\n1;${'x'.repeat(5000)} tối mật`);
    const cut = Array.from({ length: bytes.length }, (_, i) => bytes.subarray(i, i + 1));
    expect(await scanFile(cut, marks)).toMatchObject({ rule: 'degree' });
  });

  it('the title of a PDF, written either way', async () => {
    const hex = Buffer.from('\ufeffTỐI MẬT', 'utf16le').swap16().toString('hex');
    expect(await look(Buffer.from(`%PDF-1.7\n1 0 obj <</Title <${hex}>>> endobj`))).toMatchObject({
      part: 'properties',
    });
    expect(await look(Buffer.from('%PDF-1.7\n1 0 obj <</Title (TOI MAT)>> endobj'))).toMatchObject({
      part: 'properties',
    });
  });

  it('a picture by its name alone', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
    expect(await look(png, 'anh.png')).toBeUndefined();
    expect(await look(png, 'CV_TOI_MAT_12.png')).toMatchObject({ part: 'name' });
  });
});
