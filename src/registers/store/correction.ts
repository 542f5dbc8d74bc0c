/** SQL on correction proposals. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const text = Type.String();

export const CorrectionRecord = Type.Object({
  id: text,
  register: text,
  record: text,
  body: Type.Integer(),
  field: text,
  said: Nullable(text),
  held: Nullable(text),
  state: text,
  origin: Type.Enum(['comparison', 'proposed']),
  openedAt: text,
  closedAt: Nullable(text),
  reason: Nullable(text),
  proposer: Nullable(text),
  proposerBody: Nullable(Type.Integer()),
  proposerPost: Nullable(text),
  evidence: Nullable(text),
  follows: Nullable(text),
  outside: Type.Boolean(),
  causeDue: Nullable(text),
  due: Nullable(text),
  editChangeSet: Nullable(Type.Integer()),
  /** The register that an unsent one waits for. */
  destination: Nullable(text),
});
export type CorrectionRecord = Static<typeof CorrectionRecord>;

const columns = sql`id, register, record_id as record, body_id as body, field, said, held, state, origin,
  opened_at as "openedAt", closed_at as "closedAt", reason, proposer, proposer_body as "proposerBody",
  proposer_post as "proposerPost", evidence, follows, outside, cause_due as "causeDue", due,
  edit_change_set as "editChangeSet", destination`;

/** When it was opened, and by when it is to be answered. */
export interface Opened {
  readonly at: string;
  readonly causeDue: string;
  readonly due: string;
  readonly calendar: string;
}

const pending = sql`state in ('open', 'undecided')`;

/**
 * Opens a proposal for every difference (`record_id, body_id, field, said, held`) that has none, and brings pending ones
 * up to date. Where a person said that the source is wrong, nothing is opened as long as both sides say the same as then.
 */
export const openCorrections = (db: Db, register: string, differences: Sql, opened: Opened) =>
  db.run(sql`insert into registers.correction
      (id, register, record_id, body_id, field, said, held, state, opened_at, cause_due, due, calendar)
    select gen_random_uuid(), ${register}, d.record_id, d.body_id, d.field, d.said, d.held, 'open', ${opened.at},
           ${opened.causeDue}::date, ${opened.due}::date, ${opened.calendar}
      from (${differences}) d
     where not exists (select 1 from registers.correction c where c.register = ${register} and c.record_id = d.record_id
             and c.field = d.field and c.said is not distinct from d.said and c.held is not distinct from d.held
             and c.state = 'source-wrong')
    on conflict (register, record_id, field) where state in ('open', 'undecided')
    do update set said = excluded.said, held = excluded.held, body_id = excluded.body_id
      where correction.origin = 'comparison' and (correction.said, correction.held, correction.body_id)
        is distinct from (excluded.said, excluded.held, excluded.body_id)`);

export interface Withdrawing {
  readonly register: string;
  /** Ids of the records judged again; absent when all were. */
  readonly records: Sql | undefined;
  readonly differences: Sql;
  readonly at: string;
}

/** Withdraws pending proposals of these records whose difference is gone. Run it after `openCorrections`. */
export const withdrawGone = (db: Db, { register, records, differences, at }: Withdrawing) =>
  db.run(sql`update registers.correction c set state = 'withdrawn', closed_at = ${at}
    where c.register = ${register} and ${pending} and c.origin = 'comparison'
      and ${records ? sql`c.record_id in (${records})` : sql`true`}
      and not exists (select 1 from (${differences}) d where d.record_id = c.record_id and d.field = c.field
            and d.said is not distinct from c.said and d.held is not distinct from c.held)`);

export type NewCorrection = Omit<
  CorrectionRecord,
  'state' | 'origin' | 'openedAt' | 'closedAt' | 'reason' | 'causeDue' | 'due' | 'editChangeSet' | 'destination'
>;

