/** A proposal as it stands: its entries merged onto the release in force, compiled, compared, and who made it. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { currentRelease, type Release } from '../current-release.ts';
import { diffPlans, type Difference } from '../diff.ts';
import type { Plan } from '../plan.ts';
import type { DictionaryFinding } from '../source/finding.ts';
import * as entries from '../store/proposal-entry.ts';
import * as store from '../store/proposal.ts';
import { countVersions } from '../versions/entry-version.ts';
import { versionsAsOf } from '../versions/read-versions.ts';
import { findingOf } from '../versions/version-too-low.ts';
import { aboutOf, candidateOf, type Candidate } from './candidate.ts';
import type { Standing } from './decide-action.ts';
import { proposalProblems as problems } from './proposal-problems.ts';

export interface Assessment {
  readonly row: store.ProposalRow;
  readonly entries: readonly entries.ProposalEntryRow[];
  readonly current: Release;
  readonly candidate: Candidate;
  /** Errors first; of warnings only those about its own entries. */
  readonly findings: readonly DictionaryFinding[];
  readonly standing: Standing;
  /** Undefined as long as there are errors. */
  difference(): Difference | undefined;
}

interface Reckoned {
  readonly candidate: Candidate;
  readonly findings: readonly DictionaryFinding[];
  difference?: Difference | undefined;
}

// A page, its entries and an act ask one after the other about the same revision.
const MOST_REMEMBERED = 8;
const remembered = new WeakMap<object, Map<string, Reckoned>>();

/** @param tx sees what the act that asks has not committed yet */
export async function assess(context: Pick<Context, 'db'>, tx: Db, row: store.ProposalRow): Promise<Assessment> {
  const current = await currentRelease(tx);
  const [own, makers] = [await entries.ofProposal(tx, row.number), await store.makers(tx, row.number)];
  const reckoned = reckon(context.db, `${String(row.number)}/${String(row.revision)}/${current.hash}`, () =>
    candidateOf(current.plan, own),
  );
  const { candidate } = reckoned;
  const difference = () => {
    if (candidate.plan) reckoned.difference ??= diffPlans(current.plan, candidate.plan);
    return reckoned.difference;
  };
  const findings = [...(await lowVersions(tx, { current, candidate, difference })), ...reckoned.findings];
  const clashes = candidate.entries.reduce((sum, entry) => sum + entry.clashes.length, 0);
  const standing: Standing = {
    state: row.state,
    makers,
    body: row.body,
    changes: candidate.entries.filter((entry) => entry.effect !== 'same').length,
    errors: findings.filter((one) => one.severity === 'error').length,
    clashes,
    effectiveFrom: row.effectiveFrom,
    upToDate: row.baseRelease === current.number && clashes === 0,
  };
  return { row, entries: own, current, candidate, findings, standing, difference };
}

type Judged = Pick<Assessment, 'current' | 'candidate' | 'difference'>;

/** Asked only where an entry states its version: the rest is counted when it is released. */
async function lowVersions(db: Db, { current, candidate, difference }: Judged): Promise<DictionaryFinding[]> {
  const states = candidate.entries.some(({ kind, result }) => kind === 'element' && result?.['version'] !== undefined);
  if (!states || !candidate.plan) return [];
  const before = { plan: current.plan, versions: await versionsAsOf(db, current.number) };
  return countVersions(before, candidate.plan, difference()?.changes ?? []).tooLow.map(findingOf);
}

function reckon(db: object, key: string, make: () => Candidate): Reckoned {
  const known = remembered.get(db) ?? new Map<string, Reckoned>();
  remembered.set(db, known);
  const there = known.get(key);
  if (there) return there;
  const candidate = make();
  const made: Reckoned = { candidate, findings: ownFindings(candidate) };
  known.set(key, made);
  const [oldest] = known.keys();
  if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
  return made;
}

/** What the release in force already warns of is no finding of this proposal. */
export function ownFindings({ entries: own, findings }: Pick<Candidate, 'entries' | 'findings'>): DictionaryFinding[] {
  const touched = new Set(own.map(({ kind, key }) => `${kind} ${key}`));
  const isOwn = (finding: DictionaryFinding) => {
    const { kind, key } = aboutOf(finding);
    return finding.severity === 'error' || touched.has(`${kind} ${key}`);
  };
  const kept = findings.filter(isOwn);
  return [...kept.filter((one) => one.severity === 'error'), ...kept.filter((one) => one.severity !== 'error')];
}

/** The plan that a proposal would come to. @throws proposalNotFound, proposalHasErrors, proposalClashes */
export async function openProposal(context: Pick<Context, 'db'>, proposal: number): Promise<Plan> {
  const row = await store.find(context.db, proposal);
  if (!row) throw problems.proposalNotFound({ proposal });
  const { candidate, standing } = await assess(context, context.db, row);
  if (standing.clashes > 0) throw problems.proposalClashes({ proposal, count: standing.clashes, clashes: [] });
  if (!candidate.plan) throw problems.proposalHasErrors({ proposal, errors: standing.errors, findings: [] });
  return candidate.plan;
}
