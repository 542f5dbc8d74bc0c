/** What may be done with a proposal, by whom, and why not: the state machine as a table. Total and pure. */
import { proposalActions, type ProposalAction, type ProposalState } from './proposal-shapes.ts';

interface Step {
  readonly from: readonly ProposalState[];
  /** Where it stands afterwards; absent: where it stood. */
  readonly to?: ProposalState;
  readonly needs: Right;
  /** `maker`: those who made it, and who works with them; `other`: nobody who made it. */
  readonly who: 'anybody' | 'maker' | 'other';
  /** It must be whole: changes something, without errors and clashes. */
  readonly whole?: true;
}

export type Right = 'propose' | 'review' | 'release' | 'comment';

export const STEPS: Readonly<Record<ProposalAction, Step>> = {
  edit: { from: ['draft', 'returned'], needs: 'propose', who: 'maker' },
  rebase: { from: ['draft', 'returned'], needs: 'propose', who: 'maker' },
  submit: { from: ['draft', 'returned'], to: 'in-review', needs: 'propose', who: 'maker', whole: true },
  approve: { from: ['in-review'], to: 'approved', needs: 'review', who: 'other', whole: true },
  // An approved one is never edited; when it no longer fits, the reviewers send it back.
  return: { from: ['in-review', 'approved'], to: 'returned', needs: 'review', who: 'other' },
  reject: { from: ['in-review'], to: 'rejected', needs: 'review', who: 'other' },
  withdraw: { from: ['draft', 'returned', 'in-review'], to: 'withdrawn', needs: 'propose', who: 'maker' },
  release: { from: ['approved'], to: 'released', needs: 'release', who: 'other', whole: true },
  comment: { from: ['draft', 'returned', 'in-review', 'approved'], needs: 'comment', who: 'anybody' },
};

export interface Standing {
  readonly state: ProposalState;
  /** Accounts that made, edited or submitted it. */
  readonly makers: ReadonlySet<string>;
  /** Body of its author. */
  readonly body: number | null;
  /** Entries that change something. */
  readonly changes: number;
  readonly errors: number;
  readonly clashes: number;
  readonly effectiveFrom: string | null;
  /** Whether it was written against the release in force. */
  readonly upToDate: boolean;
}

export interface Actor {
  readonly account: string;
  readonly body: number | null;
  readonly rights: ReadonlySet<Right>;
}

/** Words: `proposal:reasons.<reason>`. */
export type Reason =
  | 'post'
  | 'not-draft'
  | 'immutable'
  | 'not-in-review'
  | 'not-approved'
  | 'closed'
  | 'made-it'
  | 'not-yours'
  | 'empty'
  | 'errors'
  | 'clashes'
  | 'too-early'
  | 'up-to-date';

/** @returns why not, or undefined when it may be done @param today YYYY-MM-DD */
export function whyNot(action: ProposalAction, standing: Standing, actor: Actor, today: string): Reason | undefined {
  const step = STEPS[action];
  if (!actor.rights.has(step.needs)) return 'post';
  if (!step.from.includes(standing.state)) return stateReason(step, standing.state);
  if (step.who === 'other' && standing.makers.has(actor.account)) return 'made-it';
  if (step.who === 'maker' && !worksOnIt(standing, actor)) return 'not-yours';
  if (step.whole) return unfit(standing) ?? (action === 'release' ? tooEarly(standing, today) : undefined);
  return action === 'rebase' && standing.upToDate ? 'up-to-date' : undefined;
}

function stateReason({ from }: Step, state: ProposalState): Reason {
  if (['released', 'rejected', 'withdrawn'].includes(state)) return 'closed';
  if (from.includes('draft')) return state === 'approved' ? 'immutable' : 'not-draft';
  return from.includes('in-review') ? 'not-in-review' : 'not-approved';
}

/** Those who made it, stewards and data managers of its body, and the data office, which may mend what it reviews. */
const worksOnIt = ({ makers, body }: Standing, actor: Actor): boolean =>
  makers.has(actor.account) || (body !== null && actor.body === body) || actor.rights.has('review');

function unfit({ changes, errors, clashes }: Standing): Reason | undefined {
  if (clashes > 0) return 'clashes';
  if (errors > 0) return 'errors';
  return changes === 0 ? 'empty' : undefined;
}

const tooEarly = ({ effectiveFrom }: Standing, today: string): Reason | undefined =>
  effectiveFrom !== null && effectiveFrom > today ? 'too-early' : undefined;

export const allowedActions = (standing: Standing, actor: Actor, today: string) =>
  proposalActions.map((action) => ({ action, reason: whyNot(action, standing, actor, today) }));
