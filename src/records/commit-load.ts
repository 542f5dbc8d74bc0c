/** The last step of a load: staged rows go into the register in one transaction, as one change set. */
import { subtreeIds } from '../bodies/index.ts';
import type { Caller } from '../platform/caller.ts';
import { appendChangeSet, currentPosition, takeChangeSet } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { addApplied, applyRange, nothingApplied, type Applied } from './apply-stage.ts';
import { countKinds, stageRelation, type StageRelation } from './check-load.ts';
import { firstVersion, MEMBERS, mayBecome, type RegisterTable } from './model.ts';
import { openForLoad } from './open-register.ts';
import { homesElsewhere, insistOnHome, type Elsewhere } from './home-bodies.ts';
import { problems } from './problems.ts';
import { stageOf } from './stage-upload.ts';
import { createHits } from './store/apply.ts';
import { changedByStage } from './store/changed.ts';
import { selectLoad, selectLoadForUpdate, updateLoad, type Load } from './store/load.ts';
import { lockRegister } from './store/register-table.ts';
import { dropStage, stageBounds, type Stage } from './store/stage.ts';

export interface Committed extends Applied {
  readonly load: string;
  /** Null when no row differed from the register: then there is no change. */
  readonly changeSet: number | null;
  /** Ids of the records that are new or changed, when at most 1,000. */
  readonly members: readonly string[] | null;
}

export interface CommitOptions {
  readonly caller: Pick<Caller, 'account' | 'body'>;
  /** Stores the good rows and leaves the others out; without it a load with errors is refused. */
  readonly onlyValid?: boolean;
  /** The rule of the decision that let the caller through, for the audit trail. */
  readonly rule?: string;
  /** What another room stores with the rows, in the same transaction: with them or not at all. */
  readonly within?: (
    tx: Db,
    done: Committed,
    stage: StageRelation,
  ) => Promise<Readonly<Record<string, unknown>> | void>;
}

// A range's hits are held at once and its locks begin together: large enough to be set-based, small enough to repeat.
const RANGE = 50_000;

/**
 * Applies a checked load. One load at a time changes a register; single edits go on.
 * @throws problems.loadNotFound, problems.loadNotCommittable, problems.loadHasFindings, problems.loadOutdated
 */
export async function commitLoad(context: Context, load: string, options: CommitOptions): Promise<Load> {
  const elsewhere = await homesElsewhere(context);
  return context.db.transaction(async (tx) => {
    const seen = await selectLoad(tx, load);
    if (!seen) throw problems.loadNotFound({ load });
    await lockRegister(tx, seen.register);
    const found = (await selectLoadForUpdate(tx, load)) as Load;
    if (found.state !== 'checked' || !mayBecome(found.state, 'committed')) {
      throw problems.loadNotCommittable({ load, state: found.state });
    }
    if (found.wrong > 0 && !options.onlyValid) throw problems.loadHasFindings({ load, wrong: found.wrong });
    insistOnHome(elsewhere, found.body);
    const table = await openForLoad(tx, found);
    const stage = stageOf(table, load, found.columns);
    const changeSet = await takeChangeSet(tx);
    const applied = await applyStage(tx, stage, { changeSet, body: found.body, elsewhere });
    const members = () => changedByStage(tx, stage, changeSet);
    const done = await finish(tx, { context, load: found, table, changeSet, applied, options, members });
    const extra = await options.within?.(tx, done, stageRelation(tx, found, table));
    await updateLoad(tx, load, {
      state: 'committed',
      stage: null,
      committedAt: context.clock.now(),
      ready: found.ready - applied.refused,
      wrong: found.wrong + applied.refused,
      new: applied.new,
      changed: applied.changed,
      unchanged: applied.unchanged,
      ...(applied.refused > 0 && (await countKinds(tx, load))),
      ...(done.changeSet !== null && { changeSet: done.changeSet }),
      ...(extra && { extra }),
    });
    await dropStage(tx, stage.name);
    return (await selectLoad(tx, load)) as Load;
  });
}

async function applyStage(
  tx: Db,
  stage: Stage,
  by: { changeSet: number; body: number; elsewhere: Elsewhere },
): Promise<Applied> {
  const bounds = await stageBounds(tx, stage);
  if (!bounds) return nothingApplied;
  await createHits(tx);
  const { epoch } = await currentPosition(tx);
  const bodies = (await subtreeIds(tx, by.body)).filter((body) => !by.elsewhere.has(body));
  // The check found every double of the file.
  const fixed = { stage, changeSet: by.changeSet, version: firstVersion(epoch), bodies, earlier: [], more: false };
  let applied = nothingApplied;
  for (let low = bounds.low; low <= bounds.high; low += RANGE) {
    const range = { ...fixed, range: { low, high: low + RANGE - 1 } };
    applied = addApplied(applied, await applyRange(tx, range));
  }
  return applied;
}

export interface Finishing {
  readonly context: Context;
  readonly load: Pick<Load, 'id' | 'register' | 'body' | 'createdAt' | 'rows'>;
  readonly table: RegisterTable;
  readonly changeSet: number;
  readonly applied: Applied;
  readonly options: Pick<CommitOptions, 'caller' | 'rule'>;
  /** Ids of the touched records; asked only when they are few. */
  readonly members: () => Promise<string[]>;
}

/** The audit entry and the change set: the end of every load. A load that changed nothing leaves only the entry. */
export async function finish(tx: Db, finishing: Finishing): Promise<Committed> {
  const { context, load, table, changeSet, applied, options } = finishing;
  const touched = applied.new + applied.changed;
  const members = touched > 0 && touched <= MEMBERS ? await finishing.members() : null;
  const cause = await context.audit.record(tx, {
    action: 'records.load',
    actor: options.caller.account,
    body: options.caller.body,
    subject: table.register,
    allowed: true,
    rule: options.rule ?? 'records/load',
    counts: { rows: load.rows, new: applied.new, changed: applied.changed, unchanged: applied.unchanged },
    ...(members && { records: members }),
  });
  if (touched === 0) return { ...applied, load: load.id, changeSet: null, members: null };
  await appendChangeSet(tx, {
    id: changeSet,
    kind: 'records',
    subject: table.register,
    body: load.body,
    actor: options.caller.account,
    cause,
    release: table.release,
    rowsNew: applied.new,
    rowsChanged: applied.changed,
    members,
    begunAt: context.clock.now(),
  });
  return { ...applied, load: load.id, changeSet, members };
}
