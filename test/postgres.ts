/**
 * The same tests on Debian's PostgreSQL 15, on a server that the harness starts by itself in a folder of its own.
 *
 *   npm run test:postgres [-- FILES]
 *   ARTERY_TEST_PG_BIN=/usr/lib/postgresql/16/bin npm run test:postgres     another server's programs
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const binDir = process.env['ARTERY_TEST_PG_BIN'] ?? '/usr/lib/postgresql/15/bin';

function main(): number {
  const absent = ['initdb', 'postgres'].filter((program) => !existsSync(join(binDir, program)));
  if (absent.length > 0) {
    process.stdout.write(
      `NOT RUN: the tests on PostgreSQL 15, because ${binDir} has no ${absent.join(' and no ')} ` +
        '(Debian: apt-get install postgresql-15). ARTERY_ALLOW_NOT_RUN=1 lets this pass.\n',
    );
    return process.env['ARTERY_ALLOW_NOT_RUN'] === '1' ? 0 : 1;
  }
  const version = spawnSync(join(binDir, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout.trim();
  process.stdout.write(`${version}, from ${binDir}\n`);
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ARTERY_TEST_PG_BIN: binDir },
  });
  return run.status ?? 1;
}

process.exitCode = main();
