import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold, foldAny } from './fold.ts';

it('folds marks, casing, strokes and spaces away', () => {
  const same = ['Đảng viên', 'dang  vien', ' ĐẢNG-VIÊN ', 'Đa\u0309ng vie\u0302n'];
  expect(same.map(fold)).toEqual(same.map(() => 'dang vien'));
  expect(['Straße', 'Œuvre', 'İzmir', 'Łódź', 'الاسم الأوّل', '£ 5'].map(fold)).toEqual([
    ...['strasse', 'oeuvre', 'izmir', 'lodz', 'الاسم الاول', '5'],
  ]);
});

it('takes the short way to the same end as the long one', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'đ',
      'Đ',
      'ß',
      'ẞ',
      'İ',
      'ı',
      'é',
      'e\u0301',
      '\u0300',
      '\u1dc0',
      '\u20d0',
      'ệ',
      'K',
      'ﬁ',
      '£',
      '²',
    ),
    fc.string({ unit: 'grapheme-ascii', maxLength: 4 }),
    fc.string({ unit: 'binary', maxLength: 2 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const text = parts.join('');
      expect([text, fold(text)]).toEqual([text, foldAny(text)]);
    }),
    { numRuns: 3000 },
  );
});
