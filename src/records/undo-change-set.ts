/** Undoes a change of records as a whole: what it made ends, what it changed comes back, what it ended is revived. */
import { isWithin } from '../bodies/index.ts';
import { getRegister } from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import {
  appendChangeSet,
  currentPosition,
  findChangeSet,
  takeChangeSet,
  type ChangeSet,
} from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import { brokenConstraint, type Db } from '../platform/db/db.ts';
import { firstVersion, MEMBERS, UNDO_HOURS, type RegisterTable } from './model.ts';
import { openForWriting, openRegister } from './open-register.ts';
import { permissions } from './permissions.ts';
import { homesElsewhere, insistOnHome, type Elsewhere } from './home-bodies.ts';
import { problems } from './problems.ts';
import { findUndone, insertUndone, selectLoadByChangeSet, updateLoad } from './store/load.ts';
import { lockRegister } from './store/register-table.ts';
import {
  countRemaining,
  gatherUndoing,
  keepUndone,
  removeMade,
  restoreRows,
  reviveEnded,
  selectDependents,
  selectUndoing,
} from './store/undo.ts';

export interface UndoRequest {
  readonly changeSet: number;
  readonly caller: Pick<Caller, 'account' | 'body' | 'roles' | 'kind'>;
  readonly rule?: string;
  /** Undoes the other records and leaves those that were changed again. */
  readonly leaveDependents?: boolean;
  /** What another room undoes with it, in the same transaction. */
  readonly within?: (tx: Db, undone: Undone, change: ChangeSet) => Promise<void>;
}

export interface Undone {
  readonly changeSet: number;
  readonly ended: number;
  readonly restored: number;
  readonly revived: number;
  /** Records that were changed again, or whose key has been given away: they stay as they are. */
  readonly left: number;
}

export type NotUndoable = 'too-late' | 'already-undone' | 'nothing-left' | 'kind' | 'not-yours';

export interface Undoability {
  readonly change: ChangeSet;
  readonly reason: NotUndoable | undefined;
  readonly dependents: readonly string[];
  readonly remaining: number;
}

const HOUR_MS = 3_600_000;

/**
 * Whether a change can be undone by this caller now, and what depends on it.
 * @throws problems.changeSetNotFound
 */
export async function undoability(
  context: Context,
  request: Pick<UndoRequest, 'changeSet' | 'caller'>,
): Promise<Undoability> {
  const { db } = context;
  const change = await findChangeSet(db, request.changeSet);
  if (!change || (change.kind !== 'records' && change.kind !== 'undo')) {
    throw problems.changeSetNotFound({ changeSet: request.changeSet });
  }
  const { entity } = await openRegister(db, change.subject);
  const { standing, ended } = await countRemaining(db, entity, change);
  const reason =
    (await mayUndo(context, db, { change, caller: request.caller })) ??
    (standing + ended === 0 ? 'nothing-left' : undefined);
  return { change, reason, dependents: await selectDependents(db, entity, change), remaining: standing + ended };
}

interface Asking {
  readonly change: ChangeSet;
  readonly caller: UndoRequest['caller'];
}

/** Why this caller may not undo the change now; undefined when he may. */
export async function mayUndo(context: Context, db: Db, { change, caller }: Asking): Promise<NotUndoable | undefined> {
  if (change.kind !== 'records') return 'kind';
  if (await findUndone(db, change.id)) return 'already-undone';
  const since = Date.parse(change.stampedAt ?? change.begunAt);
  if (context.clock.now().getTime() - since > UNDO_HOURS * HOUR_MS) return 'too-late';
  if (caller.kind === 'system' || (await ownsChange(db, change, caller))) return undefined;
  const register = await getRegister(db, change.subject);
  const manages = caller.roles.includes('data-manager') && caller.body === register.managerBody;
  return manages ? undefined : 'not-yours';
}

/** A change of one's own body, or of one below it for whoever edits there: a branch's record is kept by its commune. */
async function ownsChange(db: Db, change: ChangeSet, caller: UndoRequest['caller']): Promise<boolean> {
  if (change.body === null || caller.body === null) return false;
  if (caller.body === change.body) return true;
  const reach: Readonly<Record<string, string>> = permissions['records.undo'].reach;
  const keeps = caller.roles.some((role) => reach[role] === 'own-tree');
  return keeps && isWithin(db, change.body, caller.body);
}

