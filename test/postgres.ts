/**
 * The same tests on Debian's PostgreSQL 15, on a server that the harness starts by itself in a folder of its own:
 * every file of tests that meets that server; the others would say the same again.
 *
 *   npm run test:postgres [-- FILES]
 *   ARTERY_TEST_PG_BIN=/usr/lib/postgresql/16/bin npm run test:postgres     another server's programs
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const binDir = process.env['ARTERY_TEST_PG_BIN'] ?? '/usr/lib/postgresql/15/bin';

/** What gives a test the server of the run, or the programs to start one. */
const MEETS_SERVER = /inject\('server'\)|env\['ARTERY_TEST_PG_BIN'\]/;

/** Whether a file, or one that it imports, meets the server. */
function meetsServer(file: string, seen = new Map<string, boolean>()): boolean {
  const known = seen.get(file);
  if (known !== undefined) return known;
  seen.set(file, false);
  const text = readFileSync(file, 'utf8');
  const imported = [...text.matchAll(/^(?:import|export)\s[^;]*?from\s+'(\.[^']+\.tsx?)'/gm)];
  const meets =
    MEETS_SERVER.test(text) || imported.some(([, path = '']) => meetsServer(join(dirname(file), path), seen));
  seen.set(file, meets);
  return meets;
}

function filesThatMeetServer(): string[] {
  const all = globSync('{src,test,profiles,demo,web}/**/*.test.ts', { cwd: ROOT, exclude: ['test/browser/**'] });
  return all.map((file) => join(ROOT, file)).filter((file) => meetsServer(file));
}

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
  const asked = process.argv.slice(2);
  const files = asked.length > 0 ? asked : filesThatMeetServer().map((file) => relative(ROOT, file));
  const run = spawnSync(process.execPath, [vitest, 'run', ...files], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ARTERY_TEST_PG_BIN: binDir },
  });
  return run.status ?? 1;
}

process.exitCode = main();
