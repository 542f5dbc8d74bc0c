/** A file of a million rows and twelve columns, profiled by column. `npx node bench/profile-csv.ts [--rows N]`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { profileCsv } from '../src/quality/profile/profile-csv.ts';
import { benchRow, type BenchRow } from './load.ts';
import { writeFiles } from './load-data.ts';

export interface ProfileOptions {
  /** Default 1,000,000. */
  readonly rows?: number;
  readonly repetitions?: number;
  readonly log?: (line: string) => void;
}

const REACH = 20;
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export async function run({ rows = 1_000_000, repetitions = 3, log = () => undefined }: ProfileOptions = {}): Promise<
  BenchRow[]
> {
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  try {
    const { csv } = await writeFiles(folder, 'persons', { rows, from: 0, seed: 110 });
    const times: number[] = [];
    for (let i = 0; i < repetitions; i += 1) {
      const start = performance.now();
      const profile = await profileCsv(csv, { nothing: ['-'] });
      if (profile.rows !== rows) throw new Error(`profiled ${String(profile.rows)} of ${String(rows)} rows`);
      times.push((performance.now() - start) / 1000);
    }
    log(`profile: ${times.map((time) => time.toFixed(2)).join(', ')} s`);
    const against = `${String(rows)} rows, twelve columns`;
    return [benchRow('profile-csv', median(times), { unit: 's', against, reach: REACH, least: false })];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { rows: { type: 'string' } } });
  const rows = values.rows === undefined ? {} : { rows: Number(values.rows) };
  for (const row of await run({ ...rows, log: (line) => process.stderr.write(`${line}\n`) }))
    process.stdout.write(`${JSON.stringify(row)}\n`);
}
