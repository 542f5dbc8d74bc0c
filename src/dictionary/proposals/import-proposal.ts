/** Files of one format become one proposal, in one act; what cannot be read stores nothing. */
import type { Context } from '../../platform/context.ts';
import type { Translate } from '../../platform/i18n.ts';
import { currentRelease } from '../current-release.ts';
import { importFiles, type Authored, type Format, type ImportFile, type Proposal } from '../import/index.ts';
import { isSame } from '../same.ts';
import * as entries from '../store/proposal-entry.ts';
import type { Acting } from './act-on-proposal.ts';
import { authoredIndex, SETTINGS, withoutEdition } from './candidate.ts';
import { createIn, targetOf, type Target } from './create-proposal.ts';
import type { EntryKind } from './proposal-shapes.ts';

export interface Importing {
  readonly files: readonly ImportFile[];
  readonly format: Format;
  readonly language: string;
  readonly as?: string | undefined;
  readonly title?: string | undefined;
  readonly reason?: string | undefined;
  readonly target?: Target | undefined;
  readonly dryRun?: boolean | undefined;
  readonly t: Translate;
}

export interface Imported {
  readonly number: number | null;
  readonly read: Proposal;
  /** Entries that are in force just so. */
  readonly same: number;
  /** Texts for which words of another language stand in. */
  readonly takenOver: { readonly count: number; readonly languages: readonly string[] };
}

/** @throws problems.nodeFollowsReleases, problems.overlayNotHere, noRelease */
export async function importProposal(context: Context, given: Importing, acting: Acting): Promise<Imported> {
  const target = await targetOf(context, given.target);
  const read = await importFiles(given.files, given);
  const { plan } = await currentRelease(context.db);
  const { put, takenOver } = entriesOf(read, plan.languages);
  const index = authoredIndex(plan);
  const fresh = put.filter(({ kind, key, authored }) => !isSame(index[kind].get(key), authored));
  const outcome = { read, same: put.length - fresh.length, takenOver };
  const isWrong = read.findings.some((one) => one.severity === 'error');
  if (given.dryRun === true || isWrong || fresh.length === 0) return { ...outcome, number: null };
  const files = given.files.map((file) => file.name);
  const { t, format } = given;
  const number = await context.db.transaction(async (tx) => {
    const draft = {
      title: given.title ?? t('proposal:titles.import', { count: files.length, format }),
      reason: given.reason ?? t('proposal:titles.import-reason', { files: files.slice(0, 20).join(', ') }),
      target,
      origin: 'import' as const,
      source: { format, files: files.slice(0, 1000), hash: read.hash, unresolved: unresolvedOf(read) },
    };
    const made = await createIn(context, tx, draft, acting);
    const rows = fresh.map((one) => ({ ...one, action: 'put' as const, base: index[one.kind].get(one.key) ?? null }));
    const by = { account: acting.account, body: acting.body, now: context.clock.now() };
    await entries.put(tx, made, rows, by);
    return made;
  });
  return { ...outcome, number };
}

const unresolvedOf = ({ unresolved }: Proposal) =>
  unresolved.map(({ element, target, status }) => ({ element, target, status }));

interface Put {
  readonly kind: EntryKind;
  readonly key: string;
  readonly authored: Authored;
}

function entriesOf({ elements, entities, codeLists, settings }: Proposal, languages: readonly string[]) {
  const gaps = { count: 0, languages: new Set<string>() };
  const fill = (value: unknown): unknown => fillTexts(value, languages, gaps);
  const by = (kind: EntryKind, name: string, all: readonly Authored[]): Put[] =>
    all.flatMap((one) => {
      const key = one[name];
      return typeof key === 'string' ? [{ kind, key, authored: fill(one) as Authored }] : [];
    });
  const put = [
    ...by('element', 'code', elements),
    ...by('entity', 'name', entities),
    ...by('code-list', 'code', codeLists),
    ...(settings ? [{ kind: 'settings' as const, key: SETTINGS, authored: withoutEdition(settings) }] : []),
  ];
  const distinct = new Map(put.map((one) => [`${one.kind} ${one.key}`, one]));
  return { put: [...distinct.values()], takenOver: { count: gaps.count, languages: [...gaps.languages].sort() } };
}

// Members whose words a person reads, each a map of languages (AUTHORING.md).
const TEXTS = new Set([
  ...['names', 'definition', 'hint', 'note', 'objectClass', 'property', 'retention', 'message'],
  ...['owner', 'dataManager', 'steward', 'updateUnit', 'changeReason', 'purpose'],
]);

/** Where a text says nothing in a language of the dictionary, the words of another stand in, marked as doubtful. */
function fillTexts(
  value: unknown,
  languages: readonly string[],
  gaps: { count: number; readonly languages: Set<string> },
  name = '',
): unknown {
  if (Array.isArray(value)) return value.map((one) => fillTexts(one, languages, gaps, name));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  const [first] = members;
  const isTexts = TEXTS.has(name) && first !== undefined && members.every(([, text]) => typeof text === 'string');
  if (!isTexts) return Object.fromEntries(members.map(([key, one]) => [key, fillTexts(one, languages, gaps, key)]));
  const kept = Object.fromEntries(members.filter(([language]) => languages.includes(language)));
  const missing = languages.filter((language) => kept[language] === undefined);
  gaps.count += missing.length;
  for (const language of missing) gaps.languages.add(language);
  const words = String(Object.values(kept)[0] ?? first[1]).replace(/ \(\?\)$/, '');
  return { ...kept, ...Object.fromEntries(missing.map((language) => [language, `${words} (?)`])) };
}
