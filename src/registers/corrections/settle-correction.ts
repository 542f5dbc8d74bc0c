/** What comes of a correction: taken over, refused, the source is wrong, or a check must decide; and taking that back. */
import { findRegister, visibleBodies } from '../../governance/index.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { editRecord, findByKey, findRecord, openRegister, undoChangeSet } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { findComparison } from '../store/claim.ts';
import * as store from '../store/correction.ts';
import type { Outcome } from './corrections-contract.ts';
import { fieldCheckDue } from './deadlines.ts';
import { keepersOf } from './keepers.ts';
import { answerRead, oweCorrections, tellProposer } from './owe-corrections.ts';
import { writeProposal } from './propose-correction.ts';

export interface Settlement {
  readonly id: string;
  readonly outcome: Outcome;
  readonly reason?: string | undefined;
}

type Scope = 'all' | number[];
const within = (scope: Scope, body: number) => scope === 'all' || scope.includes(body);
const isPending = ({ state }: store.CorrectionRecord) => state === 'open' || state === 'undecided';

export const UNDO_HOURS = 24;
const HOUR_MS = 3_600_000;

const states = {
  'take-over': 'taken-over',
  'source-wrong': 'source-wrong',
  undecided: 'undecided',
  refuse: 'refused',
} as const satisfies Record<Outcome, string>;

// A difference is about a source, a proposal is not: nobody says of a proposal that its source is wrong.
const fitting: Readonly<Record<store.CorrectionRecord['origin'], readonly Outcome[]>> = {
  comparison: ['take-over', 'source-wrong', 'undecided'],
  proposed: ['take-over', 'refuse', 'undecided'],
};
const needsReason: readonly Outcome[] = ['refuse', 'undecided'];

/** Whether the caller keeps the record of a correction, or carries the question outside. */
export async function maySettle({ db }: Pick<Context, 'db'>, caller: Caller, found: store.CorrectionRecord) {
  const scope = await visibleBodies(db, caller, 'registers.settle-correction', found.register);
  if (within(scope, found.body)) return true;
  const keeper = (await keepersOf(db, found.register))(found.body);
  return found.outside && caller.body === keeper.body && caller.roles.includes(keeper.post);
}

/** @throws problems.noSuchCorrection, the same for one that is not there */
export async function insistOnKeeper(context: Context, caller: Caller, found: store.CorrectionRecord): Promise<void> {
  if (!(await maySettle(context, caller, found))) throw problems.noSuchCorrection();
}
/** @throws problems.alreadySettled */
export function insistOnPending(found: store.CorrectionRecord): void {
  if (!isPending(found)) throw problems.alreadySettled();
}
/** Who asked. @throws problems.noSuchCorrection, the same for one that is not there */
export function insistOnProposer({ body }: Pick<Caller, 'body'>, found: store.CorrectionRecord): void {
  if (found.proposerBody === null || found.proposerBody !== body) throw problems.noSuchCorrection();
}
/** @throws problems.alreadySettled */
export function insistOnWaiting({ closedAt }: store.CorrectionRecord): void {
  if (closedAt !== null) throw problems.alreadySettled();
}

/**
 * One transaction: the proposal is closed with the edit it asks for, or neither.
 * @throws problems.noSuchCorrection, alreadySettled, outcomeDoesNotFit, reasonMissing, and those of an edit
 */
export async function settleCorrection(context: Context, caller: Caller, settlement: Settlement) {
  const { db } = context;
  const seen = await store.findCorrection(db, settlement.id);
  if (!seen) throw problems.noSuchCorrection();
  await insistOnKeeper(context, caller, seen);
  refuseMisfit(seen, settlement);
  const editable = await visibleBodies(db, caller, 'records.edit', seen.register);
  return db.transaction(async (tx) => {
    const found = await store.lockCorrection(tx, settlement.id);
    if (!found) throw problems.noSuchCorrection();
    insistOnPending(found);
    const taken = settlement.outcome === 'take-over' && !found.outside;
    const editChangeSet = taken ? await takeOver(context, tx, { caller, found, scope: editable }) : null;
    await close(context, tx, { caller, found, settlement, editChangeSet });
    if (settlement.outcome === 'source-wrong') await askSource(context, tx, { caller, found, settlement });
    if (settlement.outcome === 'refuse' && found.follows !== null) await handBack(context, tx, found, settlement);
    await oweCorrections(context, tx, found.register);
    return (await store.findCorrection(tx, settlement.id)) ?? found;
  });
}