/**
 * One transaction, one new change set of kind `undo`, followed like any other. Only the body that made the change, one
 * above it that keeps its records, or the register's data manager, within 24 hours.
 * @throws problems.changeSetNotFound, problems.notUndoable, problems.undoHasDependents, problems.keyTaken
 */
export async function undoChangeSet(context: Context, request: UndoRequest, db: Db = context.db): Promise<Undone> {
  const elsewhere = await homesElsewhere(context);
  try {
    return await db.transaction((tx) => undo(context, tx, { ...request, elsewhere }));
  } catch (error) {
    if (brokenConstraint(error)?.endsWith('_key')) throw problems.keyTaken();
    throw error;
  }
}

type Undoing = UndoRequest & { readonly elsewhere: Elsewhere };

async function undo(context: Context, tx: Db, request: Undoing): Promise<Undone> {
  const change = await findChangeSet(tx, request.changeSet);
  if (!change || change.kind !== 'records') throw problems.changeSetNotFound({ changeSet: request.changeSet });
  if (change.body !== null) insistOnHome(request.elsewhere, change.body);
  await lockRegister(tx, change.subject);
  const reason = await mayUndo(context, tx, { change, caller: request.caller });
  if (reason !== undefined) throw problems.notUndoable({ changeSet: change.id, reason });
  const table = await openForWriting(tx, change.subject);
  const dependents = await selectDependents(tx, table.entity, change);
  if (dependents.length > 0 && !request.leaveDependents) {
    const records = dependents.slice(0, 100);
    throw problems.undoHasDependents({ changeSet: change.id, dependents: { count: dependents.length, records } });
  }
  const undone = await putBack(tx, { context, request, table, change, left: dependents.length });
  await insertUndone(tx, change.id, undone.changeSet, context.clock.now());
  const load = await selectLoadByChangeSet(tx, change.id);
  if (load) {
    await updateLoad(tx, load.id, { state: 'undone', undoneBy: undone.changeSet, undoneAt: context.clock.now() });
  }
  await request.within?.(tx, undone, change);
  return undone;
}

interface PuttingBack {
  readonly context: Context;
  readonly request: UndoRequest;
  readonly table: RegisterTable;
  readonly change: ChangeSet;
  readonly left: number;
}

async function putBack(tx: Db, { context, request, table, change, left }: PuttingBack): Promise<Undone> {
  const { entity } = table;
  const changeSet = await takeChangeSet(tx);
  const version = firstVersion((await currentPosition(tx)).epoch);
  await gatherUndoing(tx, entity, change);
  await keepUndone(tx, entity, changeSet);
  const restored = await restoreRows(tx, entity, { changeSet, version });
  const ended = await removeMade(tx, entity);
  const revived = await reviveEnded(tx, entity, { id: change.id, changeSet, version });
  const kept = change.rowsEnded === undefined ? 0 : Math.max(0, change.rowsEnded - revived.length);
  if (restored + ended + revived.length === 0)
    throw problems.notUndoable({ changeSet: change.id, reason: 'nothing-left' });
  const touched = restored + ended + revived.length;
  const members = touched <= MEMBERS ? [...new Set([...(await selectUndoing(tx)), ...revived])] : null;
  const cause = await context.audit.record(tx, {
    action: 'records.undo',
    actor: request.caller.account,
    body: request.caller.body,
    subject: table.register,
    allowed: true,
    rule: request.rule ?? 'records/undo',
    counts: { restored, ended, revived: revived.length, left: left + kept },
    ...(members && { records: members }),
  });
  await appendChangeSet(tx, {
    id: changeSet,
    kind: 'undo',
    subject: table.register,
    body: change.body,
    actor: request.caller.account,
    cause,
    release: table.release,
    rowsNew: revived.length,
    rowsChanged: restored,
    rowsEnded: ended,
    members,
    begunAt: context.clock.now(),
  });
  return { changeSet, ended, restored, revived: revived.length, left: left + kept };
}
