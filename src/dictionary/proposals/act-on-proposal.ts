/**
 * The frame of every act on a proposal: it waits its turn, sees whether the caller saw the newest revision and may do it,
 * does it, and writes down who did what, in one transaction.
 */
import { problems as platformProblems } from '../../platform/problems.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Problem } from '../../platform/http/problem.ts';
import * as store from '../store/proposal.ts';
import { recordChange, takeChange, todayOf, type Author } from '../write-change.ts';
import { assess, type Assessment } from './assess-proposal.ts';
import { aboutOf } from './candidate.ts';
import { STEPS, whyNot, type Actor, type Reason } from './decide-action.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import type { ProposalAction } from './proposal-shapes.ts';

/** Who acts, with which rights; `post`: the one in which a returned proposal comes back. */
export interface Acting extends Actor, Author {
  readonly post: string | null;
}

export interface ActOn {
  readonly proposal: number;
  readonly action: ProposalAction;
  /** The revision that the caller saw. */
  readonly revision: number;
  readonly acting: Acting;
  readonly note?: string | undefined;
}

export interface Scene extends Assessment {
  readonly tx: Db;
  readonly now: Date;
  readonly today: string;
}

/** What the act changes of the proposal itself; the state comes from the table of steps. */
export type Act = (scene: Scene) => Promise<store.Changes>;

/**
 * @throws proposalNotFound, platform's preconditionFailed, and the problem of whatever stands against it
 */
export async function actOn(context: Context, given: ActOn, work: Act): Promise<void> {
  await context.db.transaction((tx) => actIn(context, tx, given, work));
}

/** In the transaction of a greater act. */
export async function actIn(context: Context, tx: Db, given: ActOn, work: Act): Promise<void> {
  const { proposal, action, revision, acting, note } = given;
  const row = await store.lock(tx, proposal);
  if (!row) throw problems.proposalNotFound({ proposal });
  if (row.revision !== revision) throw platformProblems.preconditionFailed();
  const assessment = await assess(context, tx, row);
  const today = todayOf(context);
  const reason = whyNot(action, assessment.standing, acting, today);
  if (reason !== undefined) throw problemOf(reason, assessment);
  const now = context.clock.now();
  const { to } = STEPS[action];
  const changes = await work({ ...assessment, tx, now, today });
  await store.change(tx, proposal, { ...(to && { state: to }), ...changes }, now);
  const { account, body } = acting;
  if (STEPS[action].who === 'maker') await store.addMaker(tx, proposal, account);
  if (to !== undefined || action === 'rebase') {
    await store.addReview(tx, proposal, {
      action,
      from: row.state,
      to: to ?? row.state,
      account,
      body,
      now,
      note: note ?? null,
    });
  }
  await record(context, tx, { action: `dictionary.${action}-proposal`, proposal, by: acting });
}

export async function record(
  context: Context,
  tx: Db,
  { action, proposal, by, added = 0 }: { action: string; proposal: number; by: Author; added?: number },
): Promise<void> {
  const changeSet = await takeChange(tx);
  const act = { kind: 'proposal', action, subject: `proposal-${String(proposal)}`, by } as const;
  await recordChange(context, tx, act, { changeSet, added, changed: added === 0 ? 1 : 0, ended: 0 });
}

const MOST_SHOWN = 50;

/** Why it may not be done, as the problem that says it. */
export function problemOf(reason: Reason, { row, candidate, findings, standing }: Assessment): Problem {
  const proposal = row.number;
  switch (reason) {
    case 'made-it':
      return problems.proposalMadeByYou({ proposal });
    case 'post':
    case 'not-yours':
      return problems.proposalNotYours({ proposal });
    case 'empty':
      return problems.proposalEmpty({ proposal });
    case 'errors': {
      const shown = findings.slice(0, MOST_SHOWN).map((one) => ({ ...aboutOf(one), code: one.code }));
      return problems.proposalHasErrors({ proposal, errors: standing.errors, findings: shown });
    }
    case 'clashes': {
      const all = candidate.entries.flatMap(({ kind, key, clashes }) => clashes.map((one) => ({ kind, key, ...one })));
      return problems.proposalClashes({ proposal, count: all.length, clashes: all.slice(0, MOST_SHOWN) });
    }
    case 'too-early':
      return problems.proposalTooEarly({ proposal, day: row.effectiveFrom });
    default:
      return problems.proposalStateForbids({ proposal, state: row.state, reason });
  }
}
