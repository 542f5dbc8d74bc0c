/** An engine that ends as soon as it was started: of somebody else's making, or for good. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundledBinaries, startServer } from './embedded.ts';
import { CannotLaunchError } from './launch.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-engine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const real = process.env['ARTERY_TEST_PG_BIN'] ?? bundledBinaries();

/** Programs that work, but for `postgres`, which ends at once the first `times` times, as one that lost a race does. */
function programs(name: string, times: number): { binDir: string; starts: () => number } {
  const binDir = join(folder, name);
  const count = join(binDir, 'starts');
  const script = (program: string, lines: readonly string[]) => {
    writeFileSync(join(binDir, program), ['#!/bin/sh', ...lines, `exec '${join(real, program)}' "$@"`, ''].join('\n'));
    chmodSync(join(binDir, program), 0o755);
  };
  mkdirSync(binDir);
  writeFileSync(count, '');
  chmodSync(count, 0o666);
  script('initdb', []);
  script('postgres', [`echo x >> '${count}'`, `[ "$(wc -l < '${count}')" -gt ${String(times)} ] || exit 1`]);
  return { binDir, starts: () => readFileSync(count, 'utf8').split('\n').length - 1 };
}

describe('an engine that ends at once', () => {
  it('without a visible reason is started again: the other one took its lock file with it', async () => {
    const { binDir, starts } = programs('once', 1);
    await using server = await startServer({ dataDir: join(folder, 'a', 'postgres'), binDir });
    expect([server.joined, starts()]).toEqual([false, 2]);
  }, 60_000);

  it('again and again is given up soon, with the place of its log', async () => {
    const { binDir, starts } = programs('never', 99);
    const dataDir = join(folder, 'b', 'postgres');
    const began = startServer({ dataDir, binDir });
    await expect(began).rejects.toThrow(CannotLaunchError);
    await expect(began).rejects.toThrow(join(folder, 'b', 'postgres.log'));
    expect(existsSync(join(folder, 'b', 'postgres.log'))).toBe(true);
    expect(starts()).toBe(3);
  }, 60_000);
});
