/** Starting a node, setting up its data, and starting over. */
import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readProfile } from '../../platform/profile.ts';
import { addAccount, readNewPassword } from '../add-account.ts';
import type { OpenNode } from '../../node.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';

const PROFILES = join(import.meta.dirname, '..', '..', '..', 'profiles');
const TRIAL = 'vn-demo';

const start: CommandSpec = {
  path: 'start',
  options: [{ flags: '--profile <name>' }, { flags: '--port <number>', number: true }, { flags: '--host <address>' }],
  examples: ['start', 'start --port 9000 --data /srv/artery'],
  offline: true,
  run: async ({ config, json, terminal }, given) => {
    const { start: startNode } = await import('../../start.ts');
    const profile = given.text('profile') ?? config.profile;
    const at = { port: given.number('port') ?? config.port, host: given.text('host') ?? config.host };
    const stopped = untilStopped();
    const running = await startNode({ ...config, ...at, profile }, (line) => (json ? undefined : terminal.print(line)));
    if (json) terminal.print(JSON.stringify({ address: running.address }));
    await stopped;
    await running[Symbol.asyncDispose]();
    return {};
  },
};

/** The first signal stops in order; those after it do not make it worse. */
const untilStopped = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });

const init: CommandSpec = {
  path: 'init',
  options: [
    { flags: '--profile <name>' },
    { flags: '--no-demo', word: 'demo' },
    { flags: '--admin <name>' },
    { flags: '--body <code>', word: 'admin-body' },
  ],
  examples: ['init', 'init --profile vn-party --no-demo --admin quantri', 'init --data /srv/trial'],
  offline: true,
  run: setUpData,
};

/** Sets the data folder up with a profile. @throws UsageError when that was done already */
export async function setUpData(tool: Tool, given: Given): Promise<Answer> {
  const { hasData, linkTo } = await import('../link.ts');
  const { config, language, t } = tool;
  const profile = given.text('profile') ?? config.profile ?? TRIAL;
  const { demo, layers } = readProfile(PROFILES, profile);
  if (given.flag('no-demo') && demo) throw new UsageError('profile-is-trial', { profile, base: layers.at(-2) ?? '' });
  if (config.databaseUrl === undefined && hasData(config)) throw alreadySetUp(tool);
  const admin = await wantedAdmin(tool, given, demo === undefined);
  const { openNode } = await import('../../node.ts');
  const { setUp } = await import('../../start.ts');
  const quiet = { ...config, profile, logLevel: 'silent' };
  await using node = await openNode({ config: quiet, passing: true });
  if (await isSetUp(node)) throw alreadySetUp(tool);
  using progress = tool.terminal.progress(t('cli:progress.set-up'), 1);
  await setUp(node);
  progress.at(1);
  await using link = await linkTo(node, { config, language, command: 'init' });
  const body = given.text('body') ?? (await rootBody(node));
  const account = admin && (await addAccount(link, { ...admin, displayName: admin.name, post: 'administrator', body }));
  const data = { folder: config.dataDir, profile, demo: demo !== undefined, administrator: account?.name ?? null };
  return {
    data,
    lines: [
      t('cli:init.done', { folder: config.dataDir, profile }),
      ...(account ? [t('cli:init.administrator', { name: account.name, body })] : []),
      ...(demo ? [t('platform:start.trial', { prefix: demo.idPrefix })] : []),
      t('cli:init.next'),
    ],
  };
}

const alreadySetUp = ({ config }: Tool) => new UsageError('already-set-up', { folder: config.dataDir });

/** Without a trial's people, somebody must be able to sign in. Everything is asked before anything is made. */
async function wantedAdmin(tool: Tool, given: Given, isReal: boolean) {
  const { terminal, t } = tool;
  let name = given.text('admin');
  if (name === undefined && isReal) {
    if (!terminal.isPerson) throw new UsageError('admin-missing');
    name = await terminal.ask(t('cli:ask.admin'));
  }
  if (name === undefined) return undefined;
  return { name, password: await readNewPassword(tool, name, tool.config.adminPassword) };
}

async function isSetUp({ context }: OpenNode): Promise<boolean> {
  const { readSetting } = await import('../../platform/setting.ts');
  const { default: Type } = await import('typebox');
  return (await readSetting(context.db, 'profile', Type.String())) !== undefined;
}

async function rootBody({ context }: OpenNode): Promise<string> {
  const { listBodies } = await import('../../bodies/index.ts');
  const root = (await listBodies(context.db)).find((body) => body.parent === null);
  if (!root) throw new UsageError('no-root-body');
  return root.code;
}

const resetDemo: CommandSpec = {
  path: 'reset-demo',
  examples: ['reset-demo', 'reset-demo --data /srv/trial'],
  offline: true,
  run: async (tool) => {
    const { config, t } = tool;
    const { hasData } = await import('../link.ts');
    if (config.databaseUrl !== undefined) throw new UsageError('reset-embedded-only');
    if (!hasData(config))
      return { data: { removed: false }, lines: [t('cli:reset.nothing', { folder: config.dataDir })] };
    await refuseRealData(tool);
    const { removeServer } = await import('../../platform/db/embedded.ts');
    removeServer(join(config.dataDir, 'postgres'));
    await rm(join(config.dataDir, 'postgres.log'), { force: true });
    await rm(join(config.dataDir, 'keys'), { recursive: true, force: true });
    // Only when nothing of somebody else's lies in it.
    await rmdir(config.dataDir).catch(() => undefined);
    return {
      data: { removed: true, folder: config.dataDir },
      lines: [t('cli:reset.done', { folder: config.dataDir }), t('cli:init.next')],
    };
  },
};

/** Looks without bringing the schema up to date: starting over must work when nothing else does any more. */
async function refuseRealData({ config }: Tool): Promise<void> {
  const { startServer } = await import('../../platform/db/embedded.ts');
  const { openDatabase, sqlState } = await import('../../platform/db/db.ts');
  const { sql } = await import('../../platform/db/sql.ts');
  await using engine = await startServer({ dataDir: join(config.dataDir, 'postgres'), passing: true });
  if (engine.joined) throw new UsageError('node-running', { folder: config.dataDir });
  await using db = openDatabase({ ...engine.target, database: 'artery' }, 1);
  try {
    const [row] = await db.rows<{ value: string }>(sql`select value from platform.setting where name = 'profile'`);
    if (row && !readProfile(PROFILES, row.value).demo) throw new UsageError('not-a-trial', { profile: row.value });
  } catch (error) {
    // No such database, schema or table: nothing was ever set up in it.
    if (!['3D000', '3F000', '42P01'].includes(sqlState(error) ?? '')) throw error;
  }
}

export const nodeCommands: readonly CommandSpec[] = [start, init, resetDemo];
