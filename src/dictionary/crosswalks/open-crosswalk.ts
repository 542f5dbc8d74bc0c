/** The way from one list, or one day of it, to another: stored crosswalks put one after the other, days bridged by successions. */
import type { Db } from '../../platform/db/db.ts';
import { parseDay } from '../expression/civil.ts';
import type { Texts } from '../../platform/texts.ts';
import { graphOf } from '../codes/graph-of.ts';
import { problems } from '../problems.ts';
import * as codes from '../store/code.ts';
import * as store from '../store/crosswalk.ts';
import { editionLinks } from './edition-links.ts';
import { findPaths, stepEnd, stepStart, type PathStep } from './find-paths.ts';
import { compose, identity, invert, readLink, type Link } from './links.ts';

export interface CrosswalkQuestion {
  readonly list: string;
  readonly to: string;
  /** Days whose codes are meant; absent: those of the crosswalk, else today. */
  readonly on?: string | undefined;
  readonly toOn?: string | undefined;
  /** Lists between, in their order; absent: the shortest way. */
  readonly via?: readonly string[] | undefined;
  readonly today: string;
}

export interface WayStep {
  readonly list: string;
  readonly to: string;
  readonly on: string | null;
  readonly toOn: string | null;
  /** `successions`: two days of one list. */
  readonly by: 'release' | 'import' | 'successions';
  readonly inverse: boolean;
}

export interface Side {
  readonly list: string;
  readonly names: Texts;
  readonly day: string;
  /** In force on the day, in the order of their codes. */
  readonly codes: ReadonlyMap<string, Texts>;
}

export interface OpenCrosswalk {
  readonly from: Side;
  readonly to: Side;
  readonly way: readonly WayStep[];
  /** Links of each step, in the direction in which it is gone. */
  readonly steps: readonly (readonly Link[])[];
  readonly links: readonly Link[];
  /** Every way there is, by the lists between. */
  readonly ways: readonly (readonly string[])[];
  readonly note: Texts | null;
}

/** @throws problems.noSuchDay, codeListNotFound, crosswalkNotFound */
export async function openCrosswalk(db: Db, question: CrosswalkQuestion): Promise<OpenCrosswalk> {
  const { list, to, on, toOn, today } = question;
  for (const day of [on, toOn]) if (day !== undefined && parseDay(day) === null) throw problems.noSuchDay({ day });
  const namesOf = await namesOfLists(db, [list, to]);
  const { path, ways } = await choosePath(db, question);
  const way = path.map((step) => stepOf(step));
  const bridged = bridge(way, question);
  const steps = await Promise.all(bridged.map((step) => linksOfStep(db, step)));
  const [start, end] = [bridged[0]?.on ?? on ?? today, bridged.at(-1)?.toOn ?? toOn ?? today];
  const sideOf = async (code: string, day: string): Promise<Side> => ({
    list: code,
    names: namesOf(code),
    day,
    codes: await namesOn(db, code, day),
  });
  const [first = [], ...rest] = steps;
  const notes = path.length === 1 ? await store.findCrosswalk(db, keyOf(path[0] as PathStep)) : undefined;
  return {
    from: await sideOf(list, start),
    to: await sideOf(to, end),
    way: bridged,
    steps,
    links: rest.reduce<readonly Link[]>((so, links) => compose(so, links), first),
    ways,
    note: notes?.note ?? null,
  };
}

/** @throws problems.codeListNotFound */
async function namesOfLists(db: Db, lists: readonly string[]): Promise<(list: string) => Texts> {
  const found = await codes.listsByCode(db, lists);
  const absent = lists.find((list) => !found.some((one) => one.code === list));
  if (absent !== undefined) throw problems.codeListNotFound({ list: absent });
  return (list) => found.find((one) => one.code === list)?.names ?? {};
}

const keyOf = ({ head }: PathStep): store.CrosswalkKey => head;

