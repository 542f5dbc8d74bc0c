/** The providing end of the feed rows in a process of its own, as every node is: cuts its streams and serves them. */
import { join } from 'node:path';
import { getBody } from '../src/bodies/index.ts';
import type { Provider } from '../src/exchange/feeds/answer-pages.ts';
import { openBuilder } from '../src/exchange/feeds/build-pages.ts';
import type { ProviderPorts } from '../src/exchange/feeds/ports.ts';
import { serveStreams } from '../src/exchange/feeds/serve-feeds.ts';
import { activeGrants } from '../src/governance/index.ts';
import { openNode } from '../src/node.ts';
import { system } from '../src/platform/caller.ts';
import { readConfig } from '../src/platform/config.ts';
import { allow } from '../src/platform/decision.ts';
import { createServer } from '../src/platform/http/server.ts';
import { openKeys } from '../src/platform/ledger/index.ts';

interface Order {
  readonly folder: string;
  readonly databaseUrl: string;
}

const { folder, databaseUrl } = JSON.parse(process.argv[2] ?? '{}') as Order;
const config = readConfig({
  ARTERY_DATA: join(folder, 'provider'),
  DATABASE_URL: databaseUrl,
  ARTERY_PROFILE: 'bench',
  ARTERY_LOG: 'silent',
  ARTERY_DB_CONNECTIONS: '10',
});
const { context } = await openNode({ config, profiles: join(folder, 'profiles') });
const keys = openKeys(context.keysDir ?? '');
// The consumer's confirmations are of this very node here: what is measured is the way of the rows.
const key = { name: keys.node, publicKey: keys.publicKey };
const body = await getBody(context.db, 'C');
const grantNow = async () => {
  const [grant] = await activeGrants(context.db, context.clock.now().toISOString().slice(0, 10), body.id);
  if (!grant) throw new Error('the bench has one agreement');
  return grant;
};
const ports: ProviderPorts = {
  keys,
  keysOf: () => Promise.resolve([key]),
  admit: grantNow,
  still: grantNow,
  caller: () => Promise.resolve({ name: '' }),
  isHomeOf: () => Promise.resolve(true),
};
const provider: Provider & { ports: ProviderPorts } = { context, ports, builder: openBuilder(context, keys) };
const server = await createServer({
  authorize: () => Promise.resolve(allow('platform/public')),
  identify: (_request, language) => Promise.resolve({ ...system, language }),
  audit: context.audit,
  words: context.words,
  log: context.log,
  config: { uploadLimit: 1_000_000, origin: undefined },
});
serveStreams(server, provider);
const address = await server.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ address, node: keys.node, publicKey: keys.publicKey.toString('base64') })}\n`);
