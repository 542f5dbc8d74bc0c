import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { compileTable, fromBytes } from '../../../src/records/intake/convert-text.ts';
import { guessTable, makeQuestion } from '../../../src/records/intake/guess-encoding.ts';
import { readEncodings } from '../../../src/records/intake/read-encodings.ts';

const encodings = readEncodings({
  files: () =>
    readdirSync(import.meta.dirname).map((name) => {
      const file = join(import.meta.dirname, name);
      return { path: `encodings/${name}`, file, text: readFileSync(file, 'utf8') };
    }),
});
const table = (name: string) => encodings.tables.find((one) => one.name === name)!;

/** Text to the bytes of a table, longest text first: the way back, for tests only. */
function encode(name: string, text: string): string {
  const back = new Map([...table(name).sequences].map(([from, to]) => [to, from]));
  // Of several spellings the regular one: the mark of a capital is a capital too.
  for (const [from, to] of table(name).sequences)
    if (from.length < 2 || /^[^a-z].*[À-Þ]$|^[a-zà-þ]/u.test(from)) back.set(to, from);
  return [...text].map((letter) => back.get(letter) ?? letter).join('');
}

const LOWER = [...'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ'];
const UPPER = LOWER.map((letter) => letter.toUpperCase());

describe('tables of the profile', () => {
  it.each(['tcvn3', 'vni', 'viscii', 'windows-1258'])('%s is there', (name) => {
    expect(table(name).names['vi']).toBeTruthy();
  });

  it.each([
    ['tcvn3', 'tcvn'],
    ['viscii', 'viscii'],
    ['windows-1258', 'windows1258'],
  ])('%s says the same as an independent table for every byte it lists', (name, other) => {
    const bytes = Array.from({ length: 256 }, (_, byte) => Buffer.from([byte]));
    const listed = bytes.filter((byte) => table(name).sequences.has(fromBytes(byte)));
    expect(listed).toHaveLength(table(name).sequences.size);
    for (const byte of listed) {
      expect([byte, table(name).sequences.get(fromBytes(byte))]).toEqual([byte, iconv.decode(byte, other)]);
    }
  });

  it.each(['tcvn3', 'vni', 'viscii'])('%s has every small letter with marks', (name) => {
    const reached = new Set(table(name).sequences.values());
    // The letters that Windows-1252 has too, VISCII leaves where they are.
    const missing = LOWER.filter((letter) => !reached.has(letter));
    expect(missing.filter((letter) => name !== 'viscii' || letter.charCodeAt(0) > 0xff)).toEqual([]);
  });

  it('vni has every capital with marks, tcvn3 the seven that have a code', () => {
    const vni = new Set(table('vni').sequences.values());
    expect(UPPER.filter((letter) => !vni.has(letter))).toEqual([]);
    expect([...table('tcvn3').sequences.values()].filter((to) => UPPER.includes(to)).join('')).toBe('ĂÂÊÔƠƯĐ');
  });

  it.each(['tcvn3', 'vni'])('%s comes back unchanged from a round trip of any words', (name) => {
    const convert = compileTable(table(name));
    const letters = name === 'tcvn3' ? LOWER : [...LOWER, ...UPPER];
    const word = fc.array(fc.constantFrom(...letters, ...'bcdghklmnpqrstvx '), { minLength: 1, maxLength: 30 });
    fc.assert(fc.property(word, (parts) => convert(encode(name, parts.join(''))) === parts.join('')));
  });

  it('reads names as people typed them', () => {
    expect(compileTable(table('tcvn3'))('NguyÔn V¨n Hïng')).toBe('Nguyễn Văn Hùng');
    expect(compileTable(table('tcvn3'))('TrÇn ThÞ Th¾m, x· §ång Lau')).toBe('Trần Thị Thắm, xã Đồng Lau');
    expect(compileTable(table('vni'))('Nguyeãn Vaên Huøng')).toBe('Nguyễn Văn Hùng');
    expect(compileTable(table('vni'))('TRAÀN THÒ MÖÔØI, xaõ Ñoàng Lau')).toBe('TRẦN THỊ MƯỜI, xã Đồng Lau');
  });

  it('raises capitals that have no codes of their own', () => {
    const tcvn3 = compileTable(table('tcvn3'));
    expect(tcvn3('NGUYÔN V¡N Hµ')).toBe('NGUYỄN VĂN HÀ');
    expect(tcvn3('Hµ NéI')).toBe('HÀ NỘI');
    expect(tcvn3('Hµ Vò')).toBe('Hà Vũ');
    expect(tcvn3('nguyÔn thÞ hµ', true)).toBe('NGUYỄN THỊ HÀ');
  });

  it('leaves a cell that is Unicode already', () => {
    expect(compileTable(table('tcvn3'))('Nguyễn Thị Hà')).toBe('Nguyễn Thị Hà');
  });

  it('reads bytes of a file', () => {
    const bytes = iconv.encode('NguyÔn V¨n', 'windows1252');
    expect(compileTable(table('tcvn3'))(fromBytes(bytes))).toBe('Nguyễn Văn');
  });
});

const NAMES = ['Nguyễn Văn Hùng', 'Trần Thị Thắm', 'Lê Đức Thọ', 'Phạm Ngọc Ánh', 'Vũ Thị Mây Hạ', 'Đặng Quốc Khánh'];

describe('guessing', () => {
  it.each(['tcvn3', 'vni'])('suspects %s and shows five samples before and after', (name) => {
    const cells = NAMES.map((text) => encode(name, name === 'tcvn3' ? text.replace('Á', 'A') : text));
    const guess = guessTable(cells, encodings);
    expect(guess?.table.name).toBe(name);
    const question = makeQuestion(cells, table(name), encodings);
    expect(question.samples).toHaveLength(5);
    expect(question.samples[0]).toEqual({ before: cells[0], after: NAMES[0] });
    expect(question.others).toContain('as-is');
  });

  it('asks nothing about Unicode names', () => {
    expect(guessTable(NAMES, encodings)).toBeUndefined();
  });

  it('asks nothing about other languages', () => {
    expect(guessTable(['Crème brûlée', 'Ångström', 'señor Núñez', 'Müller & Söhne'], encodings)).toBeUndefined();
  });

  it('suspects a file half of which is Unicode already', () => {
    const cells = [...NAMES.slice(3), ...NAMES.slice(0, 3).map((text) => encode('vni', text))];
    expect(guessTable(cells, encodings)?.table.name).toBe('vni');
  });

  it('guesses nothing without the form of a word', () => {
    expect(guessTable(['NguyÔn V¨n', 'TrÇn ThÞ'], { ...encodings, word: undefined })).toBeUndefined();
  });
});