function refuseMisfit(found: store.CorrectionRecord, { outcome, reason }: Settlement): void {
  if (!fitting[found.origin].includes(outcome)) throw problems.outcomeDoesNotFit({ outcome, origin: found.origin });
  if (needsReason.includes(outcome) && !reason?.trim()) throw problems.reasonMissing({ outcome });
}

interface Closing {
  readonly caller: Caller;
  readonly found: store.CorrectionRecord;
  readonly settlement: Settlement;
  readonly editChangeSet?: number | null;
}

async function close(context: Context, tx: Db, { caller, found, settlement, editChangeSet }: Closing): Promise<void> {
  const now = context.clock.now();
  const state = states[settlement.outcome];
  const reason = settlement.reason ?? null;
  const changeSet = await takeChangeSet(tx);
  if (state === 'undecided')
    await store.leaveUndecided(tx, found.id, { reason, due: fieldCheckDue(context, found.openedAt) });
  else
    await store.closeCorrection(tx, found.id, {
      state,
      by: caller.account,
      reason,
      at: now.toISOString(),
      editChangeSet: editChangeSet ?? null,
    });
  await tellProposer(context, tx, found, state);
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
    // The answer travels to whoever asked.
    addressee: found.proposerBody,
    begunAt: now,
    members: [found.record],
  });
}

interface Taking {
  readonly caller: Caller;
  readonly found: store.CorrectionRecord;
  readonly scope: Scope;
}

/** An ordinary edit by whoever keeps the record: it is versioned, audited and undone like any other. */
async function takeOver(context: Context, tx: Db, { caller, found, scope }: Taking): Promise<number | null> {
  const { register, record, field, held } = found;
  const absent = () => Promise.resolve(problems.noSuchCorrection());
  const stored = await findRecord(tx, await openRegister(tx, register), record, { scope });
  if (!stored) throw await absent();
  const { version } = stored;
  const rule = 'registers/take-over';
  const values = { [field]: held };
  return (await editRecord(context, { caller, register, record, version, scope, absent, rule, values }, tx)).changeSet;
}

/** The source is said to be wrong: its keeper is asked, with the reason as evidence, unless it is asked already. */
async function askSource(context: Context, tx: Db, { caller, found, settlement }: Closing): Promise<void> {
  const comparison = await findComparison(tx, found.register);
  const authority = comparison && (await findRegister(tx, comparison.authority));
  if (!comparison || !authority || !comparison.held.includes(found.field)) return;
  const own = await findRecord(tx, await openRegister(tx, found.register), found.record, { scope: 'all' });
  const key = own?.values[comparison.keyField];
  if (typeof key !== 'string') return;
  const there = await findByKey(tx, await openRegister(tx, authority.name), [key], { scope: 'all' });
  if (!there) return;
  const target = {
    register: authority.name,
    record: there.record,
    body: there.body,
    field: found.field,
    said: found.held,
    outside: authority.external,
  };
  const before = await store.aboutField(tx, target);
  if (before.some(isPending)) return;
  const evidence = settlement.reason?.trim() || '–';
  const asked = { value: found.said, evidence, rule: 'registers/source-wrong' };
  await writeProposal(context, tx, { caller, target, asked, follows: found.id });
}

