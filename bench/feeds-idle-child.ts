/** A centre in a process of its own, whole: serves its streams, makes changes when it is told to, and tells what it cost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { insertKey } from '../src/exchange/vouchers/store/key.ts';
import type { PublicJwk } from '../src/exchange/vouchers/model.ts';
import { openNode } from '../src/node.ts';
import { system } from '../src/platform/caller.ts';
import { appendChangeSet, takeChangeSet } from '../src/platform/changes/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { sql } from '../src/platform/db/sql.ts';

interface Order {
  readonly folder: string;
  readonly databaseUrl: string;
}

/** What the parent says, a line each: so many changes a second for so long, or what has been spent so far. */
interface Wish {
  readonly seconds: number;
  readonly changesPerSecond: number;
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const config = readConfig({
  ARTERY_DATA: join(order.folder, 'idle'),
  DATABASE_URL: order.databaseUrl,
  ARTERY_PROFILE: 'bench',
  ARTERY_LOG: 'error',
  ARTERY_DB_CONNECTIONS: '10',
});
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);
const node = await openNode({ config, profiles: join(order.folder, 'profiles') });
await node.install();
const { db, clock } = node.context;
const bodies = await db.rows<{ id: number; code: string; level: string }>(
  sql`select id, code, level from bodies.body order by id`,
);
const keys = JSON.parse(readFileSync(join(order.folder, 'keys.json'), 'utf8')) as Readonly<
  Record<string, { readonly client: string; readonly jwk: PublicJwk }>
>;
const now = clock.now();
await db.transaction(async (tx) => {
  for (const { id, code } of bodies) {
    const key = keys[code];
    if (!key) continue;
    await insertKey(tx, {
      ...key,
      ...{ body: id, label: code, profile: 'strong', secretHash: null, certificate: null, sandbox: false },
      ...{ agreements: null, purposes: null, account: system.account, createdAt: now.toISOString() },
      validUntil: new Date(now.getTime() + 86_400_000).toISOString(),
    });
  }
});
const running = await node.follow();
const server = await node.serve();
say({ address: await server.listen({ host: '127.0.0.1', port: 0 }) });

const communes = bodies.filter(({ level }) => level === 'commune');
let made = 0;

async function change(): Promise<void> {
  const { id } = communes[(made * 7) % communes.length] as { id: number };
  made += 1;
  const n = String(made).padStart(12, '0');
  await db.transaction(async (tx) => {
    const changeSet = await takeChangeSet(tx);
    const record = `01930000-0000-8000-8000-${n}`;
    await tx.run(sql`insert into data.bench_person (record_id, version, change_set, body_id, person_id, full_name, birth_date,
        remark)
      values (${record}::uuid, ${2 ** 32 + 1}, ${changeSet}, ${id}, ${n}, 'Somebody', '1990-01-01', ${String(Date.now())})`);
    const set = { id: changeSet, kind: 'records', subject: 'persons', body: id, actor: system.account } as const;
    await appendChangeSet(tx, { ...set, cause: null, rowsNew: 1, members: [record], begunAt: clock.now() });
  });
}

async function work({ seconds, changesPerSecond }: Wish): Promise<void> {
  const cpu = process.cpuUsage();
  const [began, before] = [performance.now(), made];
  while (performance.now() - began < seconds * 1000) {
    await change();
    const next = began + ((made - before) * 1000) / changesPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
  }
  const { user, system: kernel } = process.cpuUsage(cpu);
  say({ made: made - before, spent: (user + kernel) / 1e6, took: (performance.now() - began) / 1000 });
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'stop') break;
  await work(JSON.parse(line) as Wish);
}
await running[Symbol.asyncDispose]();
await server.stop(100);
await node[Symbol.asyncDispose]();
process.exit();
