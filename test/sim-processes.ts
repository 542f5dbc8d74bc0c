/**
 * A seeded simulation: people load, edit, end and undo at the same time, while the processes that follow the change log
 * are killed and started again. Afterwards the log must be gap-free, the deltas must add up to what stands, and what the
 * followers hold must be what they would build anew. The seed fixes who does what; which of them is first is the machine's.
 *
 *   npm run sim -- --seed 7 --steps 300
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columns, line, openCounty, rowsOf, type County } from './harness/records.ts';
import { REGISTER, simFollowers, simSchema } from './harness/sim-followers.ts';
import { chance, type Chance } from '../profiles/vn-demo/story/random.ts';
import { findChangeSet, startFollowers } from '../src/platform/changes/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase, type Database } from '../src/platform/db/db.ts';
import { startServer } from '../src/platform/db/embedded.ts';
import { migrate, readMigrations } from '../src/platform/db/migrate.ts';
import { migratedRooms } from '../src/platform/db/rooms.ts';
import { sql } from '../src/platform/db/sql.ts';
import { Problem } from '../src/platform/http/problem.ts';
import {
  createRecord,
  delta,
  editRecord,
  endRecord,
  findByKey,
  loadRows,
  openRegister,
  relation,
  undoChangeSet,
} from '../src/records/index.ts';
import { qualityRoom } from '../src/quality/index.ts';

const WORKERS = 4;
const RUNNERS = 2;
const KEYS = 60;
const NAMES = ['Ada', 'Ben', 'Cid', 'Dot', 'Eve'];

interface World {
  readonly county: County;
  readonly luck: Chance;
  /** Change sets that were acknowledged. */
  readonly done: number[];
  readonly counts: Map<string, number>;
}

const acts: Readonly<Record<string, (world: World) => Promise<number | null>>> = {
  create: ({ county, luck }) => {
    const values = { card_no: keyOf(luck), full_name: luck.pick(NAMES) };
    return createRecord(county.context, { ...where(county, luck), values }).then((made) => made.changeSet);
  },
  edit: async ({ county, luck }) => {
    const change = await someRecord(county, luck);
    if (!change) return null;
    return (await editRecord(county.context, { ...change, values: { full_name: luck.pick(NAMES) } })).changeSet;
  },
  end: async ({ county, luck }) => {
    const change = await someRecord(county, luck);
    return change ? (await endRecord(county.context, change)).changeSet : null;
  },
  load: async ({ county, luck }) => {
    const from = luck.between(0, KEYS / 2);
    const lines = Array.from({ length: luck.between(1, KEYS / 2) }, (_, i) =>
      line(from + i, { full_name: luck.pick(NAMES) }),
    );
    const to = where(county, luck);
    return (await loadRows(county.context, { ...to, columns, rows: rowsOf(lines, 10) })).changeSet;
  },
  undo: async ({ county, luck, done }) => {
    const changeSet = done.at(-luck.between(1, 6));
    if (changeSet === undefined) return null;
    const caller = county.caller('A', 'officer');
    return (await undoChangeSet(county.context, { changeSet, caller, leaveDependents: luck.next() < 0.5 })).changeSet;
  },
};
const DECK = ['create', 'create', 'edit', 'edit', 'edit', 'end', 'load', 'load', 'undo'];

const keyOf = (luck: Chance) => String(luck.between(0, KEYS - 1)).padStart(6, '0');
const where = (county: County, luck: Chance) => {
  const code = luck.pick(['A', 'B']);
  return { register: REGISTER, body: county.id(code), caller: county.caller(code, 'officer') };
};

async function someRecord(county: County, luck: Chance) {
  const table = await openRegister(county.context.db, REGISTER);
  const found = await findByKey(county.context.db, table, [keyOf(luck)], { scope: 'all' });
  if (!found) return undefined;
  const absent = () => Promise.resolve(new GoneError('it is gone'));
  const caller = county.caller('A', 'officer');
  return { register: REGISTER, caller, record: found.record, version: found.version, scope: 'all' as const, absent };
}

class GoneError extends Error {
  override name = 'GoneError';
}

/** A refusal is an answer: somebody else was first. Anything else is a fault. */
async function act(world: World, name: string): Promise<void> {
  const count = (how: string) => world.counts.set(how, (world.counts.get(how) ?? 0) + 1);
  try {
    const changeSet = await acts[name]?.(world);
    if (typeof changeSet === 'number') world.done.push(changeSet);
    count(name);
  } catch (error) {
    if (!(error instanceof Problem || error instanceof GoneError)) throw error;
    count('refused');
  }
}

