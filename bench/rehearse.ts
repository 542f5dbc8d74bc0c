/**
 * A rehearsal of a release over a register of a million rows: one length narrowed, one widened, a rule over two fields.
 * The processor's time of this process and of the database server, because the machine is shared.
 * `npx node bench/rehearse.ts [--rows N]`; `run` gives the row to the bench as a whole.
 */
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { hashOf } from '../src/dictionary/canonical.ts';
import { currentRelease, type Plan } from '../src/dictionary/index.ts';
import { openNode } from '../src/node.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Database } from '../src/platform/db/db.ts';
import { sql } from '../src/platform/db/sql.ts';
import { rehearseRelease } from '../src/records/rehearse-release.ts';
import { benchRow, type BenchRow } from './load.ts';
import { writeProfile } from './load-data.ts';

export interface RehearseOptions {
  /** Default 1,000,000. */
  readonly rows?: number;
  readonly repetitions?: number;
  readonly log?: (line: string) => void;
}

// A quarter of a minute of one processor: twelve columns, every rule of the newer plan asked of every row.
const REACH = 15;
const TICKS_A_SECOND = 100;
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Seconds of the processor that the server's processes had so far. */
function serverSeconds(postmaster: number): number {
  const ticks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')
          .map(Number);
        const [, parent] = fields;
        // proc(5), counted from the state: utime and stime, and those of children that have ended.
        const [own = 0, kernel = 0, children = 0, theirs = 0] = fields.slice(11, 15);
        if (Number(pid) === postmaster) return own + kernel + children + theirs;
        return parent === postmaster ? own + kernel : 0;
      } catch {
        return 0; // it ended meanwhile, and counts with its parent
      }
    });
  return ticks.reduce((sum, one) => sum + one, 0) / TICKS_A_SECOND;
}

export async function fillPersons(db: Database, rows: number): Promise<void> {
  await db.script(`insert into data.bench_person (record_id, version, change_set, body_id, person_id, full_name,
      birth_date, sex, ethnic_group, commune, address, phone, joined_on, state, households, remark)
    select gen_random_uuid(), 1, 1, 1, '099' || lpad(n::text, 9, '0'), 'Nguyen Thi ' || n % 90000,
      date '1950-01-01' + n % 14000, (1 + n % 2)::text, lpad((1 + n % 54)::text, 2, '0'), lpad((1 + n % 3321)::text, 5, '0'),
      n % 300 || ' Ly Thuong Kiet', '09' || lpad((n % 99999999)::text, 8, '0'), date '1980-01-01' + n % 14000,
      chr(65 + n % 3), n % 9, case n % 10 when 0 then 'seen twice' end
      from generate_series(1, ${String(rows)}) n`);
  await db.run(sql`analyze data.bench_person`);
}

function proposed(plan: Plan): Plan {
  const lengths: Readonly<Record<string, number>> = { full_name: 15, remark: 900 };
  const changed = <T extends { readonly maxLength?: number }>(one: T, name: string): T =>
    name in lengths ? { ...one, maxLength: lengths[name] } : one;
  const { hash: _, ...rest } = plan;
  const next = {
    ...rest,
    elements: plan.elements.map((one) => changed(one, one.physicalName)),
    entities: plan.entities.map((entity) => ({
      ...entity,
      fields: entity.fields.map((one) => changed(one, one.name)),
    })),
  };
  return { ...next, hash: hashOf(next) };
}

export async function run(options: RehearseOptions = {}): Promise<BenchRow[]> {
  const { rows = 1_000_000, repetitions = 3, log = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  chmodSync(folder, 0o755);
  try {
    writeProfile(join(folder, 'profiles'));
    const dirs = { dataDir: join(folder, 'data'), keysDir: join(folder, 'keys') };
    const config = { ...readConfig({}), ...dirs, profile: 'bench', logLevel: 'silent' as const };
    await using node = await openNode({ config, profiles: join(folder, 'profiles') });
    await node.install();
    const { db } = node.context;
    await fillPersons(db, rows);
    const plan = proposed((await currentRelease(db)).plan);
    const [backend] = await db.rows<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    const postmaster = Number(
      readFileSync(`/proc/${String(backend?.pid)}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')[1],
    );
    const times: number[] = [];
    for (let i = 0; i < repetitions; i += 1) {
      const [own, server, clock] = [process.cpuUsage(), serverSeconds(postmaster), performance.now()];
      const { registers } = await rehearseRelease(node.context, plan);
      const { user, system } = process.cpuUsage(own);
      const spent = serverSeconds(postmaster) - server + (user + system) / 1e6;
      times.push(spent);
      const fails = registers.flatMap(({ failing }) => failing.map((one) => `${one.rule} ${String(one.fails)}`));
      log(
        `rehearse: ${spent.toFixed(2)} s of processor, ${((performance.now() - clock) / 1000).toFixed(2)} s by the clock; ${fails.join(', ')}`,
      );
    }
    const against = `${String(rows)} rows, two lengths changed; processor time of program and server`;
    return [benchRow('rehearse-1000000', median(times), { unit: 's', against, reach: REACH, least: false })];
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