export const insertProposed = (db: Db, one: NewCorrection, opened: Opened) =>
  db.run(sql`insert into registers.correction (id, register, record_id, body_id, field, said, held, state, origin,
      opened_at, cause_due, due, calendar, proposer, proposer_body, proposer_post, evidence, follows, outside)
    values (${one.id}, ${one.register}, ${one.record}, ${one.body}, ${one.field}, ${one.said}, ${one.held}, 'open',
      'proposed', ${opened.at}, ${opened.causeDue}, ${opened.due}, ${opened.calendar}, ${one.proposer},
      ${one.proposerBody}, ${one.proposerPost}, ${one.evidence}, ${one.follows}, ${one.outside})`);

export interface NewUnsent extends Omit<NewCorrection, 'follows' | 'outside'> {
  readonly destination: string;
  readonly at: string;
}

/** Kept until its home can be reached: no clock runs yet. */
export const insertUnsent = (db: Db, one: NewUnsent) =>
  db.run(sql`insert into registers.correction (id, register, record_id, body_id, field, said, held, state, origin,
      opened_at, proposer, proposer_body, proposer_post, evidence, destination)
    values (${one.id}, ${one.register}, ${one.record}, ${one.body}, ${one.field}, ${one.said}, ${one.held}, 'unsent',
      'proposed', ${one.at}, ${one.proposer}, ${one.proposerBody}, ${one.proposerPost}, ${one.evidence},
      ${one.destination})`);

export const listUnsent = (db: Db, destination?: string) =>
  db.many(
    CorrectionRecord,
    sql`select ${columns} from registers.correction where state = 'unsent'
         and ${destination === undefined ? sql`true` : sql`destination = ${destination}`} order by id limit 1000`,
  );

/** It has arrived at its home: from now on its clock runs. */
export const sendUnsent = (
  db: Db,
  id: string,
  at: Place & { body: number; said: string | null; outside: boolean; follows: string | null },
  opened: Opened,
) =>
  db.run(sql`update registers.correction set state = 'open', register = ${at.register}, record_id = ${at.record},
      body_id = ${at.body}, said = ${at.said}, outside = ${at.outside}, follows = ${at.follows}, destination = null,
      opened_at = ${opened.at}, cause_due = ${opened.causeDue}, due = ${opened.due}, calendar = ${opened.calendar}
    where id = ${id} and state = 'unsent'`);

/** Which bodies' proposals of a register somebody may see. */
export interface Seen {
  readonly register: string;
  readonly bodies: readonly number[] | 'all';
}

const within = (seen: readonly Seen[]): Sql =>
  seen.length === 0
    ? sql`false`
    : sql`(${join(
        seen.map(({ register, bodies }) =>
          bodies === 'all'
            ? sql`register = ${register}`
            : sql`(register = ${register} and body_id = any(${[...bodies]}::integer[]))`,
        ),
        ' or ',
      )})`;

