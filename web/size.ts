/** Weighs the first load: what the browser must fetch before anybody sees a page. `node web/size.ts` fails over the limit. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Kilobytes of JavaScript and CSS, gzip, of the first page with its catalogue of words (UX.md: slow links). */
export const LIMIT_KB = 350;

interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/** Everything reached by static imports from these manifest entries. */
function reach(manifest: Readonly<Record<string, Chunk>>, roots: readonly string[]): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const walk = (name: string) => {
    const chunk = manifest[name];
    if (!chunk || seen.has(name)) return;
    seen.add(name);
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const next of chunk.imports ?? []) walk(next);
  };
  for (const root of roots) walk(root);
  return files;
}

export function weigh(folder: string): { readonly kilobytes: number; readonly files: readonly [string, number][] } {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const entry = Object.keys(manifest).filter((name) => manifest[name]?.isEntry);
  // The home page and one language's words come with the first page.
  const first = Object.keys(manifest).filter((name) => /home-page\.tsx$|locales\/vi\/web\.json$/.test(name));
  const files = [...reach(manifest, [...entry, ...first])].map(
    (file) => [file, gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1024] as [string, number],
  );
  return { kilobytes: files.reduce((sum, [, size]) => sum + size, 0), files: files.sort((a, b) => b[1] - a[1]) };
}

function main(): void {
  const folder = fileURLToPath(new URL('../dist/web', import.meta.url));
  if (!existsSync(folder)) throw new Error('dist/web is missing: build the web first (npm run build)');
  const { kilobytes, files } = weigh(folder);
  for (const [file, size] of files) process.stdout.write(`${size.toFixed(1).padStart(8)} kB  ${file}\n`);
  process.stdout.write(`${kilobytes.toFixed(1).padStart(8)} kB  first load, gzip (limit ${LIMIT_KB})\n`);
  if (kilobytes > LIMIT_KB) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
