import { expect, test } from 'vitest';
import { compileChecker } from './http/input.ts';
import { Day, dayAsRead } from './day.ts';

const { check } = compileChecker(Day);

test.each(['2024-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (text) => expect(check(text)).toBe(true));
test.each(['2026-02-30', '0000-01-01', '0000-00-00', '2026-1-1', '12026-01-01', '', 'today'])('%s is none', (text) =>
  expect(check(text)).toBe(false),
);

test('a day among words is printed as it is read; what only looks like one stays', () => {
  expect(['2026-12-01', '2026-12', 'TT-2026-12-01', 7, null].map(dayAsRead)).toEqual([
    '01/12/2026',
    '2026-12',
    'TT-2026-12-01',
    7,
    null,
  ]);
});
