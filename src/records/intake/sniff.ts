/** What a file is, by its content. The name is never asked: half of the `.xls` files in offices are HTML. */
import { wideCharset } from './charset.ts';
import type { ByteSource, FileKind } from './model.ts';
import { workbookLimits } from './limits.ts';
import { problems } from './problems.ts';
import { openZip } from './zip.ts';

/** First bytes (RFC 8118, PNG 3rd edition §5.2, JFIF, GIF89a, TIFF 6.0, [MS-CFB] §2.2, APPNOTE 6.3). */
const SIGNATURES: readonly (readonly [FileKind | 'ole' | 'pk', Buffer])[] = [
  ['pk', Buffer.from('PK\u0003\u0004')],
  ['zip', Buffer.from('PK\u0005\u0006')],
  ['ole', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['pdf', Buffer.from('%PDF-')],
  ['image', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['image', Buffer.from('ffd8ff', 'hex')],
  ['image', Buffer.from('GIF8')],
  ['image', Buffer.from('49492a00', 'hex')],
  ['image', Buffer.from('4d4d002a', 'hex')],
  ['zip', Buffer.from('1f8b08', 'hex')],
  ['zip', Buffer.from('Rar!')],
  ['zip', Buffer.from('377abcaf271c', 'hex')],
];

/** @throws zipBomb, encryptedWorkbook, damagedFile: a packed file is checked by its directory */
export async function sniff(source: ByteSource): Promise<FileKind> {
  if (source.size === 0) return 'empty';
  const head = await readHead(source, 4096);
  const signature = SIGNATURES.find(([, bytes]) => head.subarray(0, bytes.length).equals(bytes))?.[0];
  if (signature === 'pk') return packedKind(await readWhole(source, workbookLimits.fileBytes));
  if (signature === 'ole') return oleKind(await readWhole(source, workbookLimits.fileBytes));
  return signature ?? textKind(head);
}

async function packedKind(bytes: Buffer): Promise<FileKind> {
  const zip = await openZip(bytes);
  const type = (await zip.text('mimetype'))?.trim() ?? '';
  if (type.startsWith('application/vnd.oasis.opendocument.spreadsheet')) return 'ods';
  if (zip.entries.has('xl/workbook.bin')) return 'xlsb';
  if (zip.entries.has('xl/workbook.xml')) return 'xlsx';
  // A workbook may keep its parts elsewhere (ECMA-376-2 §9.3): the root relation says where.
  const root = (await zip.text('_rels/.rels')) ?? '';
  if (/\/officeDocument"/.test(root) && !zip.entries.has('word/document.xml') && !/ppt\//.test(root)) return 'xlsx';
  return zip.entries.has('[Content_Types].xml') || type !== '' ? 'document' : 'zip';
}

/** Streams of an OLE2 file are named in UTF-16 in its directory ([MS-CFB] §2.6.1). */
function oleKind(bytes: Buffer): FileKind {
  const has = (name: string) => bytes.includes(Buffer.from(`${name}\0`, 'utf16le'));
  if (has('EncryptedPackage')) return 'encrypted';
  if (has('WordDocument') || has('PowerPoint Document')) return 'document';
  return has('Workbook') || has('Book') ? 'xls' : 'unknown';
}

function textKind(head: Buffer): FileKind {
  const wide = wideCharset(head);
  const text = new TextDecoder(wide ?? 'windows-1252').decode(head);
  if (/^[\s\ufeff\u00ef\u00bb\u00bf]*<(!doctype html|html|head|body|table|meta|\?xml)/i.test(text)) return 'html';
  // More than a few control characters: no text in any encoding.
  const strange =
    text.match(/[\u0000-\u0001\u0003\u0004\u0007\u0008\u000e-\u0013\u0015-\u0018\u001c-\u001f]/g)?.length ?? 0;
  return strange > 2 && strange / text.length > 0.01 ? 'unknown' : 'csv';
}

async function readHead(source: ByteSource, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of source.chunks()) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** All bytes in memory: workbooks must be read from their end. @throws uploadTooLarge */
export async function readWhole(source: ByteSource, limit: number): Promise<Buffer> {
  if (source.size > limit) throw problems.uploadTooLarge({ limit, found: source.size });
  const parts: Buffer[] = [];
  for await (const chunk of source.chunks()) parts.push(chunk);
  return Buffer.concat(parts);
}
