/** What the screens and the API read: assembled from the plan of a release, the search index and the codes. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type * as contract from './contract.ts';
import { sameConcept } from './concepts.ts';
import { currentRelease, getElement, getEntity, getRelease, type Release } from './current-release.ts';
import { contractOf } from './emit/odcs.ts';
import { diffPlans, type Change } from './diff.ts';
import type { ElementPlan, EntityPlan, FieldPlan } from './plan.ts';
import { problems } from './problems.ts';
import { search } from './search.ts';
import { findRenames } from './renames.ts';
import * as codes from './store/code.ts';
import * as versions from './store/entry-version.ts';
import * as releases from './store/release.ts';
import * as usages from './store/usage.ts';
import { FIRST_VERSION } from './versions/entry-version.ts';
import { versionOf, versionsAsOf, versionSteps } from './versions/read-versions.ts';
import { todayOf } from './write-change.ts';

const LIMIT = 50;

/** Opaque: what was last on the page before. */
const writeCursor = (key: string): string => Buffer.from(key).toString('base64url');
const readCursor = (cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();

function pageOf<T>(items: readonly T[], limit: number, keyOf: (item: T) => string): { items: T[]; next?: string } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, ...(items.length > limit && last !== undefined ? { next: writeCursor(keyOf(last)) } : {}) };
}

const summaryOf = (element: ElementPlan): contract.ElementSummary => ({
  code: element.code,
  physicalName: element.physicalName,
  names: element.names,
  definition: element.definition,
  domain: element.domain,
  tier: element.tier,
  dataType: element.dataType,
  reCollectable: element.reCollectable,
  labels: element.labels,
  ...(element.codeList ? { codeList: element.codeList.list } : {}),
  ...(element.authority === undefined ? {} : { authority: element.authority }),
});

export interface ElementFilter {
  readonly q?: string;
  readonly domain?: string;
  readonly personal?: string;
  readonly sharing?: string;
  readonly authority?: string;
  readonly entity?: string;
  readonly release?: number;
  readonly cursor?: string;
  readonly limit?: number;
}

export async function elementPage(db: Db, filter: ElementFilter) {
  const release = await getRelease(db, filter.release);
  const { elements } = release.plan;
  const kept = elements.filter(keeper(release, filter));
  const { limit = LIMIT, q = '' } = filter;
  const after = readCursor(filter.cursor) ?? '';
  const head = { total: kept.length, domains: domainsOf(elements), release: release.number };
  if (q.trim() !== '') {
    const order = new Map((await search(db, q, { kind: 'element', limit: 200 })).map((hit, i) => [hit.code, i]));
    const found = kept.filter((one) => order.has(one.code));
    found.sort((a, b) => (order.get(a.code) ?? 0) - (order.get(b.code) ?? 0));
    return { items: found.slice(0, limit).map(summaryOf), ...head };
  }
  const rest = kept.filter((one) => one.code > after);
  const { items, next } = pageOf(rest, limit, (one) => one.code);
  return { items: items.map(summaryOf), ...(next === undefined ? {} : { next }), ...head };
}

function keeper(release: Release, filter: ElementFilter): (element: ElementPlan) => boolean {
  const inEntity =
    filter.entity === undefined
      ? undefined
      : new Set(getEntity(release, filter.entity).fields.map((field) => field.element));
  const is = (asked: string | undefined, value: string | undefined) => asked === undefined || asked === value;
  return (element) =>
    is(filter.domain, element.domain) &&
    is(filter.personal, element.labels.personal) &&
    is(filter.sharing, element.labels.sharing) &&
    is(filter.authority, element.authority) &&
    (inEntity?.has(element.code) ?? true);
}

function domainsOf(elements: readonly ElementPlan[]): { domain: string; elements: number }[] {
  const counts = new Map<string, number>();
  for (const element of elements) counts.set(element.domain, (counts.get(element.domain) ?? 0) + 1);
  return [...counts].map(([domain, count]) => ({ domain, elements: count }));
}

export async function oneElement(db: Db, code: string, number: number | undefined): Promise<contract.ElementPage> {
  const release = await getRelease(db, number);
  const element = getElement(release, code);
  const entities = release.plan.entities.flatMap((entity) =>
    entity.fields
      .filter((field) => field.element === element.code)
      .map((field) => ({ name: entity.name, names: entity.names, field: field.name })),
  );
  const history = await releases.changesAbout(db, element.code);
  const begun = await versions.ofEntry(db, 'element', element.code);
  const at = (asked: number) => begun.find((one) => one.release <= asked)?.version ?? FIRST_VERSION;
  return {
    release: release.number,
    version: at(release.number),
    element: { ...describe(element), sameConcept: sameConcept(element, release.plan).map(({ code }) => code) },
    entities,
    usage: await usages.ofElement(db, element.code),
    history: history.map(({ changes, ...entry }) => ({
      ...entry,
      version: at(entry.release),
      changes: changes as contract.PlanChange[],
    })),
  };
}