/** The source stands by its value: the mismatch it came from is open again, for a check. */
async function handBack(context: Context, tx: Db, found: store.CorrectionRecord, { reason }: Settlement) {
  const first = await store.lockCorrection(tx, found.follows ?? '');
  if (first?.state !== 'source-wrong') return;
  if ((await store.aboutField(tx, first)).some(isPending)) return;
  await store.leaveUndecided(tx, first.id, { reason: reason ?? null, due: fieldCheckDue(context, first.openedAt) });
  await oweCorrections(context, tx, first.register);
  // Scores follow the log: the record does not match its source any more.
  await appendChangeSet(tx, {
    ...{ id: await takeChangeSet(tx), kind: 'correction', subject: first.register, body: first.body },
    ...{ actor: 'system', cause: null, members: [first.record], begunAt: context.clock.now() },
  });
}

/** Back to open, with the edit undone. @throws problems.noSuchCorrection, notUndoableNow, and those of undoing */
export async function undoSettlement(context: Context, caller: Caller, id: string) {
  const seen = await store.findCorrection(context.db, id);
  if (!seen) throw problems.noSuchCorrection();
  await insistOnKeeper(context, caller, seen);
  return context.db.transaction(async (tx) => {
    const found = await store.lockCorrection(tx, id);
    if (!found) throw problems.notUndoableNow();
    await insistOnUndoing(context, tx, found);
    if (found.editChangeSet !== null)
      await undoChangeSet(context, { changeSet: found.editChangeSet, caller, rule: 'registers/undo-settlement' }, tx);
    await store.reopenCorrection(tx, id);
    await note(context, tx, { caller, found, action: 'registers.undo-settlement' });
    return (await store.findCorrection(tx, id)) ?? found;
  });
}

/** Within a day, and nothing else is asked of the field. @throws problems.notUndoableNow, alreadyProposed */
export async function insistOnUndoing(context: Context, db: Db, found: store.CorrectionRecord): Promise<void> {
  if (!isUndoable(context, found)) throw problems.notUndoableNow();
  if ((await store.aboutField(db, found)).some((one) => one.id !== found.id && isPending(one)))
    throw problems.alreadyProposed();
}

/** Within a day, by whoever may settle it; what the records took back by themselves is not. */
export function isUndoable({ clock }: Pick<Context, 'clock'>, { state, closedAt }: store.CorrectionRecord): boolean {
  const settled = ['taken-over', 'source-wrong', 'refused'].includes(state);
  return settled && clock.now().getTime() - Date.parse(closedAt ?? '') <= UNDO_HOURS * HOUR_MS;
}

/** @throws problems.noSuchCorrection, alreadySettled */
export async function withdrawCorrection(context: Context, caller: Caller, id: string, reason?: string) {
  return context.db.transaction(async (tx) => {
    const found = await store.lockCorrection(tx, id);
    if (!found) throw problems.noSuchCorrection();
    insistOnProposer(caller, found);
    insistOnWaiting(found);
    await store.closeCorrection(tx, id, {
      state: 'withdrawn',
      by: caller.account,
      reason: reason ?? null,
      at: context.clock.now().toISOString(),
      editChangeSet: null,
    });
    await note(context, tx, { caller, found, action: 'registers.withdraw-correction' });
    return (await store.findCorrection(tx, id)) ?? found;
  });
}

/** The proposer has read the answer. @throws problems.noSuchCorrection */
export async function acknowledgeCorrection(context: Context, caller: Caller, id: string) {
  const found = await store.findCorrection(context.db, id);
  if (!found) throw problems.noSuchCorrection();
  insistOnProposer(caller, found);
  await answerRead(context, context.db, id, caller.account);
  return found;
}

interface Noting {
  readonly caller: Caller;
  readonly found: store.CorrectionRecord;
  readonly action: string;
}

async function note(context: Context, tx: Db, { caller, found, action }: Noting): Promise<void> {
  const id = await takeChangeSet(tx);
  const cause = await context.audit.record(tx, {
    action,
    actor: caller.account,
    body: caller.body,
    subject: found.register,
    allowed: true,
    rule: action.replace('.', '/'),
    records: [found.record],
  });
  await appendChangeSet(tx, {
    id,
    kind: 'correction',
    subject: found.register,
    body: found.body,
    actor: caller.account,
    cause,
    addressee: found.proposerBody,
    begunAt: context.clock.now(),
    members: [found.record],
  });
  await oweCorrections(context, tx, found.register);
}
