/** Marks of secrecy: the corpus, the places, and what the detector is for. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compileMarks, marksOf, noMarks, type Marks, type MarkWords } from '../../src/platform/marks/index.ts';
import { readProfile } from '../../src/platform/profile.ts';
import { harmless, marked, type Sample } from './corpus.ts';

const profile = readProfile(join(import.meta.dirname, '../../profiles'), 'vn-party');
const marks = marksOf(profile);
const decoder = new TextDecoder('windows-1252');

/** Writes a text as programs of before Unicode did: their bytes, read today. */
const old = Object.fromEntries(
  profile.files('encodings').flatMap(({ path, text }) => {
    if (!/tcvn3|vni/.test(path)) return [];
    const { name, bytes } = parse(text) as { name: string; bytes: Record<string, string> };
    const written = new Map(
      Object.entries(bytes).map(([hex, letter]) => [letter, decoder.decode(Buffer.from(hex, 'hex'))]),
    );
    return [[name, (given: string) => [...given].map((letter) => written.get(letter) ?? letter).join('')]];
  }),
);

const caught = (samples: readonly Sample[], by: Marks = marks) =>
  samples.filter(({ text, place }) => by.find(text, place));
const byForm = (samples: readonly Sample[]) =>
  Object.entries(Object.groupBy(samples, ({ form }) => form)).map(
    ([form, list]) => `${form}: ${String(list?.length)} (${JSON.stringify(list?.[0]?.text)})`,
  );

describe('a seeded corpus', () => {
  const bad = marked(20_261_130, old);
  const good = harmless(20_261_130, 12_000);

  it('has at least 500 marks and 10,000 harmless texts', () => {
    expect(bad.length).toBeGreaterThanOrEqual(500);
    expect(good.length).toBeGreaterThanOrEqual(10_000);
    expect(new Set(bad.map(({ form }) => form)).size).toBeGreaterThanOrEqual(18);
  });

  it('at least 99 % of the marks are caught', () => {
    const missed = bad.filter(({ text, place }) => !marks.find(text, place));
    expect(caught(bad).length / bad.length, byForm(missed).join('\n')).toBeGreaterThanOrEqual(0.99);
  });

  it('at most 1 % of the harmless texts are stopped', () => {
    const wrong = caught(good);
    expect(wrong.length / good.length, byForm(wrong).join('\n')).toBeLessThanOrEqual(0.01);
  });

  it('other seeds say the same', () => {
    for (const seed of [1, 2, 3]) {
      const [some, others] = [marked(seed, old), harmless(seed, 3000)];
      expect(caught(some).length / some.length).toBeGreaterThanOrEqual(0.99);
      expect(caught(others).length / others.length).toBeLessThanOrEqual(0.01);
    }
  });

  it('twin: a detector that folds tone marks stops harmless texts', () => {
    const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');
    const folding: Marks = {
      ...marks,
      find: (text) => (/\b(toi|tuyet)\s+mat\b/i.test(fold(text)) ? { rule: 'degree' } : undefined),
    };
    expect(caught(good, folding).length / good.length).toBeGreaterThan(0.01);
  });

  it('twin: without a profile nothing is caught', () => expect(caught(bad, noMarks)).toEqual([]));
});

describe('where it stands', () => {
  it('a lone word is a name in a cell and a mark as a title', () => {
    expect(marks.find('Mật', 'cell')).toBeUndefined();
    expect(marks.find('MẬT', 'cell')).toBeUndefined();
    expect(marks.find('Mật', 'title')).toMatchObject({ rule: 'alone', degree: 'low' });
  });

  it('another tone is another word', () => {
    for (const text of ['tôi mất', 'tối mất', 'tới mặt', 'tuyết mát', 'TÔI MẤT'])
      expect(marks.find(text, 'title')).toBeUndefined();
  });

  it('a column of degrees makes its values marks', () => {
    expect(marks.isLabel('Độ mật')).toBe(true);
    expect(marks.isLabel('Mật độ')).toBe(false);
    expect(marks.isDegree('Mật')).toBe(true);
    expect(marks.isDegree('Thường')).toBe(false);
  });

  it('says which form and which degree, and never the text', () => {
    expect(marks.find('Hồ sơ TUYỆT MẬT về nhân sự', 'text')).toEqual({ rule: 'degree', degree: 'highest' });
  });
});

describe('the words are data', () => {
  const words: MarkWords = {
    language: 'en',
    degrees: [
      { code: 'top', words: 'top secret' },
      { code: 'low', words: 'restricted' },
    ],
    labels: ['classification'],
    phrases: [],
    lines: [],
  };
  it('of any language', () => {
    const english = compileMarks(words);
    expect(english.find('This is TOP SECRET stuff', 'text')).toEqual({ rule: 'degree', degree: 'top' });
    expect(english.find('Classification: Restricted', 'cell')).toEqual({ rule: 'labelled', degree: 'low' });
    expect(english.find('a restricted area', 'text')).toBeUndefined();
  });
  it('none: nothing is looked for', () => expect(compileMarks({ ...words, degrees: [] })).toBe(noMarks));
});

it('goes over 100,000 rows in less than two seconds', () => {
  const row = ['99101', 'Nguyễn Thị Minh Hằng', '1987-03-12', 'Thôn Đông Lâu, xã Khe Mây', 'đang hoạt động'];
  const started = performance.now();
  for (let i = 0; i < 100_000; i += 1) marks.findInRow(row);
  expect(performance.now() - started).toBeLessThan(2000);
});
