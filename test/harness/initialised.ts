/** A data folder as `artery init` leaves it, for whom its making is not the question: made once a run, then copied. */
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { commandsOn } from './cli.ts';
import { onceARun } from './once.ts';
import { todayAt } from './told-place.ts';

/** Copies it to `data`, which is not there yet. Call it in `beforeAll`. */
export async function initialised(data: string): Promise<void> {
  const made = await onceARun(`initialised-${todayAt('vn-demo')}`, async (folder) => {
    const artery = commandsOn(join(folder, 'data'));
    expect(await artery('init')).toMatchObject({ exit: 0 });
    // Processes are killed by these tests; the machine is not.
    appendFileSync(join(artery.data, 'postgres', 'postgresql.auto.conf'), 'fsync = off\n');
  });
  // With their owners, who may differ where tests run as root.
  execFileSync('cp', ['-a', join(made, 'data'), data]);
}
