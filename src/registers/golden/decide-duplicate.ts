/** One person or two: decided by whoever may, undone without loss; records are never changed, only who belongs together. */
import type { Caller } from '../../platform/caller.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { problems as http } from '../../platform/problems.ts';
import { newId } from '../../platform/ids.ts';
import { problems } from '../problems.ts';
import { linkedEntities } from './entities.ts';
import { subjectOf } from './follow-records.ts';
import { contradiction, holdTwo } from './group-records.ts';
import type { DecisionOutcome, LinkedEntity } from './model.ts';
import { isWithin, seenBy } from './read-duplicates.ts';
import { byRegister, openRecords } from './open-records.ts';
import { regroup } from './regroup.ts';
import * as decisions from './store/decision.ts';
import * as duplicates from './store/duplicate.ts';
import { knownRecords, lockEntity } from './store/link.ts';
import { membersOf, peopleOfRecords } from './store/person.ts';

export interface Deciding {
  readonly duplicate: string;
  readonly version: number;
  readonly outcome: DecisionOutcome;
  readonly reason: string;
  readonly despiteIdentifiers: boolean;
  readonly rule: string;
}

/**
 * @throws problems.noSuchDuplicate, alreadyDecided, alreadyOne, twoIdentifiers, contradictsDecision, and preconditionFailed when
 * somebody was faster
 */
export async function decideDuplicate(context: Context, caller: Caller, deciding: Deciding): Promise<void> {
  const { duplicate, outcome } = deciding;
  await withPair(context, caller, deciding, async (tx, of, pair) => {
    if (pair.state !== 'open') throw problems.alreadyDecided();
    const sides = await sidesOf(tx, of, pair);
    if (sides.leftPerson === sides.rightPerson) throw problems.alreadyOne();
    if (outcome === 'same') await guardSame(tx, of, sides, deciding.despiteIdentifiers);
    const change = await writeDecision(context, tx, { caller, of, sides, ...deciding });
    await duplicates.closeDuplicate(tx, duplicate, outcome, context.clock.now().toISOString());
    await settle(tx, { of, ...change, outcome, records: [...sides.left, ...sides.right] });
  });
}

/** @throws problems.noSuchDuplicate, notDecided, builtUpon, and preconditionFailed when somebody was faster */
export async function undoDuplicate(
  context: Context,
  caller: Caller,
  undoing: Pick<Deciding, 'duplicate' | 'version' | 'reason' | 'rule'>,
): Promise<void> {
  const now = context.clock.now();
  const at = now.toISOString();
  await withPair(context, caller, undoing, async (tx, of, pair) => {
    const standing = await decisions.standingOf(tx, pair.id);
    if (!standing) throw problems.notDecided();
    const later = await decisions.builtUpon(tx, standing);
    if (later.length > 0)
      throw problems.builtUpon({ count: later.length, duplicates: later.map((one) => one.duplicate) });
    await decisions.undoDecision(tx, standing.id, { by: caller.account, at, reason: undoing.reason });
    await duplicates.closeDuplicate(tx, pair.id, 'withdrawn', at);
    const records = [...standing.left, ...standing.right];
    await writeDown(context, tx, { caller, of, records, action: 'registers.undo-duplicate', rule: undoing.rule });
    await regroup(tx, of, records, { changeSet: null, now });
  });
}

type Pair = duplicates.DuplicateRecord;

/** The pair, locked, of which the caller may decide. */
async function withPair(
  context: Context,
  caller: Caller,
  { duplicate, version }: Pick<Deciding, 'duplicate' | 'version'>,
  work: (tx: Db, of: LinkedEntity, pair: Pair) => Promise<void>,
): Promise<void> {
  const seen = await duplicates.findDuplicate(context.db, duplicate);
  const of = (await linkedEntities(context.db, context.profile)).find((one) => one.entity === seen?.entity);
  if (!seen || !of || !(await mayDecide(context, caller, seen))) throw problems.noSuchDuplicate();
  await context.db.transaction(async (tx) => {
    await lockEntity(tx, of.entity);
    const pair = await duplicates.lockDuplicate(tx, duplicate);
    if (!pair) throw problems.noSuchDuplicate();
    if (pair.version !== version)
      throw pair.state === 'open' ? http.preconditionFailed() : changedMeanwhile(pair, seen);
    await work(tx, of, pair);
  });
}

/** Who decides a second time is told so, and not only that something changed. */
const changedMeanwhile = (pair: Pair, seen: Pair) =>
  pair.state === seen.state || seen.state === 'open' ? problems.alreadyDecided() : http.preconditionFailed();

