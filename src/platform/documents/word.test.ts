/** Directions of what is written into Word files. */
import { describe, expect, it } from 'vitest';
import { readsFromRight, runsOf } from './word.ts';

const MARK = '\u200e';

describe('a paragraph of a file that reads from the right', () => {
  it('keeps a sentence in another language in its own direction', () => {
    expect(readsFromRight('Xã mong nhận được danh sách.', true)).toBe(false);
    expect(readsFromRight('الرد: Khoản 4 thêm một câu.', true)).toBe(true);
    // A code or a name alone stands where the words of the table stand.
    expect(readsFromRight('TT-01', true)).toBe(true);
    expect(readsFromRight('12', true)).toBe(true);
    expect(readsFromRight('Xã mong nhận được danh sách.', false)).toBe(false);
  });
});

describe('runs', () => {
  it('stand in the order of the text; what reads from the left among letters from the right is surrounded by marks', () => {
    const runs = runsOf('المرسوم 356/2025/ND-CP، المادة 7', true);
    expect(runs).toEqual([
      { text: 'المرسوم ', isRightToLeft: true },
      { text: `${MARK}356/2025/ND-CP${MARK}`, isRightToLeft: false },
      { text: '، المادة ', isRightToLeft: true },
      { text: '7', isRightToLeft: false },
    ]);
  });
  it('leave a text from the left as it is', () => {
    expect(runsOf('Nghị định 356/2025/NĐ-CP, Điều 7: 86,9 %', false)).toEqual([
      { text: 'Nghị định 356/2025/NĐ-CP, Điều 7: 86,9 %', isRightToLeft: false },
    ]);
  });
});
