import { expect, test } from 'vitest';
import { gather } from './gather.ts';

test('questions that come together go as one', async () => {
  const batches: number[][] = [];
  const find = gather<number, string>((keys) => {
    batches.push([...keys]);
    return Promise.resolve(new Map(keys.filter((key) => key !== 3).map((key) => [key, `v${String(key)}`])));
  });
  expect(await Promise.all([find(1), find(2), find(1), find(3)])).toEqual(['v1', 'v2', 'v1', undefined]);
  expect(batches).toEqual([[1, 2, 3]]);
});

test('a question never joins a batch that has left: it sees what was committed before it', async () => {
  let value = 'old';
  const release: (() => void)[] = [];
  const find = gather<string, string>(
    async (keys) => {
      const read = value;
      await new Promise<void>((resolve) => release.push(resolve));
      return new Map(keys.map((key) => [key, read]));
    },
    { parallel: 1 },
  );
  const first = find('k');
  await expect.poll(() => release.length).toBe(1);
  value = 'new';
  const second = find('k');
  release[0]?.();
  expect(await first).toBe('old');
  await expect.poll(() => release.length).toBe(2);
  release[1]?.();
  expect(await second).toBe('new');
});

test('a batch that fails fails its own questions only', async () => {
  let calls = 0;
  const find = gather<number, number>((keys) => {
    calls += 1;
    return calls === 1 ? Promise.reject(new Error('down')) : Promise.resolve(new Map(keys.map((key) => [key, key])));
  });
  await expect(find(1)).rejects.toThrow('down');
  expect(await find(1)).toBe(1);
});

test('many questions leave in bounded batches', async () => {
  const sizes: number[] = [];
  const find = gather<number, number>(
    (keys) => {
      sizes.push(keys.length);
      return Promise.resolve(new Map(keys.map((key) => [key, key])));
    },
    { most: 10 },
  );
  const asked = Array.from({ length: 25 }, (_, i) => i);
  expect(await Promise.all(asked.map((key) => find(key)))).toEqual(asked);
  expect(sizes).toEqual([10, 10, 5]);
});
