/** The entries of a proposal as they are read: one by one, side by side, and a half-edited one that is only checked. */
import type { Context } from '../../platform/context.ts';
import { describeChange } from '../describe-change.ts';
import { diffPlans, type Change } from '../diff.ts';
import type { Authored } from '../import/model.ts';
import type { DictionaryFinding } from '../source/finding.ts';
import * as comments from '../store/proposal-comment.ts';
import * as store from '../store/proposal.ts';
import { assess, type Assessment } from './assess-proposal.ts';
import { twinsOf } from './authored-thing.ts';
import {
  aboutOf,
  authoredIndex,
  compileWith,
  keyName,
  mergeEntry,
  namesOf,
  SETTINGS,
  type MergedEntry,
} from './candidate.ts';
import { differencesOf } from './merge-three.ts';
import { peopleNames } from './name-people.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import type * as shapes from './proposal-shapes.ts';
import { refuseDeep, tidy } from './put-entry.ts';
import { clashesOf, findingOf, proposedLists, tellTwin, type Reader } from './read-proposal.ts';

async function assessed(context: Context, proposal: number): Promise<Assessment> {
  const row = await store.find(context.db, proposal);
  if (!row) throw problems.proposalNotFound({ proposal });
  return assess(context, context.db, row);
}

const nameOf = (kind: string, key: string) => `${kind} ${key}`;

export interface EntryFilter {
  readonly kind?: shapes.EntryKind;
  readonly only?: 'clashes' | 'findings' | 'comments';
}

/** In the order of kind and key, after the given one. */
export async function listEntries(
  context: Context,
  proposal: number,
  { kind, only, after }: EntryFilter & { readonly after?: string | undefined },
): Promise<shapes.EntryRow[]> {
  const { candidate, entries, findings } = await assessed(context, proposal);
  const open = new Map(
    (await comments.openByEntry(context.db, proposal)).map((one) => [nameOf(one.kind, one.key), one.open]),
  );
  const people = await peopleNames(
    context.db,
    entries.map((one) => one.changedBy),
  );
  const found = new Map<string, { errors: number; warnings: number }>();
  for (const finding of findings) {
    const about = aboutOf(finding);
    const name = nameOf(about.kind, about.key);
    const count = found.get(name) ?? { errors: 0, warnings: 0 };
    count[finding.severity === 'error' ? 'errors' : 'warnings'] += 1;
    found.set(name, count);
  }
  const rows = candidate.entries.map((entry, place): shapes.EntryRow => {
    const stored = entries[place] as (typeof entries)[number];
    const name = nameOf(entry.kind, entry.key);
    return {
      kind: entry.kind,
      key: entry.key,
      names: namesOf(entry.authored ?? entry.theirs ?? entry.base),
      action: entry.action,
      effect: entry.effect,
      attributes: attributesOf(entry),
      changedBy: people(stored.changedBy, stored.changedBody),
      changedAt: stored.changedAt,
      ...(found.get(name) ?? { errors: 0, warnings: 0 }),
      clashes: entry.clashes.length,
      openComments: open.get(name) ?? 0,
    };
  });
  const keep: Readonly<Record<string, (row: shapes.EntryRow) => boolean>> = {
    clashes: (row) => row.clashes > 0,
    findings: (row) => row.errors + row.warnings > 0,
    comments: (row) => row.openComments > 0,
  };
  return rows
    .filter((row) => (kind === undefined || row.kind === kind) && (only === undefined || keep[only]?.(row) === true))
    .filter((row) => after === undefined || nameOf(row.kind, row.key) > after);
}

function attributesOf({ theirs, result }: MergedEntry): string[] {
  const names = differencesOf(theirs ?? {}, result ?? {}).map((one) => one.pointer.split('/')[1] ?? '');
  return [...new Set(names)].filter((name) => name !== '');
}

/** @throws problems.proposalEntryNotFound when neither the proposal nor the release in force has it */
export async function readEntry(
  context: Context,
  { proposal, kind, key }: { proposal: number; kind: shapes.EntryKind; key: string },
  reader: Reader,
): Promise<shapes.EntryPage> {
  const assessment = await assessed(context, proposal);
  const { current, candidate, row, findings } = assessment;
  const there = candidate.entries.find((one) => one.kind === kind && one.key === key);
  const theirs = authoredIndex(current.plan)[kind].get(key);
  if (!there && theirs === undefined) throw problems.proposalEntryNotFound({ proposal, key });
  const sides = there ? sidesOf(there) : untouched(theirs);
  const own = findings.filter((one) => isAbout(one, kind, key));
  return {
    proposal,
    revision: row.revision,
    kind,
    key,
    ...sides,
    differences: [...differencesOf(theirs, sides.result)],
    findings: own.map((one) => findingOf(one, reader.t)),
    twins: twinsFor(assessment, { kind, key, authored: sides.result }, reader),
    changes: tell(changesAbout(assessment.difference()?.changes ?? [], kind, key), reader),
  };
}

