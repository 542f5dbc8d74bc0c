/** A drop folder: each file is taken once, by what is in it, and moved to `done` or `failed` with what there is to review. */
import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { getBody } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { commitLoad, findLoad, type Load } from '../../records/index.ts';
import { annotateLoad, beginLoad, checkDeclared } from '../../registers/index.ts';
import type { FolderSettings } from './kinds/folder-settings.ts';
import { problems } from './problems.ts';
import { insertTaken, selectTaken, type RunRow } from './store/run.ts';
import { LOAD_RULE, machineOf, problemOf, storedRun, writeDown, type Running } from './write-run.ts';

// A file that still grows is not whole: it must have been left alone for a moment.
const QUIET_MS = 2_000;
const MOST_BYTES = 512 * 1024 * 1024;
const KINDS = ['.csv', '.txt', '.xlsx', '.xls', '.ods'];

/** @throws problems.noDropFolder */
export async function takeFiles(running: Running): Promise<RunRow[]> {
  const { context, connector, job } = running;
  const { folder } = connector.settings as FolderSettings;
  const place = context.dropDir === undefined ? undefined : join(context.dropDir, folder);
  const files = place === undefined ? undefined : await listFiles(place);
  if (place === undefined || !files) throw problems.noDropFolder({ folder });
  const done: RunRow[] = [];
  for (const name of files) {
    if (job.signal.aborted) break;
    done.push(await takeFile(running, place, name));
    job.progress({ done: done.length, total: files.length });
  }
  return done.length > 0 ? done : [await writeDown(context.db, running, { outcome: 'nothing' })];
}

/** Names of what lies there, whole and a plain file: links are not followed. Undefined: there is no such folder. */
async function listFiles(place: string): Promise<string[] | undefined> {
  const folder = await lstat(place).catch(() => undefined);
  if (!folder?.isDirectory()) return undefined;
  const names = (await readdir(place)).filter(
    (name) => !/^[.~]/.test(name) && KINDS.includes(extname(name).toLowerCase()),
  );
  const found = await Promise.all(names.map(async (name) => ({ name, stats: await lstat(join(place, name)) })));
  return found
    .filter(({ stats }) => stats.isFile() && isQuiet(stats))
    .map(({ name }) => name)
    .sort();
}

const isQuiet = ({ mtimeMs }: Stats) => Date.now() - mtimeMs >= QUIET_MS;

async function takeFile(running: Running, place: string, name: string): Promise<RunRow> {
  const { context, connector } = running;
  const file = join(place, name);
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const before = await selectTaken(context.db, connector.code, sha256);
  if (before) {
    // Cut off before it was moved, or dropped again: the rows are in, so nothing is new.
    await putAway(place, name, 'done');
    const again = { rows: before.rows, unchanged: before.rows - before.wrong, wrong: before.wrong, load: before.load };
    return writeDown(context.db, running, { outcome: 'same', file: name, ...again }, newId(context.clock.now()));
  }
  try {
    const { load, row } = await loadFile(running, { file, name, sha256 });
    const moved = await putAway(place, name, 'done');
    if (load.wrong > 0 || Object.keys(load.warnings).length > 0) await writeNotes(context, load, moved);
    return row;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const moved = await putAway(place, name, 'failed');
    await writeFile(`${moved}.txt`, wordsOf(context, error));
    const failed = { outcome: 'failed', file: name, problem: problemOf(error) } as const;
    return writeDown(context.db, running, failed, newId(context.clock.now()));
  }
}

interface Taken {
  readonly file: string;
  readonly name: string;
  readonly sha256: string;
}

/** As an officer would send it: recognised or mapped, checked, its good rows stored. */
async function loadFile(running: Running, { file, name, sha256 }: Taken): Promise<{ load: Load; row: RunRow }> {
  const { context, connector } = running;
  const { sheet } = connector.settings as FolderSettings;
  const caller = machineOf(running);
  const { register, mapping } = connector;
  const body = (await getBody(context.db, connector.body)).code;
  const bytes = createReadStream(file);
  const begun = await beginLoad(context, caller, { register, body, fileName: name, bytes, limit: MOST_BYTES });
  const checked = await checkDeclared(context, caller, {
    ...{ register, body, upload: begun.upload },
    columns: begun.columns.map(({ column, field }) => ({ column, field })),
    ...(mapping !== null && { mapping }),
    ...(sheet !== undefined && { sheet }),
  });
  const id = newId(context.clock.now());
  let row: RunRow | undefined;
  await commitLoad(context, checked.id, {
    ...{ caller, onlyValid: true, rule: LOAD_RULE },
    within: async (tx, done) => {
      row = await writeDown(tx, running, { ...storedRun(checked, done), file: name }, id);
      await insertTaken(tx, { connector: connector.code, sha256, run: id });
    },
  });
  return { load: (await findLoad(context.db, checked.id)) as Load, row: row as RunRow };
}

/** Moves it, under another name when one of the same name lies there. Returns where it is. */
async function putAway(place: string, name: string, to: 'done' | 'failed'): Promise<string> {
  const folder = join(place, to);
  await mkdir(folder, { recursive: true });
  const taken = new Set(await readdir(folder));
  const kind = extname(name);
  const stem = name.slice(0, name.length - kind.length);
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${stem} (${String(n)})${kind}`;
  await rename(join(place, name), join(folder, free));
  return join(folder, free);
}

/** The sender's own file with a note in each cell to review, beside it. */
async function writeNotes(context: Context, load: Load, moved: string): Promise<void> {
  const language = context.profile.languages[0] ?? 'en';
  const workbook = await annotateLoad(context, load, { language, onlyWrongRows: false });
  await writeFile(`${moved}.review.xlsx`, workbook);
}

function wordsOf(context: Context, { kind, extras }: Problem): string {
  const t = context.words.translator(context.profile.languages[0] ?? 'en');
  const words = `${kind.room}:problems.${kind.slug}`;
  return `${t(`${words}.title`)}\n${t(`${words}.detail`, { ...extras, defaultValue: '' })}\n`;
}
