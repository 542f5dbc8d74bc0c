/** Agrees to what another person proposed, refuses it, or withdraws what one proposed oneself. */
import type { Caller } from '../caller.ts';
import type { Translate } from '../i18n.ts';
import { refusal } from '../http/refusal.ts';
import { closeWork } from '../work/index.ts';
import { isEntitled, standsBelow, type Desk } from './desk.ts';
import { KIND, subjectOf } from './keep-request.ts';
import { inTheWay, mentions, obstacles, type Obstacle } from './model.ts';
import { problems } from './problems.ts';
import { replay } from './replay.ts';
import { openRequest } from './sealed-request.ts';
import { decideApproval, endApproval, findApproval, type ApprovalRow } from './store.ts';

export interface Deciding {
  readonly caller: Caller;
  readonly t: Translate;
}

const refusals: Readonly<Record<Exclude<Obstacle, 'not-entitled'>, (typeof problems)[keyof typeof problems]>> = {
  'own-proposal': problems.ownProposal,
  'below-proposer': problems.belowProposer,
  'named-in-it': problems.namedInIt,
  'no-longer-open': problems.noLongerOpen,
  'request-differs': problems.requestDiffers,
};

/** What stands in the way of this caller; `seen` is the digest of what he saw. */
export async function obstacleFor(
  desk: Desk,
  row: ApprovalRow,
  { caller, seen = row.digest }: { readonly caller: Caller; readonly seen?: string },
  list: readonly Obstacle[] = obstacles,
): Promise<Obstacle | undefined> {
  const opened = desk.seal && openRequest(desk.seal, row.id, row.sealed);
  const isNamed = opened !== undefined && mentions(opened.request.input, caller.account);
  return inTheWay(
    {
      proposal: row,
      agreer: caller,
      seen,
      found: opened?.digest ?? null,
      isBelow: await standsBelow(desk, caller.body, row.body),
      isNamed,
      isEntitled: await isEntitled(desk, caller, row),
      now: desk.context.clock.now(),
    },
    list,
  );
}

/** @throws the problem of the obstacle, or the refusal of the act's own permission */
async function insist(desk: Desk, row: ApprovalRow, { caller, t }: Deciding, seen?: string): Promise<void> {
  const obstacle = await obstacleFor(desk, row, { caller, ...(seen !== undefined && { seen }) });
  if (obstacle === undefined) return;
  if (obstacle === 'not-entitled') {
    throw refusal(await desk.server.authorize(caller, row.permission, row.about), t, caller.language);
  }
  throw refusals[obstacle]({ approval: row.id, state: row.state });
}

/**
 * The act is done at once, by the request as it was and in the name of whoever proposed it, with what he may do today.
 * @throws approvals/own-proposal, approvals/below-proposer, approvals/named-in-it, approvals/no-longer-open,
 * approvals/request-differs, platform/refused
 */
export async function agree(desk: Desk, row: ApprovalRow, deciding: Deciding, digest: string): Promise<void> {
  await insist(desk, row, deciding, digest);
  const opened = desk.seal && openRequest(desk.seal, row.id, row.sealed);
  if (!opened) throw problems.requestDiffers({ approval: row.id });
  const { context } = desk;
  await take(desk, row, { caller: deciding.caller, state: 'agreeing' });
  const caller = await proposerOf(desk, row);
  const agreed = { approval: row.id, permission: row.permission, caller };
  const { problem, ...outcome } = await replay(desk.server, opened.request, agreed).catch(() => ({
    status: 500,
    problem: undefined,
  }));
  const state = outcome.status < 400 ? ('done' as const) : ('failed' as const);
  await endApproval(context.db, row.id, { state, outcome });
  await context.audit.append({
    ...{ action: state === 'done' ? 'approvals.done' : 'approvals.failed', actor: row.account, body: row.body },
    ...{ subject: subjectOf(row.id), allowed: state === 'done', rule: 'approvals/agreed' },
    detail: { by: deciding.caller.account, status: outcome.status, ...(problem && { problem }) },
  });
}

/** @throws as `agree` does; a reason is given, and the request is kept no longer */
export async function refuse(desk: Desk, row: ApprovalRow, deciding: Deciding, reason: string): Promise<void> {
  await insist(desk, row, deciding);
  await take(desk, row, { caller: deciding.caller, state: 'refused', reason });
}

/** @throws approvals/approval-not-found for what is another's, approvals/no-longer-open */
export async function withdraw(desk: Desk, id: string, caller: Caller): Promise<void> {
  const row = await findApproval(desk.context.db, id);
  if (row?.account !== caller.account) throw problems.approvalNotFound({ approval: id });
  await take(desk, row, { caller, state: 'withdrawn' });
}

const words = { agreeing: 'agree', refused: 'refuse', withdrawn: 'withdraw' } as const;

/** One of several who decide at once gets it; the others hear that it waits no longer. */
async function take(
  { context }: Desk,
  { id, permission, digest }: ApprovalRow,
  taken: { readonly caller: Caller; readonly state: keyof typeof words; readonly reason?: string },
): Promise<void> {
  const { caller, state, reason } = taken;
  const now = context.clock.now();
  await context.db.transaction(async (tx) => {
    const by = { by: caller.account, body: caller.body, ...(reason !== undefined && { reason }) };
    if (!(await decideApproval(tx, id, { state, ...by, now }))) throw problems.noLongerOpen({ approval: id });
    const as = state === 'withdrawn' ? 'withdrawn' : 'done';
    await closeWork(tx, { kind: KIND, subject: subjectOf(id), by: caller.account, as, now });
    await context.audit.record(tx, {
      ...{ action: `approvals.${words[state]}`, actor: caller.account, body: caller.body, subject: subjectOf(id) },
      ...{ allowed: true, rule: 'approvals/second-person', detail: { permission, digest, ...(reason && { reason }) } },
    });
  });
}

/** Who proposed it, with what he may do today; of the terminal, itself. */
async function proposerOf({ context, deps }: Desk, row: ApprovalRow): Promise<Caller> {
  const { account, language, body } = row;
  if (account === 'terminal')
    return { account, name: account, kind: 'system', body, roles: ['administrator'], language };
  const caller = await deps.describeCaller(context.db, account, language, row.acting ?? undefined);
  // What was asked in another body's name is not done in his own.
  if (row.acting !== null && caller.onBehalf?.delegation !== row.acting) return { ...caller, body: null, roles: [] };
  return { ...caller, authenticatedAt: context.clock.now().toISOString() };
}