const isAbout = (finding: DictionaryFinding, kind: shapes.EntryKind, key: string): boolean => {
  const about = aboutOf(finding);
  return about.kind === kind && about.key === key;
};

const sidesOf = (entry: MergedEntry) => ({
  names: namesOf(entry.result ?? entry.theirs ?? entry.base),
  action: entry.action,
  effect: entry.effect,
  base: entry.base,
  theirs: entry.theirs ?? null,
  mine: entry.authored,
  clashes: clashesOf(entry),
  ...(entry.result && { result: entry.result }),
});

const untouched = (theirs: Authored | undefined) => ({
  names: namesOf(theirs),
  action: 'none' as const,
  effect: 'same' as const,
  base: theirs ?? null,
  theirs: theirs ?? null,
  mine: theirs ?? null,
  clashes: [],
  ...(theirs && { result: theirs }),
});

interface Checked {
  readonly kind: shapes.EntryKind;
  readonly key: string;
  readonly authored: Authored | undefined;
}

function twinsFor({ current, candidate }: Assessment, { kind, key, authored }: Checked, { t }: Reader): shapes.Twin[] {
  if (!authored || (kind !== 'element' && kind !== 'code-list')) return [];
  const lists = proposedLists(candidate.entries);
  return twinsOf(current.plan, { kind, key, authored }, { lists }).map((one) => tellTwin(one, t));
}

/** Of the entry itself, of its fields, codes and checks. */
const changesAbout = (changes: readonly Change[], kind: shapes.EntryKind, key: string): Change[] =>
  changes.filter(({ subject }) => {
    if (subject === key) return true;
    return (
      (kind === 'entity' && subject.startsWith(`${key}.`)) || (kind === 'code-list' && subject.startsWith(`${key}/`))
    );
  });

const tell = (changes: readonly Change[], { language, t }: Reader) =>
  changes.map((one) => ({ ...one, words: describeChange(one, language, t) }));

export interface Check {
  readonly proposal: number;
  readonly kind: shapes.EntryKind;
  readonly key?: string | undefined;
  readonly authored: Authored;
}

/** The half-edited entry among the others of its proposal; nothing is stored. */
export async function checkEntry(context: Context, check: Check, reader: Reader) {
  const assessment = await assessed(context, check.proposal);
  const { current, candidate } = assessment;
  const { kind } = check;
  refuseDeep(check.authored);
  const key = check.key ?? statedKey(check);
  const authored = check.key === undefined ? check.authored : tidy(kind, check.key, check.authored);
  const index = authoredIndex(current.plan);
  const stored = candidate.entries.find((one) => one.kind === kind && one.key === key);
  const base = stored?.base ?? index[kind].get(key) ?? null;
  const mine = mergeEntry({ kind, key, action: 'put', authored, base }, index);
  const others = candidate.entries.filter((one) => one !== stored);
  const { plan, findings } = compileWith(current.plan, [...others, mine]);
  const own = findings.filter((one) => isAbout(one, kind, key) || (key === '' && isNameless(one, kind)));
  // What it breaks elsewhere: an entity that uses the element, a list whose parent it was.
  const elsewhere = findings.filter(
    (one) => one.severity === 'error' && !own.includes(one) && !candidate.findings.some((old) => isOne(old, one)),
  );
  return {
    findings: [...own, ...elsewhere].map((one) => findingOf(one, reader.t)),
    twins: twinsFor(assessment, { kind, key, authored }, reader),
    changes: plan ? tell(changesAbout(diffPlans(current.plan, plan).changes, kind, key), reader) : [],
  };
}

const isNameless = (finding: DictionaryFinding, kind: shapes.EntryKind) => {
  const about = aboutOf(finding);
  return about.kind === kind && about.key.startsWith('#');
};

const isOne = (a: { code: string; file: string }, b: { code: string; file: string }) =>
  a.code === b.code && a.file === b.file;

/** A new entry states its own key, or has none yet. */
function statedKey({ kind, authored }: Check): string {
  const name = keyName[kind];
  if (name === undefined) return SETTINGS;
  const stated = authored[name];
  return typeof stated === 'string' ? stated : '';
}