async function choosePath(db: Db, { list, to, on, toOn, via }: CrosswalkQuestion) {
  const heads = await store.allCrosswalks(db);
  if (list === to) {
    const written = heads.find((one) => one.list === list && one.to === to && one.on === on && one.toOn === toOn);
    if (on === undefined && toOn === undefined) throw problems.crosswalkDaysNeeded({ list });
    return { path: written ? [{ head: written, inverse: false }] : [], ways: [[]] };
  }
  const paths = findPaths(heads, list, to);
  const between = (path: readonly PathStep[]) => path.slice(0, -1).map(stepEnd);
  const sameVia = (path: readonly PathStep[]) => via === undefined || between(path).join() === via.join();
  const fits = (path: readonly PathStep[]) => {
    const [first, last] = [path[0], path.at(-1)];
    // Of several crosswalks between the same two lists, the one of the asked days.
    return Number(dayAt(first, 'start') === (on ?? null)) + Number(dayAt(last, 'end') === (toOn ?? null));
  };
  const wanted = paths.filter(sameVia).toSorted((a, b) => a.length - b.length || fits(b) - fits(a));
  const [path] = wanted;
  if (!path) throw problems.crosswalkNotFound({ list, to });
  const ways = [...new Map(paths.map((one) => [between(one).join(), between(one)])).values()];
  return { path, ways };
}

function dayAt(step: PathStep | undefined, end: 'start' | 'end'): string | null {
  if (!step) return null;
  return (end === 'start') !== step.inverse ? step.head.on : step.head.toOn;
}

function stepOf(step: PathStep): WayStep {
  const { origin } = step.head as store.CrosswalkRow;
  return {
    list: stepStart(step),
    to: stepEnd(step),
    on: dayAt(step, 'start'),
    toOn: dayAt(step, 'end'),
    by: origin,
    inverse: step.inverse,
  };
}

/** Where one step ends on another day than the next begins, the list's own successions lead from day to day. */
function bridge(way: readonly WayStep[], { list, to, on, toOn, today }: CrosswalkQuestion): readonly WayStep[] {
  const days = (code: string, from: string | null, until: string | null): readonly WayStep[] =>
    from === null || until === null || from === until
      ? []
      : [{ list: code, to: code, on: from, toOn: until, by: 'successions', inverse: false }];
  if (way.length === 0) return days(list, on ?? today, toOn ?? today);
  const first = days(list, on ?? null, way[0]?.on ?? null);
  const middle = way.flatMap((step, i) => {
    const next = way[i + 1];
    return [step, ...(next ? days(step.to, step.toOn, next.on) : [])];
  });
  return [...first, ...middle, ...days(to, way.at(-1)?.toOn ?? null, toOn ?? null)];
}

async function linksOfStep(db: Db, step: WayStep): Promise<readonly Link[]> {
  const { list, to, on, toOn, by, inverse } = step;
  if (by === 'successions' && on !== null && toOn !== null) {
    const [from, there] = [await namesOn(db, list, on), await namesOn(db, list, toOn)];
    const sides = { from: [...from.keys()], to: [...there.keys()] };
    return editionLinks(await graphOf(db, list), sides, { from: on, to: toOn });
  }
  const key = inverse ? { list: to, to: list, on: toOn, toOn: on } : { list, to, on, toOn };
  const links = (await store.linksOf(db, key)).map(readLink);
  return inverse ? invert(links) : links;
}

async function namesOn(db: Db, list: string, day: string): Promise<ReadonlyMap<string, Texts>> {
  const rows = await codes.codesOfList(db, list);
  const inForce = rows.filter(({ from, to }) => (from ?? '') <= day && day < (to ?? '9999-99-99'));
  return new Map(inForce.map(({ code, names }) => [code, names]));
}

/** What one code is in the other list: for the kind of an answer that was gone step by step. */
export const linksOfCode = (steps: readonly (readonly Link[])[], code: string): readonly Link[] =>
  steps.reduce((so, links) => compose(so, links), identity([code]));
