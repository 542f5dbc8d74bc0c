/** Pairs that wait for a person: listed, and side by side with why. */
import { getBody, subtreeIds } from '../../bodies/index.ts';
import { visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Duplicate, DuplicateDetail } from '../golden-contract.ts';
import { problems } from '../problems.ts';
import { compareSides } from './compare-sides.ts';
import { withheldFields } from './compared-fields.ts';
import { linkedEntities } from './entities.ts';
import { explainPair } from './explain-pair.ts';
import { foreseeDecision } from './foresee-decision.ts';
import type { LinkedEntity } from './model.ts';
import { byRegister, daysOf, openRecords, type OpenedRecord } from './open-records.ts';
import { decisionsOf, type DecisionRecord } from './store/decision.ts';
import * as store from './store/duplicate.ts';
import { peopleOfRecords } from './store/person.ts';
import { bitsOfChance, chanceOf, readNames, recordRef, type Names } from './view-records.ts';
import { undoneOf, whoDecided } from './who-decided.ts';

export interface DuplicatesAsked {
  readonly entity?: string | undefined;
  readonly register?: string | undefined;
  readonly body?: string | undefined;
  readonly state?: string | undefined;
  readonly least?: number | undefined;
  readonly below?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** What a permission opens of each register that is linked. */
export async function seenBy(context: Context, caller: Caller, permission: string): Promise<store.Seen[]> {
  const entities = await linkedEntities(context.db, context.profile);
  const names = new Set(entities.flatMap((of) => of.registers.map((one) => one.register)));
  const seen: store.Seen[] = [];
  for (const register of names)
    seen.push({ register, bodies: await visibleBodies(context.db, caller, permission, register) });
  return seen;
}

export async function listDuplicates(
  context: Context,
  caller: Caller,
  asked: DuplicatesAsked,
): Promise<{ items: Duplicate[]; next?: string; counts: { open: number; same: number; different: number } }> {
  const { db } = context;
  const seen = await seenBy(context, caller, 'registers.read-duplicates');
  const bodies = asked.body === undefined ? undefined : await subtreeIds(db, (await getBody(db, asked.body)).id);
  const filter = { seen, entity: asked.entity, register: asked.register, bodies };
  const limit = asked.limit ?? 50;
  const rows = await store.listDuplicates(db, {
    ...filter,
    state: asked.state ?? 'open',
    weights: bandOf(asked),
    after: asked.cursor,
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const count = (state: string) => store.countDuplicates(db, { ...filter, state });
  const counts = { open: await count('open'), same: await count('same'), different: await count('different') };
  const last = page.at(-1);
  const all = await shown(context, caller, page);
  // A band would tell of a chance that is withheld.
  const items = asked.least === undefined && asked.below === undefined ? all : all.filter((one) => one.weight !== null);
  return { items, counts, ...(rows.length > limit && last ? { next: last.id } : {}) };
}

/** Chances as weights. */
const bandOf = ({ least, below }: DuplicatesAsked): store.WeightBand => ({
  least: least === undefined ? undefined : bitsOfChance(least),
  below: below === undefined ? undefined : bitsOfChance(below),
});

const READ = 'registers.read-duplicates';

const sidesOf = (rows: readonly store.DuplicateRecord[]) =>
  rows.flatMap((row) => [
    { record: row.leftRecord, register: row.leftRegister },
    { record: row.rightRecord, register: row.rightRegister },
  ]);

async function shown(context: Context, caller: Caller, rows: readonly store.DuplicateRecord[]): Promise<Duplicate[]> {
  const entities = await linkedEntities(context.db, context.profile);
  const opened = await openRecords(context, caller, byRegister(sidesOf(rows)), { counts: 'some', noted: READ });
  const names = await readNames(context.db);
  return rows.flatMap((row) => {
    const of = entities.find((one) => one.entity === row.entity);
    return of ? [pairView(of, row, opened, names)] : [];
  });
}

function pairView(
  of: LinkedEntity,
  row: store.DuplicateRecord,
  opened: ReadonlyMap<string, OpenedRecord>,
  names: Names,
): Duplicate {
  const side = (record: string, register: string) => {
    const found = opened.get(record);
    return recordRef({ of, names, register, record, body: found?.body ?? row.body, opened: found });
  };
  const { id, entity, reason, weight, state, version, openedAt, closedAt } = row;
  const [left, right] = [opened.get(row.leftRecord), opened.get(row.rightRecord)];
  const isOpen = left !== undefined && right !== undefined && withheldFields(of, left, right).length === 0;
  const said = isOpen
    ? { reason, weight, probability: chanceOf(weight) }
    : { reason: WITHHELD, weight: null, probability: null };
  return {
    ...{ id, entity, ...said, state, version, openedAt, closedAt },
    left: side(row.leftRecord, row.leftRegister),
    right: side(row.rightRecord, row.rightRegister),
  };
}

/** Said in the place of a reason that would tell of a value that is not open. */
const WITHHELD = 'withheld';

/** A pair of which the caller may see both records. @throws problems.noSuchDuplicate */
async function seenPair(context: Context, caller: Caller, id: string) {
  const row = await store.findDuplicate(context.db, id);
  const of = (await linkedEntities(context.db, context.profile)).find((one) => one.entity === row?.entity);
  if (!row || !of) throw problems.noSuchDuplicate();
  const opened = await openRecords(context, caller, byRegister(sidesOf([row])), { counts: 'all', noted: READ });
  const [left, right] = [opened.get(row.leftRecord), opened.get(row.rightRecord)];
  const seen = await seenBy(context, caller, 'registers.read-duplicates');
  if (!left || !right || ![left, right].every((one) => isWithin(seen, one))) throw problems.noSuchDuplicate();
  return { row, of, opened, left, right };
}

/** @throws problems.noSuchDuplicate also for one that the caller may not see */
export async function getDuplicate(context: Context, caller: Caller, id: string): Promise<DuplicateDetail> {
  const { db } = context;
  const { row, of, opened, left, right } = await seenPair(context, caller, id);
  const deciders = await seenBy(context, caller, 'registers.decide-duplicate');
  const people = await peopleOfRecords(db, of.entity, [row.leftRecord, row.rightRecord]);
  const [leftPerson = null, rightPerson = null] = [people.get(left.record), people.get(right.record)];
  const waterfall = await explainPair(context, of, { left, right }, leftPerson !== null && leftPerson === rightPerson);
  const names = await readNames(db);
  const days = await daysOf(context, [left.changeSet, right.changeSet]);
  const mayDecide = isWithin(deciders, left) && isWithin(deciders, right);
  return {
    ...pairView(of, row, opened, names),
    fields: compareSides(of, { left, right, waterfall }),
    people: { left: leftPerson, right: rightPerson },
    changedAt: { left: days.get(left.changeSet) ?? '', right: days.get(right.changeSet) ?? '' },
    waterfall,
    decisions: await decisionViews(db, await decisionsOf(db, id)),
    mayDecide,
    foreseen: mayDecide ? await foreseeDecision(context, caller, { of, row, names }) : [],
  };
}

async function decisionViews(db: Db, all: readonly DecisionRecord[]): Promise<DuplicateDetail['decisions']> {
  const nameOf = await whoDecided(db, all);
  return all.map(({ outcome, reason, by, at, despiteIdentifiers, ...one }) => ({
    ...{ outcome, reason, by: nameOf(by), at, despiteIdentifiers, undone: undoneOf(one, nameOf) },
  }));
}

export const isWithin = (seen: readonly store.Seen[], one: Pick<OpenedRecord, 'table' | 'body'>): boolean => {
  const found = seen.find(({ register }) => register === one.table.register);
  return found !== undefined && (found.bodies === 'all' || found.bodies.includes(one.body));
};
