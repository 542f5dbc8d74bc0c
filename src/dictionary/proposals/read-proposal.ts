/** A proposal as it is read: what it changes, what is wrong, who said what, and what the reader may do with it. */
import type { Context } from '../../platform/context.ts';
import type { Translate } from '../../platform/i18n.ts';
import { describeChange, describeRenaming } from '../describe-change.ts';
import type { Difference } from '../diff.ts';
import { describeFinding, type DictionaryFinding } from '../source/finding.ts';
import * as comments from '../store/proposal-comment.ts';
import * as store from '../store/proposal.ts';
import { todayOf } from '../write-change.ts';
import { assess, type Assessment } from './assess-proposal.ts';
import { twinsOf } from './authored-thing.ts';
import { aboutOf, namesOf, type MergedEntry } from './candidate.ts';
import { allowedActions, type Actor } from './decide-action.ts';
import type { FoundTwin } from './find-twins.ts';
import { peopleNames, type NamePerson } from './name-people.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import type * as shapes from './proposal-shapes.ts';

export interface Reader extends Actor {
  readonly language: string;
  readonly t: Translate;
}

const MOST_SHOWN = 200;
const MOST_TWINS = 50;

/** @throws problems.proposalNotFound */
export async function readProposal(context: Context, number: number, reader: Reader): Promise<shapes.ProposalPage> {
  const { db } = context;
  const row = await store.find(db, number);
  if (!row) throw problems.proposalNotFound({ proposal: number });
  const assessment = await assess(context, db, row);
  const [history, counts] = await Promise.all([store.reviews(db, number), comments.count(db, number)]);
  const people = await peopleNames(db, [row.account, ...history.map((one) => one.account)]);
  const { current, findings, standing } = assessment;
  const { candidate } = assessment;
  const clashes = candidate.entries.flatMap((entry) => clashesOf(entry));
  const difference = assessment.difference();
  const { unresolved = [], ...source } = row.source ?? {};
  return {
    ...summaryOf(row, people),
    currentRelease: current.number,
    counts: countEffects(candidate.entries),
    findings: {
      errors: standing.errors,
      warnings: findings.length - standing.errors,
      items: findings.slice(0, MOST_SHOWN).map((one) => findingOf(one, reader.t)),
    },
    ...(difference && { difference: tellDifference(difference, reader, candidate.plan?.hash ?? '') }),
    clashes: { total: clashes.length, items: clashes.slice(0, MOST_SHOWN) },
    twins: addedTwins(assessment, reader.t),
    comments: counts,
    history: history.map(({ account, body, note, ...one }) => ({
      ...one,
      by: people(account, body),
      ...(note !== null && { note }),
    })),
    actions: tellActions(standing, reader, todayOf(context)),
    unresolved,
    ...(row.source && { source: source as Omit<store.ImportedFrom, 'unresolved'> }),
  };
}

export function summaryOf(row: store.CountedRow, people: NamePerson): shapes.ProposalSummary {
  const { account, body, post: _, source: __, ...rest } = row;
  const stated = Object.entries(rest).filter(([, value]) => value !== null);
  return { ...(Object.fromEntries(stated) as typeof rest), author: people(account, body) } as shapes.ProposalSummary;
}

/** @throws problems.proposalNotFound */
export async function refuseUnknown({ db }: Pick<Context, 'db'>, proposal: number): Promise<void> {
  if (!(await store.find(db, proposal))) throw problems.proposalNotFound({ proposal });
}

export interface ProposalFilter {
  readonly state?: shapes.ProposalState;
  readonly open?: boolean;
  readonly origin?: string;
  readonly target?: string;
  readonly mine?: boolean;
  readonly kind?: string;
  readonly key?: string;
  readonly q?: string;
  readonly release?: number;
}

/** Newest first, one more than `limit` when there are more. */
export async function listProposals(
  context: Context,
  { state, open, mine, kind, key, ...filter }: ProposalFilter,
  page: { readonly before?: number | undefined; readonly limit: number; readonly account: string },
) {
  const states = state !== undefined ? [state] : open === true ? store.openStates : undefined;
  const entry = kind === undefined && key === undefined ? undefined : { kind, key };
  const wanted = { ...filter, states, entry, maker: mine === true ? page.account : undefined };
  const [rows, total] = await Promise.all([
    store.list(context.db, wanted, { before: page.before, limit: page.limit + 1 }),
    store.count(context.db, wanted),
  ]);
  const people = await peopleNames(
    context.db,
    rows.map((row) => row.account),
  );
  return { rows: rows.map((row) => summaryOf(row, people)), total };
}

