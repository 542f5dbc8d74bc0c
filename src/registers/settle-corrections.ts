/** Correction proposals: listed for whoever keeps the record, and settled by taking over or by contradicting the source. */
import { listBodies } from '../bodies/index.ts';
import { visibleBodies } from '../governance/index.ts';
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { editRecord, findRecord, openRegister } from '../records/index.ts';
import type { Correction } from './contract.ts';
import { problems } from './problems.ts';
import { allComparisons } from './store/claim.ts';
import * as store from './store/correction.ts';

export interface ListRequest {
  readonly register?: string | undefined;
  readonly state?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export async function listCorrections(
  context: Context,
  caller: Caller,
  request: ListRequest,
): Promise<{ items: Correction[]; next?: string; open: Record<string, number> }> {
  const seen = await seenBy(context, caller);
  const asked = seen.filter((one) => request.register === undefined || one.register === request.register);
  const limit = request.limit ?? 50;
  const rows = await store.listCorrections(context.db, {
    seen: asked,
    state: request.state,
    after: request.cursor,
    limit,
  });
  const open = Object.fromEntries(
    (await store.countCorrections(context.db, seen)).map((one) => [one.register, one.open]),
  );
  const items = await shown(context, rows);
  const last = rows.at(-1);
  return { items, open, ...(rows.length === limit && last ? { next: last.id } : {}) };
}

/** Register by register: the data manager of one is nobody special in another. */
async function seenBy({ db }: Context, caller: Caller): Promise<store.Seen[]> {
  const seen: store.Seen[] = [];
  for (const { register } of await allComparisons(db))
    seen.push({ register, bodies: await visibleBodies(db, caller, 'registers.read-corrections', register) });
  return seen;
}

async function shown({ db }: Context, rows: readonly store.CorrectionRecord[]): Promise<Correction[]> {
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  const tables = new Map<string, Awaited<ReturnType<typeof openRegister>>>();
  for (const register of new Set(rows.map((row) => row.register)))
    tables.set(register, await openRegister(db, register));
  return rows.map((row) => {
    const body = bodies.get(row.body);
    const field = tables.get(row.register)?.entity.fields.find((one) => one.name === row.field);
    return {
      ...row,
      body: { id: row.body, code: body?.code ?? '', names: body?.names ?? {} },
      names: field?.names ?? {},
    };
  });
}

export interface Settlement {
  readonly id: string;
  readonly outcome: 'take-over' | 'source-wrong';
  readonly reason?: string | undefined;
}

/**
 * One transaction: the proposal is closed with the edit it asks for, or neither.
 * @throws problems.noSuchCorrection, alreadySettled, and those of an edit of the record
 */
export async function settleCorrection(context: Context, caller: Caller, settlement: Settlement): Promise<Correction> {
  const { db } = context;
  const seen = await store.findCorrection(db, settlement.id);
  if (!seen) throw problems.noSuchCorrection();
  const scope = await visibleBodies(db, caller, 'registers.settle-correction', seen.register);
  const editable = await visibleBodies(db, caller, 'records.edit', seen.register);
  const settled = await db.transaction(async (tx) => {
    const found = await store.lockCorrection(tx, settlement.id);
    if (!found || !within(scope, found.body)) throw problems.noSuchCorrection();
    if (found.state !== 'open') throw problems.alreadySettled();
    if (settlement.outcome === 'take-over') await takeOver(context, tx, { caller, found, scope: editable });
    await close(context, tx, { caller, found, settlement });
    return (await store.findCorrection(tx, settlement.id)) ?? found;
  });
  return (await shown(context, [settled]))[0] as Correction;
}

type Scope = 'all' | number[];
const within = (scope: Scope, body: number) => scope === 'all' || scope.includes(body);

interface Closing {
  readonly caller: Caller;
  readonly found: store.CorrectionRecord;
  readonly settlement: Settlement;
}

async function close(context: Context, tx: Db, { caller, found, settlement }: Closing): Promise<void> {
  const now = context.clock.now();
  const changeSet = await takeChangeSet(tx);
  await store.closeCorrection(tx, found.id, {
    state: settlement.outcome === 'take-over' ? 'taken-over' : 'source-wrong',
    by: caller.account,
    reason: settlement.reason ?? null,
    at: now.toISOString(),
  });
  const cause = await context.audit.record(tx, {
    action: 'registers.settle-correction',
    actor: caller.account,
    body: caller.body,
    subject: found.register,
    allowed: true,
    rule: `registers/${settlement.outcome}`,
    records: [found.record],
  });
  await appendChangeSet(tx, {
    id: changeSet,
    kind: 'correction',
    subject: found.register,
    body: found.body,
    actor: caller.account,
    cause,
    begunAt: now,
    members: [found.record],
  });
}

/** An ordinary edit by whoever keeps the record: it is versioned, audited and undone like any other. */
async function takeOver(
  context: Context,
  tx: Db,
  { caller, found, scope }: { caller: Caller; found: store.CorrectionRecord; scope: Scope },
): Promise<void> {
  const { register, record, field, held } = found;
  const absent = () => Promise.resolve(problems.noSuchCorrection());
  const stored = await findRecord(tx, await openRegister(tx, register), record, { scope });
  if (!stored) throw await absent();
  const { version } = stored;
  const rule = 'registers/take-over';
  await editRecord(context, { caller, register, record, version, scope, absent, rule, values: { [field]: held } }, tx);
}
