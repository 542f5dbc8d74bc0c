/** One load in a process of its own, so that its memory can be told: prints seconds, peak memory and counts as JSON. */
import { createReadStream, statSync } from 'node:fs';
import { pino } from 'pino';
import { getBody } from '../src/bodies/index.ts';
import { system } from '../src/platform/caller.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase, type ConnectionTarget } from '../src/platform/db/db.ts';
import { openAudit, openKeys } from '../src/platform/ledger/index.ts';
import { readProfile } from '../src/platform/profile.ts';
import { loadRows } from '../src/records/index.ts';
import { noEncodings, openBytes } from '../src/records/intake/index.ts';

interface Order {
  readonly connection: ConnectionTarget;
  readonly profiles: string;
  readonly keys: string;
  readonly csv: string;
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const db = openDatabase(order.connection, 6);
const audit = await openAudit(db, systemClock, openKeys(order.keys));
const words = { languages: ['en'], translator: () => (key: string) => key };
const profile = readProfile(order.profiles, 'bench');
const context = { db, clock: systemClock, audit, log: pino({ level: 'silent' }), words, profile };
const { id: body } = await getBody(db, 'C');

const started = performance.now();
const source = {
  size: statSync(order.csv).size,
  chunks: () => createReadStream(order.csv, { highWaterMark: 256 * 1024 }),
};
const opened = await openBytes(source, { encodings: noEncodings, score: () => 1 });
const columns = opened.table.columns.map((column, i) => ({ column: i, header: column.header, field: column.header }));
const load = await loadRows(context, { register: 'persons', body, caller: system, columns, rows: opened.rows });
const seconds = (performance.now() - started) / 1000;

const { new: added, changed, wrong } = load;
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ seconds, megabytes, added, changed, wrong }));
await audit[Symbol.asyncDispose]();
await db[Symbol.asyncDispose]();