async function mayDecide(context: Context, caller: Caller, pair: Pair): Promise<boolean> {
  const sides = [
    { record: pair.leftRecord, register: pair.leftRegister },
    { record: pair.rightRecord, register: pair.rightRegister },
  ];
  const opened = await openRecords(context, caller, byRegister(sides));
  const scope = await seenBy(context, caller, 'registers.decide-duplicate');
  return sides.every(({ record }) => {
    const found = opened.get(record);
    return found !== undefined && isWithin(scope, found);
  });
}

export interface Sides {
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly leftPerson: string;
  readonly rightPerson: string;
}

async function sidesOf(tx: Db, of: LinkedEntity, { leftRecord, rightRecord }: Pair): Promise<Sides> {
  const people = await peopleOfRecords(tx, of.entity, [leftRecord, rightRecord]);
  const [leftPerson, rightPerson] = [people.get(leftRecord), people.get(rightRecord)];
  if (leftPerson === undefined || rightPerson === undefined) throw problems.noSuchDuplicate();
  const members = await membersOf(tx, [leftPerson, rightPerson]);
  const of_ = (person: string) => members.filter((one) => one.person === person).map((one) => one.record);
  return { left: of_(leftPerson), right: of_(rightPerson), leftPerson, rightPerson };
}

/** What speaks against joining two people: an earlier decision always, two verified identifiers until somebody says so. */
async function guardSame(tx: Db, of: LinkedEntity, sides: Sides, despiteIdentifiers: boolean): Promise<void> {
  const standing = await decisions.standingDecisions(tx, of.entity, [...sides.left, ...sides.right]);
  const against = contradiction(standing, sides.left, sides.right);
  if (against) throw problems.contradictsDecision({ duplicate: against.duplicate });
  const known = await knownRecords(tx, of.entity, [...sides.left, ...sides.right]);
  if (holdTwo(known, sides.left, sides.right) && !despiteIdentifiers) throw problems.twoIdentifiers();
}

export interface Writing {
  readonly caller: Caller;
  readonly of: LinkedEntity;
  readonly duplicate: string;
  readonly sides: Sides;
  readonly outcome: DecisionOutcome;
  readonly reason: string;
  readonly despiteIdentifiers: boolean;
  readonly rule: string;
}

/** The decision, its audit entry and its change set. */
export async function writeDecision(
  { audit, clock }: Context,
  tx: Db,
  { caller, of, duplicate, sides, outcome, reason, despiteIdentifiers, rule }: Writing,
): Promise<{ id: string; changeSet: number; now: Date }> {
  const now = clock.now();
  const id = newId(now);
  const { left, right, leftPerson, rightPerson } = sides;
  await decisions.insertDecision(tx, {
    ...{ id, duplicate, entity: of.entity, outcome, left: [...left], right: [...right], leftPerson, rightPerson },
    ...{ despiteIdentifiers, reason, by: caller.account, at: now.toISOString() },
  });
  const action = 'registers.decide-duplicate';
  const changeSet = await writeDown({ audit, clock }, tx, { caller, of, records: [...left, ...right], action, rule });
  return { id, changeSet, now };
}

interface Settling {
  readonly of: LinkedEntity;
  readonly id: string;
  readonly changeSet: number;
  /** The moment of the decision: what it moved is told apart by it from what linkage moved. */
  readonly now: Date;
  readonly outcome: DecisionOutcome;
  readonly records: readonly string[];
}

/** People as they are after it; whom two became is kept, because later decisions may stand on it. */
export async function settle(tx: Db, { of, id, changeSet, now, outcome, records }: Settling): Promise<void> {
  await regroup(tx, of, records, { changeSet, now });
  if (outcome === 'different') return;
  const people = await peopleOfRecords(tx, of.entity, records);
  await decisions.setResult(tx, id, people.get(records[0] ?? '') ?? null);
}

interface WritingDown {
  readonly caller: Caller;
  readonly of: LinkedEntity;
  readonly records: readonly string[];
  readonly action: string;
  readonly rule: string;
}

async function writeDown(
  { audit, clock }: Pick<Context, 'audit' | 'clock'>,
  tx: Db,
  { caller, of, records, action, rule }: WritingDown,
): Promise<number> {
  const changeSet = await takeChangeSet(tx);
  const subject = subjectOf(of.entity);
  const cause = await audit.record(tx, {
    ...{ action, actor: caller.account, body: caller.body, subject, allowed: true, rule, records },
  });
  await appendChangeSet(tx, {
    ...{ id: changeSet, kind: 'correction', subject, body: caller.body, actor: caller.account, cause },
    begunAt: clock.now(),
    members: records,
  });
  return changeSet;
}
