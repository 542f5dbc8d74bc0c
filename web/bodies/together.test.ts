import { expect, it } from 'vitest';
import { together } from './together.ts';

it('asks once for everything that is asked in the same moment, each thing once', async () => {
  const questions: (readonly number[])[] = [];
  const find = together<number, string>((keys) => {
    questions.push(keys);
    return Promise.resolve(new Map(keys.filter((key) => key !== 9).map((key) => [key, `n${String(key)}`])));
  }, 3);
  expect(await Promise.all([1, 2, 1, 3, 4, 9].map((key) => find(key)))).toEqual([
    'n1',
    'n2',
    'n1',
    'n3',
    'n4',
    undefined,
  ]);
  expect(questions).toEqual([
    [1, 2, 3],
    [4, 9],
  ]);
  expect(await find(1)).toBe('n1');
  expect(questions).toHaveLength(3);
});

it('tells everybody who asked when the question fails', async () => {
  const find = together<number, string>(() => Promise.reject(new Error('silent')), 3);
  const ended = await Promise.allSettled([find(1), find(2)]);
  expect(ended.map((one) => one.status)).toEqual(['rejected', 'rejected']);
});
