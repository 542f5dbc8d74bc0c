/** What would follow from a decision, worked out and not done: who would be which person, and which pairs need not wait any more. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Foreseen } from '../golden-contract.ts';
import { contradiction, groupRecords, holdTwo, type Grouping, type StandingDecision } from './group-records.ts';
import type { LinkedEntity } from './model.ts';
import { namePeople, type KnownPerson } from './name-people.ts';
import { openRecords } from './open-records.ts';
import * as decisions from './store/decision.ts';
import * as duplicates from './store/duplicate.ts';
import { knownRecords, linksAmong, reachable } from './store/link.ts';
import { peopleOf, registersOf } from './store/person.ts';
import { recordRef, type Names } from './view-records.ts';

interface Asked {
  readonly of: LinkedEntity;
  readonly row: duplicates.DuplicateRecord;
  readonly names: Names;
}

/** Records within reach of the pair, with all that says who they are. */
interface Surroundings extends Omit<Grouping, 'decisions'> {
  readonly of: LinkedEntity;
  readonly row: duplicates.DuplicateRecord;
  readonly standing: readonly decisions.DecisionRecord[];
  readonly people: readonly KnownPerson[];
  readonly waiting: Awaited<ReturnType<typeof duplicates.openAbout>>;
  /** All of these records, by register. */
  readonly registers: ReadonlyMap<string, readonly string[]>;
}

export async function foreseeDecision(
  context: Context,
  caller: Caller,
  { of, row, names }: Asked,
): Promise<Foreseen[]> {
  const around = await surroundingsOf(context.db, of, row);
  const outcomes = await outcomesOf(context.db, around);
  const opened = await openRecords(context, caller, around.registers);
  const refOf = (record: string) => {
    const found = opened.get(record);
    if (!found) return [];
    return [recordRef({ of, names, register: found.table.register, record, body: found.body, opened: found })];
  };
  return outcomes.map(({ act, refused, undoFirst, after }) => ({
    ...{ act, refused, undoFirst },
    people: after
      .filter((group) => group.records.includes(row.leftRecord) || group.records.includes(row.rightRecord))
      .sort((x, y) => Number(y.records.includes(row.leftRecord)) - Number(x.records.includes(row.leftRecord)))
      .map((group) => ({ id: group.person ?? null, records: group.records.flatMap(refOf) })),
    closes: closedBy(around, after).flatMap(({ id, left, right }) => {
      const [[x], [y]] = [refOf(left), refOf(right)];
      return x && y ? [{ duplicate: id, left: x.label, right: y.label }] : [];
    }),
  }));
}

async function surroundingsOf(db: Db, of: LinkedEntity, row: duplicates.DuplicateRecord): Promise<Surroundings> {
  const { entity, settings } = of;
  const records = await reachable(db, of, [row.leftRecord, row.rightRecord]);
  const known = await knownRecords(db, entity, records);
  const people = await peopleOf(db, entity, records);
  const waiting = await duplicates.openAbout(
    db,
    entity,
    people.map(({ id }) => id),
  );
  return {
    ...{ of, row, people, records: known, match: settings.thresholds.match },
    links: await linksAmong(db, entity, records),
    standing: await decisions.standingDecisions(db, entity, records),
    waiting,
    registers: await registersOf(db, entity, [...records, ...waiting.flatMap(({ left, right }) => [left, right])]),
  };
}

type Outcome = Pick<Foreseen, 'act' | 'refused' | 'undoFirst'> & { readonly after: ReturnType<typeof namePeople> };

async function outcomesOf(db: Db, around: Surroundings): Promise<Outcome[]> {
  const { row, standing } = around;
  const after = (said: readonly StandingDecision[]) =>
    namePeople(groupRecords({ ...around, decisions: said }), around.people);
  if (row.state !== 'open') {
    const own = standing.find(({ duplicate }) => duplicate === row.id);
    if (!own) return [];
    const later = await decisions.builtUpon(db, own);
    const refused = later.length > 0 ? 'built-upon' : null;
    const undoFirst = later.map(({ duplicate }) => duplicate);
    return [{ act: 'undo', refused, undoFirst, after: after(standing.filter((one) => one !== own)) }];
  }
  const [left, right] = [membersWith(around, row.leftRecord), membersWith(around, row.rightRecord)];
  const say = (outcome: 'same' | 'different') => after([...standing, { outcome, left, right }]);
  const against = contradiction(standing, left, right);
  const refused = against ? 'contradicts-decision' : holdTwo(around.records, left, right) ? 'two-identifiers' : null;
  return [
    { act: 'same', refused, undoFirst: against ? [against.duplicate] : [], after: say('same') },
    { act: 'different', refused: null, undoFirst: [], after: say('different') },
  ];
}

const membersWith = ({ people }: Surroundings, record: string): readonly string[] =>
  people.find(({ members }) => members.includes(record))?.members ?? [record];

/** Pairs whose two people become one, and what then is a second pair about the same two. */
function closedBy({ row, waiting }: Surroundings, after: Outcome['after']) {
  const groupOf = new Map(after.flatMap(({ records }, i) => records.map((record) => [record, String(i)] as const)));
  const kept = new Set<string>();
  return waiting.filter(({ id, left, right, leftPerson, rightPerson }) => {
    if (id === row.id) return false;
    // Whom the decision does not reach stays who it is.
    const [x, y] = [groupOf.get(left) ?? leftPerson, groupOf.get(right) ?? rightPerson].sort();
    const pair = `${x ?? ''} ${y ?? ''}`;
    if (x === y || kept.has(pair)) return true;
    kept.add(pair);
    return false;
  });
}
