/** What the dictionary would be with a proposal in it: merged entry by entry onto the release in force, compiled. Pure. */
import { authorPlan } from '../author/author-plan.ts';
import { compileAuthored } from '../author/compile-authored.ts';
import type { Authored } from '../import/model.ts';
import type { Plan } from '../plan.ts';
import { isSame } from '../same.ts';
import type { DictionaryFinding } from '../source/finding.ts';
import type { Texts } from '../../platform/texts.ts';
import { mergeThree, type Clash, type Settle } from './merge-three.ts';
import type { EntryKind } from './proposal-shapes.ts';

export interface ProposedEntry {
  readonly kind: EntryKind;
  readonly key: string;
  readonly action: 'put' | 'remove';
  readonly authored: Authored | null;
  /** As its author found it; null when it was not there. */
  readonly base: Authored | null;
}

export interface MergedEntry extends ProposedEntry {
  /** As in force; undefined when it is not there. */
  readonly theirs: Authored | undefined;
  /** As it would be; undefined when it goes. */
  readonly result: Authored | undefined;
  readonly effect: 'added' | 'changed' | 'removed' | 'same';
  readonly clashes: readonly Clash[];
}

/** The dictionary in the authored shape, by kind and key; settings without the edition, which every release is given anew. */
export type AuthoredIndex = Readonly<Record<EntryKind, ReadonlyMap<string, Authored>>>;

export const SETTINGS = 'settings';

const indexes = new WeakMap<Plan, AuthoredIndex>();

export function authoredIndex(plan: Plan): AuthoredIndex {
  const known = indexes.get(plan);
  if (known) return known;
  const { settings, elements, entities, codeLists } = authorPlan(plan);
  const by = (entries: readonly Authored[], name: string) => new Map(entries.map((one) => [String(one[name]), one]));
  const index: AuthoredIndex = {
    element: by(elements, 'code'),
    entity: by(entities, 'name'),
    'code-list': by(codeLists, 'code'),
    settings: new Map([[SETTINGS, withoutEdition(settings)]]),
  };
  indexes.set(plan, index);
  return index;
}

export function withoutEdition({ edition: _, ...settings }: Authored): Authored {
  return settings;
}

/** The attribute that names an entry of this kind. */
export const keyName = { element: 'code', entity: 'name', 'code-list': 'code', settings: undefined } as const;

export type SettleEntry = (kind: EntryKind, key: string) => Settle;
const unsettled: SettleEntry = () => () => undefined;

export function mergeEntry(entry: ProposedEntry, index: AuthoredIndex, settle: SettleEntry = unsettled): MergedEntry {
  const { kind, key, authored, base } = entry;
  const theirs = index[kind].get(key);
  const sides = { base: base ?? undefined, theirs, mine: authored ?? undefined };
  const { value, clashes } = mergeThree(sides, settle(kind, key));
  const result = value as Authored | undefined;
  return { ...entry, theirs, result, effect: effectOf(theirs, result), clashes };
}

function effectOf(theirs: Authored | undefined, result: Authored | undefined): MergedEntry['effect'] {
  if (isSame(theirs, result)) return 'same';
  if (theirs === undefined) return 'added';
  return result === undefined ? 'removed' : 'changed';
}

export interface Candidate {
  readonly entries: readonly MergedEntry[];
  readonly plan: Plan | undefined;
  readonly findings: readonly DictionaryFinding[];
}

/** @param edition of the release that it would become; the one in force when absent */
export function candidateOf(current: Plan, proposed: readonly ProposedEntry[], edition?: string): Candidate {
  const index = authoredIndex(current);
  const entries = proposed.map((entry) => mergeEntry(entry, index));
  return { entries, ...compileWith(current, entries, edition) };
}

/** The plan in force with these entries put and removed. */
export function compileWith(
  current: Plan,
  entries: readonly Pick<MergedEntry, 'kind' | 'key' | 'result'>[],
  edition = current.release,
): Pick<Candidate, 'plan' | 'findings'> {
  const index = authoredIndex(current);
  const changed = (kind: EntryKind): Authored[] => {
    const all = new Map(index[kind]);
    for (const { key, result } of entries.filter((one) => one.kind === kind)) {
      if (result === undefined) all.delete(key);
      else all.set(key, result);
    }
    return [...all.values()];
  };
  const settings = { edition, ...changed('settings')[0] };
  const whole = {
    settings,
    elements: changed('element'),
    entities: changed('entity'),
    codeLists: changed('code-list'),
  };
  return compileAuthored(whole, current.languages);
}

/** What a finding is about; the dictionary as a whole counts as its settings. */
export function aboutOf({ entry, pointer }: DictionaryFinding): { kind: EntryKind; key: string; pointer: string } {
  return { kind: entry?.kind ?? 'settings', key: entry?.key ?? SETTINGS, pointer: pointer ?? '' };
}

/** The names of an authored entry, as far as they are texts. */
export function namesOf(authored: Authored | undefined | null): Texts {
  const names = authored?.['names'];
  if (typeof names !== 'object' || names === null) return {};
  return Object.fromEntries(
    Object.entries(names as Record<string, unknown>).filter(
      (one): one is [string, string] => typeof one[1] === 'string',
    ),
  );
}
