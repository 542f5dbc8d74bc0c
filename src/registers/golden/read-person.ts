/** A golden person as the caller may see it: the records, and for each element the value of its authority. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { GoldenMember, GoldenPerson, GoldenValue } from '../golden-contract.ts';
import { problems } from '../problems.ts';
import { allClaims } from '../store/claim.ts';
import { linkedEntities } from './entities.ts';
import type { LinkedEntity } from './model.ts';
import { byRegister, daysOf, openRecords, type OpenedRecord } from './open-records.ts';
import { personHistory } from './person-history.ts';
import { isWithin, seenBy } from './read-duplicates.ts';
import { standingDecisions } from './store/decision.ts';
import { findPerson, membersOf, peopleOfRecords, type MemberRecord } from './store/person.ts';
import { cell, readNames, recordRef, type Names } from './view-records.ts';

/** @throws problems.noSuchPerson when none of its records may be seen, or there is none */
export async function getGoldenPerson(context: Context, caller: Caller, id: string): Promise<GoldenPerson> {
  const { db, profile } = context;
  const person = await findPerson(db, id);
  const of = (await linkedEntities(db, profile)).find((one) => one.entity === person?.entity);
  if (!person || !of) throw problems.noSuchPerson();
  const members = await membersOf(db, [person.mergedInto ?? person.id]);
  const opened = await openRecords(context, caller, byRegister(members), {
    counts: 'all',
    noted: 'registers.read-golden',
  });
  const seen = members.filter((member) => opened.has(member.record));
  if (seen.length === 0) throw problems.noSuchPerson();
  const names = await readNames(db);
  const days = await daysOf(
    context,
    [...opened.values()].map((one) => one.changeSet),
  );
  const splits = await splitsOf(context, caller, { of, seen, opened });
  return {
    ...person,
    members: seen.map(({ record, register, body, joinedAt }) => ({
      ...recordRef({ of, names, register, record, body, opened: opened.get(record) }),
      joinedAt,
      changedAt: days.get(opened.get(record)?.changeSet ?? 0) ?? joinedAt,
      ...splits(record),
    })),
    values: await goldenValues(context, [...opened.values()], { names, days }),
    history: await personHistory(context, caller, { of, person: person.id, members: seen, names }),
  };
}

interface SplitQuestion {
  readonly of: LinkedEntity;
  readonly seen: readonly MemberRecord[];
  readonly opened: ReadonlyMap<string, OpenedRecord>;
}

/** Which records the caller may split off here, and which were joined by a decision, that is undone in its place. */
async function splitsOf(context: Context, caller: Caller, { of, seen, opened }: SplitQuestion) {
  const deciders = await seenBy(context, caller, 'registers.decide-duplicate');
  const records = seen.map(({ record }) => record);
  const joined = (await standingDecisions(context.db, of.entity, records)).filter(({ outcome }) => outcome === 'same');
  return (record: string): Pick<GoldenMember, 'maySplit' | 'joinedBy'> => {
    const one = opened.get(record);
    const by = joined.find(({ left, right }) => left.includes(record) || right.includes(record));
    // Of a decision with records that are not open nothing is told.
    const isSeen = by !== undefined && [by.left, by.right].every((side) => side.some((id) => opened.has(id)));
    const mayDecide = one !== undefined && seen.length > 1 && isWithin(deciders, one);
    return { maySplit: mayDecide && by === undefined, joinedBy: isSeen ? by.duplicate : null };
  };
}

/** @throws problems.noSuchPerson */
export async function findGoldenPerson(context: Context, caller: Caller, record: string): Promise<GoldenPerson> {
  for (const { entity } of await linkedEntities(context.db, context.profile)) {
    const person = (await peopleOfRecords(context.db, entity, [record])).get(record);
    if (person === undefined) continue;
    const found = await getGoldenPerson(context, caller, person);
    // Another record of the same person may be open while this one is not: then it is nobody's.
    if (found.members.some((member) => member.record === record)) return found;
  }
  throw problems.noSuchPerson();
}

interface Said {
  readonly one: OpenedRecord;
  readonly field: string;
  readonly value: string | number | boolean;
}

/** The authority's word first, then whoever wrote last. */
async function goldenValues(
  { db }: Context,
  records: readonly OpenedRecord[],
  { names, days }: { readonly names: Names; readonly days: ReadonlyMap<number, string> },
): Promise<GoldenPerson['values']> {
  const authority = new Map(
    (await allClaims(db)).filter(({ standing }) => standing === 'authority').map((one) => [one.element, one.register]),
  );
  const day = ({ changeSet }: OpenedRecord) => days.get(changeSet) ?? '';
  const elements = new Map<string, Said[]>();
  for (const one of records)
    for (const { element, name } of one.table.entity.fields) {
      const value = one.fields.includes(name) ? cell(one.values[name]) : null;
      if (value !== null && value !== '')
        elements.set(element, [...(elements.get(element) ?? []), { one, field: name, value }]);
    }
  return [...elements].map(([element, said]) => {
    const isSource = ({ one }: Said) => one.table.register === authority.get(element);
    const [best, ...rest] = said.sort(
      (x, y) => Number(isSource(y)) - Number(isSource(x)) || (day(x.one) < day(y.one) ? 1 : -1),
    ) as [Said, ...Said[]];
    const { one, field, value } = best;
    const { register } = one.table;
    return {
      ...{ element, field, value, register, record: one.record },
      ...typeOf(one, field),
      registerNames: names.registers.get(register) ?? {},
      trusted: isSource(best),
      since: day(one),
      others: rest
        .filter((other) => other.value !== value)
        .map((other) => ({
          register: other.one.table.register,
          registerNames: names.registers.get(other.one.table.register) ?? {},
          record: other.one.record,
          value: other.value,
        })),
    };
  });
}

function typeOf({ table }: OpenedRecord, field: string): Pick<GoldenValue, 'names' | 'dataType' | 'codeList'> {
  const own = table.entity.fields.find(({ name }) => name === field);
  const { names = {}, dataType = 'string', codeList } = own ?? {};
  return { names, dataType, ...(codeList && { codeList: codeList.list }) };
}
