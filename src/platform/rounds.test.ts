import { pino } from 'pino';
import { expect, it } from 'vitest';
import { startRounds } from './rounds.ts';

const log = pino({ level: 'silent' });

it('comes round again after a failure, one run at a time, and stops with the run in hand told', async () => {
  let runs = 0;
  let together = 0;
  const third = Promise.withResolvers<AbortSignal>();
  const run = async (signal: AbortSignal) => {
    expect(++together).toBe(1);
    runs += 1;
    await Promise.resolve();
    together -= 1;
    if (runs < 3) throw new Error('not yet');
    third.resolve(signal);
    if (runs === 3) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
  const rounds = startRounds({ log }, [{ name: 'test.round', everyMs: 1, run }]);
  const signal = await third.promise;
  expect(signal.aborted).toBe(false);
  await rounds[Symbol.asyncDispose]();
  expect(signal.aborted).toBe(true);
  expect(runs).toBe(3);
});
