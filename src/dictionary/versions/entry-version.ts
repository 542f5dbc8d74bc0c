/**
 * The version of every entry of a release, `N.MINOR`: counted from what the release changed (breaking → N+1.0, compatible →
 * N.MINOR+1, unchanged → as it was). An author may state a higher one for an element, never a lower. Pure.
 */
import type { Change } from '../diff.ts';
import type { Plan } from '../plan.ts';
import type { Texts } from '../../platform/texts.ts';

export type VersionedKind = 'element' | 'entity' | 'code-list';

/** Of a whole release: kind → key → `N.MINOR`. The key is an element's code, an entity's name, a list's code. */
export type Versions = Readonly<Record<VersionedKind, Readonly<Record<string, string>>>>;

export interface VersionStep {
  readonly kind: VersionedKind;
  readonly key: string;
  readonly names: Texts;
  /** Absent when the entry is new. */
  readonly before?: string;
  readonly version: string;
}

/** A version that an author stated below what the change asks for. */
export interface VersionTooLow extends VersionStep {
  readonly stated: string;
  /** Why so high: `breaking`, `compatible`, `unchanged`. */
  readonly because: Weight;
}

type Weight = 'breaking' | 'compatible' | 'unchanged';

/** What an entry starts with, and has in releases that were published before versions were counted. */
export const FIRST_VERSION = '1.0';

export interface Counted {
  /** Of every entry that is there. */
  readonly versions: Versions;
  /** Entries that are new or have another version than before, in the order of the plan. */
  readonly steps: readonly VersionStep[];
  readonly tooLow: readonly VersionTooLow[];
}

interface Before {
  readonly plan: Plan;
  /** Also of entries that went since: one that comes back goes on where it was. */
  readonly versions: Versions;
}

/** @param changes of `diffPlans(before.plan, after)`; without a release before there are none */
export function countVersions(before: Before | undefined, after: Plan, changes: readonly Change[]): Counted {
  const weights = weigh(changes);
  const there = before && new Set(entriesOf(before.plan).map(({ kind, key }) => `${kind} ${key}`));
  const versions: Record<VersionedKind, Record<string, string>> = { element: {}, entity: {}, 'code-list': {} };
  const steps: VersionStep[] = [];
  const tooLow: VersionTooLow[] = [];
  for (const { kind, key, names, stated } of entriesOf(after)) {
    const isThere = there?.has(`${kind} ${key}`) ?? false;
    const old = before?.versions[kind][key] ?? (isThere ? FIRST_VERSION : undefined);
    const because = weightOf(weights.get(`${kind} ${key}`), isThere);
    const least = old === undefined ? FIRST_VERSION : raise(old, because);
    const step = { kind, key, names, ...(old !== undefined && { before: old }) };
    if (stated !== undefined && isBelow(stated, least)) tooLow.push({ ...step, version: least, stated, because });
    const version = stated === undefined || isBelow(stated, least) ? least : stated;
    versions[kind][key] = version;
    if (version !== old) steps.push({ ...step, version });
  }
  return { versions, steps, tooLow };
}

/** As its files state them, or the first one: for a plan of which no earlier release is known. */
export const statedVersions = (plan: Plan): Versions => countVersions(undefined, plan, []).versions;

export interface VersionedEntry {
  readonly kind: VersionedKind;
  readonly key: string;
  readonly names: Texts;
  readonly stated?: string | undefined;
}

// The version of a code list is its publisher's word for the edition (`2026-09`), not a number that is counted.
export const entriesOf = (plan: Plan): VersionedEntry[] => [
  ...plan.elements.map(({ code, names, version }): VersionedEntry => ({
    kind: 'element',
    key: code,
    names,
    stated: version,
  })),
  ...plan.entities.map(({ name, names }): VersionedEntry => ({ kind: 'entity', key: name, names })),
  ...plan.codeLists.map(({ code, names }): VersionedEntry => ({ kind: 'code-list', key: code, names })),
];

/** The heaviest change of each entry. */
function weigh(changes: readonly Change[]): ReadonlyMap<string, Change['verdict']> {
  const found = new Map<string, Change['verdict']>();
  for (const { reason, subject, verdict } of changes) {
    const about = aboutOf(reason, subject);
    if (about !== undefined && found.get(about) !== 'breaking') found.set(about, verdict);
  }
  return found;
}

/** Which entry a change is about: fields and checks are their entity's, codes their list's. */
function aboutOf(reason: string, subject: string): string | undefined {
  const part = reason.slice(0, reason.indexOf('.'));
  if (part === 'element') return `element ${subject}`;
  if (part === 'entity' || part === 'field' || part === 'check') return `entity ${subject.split('.')[0] ?? ''}`;
  if (part === 'code-list' || part === 'code') return `code-list ${subject.split('/')[0] ?? ''}`;
  return undefined;
}

/** What went and came back may mean something else by now. */
const weightOf = (changed: Change['verdict'] | undefined, isThere: boolean): Weight =>
  isThere ? (changed ?? 'unchanged') : 'breaking';

function raise(version: string, weight: Weight): string {
  const [major, minor] = partsOf(version);
  if (weight === 'breaking') return `${String(major + 1)}.0`;
  return weight === 'compatible' ? `${String(major)}.${String(minor + 1)}` : version;
}

function isBelow(a: string, b: string): boolean {
  const [[majorA, minorA], [majorB, minorB]] = [partsOf(a), partsOf(b)];
  return majorA < majorB || (majorA === majorB && minorA < minorB);
}

function partsOf(version: string): readonly [major: number, minor: number] {
  const [major = 1, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
