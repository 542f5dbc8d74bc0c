/** What the screens and the API read of crosswalks. */
import type { Context } from '../../platform/context.ts';
import { fold } from '../../platform/search/fold.ts';
import type * as contract from '../crosswalk-contract.ts';
import { everyCodeOf } from '../codes/codes-of.ts';
import { codeIris, irisOf, type Iris } from '../emit/iris.ts';
import { writeJsonLd } from '../emit/json-ld.ts';
import { writeTurtle } from '../emit/turtle.ts';
import type { Download } from '../export-downloads.ts';
import * as codes from '../store/code.ts';
import * as store from '../store/crosswalk.ts';
import { outwardOf } from '../targets.ts';
import { todayOf } from '../write-change.ts';
import { coverageOf } from './coverage.ts';
import { crosswalkCsv } from './crosswalk-csv.ts';
import { crosswalkGraph } from './crosswalk-skos.ts';
import { openCrosswalk, type OpenCrosswalk, type Side } from './open-crosswalk.ts';

const LIMIT = 50;
const writeCursor = (parts: readonly (string | null)[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
function readCursor(cursor: string | undefined): readonly (string | null)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts.map((part) => (typeof part === 'string' ? part : null)) : undefined;
  } catch {
    return undefined;
  }
}

export async function crosswalkList(
  { db }: Context,
  query: { readonly list?: string; readonly cursor?: string; readonly limit?: number },
): Promise<{ items: contract.CrosswalkSummary[]; next?: string }> {
  const { limit = LIMIT, list } = query;
  const [from = '', to = '', on = null, toOn = null] = readCursor(query.cursor) ?? [];
  const after = query.cursor === undefined ? undefined : { list: from ?? '', to: to ?? '', on, toOn };
  const rows = await store.crosswalkPage(db, { list, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const named = await codes.listsByCode(db, [...new Set(shown.flatMap((row) => [row.list, row.to]))]);
  const namesOf = (code: string) => named.find((one) => one.code === code)?.names ?? {};
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({ ...row, names: namesOf(row.list), toNames: namesOf(row.to) })),
    ...(rows.length > limit && last ? { next: writeCursor([last.list, last.to, last.on, last.toOn]) } : {}),
  };
}

