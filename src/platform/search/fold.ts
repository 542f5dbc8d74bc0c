/**
 * Folds text for comparing and searching: lower case, no marks, one space. `Đảng viên` and `dang vien` fold alike.
 * NFD does not split letters with a stroke (đ, ø, ł), so those are listed.
 */
const STROKES: Readonly<Record<string, string>> = {
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

export function fold(text: string): string {
  // Much of what is folded: nothing to take apart, and a short class of letters.
  if (!HAS_MORE_THAN_ASCII.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[đðøłħŧßæœı]/g, (letter) => STROKES[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
