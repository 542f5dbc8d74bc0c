/**
 * The same tests on Debian's PostgreSQL 15, on a server that the harness starts by itself in a folder of its own:
 * every file of tests that meets that server; the others would say the same again.
 *
 *   npm run test:postgres                     all of them
 *   npm run test:postgres -- --short          the rooms', without those of LEFT_OUT: what CI has time for
 *   npm run test:postgres -- PATHS            these files, and of these folders the files that meet the server
 *   ARTERY_TEST_PG_BIN=/usr/lib/postgresql/16/bin npm run test:postgres     another server's programs
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesOfTests } from './harness/meets-server.ts';

const ROOT = join(import.meta.dirname, '..');
const binDir = process.env['ARTERY_TEST_PG_BIN'] ?? '/usr/lib/postgresql/15/bin';

/**
 * Of the rooms' files, those that say nothing of a server's version which another file does not say sooner. Journeys,
 * profiles and the command line are left out as a whole: they ask the same rooms through more layers.
 */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'src/dictionary/codes/country-units.test.ts': 'a longer list than codes-over-time.test.ts imports',
  'src/dictionary/export-dictionary.test.ts': 'files written from what dictionary.test.ts reads',
  'src/dictionary/export-downloads.test.ts': 'files written from what dictionary.test.ts reads',
  'src/exchange/feeds/feed-killed.test.ts': 'kills of what feeds.test.ts does',
  'src/exchange/feeds/feed-forgery.test.ts': 'bytes and signatures of pages that feeds.test.ts reads',
  'src/exchange/nodes/joining.test.ts': 'reports.test.ts joins the same nodes',
  'src/exchange/nodes/node-calls.test.ts': 'tokens and keys on the wire between nodes that reports.test.ts joins',
  'src/exchange/nodes/read-only-elsewhere.test.ts': 'moves.test.ts asks whose home a body is, and writes at it',
  'src/exchange/served/clients.test.ts': 'programs of other languages that call what served.test.ts calls',
  'src/platform/ledger/tamper.test.ts': 'flipped bytes of a trail that open-audit.test.ts keeps',
  'src/records/kill.test.ts': 'kills of what load-rows.test.ts does',
};

/** What the words of the command line ask for. */
function filesAskedFor(asked: readonly string[]): readonly string[] {
  const all = filesOfTests().meeting;
  if (asked.length === 0) return all;
  if (asked[0] === '--short') {
    const gone = Object.keys(LEFT_OUT).filter((file) => !all.includes(file));
    if (gone.length > 0) throw new TypeError(`LEFT_OUT names what is not there: ${gone.join(', ')}`);
    return all.filter((file) => file.startsWith('src/') && LEFT_OUT[file] === undefined);
  }
  return asked.flatMap((path) => {
    const under = `${path.replace(/\/$/, '')}/`;
    return path.endsWith('.test.ts') ? [path] : all.filter((file) => file.startsWith(under));
  });
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
  const files = filesAskedFor(process.argv.slice(2));
  const run = spawnSync(process.execPath, [vitest, 'run', ...files], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ARTERY_TEST_PG_BIN: binDir },
  });
  return run.status ?? 1;
}

process.exitCode = main();
