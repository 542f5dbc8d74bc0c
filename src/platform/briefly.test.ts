import { expect, it } from 'vitest';
import { briefly } from './briefly.ts';
import type { Db } from './db/db.ts';

const db = {} as Db;
const counting = (ms?: number) => {
  let n = 0;
  return briefly((_db, key) => Promise.resolve(`${key}${String((n += 1))}`), ms);
};

it('reads once for those who ask within the moment', async () => {
  const brief = counting(60_000);
  expect(await Promise.all([brief.read(db, 'a'), brief.read(db, 'a')])).toEqual(['a1', 'a1']);
  expect(await brief.read(db, 'b')).toBe('b2');
  expect(await brief.read({} as Db, 'b')).toBe('b3');
});
it('reads again after a change made here', async () => {
  const brief = counting(60_000);
  await brief.read(db, 'a');
  brief.forget();
  expect(await brief.read(db, 'a')).toBe('a2');
});
it('reads again when the moment is over', async () => {
  const brief = counting(0);
  await brief.read(db, 'a');
  expect(await brief.read(db, 'a')).toBe('a2');
});
it('does not remember a failure', async () => {
  let fails = true;
  const brief = briefly(() => (fails ? Promise.reject(new Error('down')) : Promise.resolve(1)), 60_000);
  await expect(brief.read(db, 'a')).rejects.toThrow('down');
  fails = false;
  expect(await brief.read(db, 'a')).toBe(1);
});
