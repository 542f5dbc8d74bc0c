/** How a PostgreSQL program is started by whoever starts us: it refuses root, so root is mapped or dropped. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

export class CannotLaunchError extends Error {
  override name = 'CannotLaunchError';
}

// The id that PostgreSQL sees. It is a name inside a user namespace only: files on disk still belong to root.
const MAPPED_ID = '1000';
const NOBODY = 65534;

let mapping: boolean | undefined;
function canMap(): boolean {
  mapping ??= spawnSync('unshare', [...mapArguments, 'true'], { stdio: 'ignore' }).status === 0;
  return mapping;
}
const mapArguments = ['--user', `--map-user=${MAPPED_ID}`, `--map-group=${MAPPED_ID}`];

/**
 * The command line that starts `program` as somebody PostgreSQL accepts, tied to this process's life where
 * `setpriv` is present (a node that is killed must not leave an engine behind).
 * @throws CannotLaunchError with one sentence that says what to do
 */
export function launchAs(program: string, args: readonly string[], folders: readonly string[], tied: boolean): Launch {
  const tie = tied && existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'INT'] : [];
  const whole = [...tie, program, ...args];
  const plain = { command: whole[0] as string, args: whole.slice(1) };
  if (process.getuid?.() !== 0) return plain;
  if (canMap()) return { command: 'unshare', args: [...mapArguments, ...whole] };
  for (const folder of folders) chownSync(folder, NOBODY, NOBODY);
  const probe = spawnSync(program, ['--version'], { uid: NOBODY, gid: NOBODY, stdio: 'ignore' });
  if (probe.status === 0) return { ...plain, uid: NOBODY, gid: NOBODY };
  throw new CannotLaunchError(
    'PostgreSQL refuses to run as root, and this machine neither maps user ids (unshare --user) nor lets another ' +
      'user read the program folder: start Artery as an ordinary user, or set DATABASE_URL to a server.',
  );
}
