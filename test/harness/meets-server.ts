/** Which files of tests meet the PostgreSQL of the run: read from what they import. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** What gives a test the server of the run, or the programs to start one. */
const MEETS_SERVER = /inject\('server'\)|env\['ARTERY_TEST_PG_BIN'\]/;

/** Whether a file, or one that it imports, meets the server. */
function meetsServer(file: string, seen: Map<string, boolean>): boolean {
  const known = seen.get(file);
  if (known !== undefined) return known;
  seen.set(file, false);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const imported = [...text.matchAll(/^(?:import|export)\s[^;]*?from\s+'(\.[^']+\.tsx?)'/gm)];
  const meets =
    MEETS_SERVER.test(text) || imported.some(([, path = '']) => meetsServer(join(dirname(file), path), seen));
  seen.set(file, meets);
  return meets;
}

/** Every file of tests but the browser's, as paths from the root: those that meet the server, and those that do not. */
export function filesOfTests(): { readonly meeting: readonly string[]; readonly others: readonly string[] } {
  const seen = new Map<string, boolean>();
  const all = globSync('{src,test,profiles,web}/**/*.test.ts', { cwd: ROOT, exclude: ['test/browser/**'] }).sort();
  const meets = (file: string) => meetsServer(join(ROOT, file), seen);
  return { meeting: all.filter(meets), others: all.filter((file) => !meets(file)) };
}