/** Every attribute; the code list is named, and how it is used stands beside it. */
function describe(element: ElementPlan): contract.ElementPage['element'] {
  const { codeList, authority: _, ...rest } = element;
  return { ...rest, ...summaryOf(element), ...(codeList ? { codeRule: codeList.rule } : {}) };
}

const entitySummary = (entity: EntityPlan): contract.EntitySummary => ({
  name: entity.name,
  code: entity.code,
  names: entity.names,
  definition: entity.definition,
  fields: entity.fields.length,
  key: [...entity.key],
});

export async function entityList(db: Db, number: number | undefined) {
  const release = await getRelease(db, number);
  return { items: release.plan.entities.map(entitySummary), release: release.number };
}

export async function oneEntity(db: Db, name: string, number: number | undefined): Promise<contract.EntityPage> {
  const release = await getRelease(db, number);
  const entity = getEntity(release, name);
  const contract = contractOf(release.plan.entities, entity);
  return {
    release: release.number,
    version: await versionOf(db, 'entity', entity.name, release.number),
    entity: entitySummary(entity),
    ...(contract && { contract }),
    groups: [...entity.groups],
    fields: entity.fields.map((field) => fieldRow(field, entity)),
    checks: entity.checks.map(({ fields: _, ...check }) => check),
  };
}

const fieldRow = (field: FieldPlan, entity: EntityPlan): contract.FieldRow => ({
  name: field.name,
  element: field.element,
  names: field.names,
  definition: field.definition,
  dataType: field.dataType,
  required: field.required,
  key: entity.key.includes(field.name),
  reCollectable: field.reCollectable,
  labels: field.labels,
  ...(field.minLength === undefined ? {} : { minLength: field.minLength }),
  ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
  ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
  ...(field.codeList ? { codeList: field.codeList.list } : {}),
  ...(field.authority === undefined ? {} : { authority: field.authority }),
  ...(field.group === undefined ? {} : { group: field.group }),
});

export async function codeListPage(context: Context, on: string | undefined) {
  const rows = await codes.listsWithCounts(context.db, on ?? todayOf(context));
  const head = await releases.latest(context.db);
  const known = (await versionsAsOf(context.db, head?.number ?? 0))['code-list'];
  return {
    items: rows.map(({ parentList, ...row }) => ({
      ...row,
      version: known[row.code] ?? FIRST_VERSION,
      ...(parentList === null ? {} : { parentList }),
    })),
  };
}

export interface CodeFilter {
  readonly on?: string;
  readonly parent?: string;
  readonly q?: string;
  readonly former?: boolean;
  readonly cursor?: string;
  readonly limit?: number;
}

/** @throws problems.codeListNotFound */
export async function codePage(context: Context, list: string, filter: CodeFilter) {
  const { db } = context;
  const found = await codes.findList(db, list);
  if (!found) throw problems.codeListNotFound({ list });
  const { limit = LIMIT, on = todayOf(context), parent, q = '', former = false } = filter;
  const level = {
    list,
    on,
    parent,
    former,
    flat: found.parent_list !== null,
    after: readCursor(filter.cursor),
    limit: limit + 1,
  };
  if (q.trim() === '') return pageOf(await codes.children(db, level), limit, (row) => row.code);
  const hits = (await search(db, q, { kind: 'code', list, limit })).map((hit) => hit.code);
  const rows = await codes.children(db, { ...level, parent: undefined, after: undefined, only: hits });
  return { items: rows.sort((a, b) => hits.indexOf(a.code) - hits.indexOf(b.code)).slice(0, limit) };
}

export async function releaseList(db: Db): Promise<{ items: contract.ReleaseSummary[] }> {
  const rows = await releases.list(db);
  const newest = rows[0]?.number;
  return {
    items: rows.map(({ note, ...row }) => ({
      ...row,
      current: row.number === newest,
      ...(note === null ? {} : { note: note as contract.ReleaseSummary['note'] }),
    })) as contract.ReleaseSummary[],
  };
}

/** Against the release before, as recorded when it was published; or against any other, compared now. */
export async function releaseChanges(db: Db, number: number, since: number | undefined) {
  const release = await getRelease(db, number);
  if (since === undefined || since === number - 1) {
    const recorded = await releases.changesOf(db, number);
    const changes = (recorded?.changes ?? []) as Change[];
    const from = number === 1 ? null : number - 1;
    const renames = from === null ? [] : findRenames((await getRelease(db, from)).plan, release.plan);
    const steps = from === null ? [] : await versionSteps(db, { from, to: number });
    return { from, to: number, verdict: release.verdict, changes, renames, versions: steps };
  }
  const before = await getRelease(db, since);
  const steps = await versionSteps(db, { from: since, to: number });
  return { from: since, to: number, ...diffPlans(before.plan, release.plan), versions: steps };
}

export async function searchPage(db: Db, query: { q: string; kind?: string; limit?: number }) {
  const { number } = await currentRelease(db);
  return { items: await search(db, query.q, { kind: query.kind, limit: query.limit }), release: number };
}
