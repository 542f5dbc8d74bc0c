/**
 * Loads of a million persons through the whole path, against COPY by the server of the same rows into the same table;
 * interleaved, median of the ratios. `npx node bench/load.ts [--rows N] [--repetitions N] [--only NAME]`.
 */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { openNode } from '../src/node.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Database } from '../src/platform/db/db.ts';
import { raw, renderLiteral, sql } from '../src/platform/db/sql.ts';
import { FIELDS, writeFiles, writeProfile } from './load-data.ts';
import { measureUpdates } from './load-update.ts';

export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string;
  readonly reach: number;
  readonly ok: boolean;
}

export interface LoadOptions {
  /** Default 1,000,000. */
  readonly rows?: number;
  /** Default 5. */
  readonly repetitions?: number;
  /** Names of rows; default all. */
  readonly only?: readonly string[];
  readonly log?: (line: string) => void;
}

interface Scene {
  readonly db: Database;
  readonly folder: string;
  readonly options: Required<LoadOptions>;
  readonly files: Readonly<Record<'base' | 'mixed' | 'fresh', { csv: string; raw: string }>>;
}

interface Loaded {
  readonly seconds: number;
  readonly megabytes: number;
  readonly added: number;
  readonly changed: number;
  readonly wrong: number;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export const benchRow = (
  name: string,
  value: number,
  rest: Omit<BenchRow, 'name' | 'value' | 'ok'> & { least?: boolean },
): BenchRow => {
  const { least = true, ...more } = rest;
  return { name, value: Number(value.toFixed(2)), ...more, ok: least ? value >= rest.reach : value <= rest.reach };
};

/** The rows `load-first`, `load-first-copy-then-index`, `load-filled`, `load-update` and `load-memory`. */
export async function run(options: LoadOptions = {}): Promise<BenchRow[]> {
  const asked = { rows: 1_000_000, repetitions: 5, only: [], log: () => undefined, ...options };
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  chmodSync(folder, 0o755);
  try {
    writeProfile(join(folder, 'profiles'));
    const config = {
      ...readConfig({}),
      dataDir: join(folder, 'data'),
      keysDir: join(folder, 'keys'),
      profile: 'bench',
      logLevel: 'silent',
    };
    await using node = await openNode({ config, profiles: join(folder, 'profiles') });
    await node.install();
    const { rows } = asked;
    const files = {
      base: await writeFiles(folder, 'base', { rows, from: 0, seed: 1 }),
      // A tenth of its keys are in the base.
      mixed: await writeFiles(folder, 'mixed', { rows, from: Math.floor(rows * 0.9), seed: 2 }),
      fresh: await writeFiles(folder, 'fresh', { rows, from: rows, seed: 3 }),
    };
    const scene: Scene = { db: node.context.db, folder, options: asked, files };
    await makeCopies(scene.db);
    return await measure(scene);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wants = ({ options }: Scene, ...names: string[]) =>
  options.only.length === 0 || names.some((name) => options.only.includes(name));

async function measure(scene: Scene): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  if (wants(scene, 'load-first', 'load-filled', 'load-memory')) rows.push(...(await measureLoads(scene)));
  if (wants(scene, 'load-update')) {
    await emptied(scene.db, 'data.bench_person', 'history.bench_person');
    await load(scene, scene.files.base.csv);
    rows.push(await measureUpdates(scene.db, scene.options));
  }
  return rows.filter((row) => scene.options.only.length === 0 || scene.options.only.includes(row.name));
}

async function measureLoads(scene: Scene): Promise<BenchRow[]> {
  const { db, files, options } = scene;
  const times: Record<'first' | 'filled' | 'copy' | 'copyFresh' | 'copyThenIndex', number[]> = {
    first: [],
    filled: [],
    copy: [],
    copyFresh: [],
    copyThenIndex: [],
  };
  const memory: number[] = [];
  for (let i = 0; i < options.repetitions; i++) {
    await emptied(db, 'data.bench_person', 'history.bench_person', 'data.bench_copy', 'data.bench_bare');
    const first = await load(scene, files.base.csv);
    times.copy.push(await seconds(() => copy(db, 'bench_copy', files.base.raw)));
    const filled = await load(scene, files.mixed.csv);
    times.copyFresh.push(await seconds(() => copy(db, 'bench_copy', files.fresh.raw)));
    times.copyThenIndex.push(await seconds(() => copyThenIndex(db, files.base.raw)));
    times.first.push(first.seconds);
    times.filled.push(filled.seconds);
    memory.push(first.megabytes, filled.megabytes);
    const line = Object.entries(times).map(([name, all]) => `${name} ${(all.at(-1) ?? 0).toFixed(1)} s`);
    options.log(
      `${line.join(', ')}; ${String(first.megabytes)} and ${String(filled.megabytes)} MB; ${JSON.stringify(filled)}`,
    );
  }
  const ratio = (against: number[], ours: number[]) => median(ours.map((mine, i) => (against[i] ?? 0) / mine));
  const unit = 'times as fast';
  return [
    benchRow('load-first', ratio(times.copy, times.first), {
      unit,
      against: 'COPY with the indexes in place',
      reach: 1.7,
    }),
    benchRow('load-first-then-index', ratio(times.copyThenIndex, times.first), {
      unit,
      against: 'COPY, then the indexes',
      reach: 0.8,
    }),
    benchRow('load-filled', ratio(times.copyFresh, times.filled), {
      unit,
      against: 'COPY of as many fresh keys',
      reach: 0.6,
    }),
    benchRow('load-memory', Math.max(...memory), { unit: 'MB at the peak', against: '–', reach: 400, least: false }),
  ];
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function emptied(db: Database, ...tables: string[]): Promise<void> {
  await db.script(`truncate ${tables.join(', ')}; checkpoint`);
}

/** Two tables like the register's: one with its indexes, one that gets them after. */
async function makeCopies(db: Database): Promise<void> {
  await db.script(`create table data.bench_copy (like data.bench_person including all) with (fillfactor = 85);
    create table data.bench_bare (like data.bench_person including all) with (fillfactor = 85)`);
}

const columns = ['record_id', 'version', 'change_set', 'body_id', ...FIELDS].join(', ');

async function copy(db: Database, table: string, file: string): Promise<void> {
  await db.script(renderLiteral(sql`copy data.${raw(table)} (${raw(columns)}) from ${file} with (format csv)`));
}

async function copyThenIndex(db: Database, file: string): Promise<void> {
  const indexes = await db.rows<{ drop: string; make: string }>(sql`
    select case when k.oid is null then format('drop index data.%I', c.relname)
        else format('alter table data.bench_bare drop constraint %I', k.conname) end as drop,
      case when k.oid is null then pg_get_indexdef(i.indexrelid)
        else format('alter table data.bench_bare add constraint %I %s', k.conname, pg_get_constraintdef(k.oid)) end as make
    from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_constraint k on k.conindid = i.indexrelid
    where i.indrelid = 'data.bench_bare'::regclass`);
  const statements = [
    'begin',
    ...indexes.map((index) => index.drop),
    'truncate data.bench_bare',
    renderLiteral(sql`copy data.bench_bare (${raw(columns)}) from ${file} with (format csv)`),
    ...indexes.map((index) => index.make),
    'commit',
  ];
  await db.script(statements.join(';\n'));
}

/** One load in a process of its own. */
async function load({ db, folder }: Scene, csv: string): Promise<Loaded> {
  const order = { connection: db.connection, profiles: join(folder, 'profiles'), keys: join(folder, 'keys'), csv };
  const child = join(import.meta.dirname, 'load-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify(order)]);
  return JSON.parse(stdout) as Loaded;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const value = (name: string) =>
    process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined;
  const [rows, repetitions, only] = [value('--rows'), value('--repetitions'), value('--only')];
  const found = await run({
    ...(rows !== undefined && { rows: Number(rows) }),
    ...(repetitions !== undefined && { repetitions: Number(repetitions) }),
    ...(only !== undefined && { only: [only] }),
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  console.table(found);
}
