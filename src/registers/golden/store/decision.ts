/** SQL on what people decided about pairs. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const DecisionRecord = Type.Object({
  id: Type.String(),
  seq: Type.Integer(),
  duplicate: Type.String(),
  entity: Type.String(),
  outcome: Type.Enum(['same', 'different']),
  left: Type.Array(Type.String()),
  right: Type.Array(Type.String()),
  leftPerson: Type.String(),
  rightPerson: Type.String(),
  resultPerson: Nullable(Type.String()),
  despiteIdentifiers: Type.Boolean(),
  reason: Type.String(),
  by: Type.String(),
  at: Type.String(),
  undoneBy: Nullable(Type.String()),
  undoneAt: Nullable(Type.String()),
  undoneReason: Nullable(Type.String()),
});
export type DecisionRecord = Static<typeof DecisionRecord>;

const columns = sql`id::text as id, seq, duplicate::text as duplicate, entity, outcome, left_records::text[] as "left",
  right_records::text[] as "right", left_person::text as "leftPerson", right_person::text as "rightPerson",
  result_person::text as "resultPerson", despite_identifiers as "despiteIdentifiers", reason, decided_by as by,
  decided_at as at, undone_by as "undoneBy", undone_at as "undoneAt", undone_reason as "undoneReason"`;

export const insertDecision = (
  db: Db,
  one: Omit<DecisionRecord, 'seq' | 'resultPerson' | 'undoneBy' | 'undoneAt' | 'undoneReason'>,
) =>
  db.run(sql`insert into registers.duplicate_decision (id, duplicate, entity, outcome, left_records, right_records, left_person,
      right_person, despite_identifiers, reason, decided_by, decided_at)
    values (${one.id}, ${one.duplicate}, ${one.entity}, ${one.outcome}, ${[...one.left]}::uuid[], ${[...one.right]}::uuid[],
      ${one.leftPerson}, ${one.rightPerson}, ${one.despiteIdentifiers}, ${one.reason}, ${one.by}, ${one.at})`);

export const setResult = (db: Db, id: string, person: string | null) =>
  db.run(sql`update registers.duplicate_decision set result_person = ${person} where id = ${id}`);

export const undoDecision = (db: Db, id: string, how: { by: string; at: string; reason: string }) =>
  db.run(sql`update registers.duplicate_decision set undone_by = ${how.by}, undone_at = ${how.at},
      undone_reason = ${how.reason} where id = ${id}`);

/** Decisions that stand and speak of any of these records. */
export const standingDecisions = (db: Db, entity: string, records: readonly string[] | 'all') =>
  db.many(
    DecisionRecord,
    sql`select ${columns} from registers.duplicate_decision where entity = ${entity} and undone_at is null and ${
      records === 'all'
        ? sql`true`
        : sql`(left_records && ${[...records]}::uuid[] or right_records && ${[...records]}::uuid[])`
    } order by seq`,
  );

/** All that was ever decided about a person, by its id or one of its records, the newest first. */
export const decisionsAbout = (
  db: Db,
  { entity, person, records, limit }: { entity: string; person: string; records: readonly string[]; limit: number },
) =>
  db.many(
    DecisionRecord,
    sql`select ${columns} from registers.duplicate_decision where entity = ${entity}
      and (${person}::uuid in (left_person, right_person, result_person)
        or left_records && ${[...records]}::uuid[] or right_records && ${[...records]}::uuid[])
      order by seq desc limit ${limit}`,
  );

export const standingOf = (db: Db, duplicate: string) =>
  db.one(
    DecisionRecord,
    sql`select ${columns} from registers.duplicate_decision where duplicate = ${duplicate} and undone_at is null`,
  );

/** All that was ever decided about a pair, the newest first. */
export const decisionsOf = (db: Db, duplicate: string) =>
  db.many(
    DecisionRecord,
    sql`select ${columns} from registers.duplicate_decision where duplicate = ${duplicate} order by seq desc`,
  );

/** Later decisions that stand on what a decision made one. */
export const builtUpon = (db: Db, one: Pick<DecisionRecord, 'seq' | 'entity' | 'resultPerson'>) =>
  db.many(
    DecisionRecord,
    sql`select ${columns} from registers.duplicate_decision
      where entity = ${one.entity} and undone_at is null and seq > ${one.seq} and ${one.resultPerson}::uuid is not null
        and (left_person = ${one.resultPerson} or right_person = ${one.resultPerson}) order by seq desc`,
  );
