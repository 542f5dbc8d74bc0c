/** Downloads in the field's open formats: the same emitters as on the command line, with the codes that this node keeps. */
import type { Readable } from 'node:stream';
import type { Context } from '../platform/context.ts';
import { chapterOf } from './chapter.ts';
import { codesOf, everyCodeOf } from './codes/codes-of.ts';
import { csvLines } from './crosswalks/crosswalk-csv.ts';
import { getEntity, getRelease, type Release } from './current-release.ts';
import type { CodeListFormat, EntityFormat } from './export-contract.ts';
import type { CodeItemPlan, CodeListPlan } from './plan.ts';
import { problems } from './problems.ts';
import * as store from './store/code.ts';
import { bookDocx, bookHtml, entityTexts, listTexts, outwardOf, prepareTargets, type Ready } from './targets.ts';
import { todayOf } from './write-change.ts';

export interface Download {
  readonly name: string;
  readonly type: string;
  readonly content: string | Buffer | Readable;
}

export type Codes = ReadonlyMap<string, readonly CodeItemPlan[]>;

export function readyOf(
  context: Context,
  release: Release,
  { language, codes }: { language: string; codes: Codes },
): Ready {
  return prepareTargets(release.plan, {
    ...outwardOf(context.profile),
    language,
    release: release.number,
    translator: (tag) => context.words.translator(tag),
    codes: (list) => codes.get(list),
  });
}

export async function readCodes(
  lists: Iterable<string>,
  read: (list: string) => Promise<readonly CodeItemPlan[]>,
): Promise<Codes> {
  return new Map(await Promise.all([...new Set(lists)].map(async (list) => [list, await read(list)] as const)));
}

export interface Wanted {
  readonly release?: number | undefined;
  readonly language: string;
}

const ENTITY_TYPES: Readonly<Record<EntityFormat, string>> = {
  openapi: 'application/json',
  'table-schema': 'application/json',
  shacl: 'text/turtle; charset=utf-8',
  context: 'application/ld+json',
  dcat: 'application/ld+json',
  odcs: 'application/yaml; charset=utf-8',
  ddl: 'application/sql; charset=utf-8',
};

/** @throws problems.entityNotFound, problems.releaseNotFound */
export async function entityExport(
  context: Context,
  wanted: Wanted & { readonly entity: string; readonly format: EntityFormat },
): Promise<Download> {
  const release = await getRelease(context.db, wanted.release);
  const entity = getEntity(release, wanted.entity);
  const today = todayOf(context);
  const used = entity.fields.flatMap((field) => field.codeList?.list ?? []);
  const codes = await readCodes(used, (list) => codesOf(context.db, list, today));
  const { ending, emit } = entityTexts[wanted.format];
  const content = emit(entity, readyOf(context, release, { language: wanted.language, codes }));
  return { name: `${entity.name}${ending}`, type: ENTITY_TYPES[wanted.format], content };
}

const LIST_TYPES: Readonly<Record<CodeListFormat, string>> = {
  turtle: 'text/turtle; charset=utf-8',
  'json-ld': 'application/ld+json',
  csv: 'text/csv; charset=utf-8',
};

/** @throws problems.codeListNotFound */
export async function codeListExport(
  context: Context,
  { list: code, format, on }: { readonly list: string; readonly format: CodeListFormat; readonly on?: string },
): Promise<Download> {
  const { db, profile } = context;
  const release = await getRelease(db, undefined);
  const found = release.plan.codeLists.find((one) => one.code === code);
  if (!found) throw problems.codeListNotFound({ list: code });
  if (format === 'csv') {
    const items = await (on === undefined ? everyCodeOf(db, code) : codesOf(db, code, on));
    return { name: `${code}.csv`, type: LIST_TYPES.csv, content: codeListCsv(items, release.plan.languages) };
  }
  const codes = await readCodes([code, found.parentList ?? code], (list) => everyCodeOf(db, list));
  const list: CodeListPlan = { ...found, successions: await successionsOf(context, code) };
  const ready = readyOf(context, release, { language: profile.languages[0] ?? 'en', codes });
  const { ending, emit } = listTexts[format];
  return { name: `${code}${ending}`, type: LIST_TYPES[format], content: emit(list, ready) };
}

/** The columns that an import of codes reads. */
function codeListCsv(items: readonly CodeItemPlan[], languages: readonly string[]): string {
  const [first = 'en', ...others] = languages;
  const head = ['code', 'name', ...others.map((language) => `name.${language}`), 'parent', 'from', 'to', 'aliases'];
  const rows = items.map(({ code, names, parent = '', from = '', to = '', aliases }) => [
    code,
    ...[first, ...others].map((language) => names[language] ?? ''),
    parent,
    from,
    to,
    aliases.join('|'),
  ]);
  return `\ufeff${csvLines([head, ...rows])}`;
}

export async function successionsOf({ db }: Context, list: string): Promise<CodeListPlan['successions']> {
  const steps = await store.successionsOf(db, list);
  return steps.map(({ share, ...step }) => (share === null ? step : { ...step, share }));
}

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** @throws problems.releaseNotFound, problems.entityNotFound when there is no such chapter */
export async function bookExport(
  context: Context,
  wanted: Wanted & { readonly format: 'html' | 'docx'; readonly chapter?: string | undefined },
): Promise<Download> {
  const release = await getRelease(context.db, wanted.release);
  const { chapter } = wanted;
  const plan = chapter === undefined ? release.plan : chapterOf(release.plan, chapter);
  if (!plan) throw problems.entityNotFound({ entity: chapter ?? '' });
  const lists = plan.codeLists.map((list) => list.code);
  const codes = await readCodes(lists, (list) => everyCodeOf(context.db, list));
  const ready = { ...readyOf(context, release, { language: wanted.language, codes }), plan };
  const of = chapter === undefined ? '' : `-${chapter}`;
  const name = `dictionary-${String(release.number)}${of}.${wanted.language}.${wanted.format}`;
  return wanted.format === 'html'
    ? { name, type: 'text/html; charset=utf-8', content: bookHtml(ready, wanted.language) }
    : { name, type: WORD, content: await bookDocx(ready, wanted.language) };
}
