/** Correction proposals: listed for whoever keeps the record, and settled by taking over or by contradicting the source. */
import { listBodies } from '../bodies/index.ts';
import { visibleBodies } from '../governance/index.ts';
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { editRecord, findRecord, openRegister } from '../records/index.ts';
import type { Correction } from './contract.ts';
import { problems } from './problems.ts';
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
  const bodies = await visibleBodies(context.db, caller, 'registers.read-corrections');
  const limit = request.limit ?? 50;
  const rows = await store.listCorrections(context.db, {
    register: request.register,
    state: request.state,
    bodies,
    after: request.cursor,
    limit,
  });
  const open = Object.fromEntries(
    (await store.countCorrections(context.db, bodies)).map((one) => [one.register, one.open]),
  );
  const items = await shown(context, rows);
  const last = rows.at(-1);
  return { items, open, ...(rows.length === limit && last ? { next: last.id } : {}) };
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

/** @throws problems.noSuchCorrection, alreadySettled, and those of an edit of the record */
export async function settleCorrection(
  context: Context,
  caller: Caller,
  { id, outcome, reason }: Settlement,
): Promise<Correction> {
  const { db, clock } = context;
  const bodies = await visibleBodies(db, caller, 'registers.settle-correction');
  const found = await store.lockCorrection(db, id);
  if (!found || (bodies !== 'all' && !bodies.includes(found.body))) throw problems.noSuchCorrection();
  if (found.state !== 'open') throw problems.alreadySettled();
  const now = clock.now();
  if (outcome === 'take-over') await takeOver(context, caller, found);
  await db.transaction(async (tx) => {
    const changeSet = await takeChangeSet(tx);
    const state = outcome === 'take-over' ? 'taken-over' : 'source-wrong';
    await store.closeCorrection(tx, id, { state, by: caller.account, reason: reason ?? null, at: now.toISOString() });
    const cause = await context.audit.record(tx, {
      action: 'registers.settle-correction',
      actor: caller.account,
      body: caller.body,
      subject: found.register,
      allowed: true,
      rule: `registers/${outcome}`,
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
  });
  const settled = await store.lockCorrection(db, id);
  return (await shown(context, settled ? [settled] : [found]))[0] as Correction;
}

/** An ordinary edit by whoever keeps the record: it is versioned, audited and undone like any other. */
async function takeOver(
  context: Context,
  caller: Caller,
  { register, record, field, held }: store.CorrectionRecord,
): Promise<void> {
  const { db } = context;
  const scope = await visibleBodies(db, caller, 'records.edit', register);
  const absent = () => Promise.resolve(problems.noSuchCorrection());
  const stored = await findRecord(db, await openRegister(db, register), record, { scope });
  if (!stored) throw await absent();
  await editRecord(context, {
    caller,
    register,
    record,
    version: stored.version,
    scope,
    absent,
    rule: 'registers/take-over',
    values: { [field]: held },
  });
}
