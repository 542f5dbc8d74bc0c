/** Bytes of a file → text, or the finding that says why not: empty, too large, no Unicode, a format of another kind. */
import { isUtf8 } from 'node:buffer';
import type { ImportFindings, Format, ImportFile, Opened } from './model.ts';

// A dictionary is written by people; beyond this it is data, and reading it whole would only fill the memory.
export const LARGEST = 50 * 1024 * 1024;

const startsWith = (bytes: Uint8Array, ...head: number[]) => head.every((byte, place) => bytes[place] === byte);

/** @returns text without a byte order mark; undefined when a finding says why there is none */
export function openText(file: ImportFile, findings: ImportFindings, format: Format): Opened | undefined {
  const { name, bytes } = file;
  const spot = { file: name };
  if (!isReadable(file, findings)) return undefined;
  if (isZip(bytes)) {
    findings.error(spot, 'wrong-format', { format, looksLike: 'excel' });
    return undefined;
  }
  const text = decode(bytes);
  if (text === undefined) {
    findings.error(spot, 'not-unicode', {});
    return undefined;
  }
  if (text.trim() === '') {
    findings.error(spot, 'file-empty', {});
    return undefined;
  }
  return { file: name, text, format, findings };
}

export const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04);

export function isReadable({ name, bytes, size = bytes.length }: ImportFile, findings: ImportFindings): boolean {
  if (bytes.length === 0) findings.error({ file: name }, 'file-empty', {});
  if (size > LARGEST) {
    findings.error({ file: name }, 'file-too-large', { size: Math.ceil(size / 1e6), most: Math.floor(LARGEST / 1e6) });
  }
  return bytes.length > 0 && size <= LARGEST;
}

export function decode(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  if (startsWith(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes);
  if (!isUtf8(bytes) || bytes.includes(0)) return undefined;
  return new TextDecoder('utf-8').decode(bytes);
}

/** In this order: the first that fits. */
const SIGNS: readonly (readonly [Format, (head: string) => boolean])[] = [
  ['dsa', (head) => /^\s*"?id"?,"?(d|dataset)"?,/.test(head)],
  ['skos', (head) => /^\s*(@prefix|PREFIX|@base)\s/m.test(head)],
  ['ddl', (head) => /\bCREATE\s+(UNLOGGED\s+|TEMP(ORARY)?\s+)?(TABLE|TYPE|DOMAIN)\b/i.test(head)],
  ['odcs', (head) => /^\s*\{?\s*"?kind"?\s*:\s*["']?DataContract/m.test(head)],
  ['odcs', (head) => /^\s*\{?\s*"?apiVersion"?\s*:\s*["']?v[23]\./m.test(head)],
  ['artery', (head) => /^\s*(-\s*)?(physicalName|objectClass|dataType|parentList|validTime)\s*:/m.test(head)],
  ['artery', (head) => /^\s*-?\s*\{?\s*element\s*:/m.test(head)],
  ['json-schema', (head) => /"\$schema"\s*:\s*"[^"]*json-schema\.org/.test(head)],
  ['table-schema', (head) => /"(fields|resources)"\s*:\s*\[/.test(head)],
  ['table-schema', (head) => /^\s*[{,]?\s*"?(fields|resources)"?\s*:/m.test(head)],
  ['json-schema', (head) => /"(\$defs|\$id|\$schema)"\s*:/.test(head)],
  ['json-schema', (head) => /"type"\s*:\s*"object"/.test(head) && /"properties"\s*:\s*\{/.test(head)],
  ['csv', isDelimited],
];

function isDelimited(head: string): boolean {
  const [first = ''] = head.split('\n', 1);
  return !/^\s*[[{<]/.test(first) && /[,;\t]/.test(first) && !first.includes(': ');
}

/** Which format a text looks like; undefined: none that is known. */
export function looksLike(text: string): Format | undefined {
  const head = text.slice(0, 20_000);
  return SIGNS.find(([, fits]) => fits(head))?.[0];
}

/** Says that the file is not of the kind that was named, and what it looks like. */
export function refuseOther({ file, text, format, findings }: Opened): void {
  const other = looksLike(text);
  if (other === undefined || other === format) {
    findings.error({ file }, 'not-the-format', { format });
  } else findings.error({ file }, 'wrong-format', { format, looksLike: other });
}
