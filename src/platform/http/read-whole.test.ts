import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { readWhole } from './upload.ts';

const pieces = (...sizes: number[]) => Readable.from(sizes.map((size) => Buffer.alloc(size, 'x')));

it('gives what came, up to the limit', async () => {
  expect((await readWhole(pieces(4, 6), 10)).toString()).toBe('x'.repeat(10));
});
it('refuses at the first byte over the limit, whatever is still to come', async () => {
  let taken = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc((taken += 1));
    })(),
  );
  await expect(readWhole(endless, 10)).rejects.toMatchObject({ kind: { slug: 'too-large' } });
  expect(taken).toBeLessThan(50);
  await expect(readWhole(pieces(11), 10, () => new Error('our own'))).rejects.toThrow('our own');
});
