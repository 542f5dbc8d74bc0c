/** Whose rows a stored page brings, as a budget of different records counts them: by the key that they show. Pure but for zstd. */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { linesOf, readLine, readPages } from '../protocol/index.ts';

const unzip = promisify(zstdDecompress);

/** @param key physical names of the key's fields; a record that does not show them counts by its id */
export async function subjectsOfPage(body: Buffer, key: readonly string[]): Promise<string[]> {
  const [page] = readPages(await unzip(body));
  if (!page) return [];
  const { columns } = page.header;
  const places = key.map((name) => columns.indexOf(name));
  const subjects: string[] = [];
  for (const bytes of linesOf(page.body)) {
    const line = readLine(bytes.toString('utf8'), columns.length);
    if (line.sign === '-') continue;
    const values = places.map((place) => line.values[place] ?? null);
    subjects.push(JSON.stringify(values.includes(null) ? [line.record] : values));
  }
  return subjects;
}