function startRunner(db: Database): ChildProcess {
  const script = join(import.meta.dirname, 'harness', 'sim-runner.ts');
  return spawn(process.execPath, [script, JSON.stringify(db.connection)], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function play(world: World, steps: number): Promise<void> {
  const { db } = world.county.context;
  const runners = Array.from({ length: RUNNERS }, () => startRunner(db as Database));
  const plan = Array.from({ length: steps }, () => ({ name: world.luck.pick(DECK), fate: world.luck.next() }));
  let next = 0;
  const worker = async () => {
    for (let step = plan[next++]; step; step = plan[next++]) {
      await act(world, step.name);
      if (step.fate > 0.04) continue;
      const at = step.fate < 0.02 ? 0 : 1;
      const old = runners[at] as ChildProcess;
      runners[at] = startRunner(db as Database);
      await kill(old);
      world.counts.set('killed', (world.counts.get('killed') ?? 0) + 1);
    }
  };
  try {
    await Promise.all(Array.from({ length: WORKERS }, worker));
  } finally {
    await Promise.all(runners.map(kill));
  }
}

interface Row {
  readonly record_id: string;
  readonly version: number;
  readonly body_id: number;
  readonly card_no: string;
  readonly full_name: string;
}
const SHOWN = ['card_no', 'full_name'];

/** What is wrong; nothing when all is well. */
async function judge({ county, done }: World): Promise<string[]> {
  const { db } = county.context;
  const faults: string[] = [];
  const context = { ...county.context, clock: systemClock };
  const followers = simFollowers(context);
  await using running = await startFollowers(context, followers);
  await running.settled();
  const [log] = await db.rows<{ numbered: number; last: number; waiting: number }>(
    sql`select count(position) as numbered, coalesce(max(position), 0) as last, count(*) - count(position) as waiting
        from platform.change_set`,
  );
  if (!log || log.numbered !== log.last || log.waiting > 0) faults.push(`the log has gaps: ${JSON.stringify(log)}`);
  for (const id of done)
    if (!(await findChangeSet(db, id))) faults.push(`change set ${String(id)} was acknowledged and is gone`);
  const [sum, stands] = [await sumOfDeltas(db as Database), await standing(db as Database)];
  if (JSON.stringify(sum) !== JSON.stringify(stands)) faults.push('the deltas do not add up to what stands');
  for (const { name, fingerprint } of followers) {
    if (fingerprint && (await running.checkDrift(name)).drifted) faults.push(`${name} holds what a rebuild would not`);
  }
  return faults;
}

const order = (rows: Iterable<Row>) => [...rows].sort((a, b) => (a.record_id < b.record_id ? -1 : 1));

async function standing(db: Database): Promise<Row[]> {
  const table = await openRegister(db, REGISTER);
  return order(
    await db.rows<Row>(
      sql`select record_id, version, body_id, card_no, full_name from ${relation(table, { columns: SHOWN, scope: 'all' })} r`,
    ),
  );
}

/** As a feed's consumer sees it: change by change, in the order of the log; what a change ended goes before what it began. */
async function sumOfDeltas(db: Database): Promise<Row[]> {
  const table = await openRegister(db, REGISTER);
  const ids = await db.rows<{ id: number }>(
    sql`select id from platform.change_set where subject = ${REGISTER} and kind in ('records', 'undo') order by epoch, position`,
  );
  const held = new Map<string, Row>();
  for (const { id } of ids) {
    const change = (await findChangeSet(db, id)) as NonNullable<Awaited<ReturnType<typeof findChangeSet>>>;
    const rows = await db.rows<Row & { sign: number }>(
      sql`select sign, record_id, version, body_id, card_no, full_name from ${delta(table, change, SHOWN)} d order by sign`,
    );
    for (const { sign, ...row } of rows) {
      const before = held.get(row.record_id);
      const fits = sign < 0 ? before?.version === row.version : before === undefined;
      if (!fits) throw new DeltaError(`change ${String(id)} does not follow on what stood: ${JSON.stringify(row)}`);
      if (sign < 0) held.delete(row.record_id);
      else held.set(row.record_id, row);
    }
  }
  return order(held.values());
}

class DeltaError extends Error {
  override name = 'DeltaError';
}

/** @returns whether all is well */
export async function simulateProcesses({ seed, steps }: { seed: number; steps: number }): Promise<boolean> {
  process.stdout.write(`seed ${String(seed)}, ${String(steps)} steps\n`);
  const folder = mkdtempSync(join(tmpdir(), 'artery-sim-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const settings = { fsync: 'off', max_connections: '80' };
  const server = stack.use(await startServer({ dataDir: join(folder, 'postgres'), settings }));
  const db = stack.use(openDatabase(server.target, 10));
  await migrate(db, readMigrations(join(import.meta.dirname, '..', 'src'), migratedRooms));
  const county = await openCounty(db);
  await qualityRoom.install?.(county.context);
  await db.script(simSchema);
  const world: World = { county, luck: chance(seed), done: [], counts: new Map() };
  await play(world, steps);
  const faults = await judge(world);
  process.stdout.write(`${[...world.counts].map(([name, count]) => `${name} ${String(count)}`).join(', ')}\n`);
  for (const fault of faults) process.stdout.write(`FAULT: ${fault}\n`);
  process.stdout.write(
    faults.length === 0 ? 'all is well\n' : `failed: npm run sim -- --seed ${String(seed)} --steps ${String(steps)}\n`,
  );
  return faults.length === 0;
}
