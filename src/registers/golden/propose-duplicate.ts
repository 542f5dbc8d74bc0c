/** Pairs that nothing brought together: two records that somebody thinks are one person, and a record that is not the person it is with. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { newId } from '../../platform/ids.ts';
import { problems } from '../problems.ts';
import { settle, writeDecision } from './decide-duplicate.ts';
import { linkedEntities } from './entities.ts';
import { byRegister, openRecords, type OpenedRecord } from './open-records.ts';
import { isWithin, seenBy } from './read-duplicates.ts';
import { standingDecisions } from './store/decision.ts';
import * as store from './store/duplicate.ts';
import { lockEntity } from './store/link.ts';
import { membersOf, peopleOfRecords, type MemberRecord } from './store/person.ts';

/** @throws problems.noSuchPerson, alreadyOne. @returns the id of the pair, which is there already when it waits */
export async function proposeDuplicate(
  context: Context,
  caller: Caller,
  { entity, left, right }: { readonly entity: string; readonly left: string; readonly right: string },
): Promise<string> {
  const of = (await linkedEntities(context.db, context.profile)).find((one) => one.entity === entity);
  if (!of || left === right) throw problems.noSuchPerson();
  const people = await peopleOfRecords(context.db, entity, [left, right]);
  const members = await membersOf(context.db, [...new Set(people.values())]);
  const [x, y] = [left, right].sort().map((record) => members.find((one) => one.record === record));
  if (!x || !y || !(await mayDecide(context, caller, [x, y]))) throw problems.noSuchPerson();
  if (x.person === y.person) throw problems.alreadyOne();
  const now = context.clock.now();
  return context.db.transaction(async (tx) => {
    await lockEntity(tx, entity);
    const waiting = await store.findPair(tx, entity, x.record, y.record);
    if (waiting?.state === 'open') return waiting.id;
    if (waiting && waiting.state !== 'withdrawn') throw problems.alreadyDecided();
    await store.openDuplicate(tx, { id: newId(now), entity, wanted: pairOf(x, y), at: now.toISOString() });
    return (await store.findPair(tx, entity, x.record, y.record))?.id ?? '';
  });
}

const pairOf = (x: MemberRecord, y: MemberRecord, reason = 'proposed'): store.WantedDuplicate => ({
  ...{ left: x.record, leftRegister: x.register, leftPerson: x.person },
  ...{ right: y.record, rightRegister: y.register, rightPerson: y.person },
  ...{ body: y.body, weight: 0, reason },
});

async function mayDecide(context: Context, caller: Caller, members: readonly MemberRecord[]): Promise<boolean> {
  const opened = await openRecords(context, caller, byRegister(members));
  const scope = await seenBy(context, caller, 'registers.decide-duplicate');
  return members.every(({ record }) => {
    const found: OpenedRecord | undefined = opened.get(record);
    return found !== undefined && isWithin(scope, found);
  });
}

export interface Splitting {
  readonly person: string;
  readonly record: string;
  readonly reason: string;
  readonly rule: string;
}

/**
 * The record stands apart from all others of the person, as a decision like any other.
 * @throws problems.noSuchPerson, onlyRecord, joinedByDecision. @returns the id of the pair
 */
export async function splitPerson(context: Context, caller: Caller, asked: Splitting): Promise<string> {
  const members = await membersOf(context.db, [asked.person]);
  const own = members.find((one) => one.record === asked.record);
  if (!own || !(await mayDecide(context, caller, [own]))) throw problems.noSuchPerson();
  const others = members.filter((one) => one !== own);
  const opened = await openRecords(context, caller, byRegister(others));
  const scope = await seenBy(context, caller, 'registers.read-duplicates');
  const of = (await linkedEntities(context.db, context.profile)).find(({ registers }) =>
    registers.some(({ register }) => register === own.register),
  );
  // To whoever sees no other record, the person has none.
  const first = others.find(({ record }) => {
    const found = opened.get(record);
    return found !== undefined && isWithin(scope, found);
  });
  if (!of || !first) throw problems.onlyRecord();
  const now = context.clock.now();
  return context.db.transaction(async (tx) => {
    await lockEntity(tx, of.entity);
    const joined = (await standingDecisions(tx, of.entity, [own.record])).find(({ outcome }) => outcome === 'same');
    if (joined) throw problems.joinedByDecision({ duplicate: joined.duplicate });
    const [x, y] = own.record < first.record ? [own, first] : [first, own];
    await store.openDuplicate(tx, { id: newId(now), entity: of.entity, wanted: pairOf(x, y), at: now.toISOString() });
    const duplicate = (await store.findPair(tx, of.entity, x.record, y.record))?.id ?? '';
    const sides = {
      left: [own.record],
      right: others.map((one) => one.record),
      leftPerson: asked.person,
      rightPerson: asked.person,
    };
    const writing = { caller, of, duplicate, sides, outcome: 'different', despiteIdentifiers: false } as const;
    const change = await writeDecision(context, tx, { ...writing, reason: asked.reason, rule: asked.rule });
    await store.closeDuplicate(tx, duplicate, 'different', now.toISOString());
    await settle(tx, { of, ...change, outcome: 'different', records: [...sides.left, ...sides.right] });
    return duplicate;
  });
}
