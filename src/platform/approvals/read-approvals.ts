/** What the screens read of acts that wait: one's own, and those one may agree to. */
import type { Caller } from '../caller.ts';
import { explain } from '../http/refusal.ts';
import { actionOf } from '../http/record-refusal.ts';
import type { Translate } from '../i18n.ts';
import { findAccounts } from '../identity/index.ts';
import type { Approval, ApprovalLine } from './contract.ts';
import { obstacleFor } from './decide-approval.ts';
import { isEntitled, type Desk } from './desk.ts';
import { withoutSecrets } from './model.ts';
import { problems } from './problems.ts';
import { openRequest } from './sealed-request.ts';
import * as store from './store.ts';

const MOST = 200;

export async function approvalLines(desk: Desk, caller: Caller, state: 'open' | 'closed'): Promise<ApprovalLine[]> {
  const rows = await store.listApprovals(desk.context.db, state === 'open', MOST);
  const seen: store.ApprovalRow[] = [];
  for (const row of rows) if (await mayRead(desk, caller, row)) seen.push(row);
  return describe(desk, caller, seen);
}

/** Whoever proposed or decided it, may agree, or looks on. */
async function mayRead(desk: Desk, caller: Caller, row: store.ApprovalRow): Promise<boolean> {
  if (row.account === caller.account || row.decidedBy === caller.account) return true;
  if ((await desk.server.authorize(caller, 'approvals.oversee', {})).allowed) return true;
  return isEntitled(desk, caller, row);
}

/** @throws approvals/approval-not-found, the same for none and for one that is not for him */
export async function getApproval(desk: Desk, caller: Caller, id: string): Promise<store.ApprovalRow> {
  const row = await store.findApproval(desk.context.db, id);
  if (!row || !(await mayRead(desk, caller, row))) throw problems.approvalNotFound({ approval: id });
  return row;
}

export async function approvalPage(desk: Desk, caller: Caller, id: string, t: Translate): Promise<Approval> {
  const row = await getApproval(desk, caller, id);
  const [line] = await describe(desk, caller, [row]);
  const opened = desk.seal && openRequest(desk.seal, row.id, row.sealed);
  const input = opened?.request.input;
  const members = (part: unknown) => (typeof part === 'object' && part !== null ? part : {});
  const request = input && { ...members(input.params), ...members(input.query), ...members(input.body) };
  const decision =
    line?.mayAgree === 'not-entitled'
      ? explain(await desk.server.authorize(caller, row.permission, row.about), t, caller.language)
      : null;
  return {
    ...(line as ApprovalLine),
    digest: row.digest,
    request: request ? (withoutSecrets(request) as Record<string, unknown>) : null,
    names: await namesIn(desk, request),
    decision,
    outcome: row.outcome,
  };
}

/** Accounts that a request names, by id. */
async function namesIn({ context }: Desk, request: unknown): Promise<Record<string, string>> {
  const ids = JSON.stringify(request ?? null).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  const found = ids.length === 0 ? [] : await findAccounts(context.db, [...new Set(ids)]);
  return Object.fromEntries(found.map(({ id, displayName }) => [id, displayName]));
}

async function describe(desk: Desk, caller: Caller, rows: readonly store.ApprovalRow[]): Promise<ApprovalLine[]> {
  const { context, deps } = desk;
  const ids = rows.flatMap(({ account, decidedBy }) => [account, decidedBy]).filter((id) => id !== null);
  const accounts = [...new Set(ids)].filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const names = new Map((await findAccounts(context.db, accounts)).map((one) => [one.id, one.displayName]));
  const numbers = rows.flatMap(({ body, decidedBody }) => [body, decidedBody]).filter((id) => id !== null);
  const bodies = await deps.nameBodies(context.db, [...new Set(numbers)]);
  const person = (account: string, body: number | null) => {
    const found = body === null ? undefined : bodies.get(body);
    const ref = found && body !== null ? { id: body, code: found.code, names: { ...found.name } } : null;
    return { account, name: names.get(account) ?? account, body: ref };
  };
  return Promise.all(
    rows.map(async (row) => ({
      ...{ id: row.id, action: actionOf(row.endpoint), permission: row.permission, about: row.about },
      ...{ proposedBy: person(row.account, row.body), proposedAt: row.proposedAt, expiresAt: row.expiresAt },
      ...{ state: row.state, reason: row.reason, decidedAt: row.decidedAt },
      decidedBy: row.decidedBy === null ? null : person(row.decidedBy, row.decidedBody),
      mine: row.account === caller.account,
      mayAgree: (await obstacleFor(desk, row, { caller })) ?? (true as const),
    })),
  );
}
