/** One node from the first line to the address in the browser. */
import { join } from 'node:path';
import { tellDemo, tellFirstRelease } from './demo.ts';
import { writeOwnAddress } from './exchange/index.ts';
import { openNode, PROFILES, type OpenNode } from './node.ts';
import type { Config } from './platform/config.ts';
import { listDemoAccounts } from './platform/identity/index.ts';
import { keepSetting } from './platform/setting.ts';
import Type from 'typebox';

export interface Started extends AsyncDisposable {
  readonly address: string;
  readonly node: OpenNode;
}

/** @param say prints a line for whoever started it */
export async function start(config: Config, say: (line: string) => void): Promise<Started> {
  const stack = new AsyncDisposableStack();
  try {
    const node = stack.use(await openNode({ config }));
    await setUp(node);
    stack.use(await node.follow());
    const server = stack.use(await node.serve());
    const address = await server.listen({ host: config.host, port: config.port });
    await writeOwnAddress(node.context.db, config.origin ?? address);
    await announce(node, address, say);
    return { address, node, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** Puts the profile in place, with its story if it has one. Idempotent: run at every start. */
export async function setUp(node: OpenNode): Promise<void> {
  const { db, profile } = node.context;
  await keepSetting(db, 'profile', Type.String(), profile.name);
  await tellFirstRelease(node.context, PROFILES);
  await node.install();
  await tellDemo(node, join(process.cwd(), 'demo', 'files'));
}

async function announce({ context, joined }: OpenNode, address: string, say: (line: string) => void): Promise<void> {
  const { db, profile, words } = context;
  const t = words.translator(profile.languages[0] ?? 'en');
  say('');
  say(`  Artery   ${address}`);
  if (joined) say(`  ${t('platform:start.joined')}`);
  if (!profile.demo) return;
  say(`  ${t('platform:start.trial', { prefix: profile.demo.idPrefix })}`);
  say(`  ${t('platform:start.roles')}: ${(await listDemoAccounts(db)).map(({ name }) => name).join(', ')}`);
  say(`  ${t('platform:start.files')}: demo/files/`);
}
