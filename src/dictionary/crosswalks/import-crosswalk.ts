/** Stores a crosswalk from a file as a whole: what it does not say any more is gone, the same file again changes nothing. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { parseDay } from '../expression/civil.ts';
import type { CrosswalkLink, CrosswalkPlan } from '../plan.ts';
import { problems } from '../problems.ts';
import * as codes from '../store/code.ts';
import * as store from '../store/crosswalk.ts';
import type { Columns } from '../codes/read-rows.ts';
import { isSame } from '../same.ts';
import { recordChange, takeChange, todayOf, type Author } from '../write-change.ts';
import { checkLinks } from './check-links.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import { readCrosswalkSkos } from './crosswalk-skos.ts';
import { readLink } from './links.ts';
import { readCrosswalkCsv, type ReadCrosswalk, type ReadFinding, type ReadLink } from './read-crosswalk.ts';

export interface CrosswalkImport {
  readonly list: string;
  readonly to: string;
  readonly text: string;
  readonly format: 'csv' | 'turtle';
  readonly columns?: Columns | undefined;
  /** Days whose codes are meant. */
  readonly on?: string | undefined;
  readonly toOn?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

type Said = Pick<CrosswalkLink, 'kind' | 'share'>;

export interface LinkChange {
  readonly from: string;
  readonly to: string;
  readonly kind: 'added' | 'changed' | 'ended';
  readonly before: Said | null;
  readonly after: Said | null;
}

export interface CrosswalkOutcome {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
  readonly unchanged: number;
  /** Null when nothing changed, or for a dry run. */
  readonly changeSet: number | null;
  readonly changes: readonly LinkChange[];
  readonly findings: readonly ReadFinding[];
  readonly coverage: Coverage;
}

const MOST_CHANGES = 500;

/** @throws problems.codeListNotFound, crosswalkOfRelease, crosswalkDaysNeeded, noSuchDay, and those of the readers */
export async function importCrosswalk(
  context: Context,
  request: CrosswalkImport,
  by: Author,
): Promise<CrosswalkOutcome> {
  const { list, to, on, toOn } = request;
  for (const day of [on, toOn]) if (day !== undefined && parseDay(day) === null) throw problems.noSuchDay({ day });
  if (list === to && (on === undefined || toOn === undefined || on === toOn))
    throw problems.crosswalkDaysNeeded({ list });
  return context.db.transaction(async (tx) => {
    const key = { list, to, on: on ?? null, toOn: toOn ?? null };
    for (const code of [list, to].sort())
      if (!(await codes.lockList(tx, code))) throw problems.codeListNotFound({ list: code });
    const there = await store.findCrosswalk(tx, key);
    if (there?.origin === 'release') throw problems.crosswalkOfRelease({ list, to });
    const sides = { from: await codesOn(tx, list, on), to: await codesOn(tx, to, toOn) };
    const read = readFile(request, sides);
    const sound = soundLinks(read, list, sides);
    const before = there ? await store.linksOf(tx, key) : [];
    const difference = compare(before, sound.links);
    const today = todayOf(context);
    const inForce = { from: await codesOn(tx, list, on ?? today), to: await codesOn(tx, to, toOn ?? today) };
    const outcome = {
      read: read.read,
      ...difference.counts,
      changes: difference.changes.slice(0, MOST_CHANGES),
      findings: sound.findings,
      coverage: coverageOf(sound.links.map(readLink), inForce.from, inForce.to),
    };
    if (request.dryRun || difference.changes.length === 0) return { ...outcome, changeSet: null };
    const changeSet = await write(tx, key, sound.links);
    const subject = `${list} → ${to}`;
    const act = { kind: 'codes', action: 'dictionary.import-crosswalk', subject, by } as const;
    await recordChange(context, tx, act, { changeSet, ...difference.counts });
    return { ...outcome, changeSet };
  });
}

const readFile = ({ text, format, columns }: CrosswalkImport, sides: { from: Set<string>; to: Set<string> }) =>
  format === 'csv' ? readCrosswalkCsv(text, columns) : readCrosswalkSkos(text, sides);

async function codesOn(tx: Db, list: string, day: string | undefined): Promise<Set<string>> {
  const rows = await codes.codesOfList(tx, list);
  const those = rows.filter(({ from, to }) => day === undefined || ((from ?? '') <= day && day < (to ?? '9999-99-99')));
  return new Set(those.map(({ code }) => code));
}

/** Links that contradict what stands before them are set apart, all of those of one code together. */
function soundLinks(
  read: ReadCrosswalk,
  list: string,
  sides: { readonly from: ReadonlySet<string>; readonly to: ReadonlySet<string> },
): { links: readonly ReadLink[]; findings: readonly ReadFinding[] } {
  const names = { from: list, to: '', fromCodes: sides.from, toCodes: sides.to };
  const faults = checkLinks(read.links, names);
  const bad = new Set<ReadLink>();
  const findings = faults.flatMap(({ link: place, fault, code, list: side }): ReadFinding[] => {
    const link = read.links[place];
    if (!link) return [];
    const isTogether = fault === 'whole-and-more' || fault === 'shares-exceed';
    for (const one of read.links) {
      if (one === link || (isTogether && (side === list ? one.from : one.to) === code)) bad.add(one);
    }
    const value = fault === 'unknown-code' || isTogether ? code : `${link.from} → ${link.to}`;
    return [{ line: link.line, kind: fault, value, apart: true }];
  });
  return {
    links: read.links.filter((link) => !bad.has(link)),
    findings: [...read.findings, ...findings].sort((a, b) => a.line - b.line),
  };
}

const saidOf = (link: CrosswalkLink | null): Said | null =>
  link && { kind: link.kind, ...(link.share !== undefined && { share: link.share }) };

function fateOf(old: CrosswalkLink | null, now: CrosswalkLink | null): LinkChange['kind'] {
  if (!old) return 'added';
  return now ? 'changed' : 'ended';
}

function compare(before: readonly CrosswalkLink[], after: readonly ReadLink[]) {
  const keyOf = ({ from, to }: CrosswalkLink) => `${from}\n${to}`;
  const was = new Map(before.map((link) => [keyOf(link), link]));
  const is = new Map(after.map(({ line: _, ...link }) => [keyOf(link), link as CrosswalkLink]));
  const changes = [...new Set([...was.keys(), ...is.keys()])].flatMap((key): LinkChange[] => {
    const [old, now] = [was.get(key) ?? null, is.get(key) ?? null];
    if (old && now && isSame(old, now)) return [];
    const [from = '', to = ''] = key.split('\n');
    return [{ from, to, kind: fateOf(old, now), before: saidOf(old), after: saidOf(now) }];
  });
  const count = (kind: LinkChange['kind']) => changes.filter((change) => change.kind === kind).length;
  const [added, changed, ended] = [count('added'), count('changed'), count('ended')];
  return { changes, counts: { added, changed, ended, unchanged: is.size - added - changed } };
}

async function write(tx: Db, key: store.CrosswalkKey, links: readonly ReadLink[]): Promise<number> {
  const changeSet = await takeChange(tx);
  await store.deleteCrosswalk(tx, key);
  const { list, to, on, toOn } = key;
  const crosswalk: CrosswalkPlan = { to, ...(on !== null && { on }), ...(toOn !== null && { toOn }), links };
  await store.insertCrosswalk(tx, { list, crosswalk, origin: 'import', changeSet });
  await store.insertLinks(tx, key, links);
  return changeSet;
}
