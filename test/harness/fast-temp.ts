/**
 * Where a run of tests keeps what passes away: in memory, where there is enough of it. A database is cloned there in a
 * twentieth of the time that a disk takes, and every file of tests clones one.
 */
import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const PREFIX = 'artery-tests-';
/** Bytes that a worker's databases, browsers and folders may take. */
const PER_WORKER = 3 * 2 ** 30;

/** Sets `TMPDIR` for this process and its children, unless it is set; what earlier runs left behind goes. */
export function useFastTemp(): void {
  if (process.env['TMPDIR'] !== undefined || !isRoomy()) return;
  for (const name of readdirSync(MEMORY)) if (name.startsWith(PREFIX) && !isAlive(name)) remove(join(MEMORY, name));
  const folder = join(MEMORY, `${PREFIX}${String(process.pid)}`);
  mkdirSync(folder, { recursive: true });
  // As the system's own: servers of tests run as somebody else.
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
  process.once('exit', () => remove(folder));
}

function isRoomy(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, freemem()) >= PER_WORKER * Math.min(availableParallelism(), 4);
  } catch {
    return false;
  }
}

function isAlive(name: string): boolean {
  try {
    process.kill(Number(name.slice(PREFIX.length)), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });
