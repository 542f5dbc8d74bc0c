/** Approved proposals become the next release (or version of the overlay), together: numbered, signed where the node has a key, never changed again. */
import type { Context } from '../../platform/context.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import type { Texts } from '../../platform/texts.ts';
import { currentRelease, type Release } from '../current-release.ts';
import type { Plan } from '../plan.ts';
import { publishRelease } from '../publish-release.ts';
import { signRelease } from '../release-file.ts';
import type { Signer } from '../release-file.ts';
import * as store from '../store/proposal.ts';
import * as releases from '../store/release.ts';
import { releaseKey } from '../take-release.ts';
import { todayOf } from '../write-change.ts';
import { problemOf, type Acting } from './act-on-proposal.ts';
import { assess, ownFindings, type Assessment } from './assess-proposal.ts';
import { candidateOf, compileWith, type MergedEntry } from './candidate.ts';
import { whyNot } from './decide-action.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import { inForce, mark } from './mark-released.ts';
import { releaseIntoOverlay } from './release-overlay.ts';

export interface Releasing {
  readonly proposals: readonly number[];
  /** What people call the release; an overlay is called after the release that it lies on. */
  readonly edition?: string | undefined;
  /** Of the first overlay of a node: what its local codes begin with. */
  readonly prefix?: string | undefined;
  readonly note?: Texts | undefined;
}

export interface Ports {
  /** Throws when the node's tables cannot follow; asked before anything is written. */
  readonly fits: (plan: Plan) => Promise<void>;
  readonly signer: Signer | undefined;
}

/**
 * All of them or none.
 * @throws nodeFollowsReleases, overlayNotHere, editionMissing, editionTaken, and of each proposal what stands against its release
 */
export async function releaseProposals(
  context: Context,
  { proposals, edition: called, note, prefix }: Releasing,
  acting: Acting,
  { fits, signer }: Ports,
): Promise<Release> {
  const { db } = context;
  const follows = (await releaseKey(context)) !== undefined;
  const current = await currentRelease(db);
  const ready = await Promise.all(
    [...proposals].sort((a, b) => a - b).map((one) => readyOne(context, one, { acting, follows })),
  );
  if (follows) {
    const entries = mergedEntries(current.plan, ready);
    return releaseIntoOverlay(context, { ready, entries, prefix }, acting, fits);
  }
  const edition = await freeEdition(context, called);
  const plan = together(current.plan, ready, { edition, today: todayOf(context) });
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

async function freeEdition({ db }: Context, called = ''): Promise<string> {
  const edition = called.trim();
  if (edition === '') throw problems.editionMissing();
  const taken = (await releases.list(db)).find((one) => one.edition === edition);
  if (taken) throw problems.editionTaken({ edition, release: taken.number });
  return edition;
}

interface Asking {
  readonly acting: Acting;
  readonly follows: boolean;
}

async function readyOne(context: Context, proposal: number, { acting, follows }: Asking): Promise<Assessment> {
  const row = await store.find(context.db, proposal);
  if (!row) throw problems.proposalNotFound({ proposal });
  if (row.target === 'dictionary' && follows) throw problems.nodeFollowsReleases();
  if (row.target === 'overlay' && !follows) throw problems.overlayNotHere();
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
  const entries = mergedEntries(current, ready).map((entry) => inForce(entry, today));
  const whole = compileWith(current, entries, edition);
  if (!whole.plan) throw problems.proposalHasErrors({ proposal: ready[0]?.row.number, errors: whole.findings.length });
  return whole.plan;
}

/** The last word of all of them on each entry. @throws of each proposal what stands against its release */
function mergedEntries(current: Plan, ready: readonly Assessment[]): MergedEntry[] {
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
  return [...merged.values()];
}
