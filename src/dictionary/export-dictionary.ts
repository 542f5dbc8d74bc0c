/** The whole dictionary of a release, or one chapter, in one download: as it is written, or in a standard of the field. */
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Context } from '../platform/context.ts';
import { chapterOf } from './chapter.ts';
import { codesOf, everyCodeOf } from './codes/codes-of.ts';
import { getRelease } from './current-release.ts';
import { streamZip, type ZipEntry } from './emit/zip.ts';
import type { DictionaryFormat } from './export-contract.ts';
import { readCodes, readyOf, successionsOf, type Codes, type Download, type Wanted } from './export-downloads.ts';
import { exportFiles } from './export-files.ts';
import type { CodeListPlan, Plan } from './plan.ts';
import { problems } from './problems.ts';
import type { OutputFile } from './targets.ts';
import { writeWorkbook } from './workbook/write-workbook.ts';
import { todayOf } from './write-change.ts';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** @throws problems.noRelease, releaseNotFound, entityNotFound when there is no such chapter */
export async function dictionaryExport(
  context: Context,
  wanted: Wanted & { readonly format: DictionaryFormat; readonly chapter?: string | undefined },
): Promise<Download> {
  const release = await getRelease(context.db, wanted.release);
  const { format, language, chapter } = wanted;
  const plan = chapter === undefined ? release.plan : chapterOf(release.plan, chapter);
  if (!plan) throw problems.entityNotFound({ entity: chapter ?? '', release: release.number });
  const name = `dictionary-${String(release.number)}${chapter === undefined ? '' : `-${chapter}`}`;
  if (format === 'excel') return { name: `${name}.xlsx`, type: WORKBOOK, content: await writeWorkbook(plan) };
  const codes = await codesFor(context, format, plan);
  const whole = { ...plan, codeLists: await listsFor(context, format, plan) };
  const ready = readyOf(context, { ...release, plan: whole }, { language, codes });
  const files = packed(exportFiles(format, ready, context.profile.name));
  const content = Readable.from(streamZip(files), { objectMode: false });
  return { name: `${name}.${format}.zip`, type: 'application/zip', content };
}

/** A large dictionary is made file by file: between two of them others have their turn. */
async function* packed(files: AsyncIterable<OutputFile>): AsyncIterable<ZipEntry> {
  for await (const { name, content } of files) {
    yield { name, content: typeof content === 'string' ? Buffer.from(content, 'utf8') : content };
    await setImmediate();
  }
}

/** Our own YAML says what the release says; whatever else knows codes has those that this node keeps. */
async function codesFor(context: Context, format: DictionaryFormat, plan: Plan): Promise<Codes> {
  if (format === 'artery') return new Map();
  const { db } = context;
  const lists = plan.codeLists.flatMap(({ code, parentList = code }) => [code, parentList]);
  const today = todayOf(context);
  const whenever = format === 'skos' || format === 'book';
  return readCodes(lists, (list) => (whenever ? everyCodeOf(db, list) : codesOf(db, list, today)));
}

async function listsFor(context: Context, format: DictionaryFormat, plan: Plan): Promise<readonly CodeListPlan[]> {
  if (format !== 'skos') return plan.codeLists;
  return Promise.all(
    plan.codeLists.map(async (list) => ({ ...list, successions: await successionsOf(context, list.code) })),
  );
}
