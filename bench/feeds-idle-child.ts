/** A provider in a process of its own: serves its streams, makes ten changes a second, and tells what it cost. */
import { openBuilder } from '../src/exchange/feeds/build-pages.ts';
import { streamOfGrant } from '../src/exchange/feeds/answer-pages.ts';
import { markDueFollower } from '../src/exchange/feeds/mark-due.ts';
import type { ProviderPorts } from '../src/exchange/feeds/ports.ts';
import { serveStreams } from '../src/exchange/feeds/serve-feeds.ts';
import { activeGrants } from '../src/governance/index.ts';
import { openNode } from '../src/node.ts';
import { system } from '../src/platform/caller.ts';
import { appendChangeSet, startFollowers, takeChangeSet } from '../src/platform/changes/index.ts';
import { readConfig } from '../src/platform/config.ts';
import { sql } from '../src/platform/db/sql.ts';
import { allow } from '../src/platform/decision.ts';
import { createServer } from '../src/platform/http/server.ts';
import { openKeys } from '../src/platform/ledger/index.ts';

interface Order {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly seconds: number;
  readonly changesPerSecond: number;
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const config = readConfig({
  ARTERY_DATA: `${order.folder}/idle`,
  DATABASE_URL: order.databaseUrl,
  ARTERY_PROFILE: 'bench',
  ARTERY_LOG: 'silent',
});
const node = await openNode({ config, profiles: `${order.folder}/profiles` });
await node.install();
const { context } = node;
const { db, clock } = context;
const keys = openKeys(config.keysDir);
const today = clock.now().toISOString().slice(0, 10);
const grants = new Map((await activeGrants(db, today)).map((grant) => [String(grant.id), grant]));
const ports: ProviderPorts = {
  keys,
  keysOf: () => Promise.resolve([{ name: keys.node, publicKey: keys.publicKey }]),
  // Whom a voucher is for is measured by the row lookup-voucher.
  admit: ({ headers }) => {
    const grant = grants.get(String(headers['x-grant']));
    return grant ? Promise.resolve(grant) : Promise.reject(new Error('no grant'));
  },
  caller: () => Promise.resolve({ name: '' }),
  isHomeOf: () => Promise.resolve(true),
};
const provider = { context, ports, builder: openBuilder(context, keys) };
const server = await createServer({
  authorize: () => Promise.resolve(allow('platform/public')),
  identify: (_request, language) => Promise.resolve({ ...system, language }),
  audit: context.audit,
  words: context.words,
  log: context.log,
  config: { uploadLimit: 1_000_000, origin: undefined },
});
serveStreams(server, provider);
const followers = await startFollowers(context, [markDueFollower(context)]);
const seats: { grant: string; stream: number }[] = [];
for (const [grant, value] of grants) {
  const stream = await streamOfGrant(provider, value);
  await provider.builder.build(stream.id);
  seats.push({ grant, stream: stream.id });
}
const address = await server.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ address, seats })}\n`);

const communes = await db.rows<{ id: number }>(sql`select id from bodies.body where level = 'commune' order by id`);
const cpu = process.cpuUsage();
const began = performance.now();
let made = 0;
while (performance.now() - began < order.seconds * 1000) {
  const { id } = communes[(made * 7) % communes.length] as { id: number };
  await db.transaction(async (tx) => {
    const changeSet = await takeChangeSet(tx);
    const record = `01930000-0000-8000-8000-${String(made).padStart(12, '0')}`;
    await tx.run(sql`insert into data.bench_person (record_id, version, change_set, body_id, person_id, full_name, birth_date,
        remark)
      values (${record}::uuid, ${2 ** 32 + 1}, ${changeSet}, ${id}, ${String(made).padStart(12, '0')}, 'Somebody',
        '1990-01-01', ${String(Date.now())})`);
    const set = { id: changeSet, kind: 'records', subject: 'persons', body: id, actor: system.account } as const;
    await appendChangeSet(tx, { ...set, cause: null, rowsNew: 1, members: [record], begunAt: clock.now() });
  });
  made += 1;
  const next = began + (made * 1000) / order.changesPerSecond;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
}
const { user, system: kernel } = process.cpuUsage(cpu);
process.stdout.write(`${JSON.stringify({ made, cores: (user + kernel) / 1e6 / order.seconds })}\n`);
await followers[Symbol.asyncDispose]();
await server.stop(100);
await node[Symbol.asyncDispose]();
