/** Approved proposals become the next release, together: numbered, signed where the node has a key, never changed again. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import type { Texts } from '../../platform/texts.ts';
import { currentRelease, type Release } from '../current-release.ts';
import type { Authored } from '../import/model.ts';
import type { Plan } from '../plan.ts';
import { publishRelease } from '../publish-release.ts';
import { signRelease } from '../release-file.ts';
import type { Signer } from '../release-file.ts';
import { element as elementShape } from '../source/shapes.ts';
import * as store from '../store/proposal.ts';
import * as releases from '../store/release.ts';
import { releaseKey } from '../take-release.ts';
import { todayOf } from '../write-change.ts';
import { problemOf, record, type Acting } from './act-on-proposal.ts';
import { assess, ownFindings, type Assessment } from './assess-proposal.ts';
import { candidateOf, compileWith, type MergedEntry } from './candidate.ts';
import { whyNot } from './decide-action.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import { settleWork } from './proposal-work.ts';

export interface Releasing {
  readonly proposals: readonly number[];
  /** What people call the release. */
  readonly edition: string;
  readonly note?: Texts | undefined;
}

export interface Ports {
  /** Throws when the node's tables cannot follow; asked before anything is written. */
  readonly fits: (plan: Plan) => Promise<void>;
  readonly signer: Signer | undefined;
}

/**
 * All of them or none.
 * @throws nodeFollowsReleases, editionTaken, and of each proposal what stands against its release
 */
export async function releaseProposals(
  context: Context,
  { proposals, edition, note }: Releasing,
  acting: Acting,
  { fits, signer }: Ports,
): Promise<Release> {
  const { db } = context;
  if ((await releaseKey(context)) !== undefined) throw problems.nodeFollowsReleases();
  const taken = (await releases.list(db)).find((one) => one.edition === edition.trim());
  if (taken) throw problems.editionTaken({ edition: edition.trim(), release: taken.number });
  const current = await currentRelease(db);
  const ready = await Promise.all([...proposals].sort((a, b) => a - b).map((one) => readyOne(context, one, acting)));
  const plan = together(current.plan, ready, { edition: edition.trim(), today: todayOf(context) });
  await fits(plan);
  return publishRelease(context, plan, acting, {
    ...(note && { note }),
    ...(signer && { sign: (content, number) => signRelease(content, number, signer) }),
    within: async (tx, number) => {
      // Somebody released in between: what was checked is not what would be written.
      if (number !== current.number + 1) throw platformProblems.preconditionFailed();
      for (const { row } of ready) await mark(context, tx, { row, release: number, acting });
    },
  });
}

async function readyOne(context: Context, proposal: number, acting: Acting): Promise<Assessment> {
  const row = await store.find(context.db, proposal);
  if (!row) throw problems.proposalNotFound({ proposal });
  const assessment = await assess(context, context.db, row);
  const reason = whyNot('release', assessment.standing, acting, todayOf(context));
  if (reason !== undefined) throw problemOf(reason, assessment);
  return assessment;
}

/** One upon the other, as if each had come after the one before. */
function together(
  current: Plan,
  ready: readonly Assessment[],
  { edition, today }: { readonly edition: string; readonly today: string },
): Plan {
  const merged = new Map<string, MergedEntry>();
  let plan = current;
  for (const assessment of ready) {
    const candidate = candidateOf(plan, assessment.entries);
    const clashes = candidate.entries.flatMap((entry) => entry.clashes);
    const standing = { ...assessment.standing, clashes: clashes.length };
    const found = { ...assessment, candidate, findings: ownFindings(candidate), standing };
    if (clashes.length > 0) throw problemOf('clashes', found);
    if (!candidate.plan) {
      const errors = found.findings.filter((one) => one.severity === 'error').length;
      throw problemOf('errors', { ...found, standing: { ...standing, errors } });
    }
    for (const entry of candidate.entries) merged.set(`${entry.kind} ${entry.key}`, entry);
    ({ plan } = candidate);
  }
  const entries = [...merged.values()].map((entry) => inForce(entry, today));
  const whole = compileWith(current, entries, edition);
  if (!whole.plan) throw problems.proposalHasErrors({ proposal: ready[0]?.row.number, errors: whole.findings.length });
  return whole.plan;
}

/** An element that was a draft is approved, and in force from the day of the release. */
function inForce(entry: MergedEntry, today: string): MergedEntry {
  const { kind, effect, result } = entry;
  if (kind !== 'element' || result === undefined || effect === 'same') return entry;
  const { status, ...rest } = result;
  const isDraft = status === undefined || status === 'draft' || status === 'in-review' || status === 'approved';
  const kept: Authored = isDraft ? rest : result;
  return { ...entry, result: 'effectiveFrom' in elementShape ? { ...kept, effectiveFrom: today } : kept };
}

async function mark(
  context: Context,
  tx: Db,
  { row, release, acting }: { row: store.ProposalRow; release: number; acting: Acting },
): Promise<void> {
  const locked = await store.lock(tx, row.number);
  if (locked?.revision !== row.revision) throw platformProblems.preconditionFailed();
  const now = context.clock.now();
  await store.change(tx, row.number, { state: 'released', release, releasedAt: now.toISOString() }, now);
  const { account, body } = acting;
  const review = { action: 'release', from: row.state, to: 'released', account, body, now, note: null } as const;
  await store.addReview(tx, row.number, review);
  await settleWork(context, tx, row, { done: ['release'], by: account });
  await record(context, tx, { action: 'dictionary.release-proposal', proposal: row.number, by: acting });
}
