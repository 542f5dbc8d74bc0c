/** Pairs that wait for a person: listed, and side by side with why. */
import { getBody, subtreeIds } from '../../bodies/index.ts';
import { visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Duplicate, DuplicateDetail } from '../golden-contract.ts';
import { problems } from '../problems.ts';
import { linkedEntities } from './entities.ts';
import { explainPair } from './explain-pair.ts';
import type { LinkedEntity } from './model.ts';
import { byRegister, openRecords, type OpenedRecord } from './open-records.ts';
import { decisionsOf, type DecisionRecord } from './store/decision.ts';
import * as store from './store/duplicate.ts';
import { peopleOfRecords } from './store/person.ts';
import { cell, chanceOf, readNames, recordRef, type Names } from './view-records.ts';

export interface DuplicatesAsked {
  readonly entity?: string | undefined;
  readonly register?: string | undefined;
  readonly body?: string | undefined;
  readonly state?: string | undefined;
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
    after: asked.cursor,
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const count = (state: string) => store.countDuplicates(db, { ...filter, state });
  const counts = { open: await count('open'), same: await count('same'), different: await count('different') };
  const last = page.at(-1);
  const items = await shown(context, caller, page);
  return { items, counts, ...(rows.length > limit && last ? { next: last.id } : {}) };
}

const sidesOf = (rows: readonly store.DuplicateRecord[]) =>
  rows.flatMap((row) => [
    { record: row.leftRecord, register: row.leftRegister },
    { record: row.rightRecord, register: row.rightRegister },
  ]);

async function shown(context: Context, caller: Caller, rows: readonly store.DuplicateRecord[]): Promise<Duplicate[]> {
  const entities = await linkedEntities(context.db, context.profile);
  const opened = await openRecords(context, caller, byRegister(sidesOf(rows)));
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
  return {
    ...{ id, entity, reason, weight, probability: chanceOf(weight), state, version, openedAt, closedAt },
    left: side(row.leftRecord, row.leftRegister),
    right: side(row.rightRecord, row.rightRegister),
  };
}

/** @throws problems.noSuchDuplicate also for one that the caller may not see */
export async function getDuplicate(context: Context, caller: Caller, id: string): Promise<DuplicateDetail> {
  const { db, profile } = context;
  const row = await store.findDuplicate(db, id);
  const of = (await linkedEntities(db, profile)).find((one) => one.entity === row?.entity);
  const opened = row && (await openRecords(context, caller, byRegister(sidesOf([row]))));
  const left = row && opened?.get(row.leftRecord);
  const right = row && opened?.get(row.rightRecord);
  const seen = await seenBy(context, caller, 'registers.read-duplicates');
  if (!row || !of || !opened || !left || !right || ![left, right].every((one) => isWithin(seen, one)))
    throw problems.noSuchDuplicate();
  const deciders = await seenBy(context, caller, 'registers.decide-duplicate');
  const people = await peopleOfRecords(db, of.entity, [row.leftRecord, row.rightRecord]);
  const waterfall = await explainPair(
    context,
    of,
    { left, right },
    people.get(left.record) === people.get(right.record),
  );
  return {
    ...pairView(of, row, opened, await readNames(db)),
    fields: sideBySide(left, right),
    people: { left: people.get(left.record) ?? null, right: people.get(right.record) ?? null },
    waterfall,
    decisions: (await decisionsOf(db, id)).map(decisionView),
    mayDecide: isWithin(deciders, left) && isWithin(deciders, right),
  };
}

const decisionView = (one: DecisionRecord): DuplicateDetail['decisions'][number] => {
  const { outcome, reason, by, at, despiteIdentifiers, undoneBy, undoneAt, undoneReason } = one;
  const undone = undoneAt === null ? null : { by: undoneBy ?? '', at: undoneAt, reason: undoneReason ?? '' };
  return { outcome, reason, by, at, despiteIdentifiers, undone };
};

export const isWithin = (seen: readonly store.Seen[], one: Pick<OpenedRecord, 'table' | 'body'>): boolean => {
  const found = seen.find(({ register }) => register === one.table.register);
  return found !== undefined && (found.bodies === 'all' || found.bodies.includes(one.body));
};

/** Elements that either holds, in the order of the left one's fields, then what only the right one has. */
function sideBySide(left: OpenedRecord, right: OpenedRecord): DuplicateDetail['fields'] {
  const fields = [left, right].flatMap(({ table, fields: open }) =>
    table.entity.fields.filter(({ name }) => open.includes(name)),
  );
  const valueOf = ({ table, values }: OpenedRecord, element: string) => {
    const own = table.entity.fields.find((field) => field.element === element);
    return own ? cell(values[own.name]) : null;
  };
  const seen = new Set<string>();
  return fields.flatMap(({ element, name, names }) => {
    if (seen.has(element)) return [];
    seen.add(element);
    const [x, y] = [valueOf(left, element), valueOf(right, element)];
    if (x === null && y === null) return [];
    return [{ element, field: name, names, left: x, right: y, differs: x !== null && y !== null && x !== y }];
  });
}
