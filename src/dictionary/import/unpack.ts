/** ZIP files among those that are imported: what they hold of the format, unpacked under limits. */
import yauzl, { type Entry } from 'yauzl';
import type { Readable } from 'node:stream';
import type { Format, ImportFile, ImportFindings } from './model.ts';
import { isZip } from './open-file.ts';

/** What a folder, or a ZIP file, is searched for. */
export const ENDINGS: Readonly<Record<Format, RegExp>> = {
  artery: /\.ya?ml$/i,
  excel: /\.xlsx$/i,
  odcs: /\.ya?ml$|\.json$/i,
  skos: /\.ttl$/i,
  'table-schema': /\.json$|\.ya?ml$/i,
  'json-schema': /\.json$|\.ya?ml$/i,
  dsa: /\.csv$/i,
  ddl: /\.sql$/i,
  csv: /\.csv$|\.tsv$|\.txt$/i,
};

// A packed file of some kB may hold gigabytes, or 65,535 names.
const MOST_UNPACKED = 200 * 1024 * 1024;
const MOST_ENTRIES = 20_000;

/** Of a profile, what is its dictionary; elsewhere everything. @param paths inside of the folder */
export function ofFormat(paths: readonly string[], format: Format): readonly string[] {
  const found = paths.filter((path) => ENDINGS[format].test(path));
  const root = format === 'artery' ? found.find((path) => /(^|[/\\])profile\.yaml$/.test(path)) : undefined;
  if (root === undefined) return found;
  const folder = root.slice(0, -'profile.yaml'.length);
  return found.filter((path) => path.startsWith(folder) && isDictionary(path.slice(folder.length)));
}

const isDictionary = (path: string) =>
  /^(profile|unresolved|contracts)\.yaml$|^dictionary[/\\](settings\.ya?ml$|(codes|elements|entities)[/\\])/.test(path);

/** ZIP files give way to what they hold; a workbook is a ZIP file, and stays. */
export async function unpackFiles(
  files: readonly ImportFile[],
  format: Format,
  findings: ImportFindings,
): Promise<readonly ImportFile[]> {
  const unpacked = await Promise.all(
    files.map(async (file) => {
      if (!isZip(file.bytes) || (file.size ?? 0) > file.bytes.length) return [file];
      const held = await readZip(file, findings);
      if (!held) return [];
      const isWorkbook = held.has('[Content_Types].xml');
      if (isWorkbook) return [file];
      const names = ofFormat([...held.keys()], format);
      if (names.length === 0) findings.error({ file: file.name }, 'zip-without', { format });
      return names.map((name) => ({ name: `${file.name}/${name}`, bytes: held.get(name) ?? new Uint8Array() }));
    }),
  );
  return unpacked.flat();
}

async function readZip(file: ImportFile, findings: ImportFindings): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const spot = { file: file.name };
  try {
    return await unzip(file.bytes);
  } catch (error) {
    if (error instanceof TooLarge) {
      findings.error(spot, 'file-too-large', {
        size: Math.ceil(error.size / 1e6),
        most: Math.floor(MOST_UNPACKED / 1e6),
      });
    } else findings.error(spot, 'unreadable', { reason: error instanceof Error ? error.message.slice(0, 200) : '' });
    return undefined;
  }
}

/** More than the limits, by what the archive says of itself: nothing of it was unpacked. */
export class TooLarge extends Error {
  override name = 'TooLarge';
  readonly size: number;
  constructor(size: number) {
    super('too large');
    this.size = size;
  }
}

interface PromisedFile {
  readonly entryCount: number;
  eachEntry(): AsyncIterable<Entry>;
  openReadStreamPromise(entry: Entry): Promise<Readable>;
}

// The types of the package are behind its promises.
const fromBuffer = (yauzl as unknown as { fromBufferPromise(bytes: Buffer, options: object): Promise<PromisedFile> })
  .fromBufferPromise;

/**
 * Files of a ZIP by their names inside of it, in its order; names that lead out of it are refused by the reader.
 * @throws Error when it cannot be read, is encrypted, or holds more than the limits
 */
export async function unzip(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await fromBuffer(Buffer.from(bytes), { lazyEntries: true, autoClose: false, validateEntrySizes: true });
  if (zip.entryCount > MOST_ENTRIES) throw new TooLarge(Infinity);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) entries.push(entry);
  // The directory is asked first, so that a bomb is refused before anything of it is unpacked.
  const size = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (size > MOST_UNPACKED) throw new TooLarge(size);
  const held = new Map<string, Buffer>();
  for (const entry of entries) {
    const pieces: Buffer[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    held.set(entry.fileName, Buffer.concat(pieces));
  }
  return held;
}
