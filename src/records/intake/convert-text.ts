/**
 * Legacy text to Unicode by a table. Programs without Unicode kept one byte a letter; read today, such text shows the
 * characters that Windows-1252 gives to those bytes, in a CSV file and in the cells of a workbook alike.
 */
import type { EncodingTable } from './model.ts';

const decoder = new TextDecoder('windows-1252');

/** The characters that Windows-1252 (WHATWG Encoding, §9.1) shows for bytes. */
export const fromBytes = (bytes: Uint8Array): string => decoder.decode(bytes);

const shown = fromBytes(Uint8Array.from({ length: 256 }, (_, byte) => byte));
const byteCharacters = new Set(shown.slice(0x80));

/** Whether the text can be bytes of one: no character from outside the 256. Such a cell is Unicode already. */
export function isByteText(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f && !byteCharacters.has(text.charAt(i))) return false;
  }
  return true;
}

/** Converts one cell; `capitals` when its font draws capitals. */
export type Convert = (text: string, capitals?: boolean) => string;

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function compileTable(table: EncodingTable): Convert {
  const longestFirst = [...table.sequences.keys()].sort((a, b) => b.length - a.length);
  const sequence = new RegExp(longestFirst.map(escape).join('|'), 'gu');
  return (text, capitals = false) => {
    if (!isByteText(text)) return text;
    const letters = text.replace(sequence, (found) => table.sequences.get(found) ?? found);
    const converted = letters === text ? text : letters.normalize('NFC');
    if (capitals) return converted.toUpperCase();
    return table.capitalsByWord ? raiseWords(text, converted) : converted;
  };
}

/**
 * Capitals without codes of their own: a word with two plain capitals and no plain small letter is all capitals;
 * a text that has such a word and no plain small letter anywhere is all capitals.
 */
function raiseWords(before: string, after: string): string {
  if (before === after) return after;
  if (!/[a-z]/.test(before) && /[A-Z]\P{L}?.?[A-Z]/u.test(before)) {
    if (after.split(/[^\p{L}]+/u).some(isCapitalWord)) return after.toUpperCase();
  }
  return after.replace(/\p{L}+/gu, (word) => (isCapitalWord(word) ? word.toUpperCase() : word));
}

const isCapitalWord = (word: string) => !/[a-z]/.test(word) && (word.match(/[A-Z]/g)?.length ?? 0) >= 2;