export interface CorrectionFilter {
  readonly seen: readonly Seen[];
  /** Instead of what is seen: what this body proposed. */
  readonly proposedBy?: number | undefined;
  readonly register?: string | undefined;
  readonly record?: string | undefined;
  readonly state?: string | undefined;
  /** Only pending ones that were due before this day. */
  readonly dueBefore?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export const listCorrections = (db: Db, filter: CorrectionFilter) =>
  db.many(
    CorrectionRecord,
    sql`select ${columns} from registers.correction
       where ${filter.proposedBy === undefined ? within(filter.seen) : sql`proposer_body = ${filter.proposedBy}`}
         and ${filter.register === undefined ? sql`true` : sql`register = ${filter.register}`}
         and ${filter.record === undefined ? sql`true` : sql`record_id = ${filter.record}::uuid`}
         and ${filter.state === undefined ? sql`true` : sql`state = ${filter.state}`}
         and ${filter.dueBefore === undefined ? sql`true` : sql`(${pending} and due < ${filter.dueBefore}::date)`}
         and ${filter.after === undefined ? sql`true` : sql`id > ${filter.after}::uuid`}
       order by id limit ${filter.limit}`,
  );

export const countCorrections = (db: Db, seen: readonly Seen[]) =>
  db.many(
    Type.Object({ register: text, open: Type.Integer() }),
    sql`select register, count(*) as open from registers.correction where ${pending}
         and ${within(seen)} group by register order by register`,
  );

export const findCorrection = (db: Db, id: string) =>
  db.one(CorrectionRecord, sql`select ${columns} from registers.correction where id = ${id}`);

export const lockCorrection = (db: Db, id: string) =>
  db.one(CorrectionRecord, sql`select ${columns} from registers.correction where id = ${id} for update`);

interface Place {
  readonly register: string;
  readonly record: string;
  readonly field: string;
}

/** Everything ever said about a field of a record, newest first. */
export const aboutField = (db: Db, { register, record, field }: Place) =>
  db.many(
    CorrectionRecord,
    sql`select ${columns} from registers.correction
         where register = ${register} and record_id = ${record}::uuid and field = ${field}
         order by opened_at desc, id limit 50`,
  );

/** What people proposed about a record and has reached its home or is on its way, newest first. */
export const proposedAbout = (db: Db, register: string, record: string) =>
  db.many(
    CorrectionRecord,
    sql`select ${columns} from registers.correction
         where register = ${register} and record_id = ${record}::uuid and origin = 'proposed' and state <> 'unsent'
         order by opened_at desc, id limit 50`,
  );

export interface Closing {
  readonly state: string;
  readonly by: string;
  readonly reason: string | null;
  readonly at: string;
  readonly editChangeSet: number | null;
}

export const closeCorrection = (db: Db, id: string, how: Closing) =>
  db.run(sql`update registers.correction set state = ${how.state}, closed_at = ${how.at}, closed_by = ${how.by},
      reason = ${how.reason}, edit_change_set = ${how.editChangeSet} where id = ${id} and closed_at is null`);

/** It waits for a check: pending, with a later day. */
export const leaveUndecided = (db: Db, id: string, how: { reason: string | null; due: string }) =>
  db.run(sql`update registers.correction set state = 'undecided', reason = ${how.reason}, due = ${how.due},
      closed_at = null, closed_by = null where id = ${id}`);

export const reopenCorrection = (db: Db, id: string) =>
  db.run(sql`update registers.correction set state = 'open', closed_at = null, closed_by = null, reason = null,
      edit_change_set = null where id = ${id}`);

/** Pending proposals of a register by home body, with the day on which the first is due. */
export const pendingByBody = (db: Db, register: string) =>
  db.many(
    Type.Object({ body: Type.Integer(), count: Type.Integer(), due: Nullable(text) }),
    sql`select body_id as body, count(*) as count, min(due) as due from registers.correction
         where register = ${register} and ${pending} group by body_id order by body_id`,
  );

/** Differences from the source as defects are mirrored (`quality`): `(id, record, body, keeper, …)`. */
export const asDefects = (register: string, keepers: ReadonlyMap<number, number>): Sql => sql`(
  select c.id, c.record_id as record, c.body_id as body, coalesce(k.keeper, c.body_id) as keeper, c.field, c.opened_at,
         c.cause_due, c.due,
         case c.state when 'open' then 'open' when 'undecided' then 'undecided' else 'closed' end as state,
         case c.state when 'taken-over' then 'consumer-wrong' when 'source-wrong' then 'source-wrong'
           when 'undecided' then 'undecided' when 'withdrawn' then 'mended' when 'refused' then 'not-a-defect' end as outcome
    from registers.correction c
    left join unnest(${[...keepers.keys()]}::int[], ${[...keepers.values()]}::int[]) k(home, keeper) on k.home = c.body_id
   where c.register = ${register} and c.origin = 'comparison' and c.state <> 'unsent')`;

/** When each was opened, is due and was answered; `byPerson`: not withdrawn by the data themselves. */
export const answered = (db: Db, register: string, bodies: readonly number[] | 'all') =>
  db.many(
    Type.Object({
      body: Type.Integer(),
      openedAt: text,
      closedAt: Nullable(text),
      due: Nullable(text),
      byPerson: Type.Boolean(),
    }),
    sql`select body_id as body, opened_at as "openedAt", closed_at as "closedAt", due,
          state in ('taken-over', 'source-wrong', 'refused') as "byPerson"
        from registers.correction
       where register = ${register} and state <> 'unsent'
         and ${bodies === 'all' ? sql`true` : sql`body_id = any(${[...bodies]}::integer[])`}`,
  );