export interface CrosswalkFilter {
  readonly on?: string;
  readonly toOn?: string;
  readonly via?: string;
  readonly show?: contract.CrosswalkRow['kind'] | 'unmapped' | 'unreached';
  readonly q?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

interface Wanted {
  readonly list: string;
  readonly to: string;
}

const viaOf = (via: string | undefined) => via?.split(',').filter((part) => part !== '');

/** @throws problems.noSuchDay, codeListNotFound, crosswalkNotFound, crosswalkDaysNeeded */
export async function crosswalkPage(
  context: Context,
  { list, to }: Wanted,
  filter: CrosswalkFilter,
): Promise<contract.CrosswalkAnswer> {
  const { limit = LIMIT, on, toOn, show, q = '' } = filter;
  const today = todayOf(context);
  const opened = await openCrosswalk(context.db, { list, to, on, toOn, via: viaOf(filter.via), today });
  const rows = rowsOf(opened, show).filter(wordFilter(q));
  const after = readCursor(filter.cursor);
  const rest = after ? rows.filter((row) => isBeyond(row, after)) : rows;
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const { from, to: other, way, ways, links, note } = opened;
  return {
    list,
    names: from.names,
    to,
    toNames: other.names,
    on: from.day,
    toOn: other.day,
    note,
    way: [...way],
    ways: ways.map((one) => [...one]),
    coverage: coverageOf(links, new Set(from.codes.keys()), new Set(other.codes.keys())),
    total: rows.length,
    items: shown,
    ...(rest.length > limit && last ? { next: writeCursor([last.from, last.to]) } : {}),
  };
}

// Codes are compared as bytes everywhere; what has no code on the left comes last.
const LAST = '\uffff';
const placeOf = (from: string | null | undefined, to: string | null | undefined) => `${from ?? LAST}\n${to ?? ''}`;
const isBeyond = ({ from, to }: contract.CrosswalkRow, [a, b]: readonly (string | null)[]) =>
  placeOf(from, to) > placeOf(a, b);

function rowsOf({ links, from, to }: OpenCrosswalk, show: CrosswalkFilter['show']): contract.CrosswalkRow[] {
  const linked = links
    .filter((link) => show === undefined || show === null || show === link.kind)
    .map((link): contract.CrosswalkRow => ({
      ...link,
      fromNames: from.codes.get(link.from) ?? {},
      toNames: to.codes.get(link.to) ?? {},
    }));
  const left = new Set(links.map((link) => link.from));
  const right = new Set(links.map((link) => link.to));
  const none = { fromNames: {}, toNames: {}, kind: null, share: null, back: null };
  const unmapped = [...from.codes]
    .filter(([code]) => !left.has(code))
    .map(([code, fromNames]): contract.CrosswalkRow => ({ ...none, from: code, fromNames, to: null }));
  const unreached = [...to.codes]
    .filter(([code]) => !right.has(code))
    .map(([code, toNames]): contract.CrosswalkRow => ({ ...none, from: null, to: code, toNames }));
  const wanted = show === 'unmapped' ? unmapped : show === 'unreached' ? unreached : linked;
  const all = show === undefined || show === null ? [...linked, ...unmapped, ...unreached] : wanted;
  return all.sort((a, b) => (placeOf(a.from, a.to) < placeOf(b.from, b.to) ? -1 : 1));
}

function wordFilter(q: string): (row: contract.CrosswalkRow) => boolean {
  const words = fold(q)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return () => true;
  return ({ from, to, fromNames, toNames }) => {
    const said = fold([from, to, ...Object.values(fromNames), ...Object.values(toNames)].filter(Boolean).join(' '));
    return words.every((word) => said.includes(word));
  };
}

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  turtle: 'text/turtle; charset=utf-8',
  'json-ld': 'application/ld+json',
} as const;
const ENDINGS = { csv: 'csv', turtle: 'ttl', 'json-ld': 'jsonld' } as const;

interface ExportWanted extends Wanted {
  readonly format: keyof typeof TYPES;
  readonly on?: string;
  readonly toOn?: string;
  readonly via?: string;
  readonly language: string;
}

/** @throws problems.noSuchDay, codeListNotFound, crosswalkNotFound, crosswalkDaysNeeded */
export async function crosswalkExport(context: Context, wanted: ExportWanted): Promise<Download> {
  const { list, to, format, on, toOn, via, language } = wanted;
  const today = todayOf(context);
  const opened = await openCrosswalk(context.db, { list, to, on, toOn, via: viaOf(via), today });
  const name = `${list}-${to}.${ENDINGS[format]}`;
  const type = TYPES[format];
  if (format === 'csv') {
    const named = { from: opened.from.codes, to: opened.to.codes, language };
    // A spreadsheet knows UTF-8 by its mark.
    return { name, type, content: `\ufeff${crosswalkCsv(opened.links, named)}` };
  }
  const iris = irisOf(outwardOf(context.profile).baseIri);
  const [fromIri, toIri] = [await iriOn(context, opened.from, iris), await iriOn(context, opened.to, iris)];
  const graph = crosswalkGraph(opened.links, { list, to, fromIri, toIri }, iris);
  return {
    name,
    type,
    content: format === 'turtle' ? writeTurtle(graph) : `${JSON.stringify(writeJsonLd(graph), undefined, 2)}\n`,
  };
}

/** The IRI of the meaning that a code has on the side's day. */
async function iriOn(context: Context, { list, day }: Side, iris: Iris): Promise<(code: string) => string> {
  const items = await everyCodeOf(context.db, list);
  const named = codeIris(list, items, iris);
  const onDay = items.filter((item) => (item.from ?? '') <= day && day < (item.to ?? '9999-99-99'));
  const byCode = new Map(onDay.map((item) => [item.code, named.get(item)]));
  return (code) => byCode.get(code) ?? iris.code(list, code);
}
