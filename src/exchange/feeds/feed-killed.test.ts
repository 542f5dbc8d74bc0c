/** F6: a consumer, or its PostgreSQL, that is killed between rows and cursor: both are there, or neither. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { makeFeedNode, subscribeTo, type FeedNode } from '../../../test/harness/feed-node.ts';
import { changeRecord, keysFolder } from '../../../test/harness/feeds.ts';
import { openDatabase, type Database } from '../../platform/db/db.ts';
import { startServer } from '../../platform/db/embedded.ts';
import { migrate, readMigrations } from '../../platform/db/migrate.ts';
import { migratedRooms } from '../../platform/db/rooms.ts';
import { sql } from '../../platform/db/sql.ts';
import type { ApplyPoint } from './apply-pages.ts';

// Twice at each point; `npm run kills` asks for 100 and 20.
const KILLS = Number(process.env['ARTERY_KILLS'] ?? 8);
const SERVER_KILLS = Number(process.env['ARTERY_SERVER_KILLS'] ?? 5);
const PATIENCE_MS = 600_000 + 30_000 * (KILLS + SERVER_KILLS);
const POINTS: readonly ApplyPoint[] = ['fetched', 'rows-applied', 'cursor-moved', 'committed'];

interface Here {
  readonly node: FeedNode;
  readonly place: string;
}

async function open(homes: readonly string[]): Promise<Here> {
  const db = await testDatabase();
  const folder = keysFolder();
  const { node } = await makeFeedNode({ db, folder, homes });
  return { node, place: JSON.stringify({ connection: db.connection, folder }) };
}

let commune: Here;
let centre: Here;
beforeEach(async () => {
  commune = await open(['A', 'B']);
  centre = await open(['C', 'DM']);
});

/** Pulls in a process of its own, which ends itself there. Gives what it said: nothing when it died. */
async function pullAndDie(point: ApplyPoint, without = ''): Promise<string> {
  const script = new URL('../../../test/harness/feed-process.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, commune.place, centre.place, point, '1', without], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) said += String(chunk);
  return said;
}

const settled = async (db: Database) => {
  const others = sql`select count(*) as n from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`;
  while (((await db.rows<{ n: number }>(others))[0]?.n ?? 0) > 0);
};

const cursorOf = async (db: Database) =>
  (await db.rows<{ size: number | null }>(sql`select size from exchange.consumed`))[0]?.size ?? 0;
const acknowledged = async (db: Database) =>
  (await db.rows<{ size: number | null }>(sql`select acknowledged as size from exchange.stream_grant`))[0]?.size ?? 0;
const doubled = (db: Database) =>
  db.rows(sql`select record_id, version from history.member group by 1, 2 having count(*) > 1`);
const ownerless = (db: Database) =>
  db.rows(
    sql`select 1 from data.member t where not exists (select 1 from platform.change_set c where c.id = t.change_set)`,
  );

describe('a consumer that is killed', () => {
  it(
    `${String(KILLS)} times at named points has rows and cursor together each time, and all of it at the end`,
    async () => {
      const { db } = centre.node.context;
      const feed = await subscribeTo(centre.node, commune.node, 'F-C', 'C');
      await commune.node.load(
        'A',
        Array.from({ length: 30 }, (_, i) => i + 1),
      );
      await feed.pull();
      for (let i = 0; i < KILLS; i++) {
        const point = POINTS[i % POINTS.length] as ApplyPoint;
        const card = 1 + (i % 30);
        const before = { rows: await centre.node.members(), cursor: await cursorOf(db) };
        await changeRecord(commune.node, card, { full_name: `Round ${String(i)}` });
        await commune.node.load('B', [1000 + 2 * i, 1001 + 2 * i]);
        expect(await pullAndDie(point)).toBe('');
        await settled(db);
        const after = { rows: await centre.node.members(), cursor: await cursorOf(db) };
        const moved = after.cursor !== before.cursor;
        expect([i, point, after.rows.length - before.rows.length]).toEqual([i, point, moved ? 2 : 0]);
        expect(after.rows.some(({ name }) => name === `Round ${String(i)}`)).toBe(moved);
        expect(moved).toBe(point === 'committed');
        // Nothing is confirmed to the provider that is not durable here.
        expect(await acknowledged(commune.node.context.db)).toBeLessThanOrEqual(after.cursor);
        await feed.pull();
        expect(await centre.node.members()).toEqual(await commune.node.members());
      }
      expect([await doubled(db), await ownerless(db)]).toEqual([[], []]);
      say(`${String(KILLS)} kills of the consumer: 0 acknowledged changes lost, 0 half applied, 0 doubled`);
    },
    PATIENCE_MS,
  );

  it('loses rows where the cursor moves in a transaction of its own: the twin', async () => {
    await commune.node.load('A', [1, 2, 3]);
    const feed = await subscribeTo(centre.node, commune.node, 'F-C', 'C');
    await feed.pull();
    await commune.node.load('A', [4, 5]);
    expect(await pullAndDie('cursor-moved', 'one-transaction')).toBe('');
    await settled(centre.node.context.db);
    await feed.pull();
    expect(await centre.node.members()).toHaveLength(3);
  }, 120_000);
});

describe('a PostgreSQL that is killed', () => {
  it(
    `${String(SERVER_KILLS)} times while rows are applied has them with the cursor, or neither`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'artery-killed-'));
      const dataDir = join(folder, 'postgres');
      const keys = join(folder, 'keys');
      try {
        let server = await startServer({ dataDir });
        let db = openDatabase(server.target, 4);
        await migrate(db, readMigrations(join(import.meta.dirname, '../..'), migratedRooms));
        await commune.node.load(
          'A',
          Array.from({ length: 10 }, (_, i) => i + 1),
        );
        for (let i = 0; i < SERVER_KILLS; i++) {
          const { node } = await makeFeedNode({ db, folder: keys, homes: ['C', 'DM'] });
          const feed = await subscribeTo(node, commune.node, 'F-C', 'C');
          await feed.pull();
          const before = { rows: (await node.members()).length, cursor: await cursorOf(db) };
          await commune.node.load('B', [100 + 2 * i, 101 + 2 * i]);
          const point = i % 2 === 0 ? 'rows-applied' : 'cursor-moved';
          const at = async (reached: ApplyPoint) => {
            if (reached === point) killServer(dataDir);
            await Promise.resolve();
          };
          await expect(feed.pull({ ...node.consumer, at })).rejects.toThrow();
          await quietly(db);
          await quietly(server);
          server = await startServer({ dataDir });
          db = openDatabase(server.target, 4);
          const again = await makeFeedNode({ db, folder: keys, homes: ['C', 'DM'] });
          const after = { rows: (await again.node.members()).length, cursor: await cursorOf(db) };
          // A backend that outlived the server for a moment may have committed: then it is all there.
          expect(after.rows - before.rows).toBe(after.cursor === before.cursor ? 0 : 2);
          const next = await subscribeTo(again.node, commune.node, 'F-C', 'C');
          await next.pull();
          expect(await again.node.members()).toEqual(await commune.node.members());
        }
        expect(await doubled(db)).toEqual([]);
        say(`${String(SERVER_KILLS)} kills of PostgreSQL: 0 acknowledged changes lost, 0 half applied, 0 doubled`);
        await db[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    PATIENCE_MS,
  );
});

/** The figures, where somebody asked for them. */
const say = (line: string) => process.env['ARTERY_KILLS'] !== undefined && process.stdout.write(`${line}\n`);

/** What is dead already may fail to be closed. */
async function quietly(thing: AsyncDisposable): Promise<void> {
  try {
    await thing[Symbol.asyncDispose]();
  } catch {
    // it was killed
  }
}

/** The server and everything it started. */
function killServer(dataDir: string): void {
  const [postmaster = ''] = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ');
  for (const pid of [postmaster, ...children]) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // it was gone
    }
  }
}