function countEffects(entries: readonly MergedEntry[]): shapes.ProposalPage['counts'] {
  const of = (test: (entry: MergedEntry) => boolean) => entries.filter(test).length;
  return {
    added: of((one) => one.effect === 'added'),
    changed: of((one) => one.effect === 'changed'),
    removed: of((one) => one.effect === 'removed'),
    same: of((one) => one.effect === 'same'),
    elements: of((one) => one.kind === 'element'),
    entities: of((one) => one.kind === 'entity'),
    codeLists: of((one) => one.kind === 'code-list'),
    settings: of((one) => one.kind === 'settings'),
  };
}

export const findingOf = (finding: DictionaryFinding, t: Translate): shapes.EntryFinding => ({
  ...aboutOf(finding),
  severity: finding.severity,
  code: finding.code,
  message: describeFinding(finding, t),
});

export const clashesOf = ({ kind, key, authored, theirs, clashes }: MergedEntry): shapes.EntryClash[] =>
  clashes.map((clash) => ({ kind, key, names: namesOf(authored ?? theirs), ...clash }));

function tellDifference(
  { verdict, changes, renames }: Difference,
  { language, t }: Reader,
  hash: string,
): NonNullable<shapes.ProposalPage['difference']> {
  const breaking = changes.filter((one) => one.verdict === 'breaking');
  const ordered = [...breaking, ...changes.filter((one) => one.verdict !== 'breaking')];
  return {
    verdict,
    total: changes.length,
    breaking: breaking.length,
    changes: ordered.slice(0, MOST_SHOWN).map((one) => ({ ...one, words: describeChange(one, language, t) })),
    renames: renames.slice(0, MOST_SHOWN).map((one) => ({ ...one, words: describeRenaming(one, language, t) })),
    hash,
  };
}

export const tellTwin = (twin: FoundTwin, t: Translate): shapes.Twin => {
  const { definition, ...rest } = twin;
  return {
    ...rest,
    ...(definition && { definition }),
    reasons: twin.reasons.map((one) => ({
      ...one,
      words: t(`proposal:twins.${one.reason}`, { theirs: one.theirs, percent: Math.round(one.strength * 100) }),
    })),
  };
};

/** Lists that the proposal puts: an element may use one that is not in force yet. */
export const proposedLists = (entries: readonly MergedEntry[]) =>
  new Map(entries.flatMap(({ kind, key, result }) => (kind === 'code-list' && result ? [[key, result] as const] : [])));

const twinsKept = new WeakMap<object, shapes.ProposalPage['twins']>();

/** Only of what it adds: an entry that is there already has been looked at before. */
function addedTwins({ candidate, current }: Assessment, t: Translate): shapes.ProposalPage['twins'] {
  const known = twinsKept.get(candidate);
  const found =
    known ??
    candidate.entries
      .flatMap(({ kind, key, effect, result }) => {
        if (effect !== 'added' || !result || (kind !== 'element' && kind !== 'code-list')) return [];
        const lists = proposedLists(candidate.entries);
        const twins = twinsOf(current.plan, { kind, key, authored: result }, { lists, limit: 3 });
        const told = twins.map((one) => ({ ...one, reasons: [...one.reasons] }));
        return twins.length === 0 ? [] : [{ kind, key, names: namesOf(result), twins: told as never[] }];
      })
      .sort((a, b) => likenessOf(b) - likenessOf(a))
      .slice(0, MOST_TWINS);
  twinsKept.set(candidate, found);
  return found.map((one) => ({ ...one, twins: one.twins.map((twin) => tellTwin(twin as FoundTwin, t)) }));
}

const likenessOf = ({ twins }: shapes.ProposalPage['twins'][number]) => twins[0]?.likeness ?? 0;

function tellActions(standing: Assessment['standing'], reader: Reader, today: string): shapes.AllowedAction[] {
  const { errors, clashes, effectiveFrom: day } = standing;
  return allowedActions(standing, reader, today).map(({ action, reason }) => ({
    action,
    allowed: reason === undefined,
    ...(reason !== undefined && { reason, words: reader.t(`proposal:reasons.${reason}`, { errors, clashes, day }) }),
  }));
}
