/**
 * Folds text for comparing and searching: lower case, no marks, one space. `Đảng viên` and `dang vien` fold alike.
 * NFD does not split letters with a stroke (đ, ø, ł), so those are listed.
 */
export const STROKES: Readonly<Record<string, string>> = {
  đ: 'd',
  ð: 'd',
  ø: 'o',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

const HAS_MORE_THAN_ASCII = /[^\0-\x7f]/;
const letterOf = (stroked: string) => STROKES[stroked] ?? stroked;

export function fold(text: string): string {
  // Much of what is folded is Latin: once its marks are off, a short class of letters does.
  if (!HAS_MORE_THAN_ASCII.test(text)) return foldAscii(text.toLowerCase());
  const bare = text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]+/g, '')
    .toLowerCase()
    .replace(/[đðøłħŧßæœı]/g, letterOf);
  return HAS_MORE_THAN_ASCII.test(bare) ? foldAny(text) : foldAscii(bare);
}

const foldAscii = (lower: string) => lower.replace(/[^a-z0-9]+/g, ' ').trim();

/** Of any script: what is a mark, a letter and a digit by Unicode. */
export function foldAny(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[đðøłħŧßæœı]/g, letterOf)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
