/** SQL on defects and contests. */
import type { Db } from '../../../platform/db/db.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';
import { ContestRecord, DefectRecord, type DefectState } from '../model.ts';

const columns = sql`d.id, d.code, d.register, d.record, d.rows, d.rule, d.field, d.dimension, d.defect_group as "group",
  d.level, d.source, d.found_on as "foundOn", d.body, d.keeper, d.post, d.cause_due as "causeDue", d.due, d.state, d.outcome,
  d.cause, d.action, d.assignee, d.assignee_name as "assigneeName", d.escalated_on as "escalatedOn",
  d.escalated_to as "escalatedTo", d.correction, d.closed_at as "closedAt"`;

export interface DefectFilter {
  readonly bodies: 'all' | readonly number[];
  readonly register?: string | undefined;
  readonly keeper?: number | undefined;
  readonly group?: string | undefined;
  readonly state?: string | undefined;
  readonly assignee?: string | undefined;
  readonly record?: string | undefined;
  /** ISO day: only what is not closed and was due before. */
  readonly dueBefore?: string | undefined;
}

/** Whoever answers for the home or for the keeper sees it. */
const meets = (filter: DefectFilter): Sql => sql`
  ${filter.bodies === 'all' ? sql`true` : sql`(d.body = any(${[...filter.bodies]}::int[]) or d.keeper = any(${[...filter.bodies]}::int[]))`}
  and (${filter.register ?? null}::text is null or d.register = ${filter.register ?? null})
  and (${filter.keeper ?? null}::int is null or d.keeper = ${filter.keeper ?? null})
  and (${filter.group ?? null}::text is null or d.defect_group = ${filter.group ?? null})
  and (${filter.assignee ?? null}::text is null or d.assignee = ${filter.assignee ?? null})
  and (${filter.record ?? null}::uuid is null or d.record = ${filter.record ?? null}::uuid)
  and (${filter.dueBefore ?? null}::date is null or d.state <> 'closed' and d.due < ${filter.dueBefore ?? null}::date)`;

const inState = ({ state }: DefectFilter): Sql =>
  state === undefined || state === 'all'
    ? sql`true`
    : state === 'pending'
      ? sql`d.state <> 'closed'`
      : sql`d.state = ${state}`;

export interface After {
  readonly due: string;
  readonly id: string;
}

/** What is due first comes first. */
export const listDefects = (db: Db, filter: DefectFilter, limit: number, after?: After) =>
  db.many(
    DefectRecord,
    sql`select ${columns} from quality.defect d where ${meets(filter)} and ${inState(filter)}
          and ${after ? sql`(d.due, d.id) > (${after.due}::date, ${after.id}::uuid)` : sql`true`}
        order by d.due, d.id limit ${limit}`,
  );

export interface Count {
  readonly group: string;
  readonly state: string;
  readonly n: number;
  readonly rows: number;
  readonly overdue: number;
}

export const countDefects = (db: Db, filter: DefectFilter, today: string) =>
  db.rows<Count>(sql`select d.defect_group as "group", d.state, count(*)::int as n, sum(d.rows)::float8 as rows,
      count(*) filter (where d.due < ${today}::date)::int as overdue
    from quality.defect d where d.state <> 'closed' and ${meets(filter)} group by 1, 2 order by 1, 2`);

export const findDefect = (db: Db, id: string) =>
  db.one(DefectRecord, sql`select ${columns} from quality.defect d where d.id = ${id}::uuid`);

export const lockDefect = (tx: Db, id: string) =>
  tx.one(DefectRecord, sql`select ${columns} from quality.defect d where d.id = ${id}::uuid for update`);

export interface Change {
  readonly state?: DefectState;
  readonly outcome?: string | null;
  readonly cause?: string;
  readonly action?: string;
  readonly assignee?: { readonly account: string; readonly name: string } | null;
  readonly due?: string;
  /** Of the record, when something was said of it. */
  readonly version?: number | null;
  readonly closed?: { readonly at: string; readonly by: string };
}

export const changeDefect = (tx: Db, id: string, change: Change) =>
  tx.run(sql`update quality.defect set
      state = coalesce(${change.state ?? null}, state),
      outcome = ${change.outcome === undefined ? sql`outcome` : sql`${change.outcome}`},
      cause = coalesce(${change.cause ?? null}, cause),
      action = coalesce(${change.action ?? null}, action),
      assignee = ${change.assignee === undefined ? sql`assignee` : sql`${change.assignee?.account ?? null}`},
      assignee_name = ${change.assignee === undefined ? sql`assignee_name` : sql`${change.assignee?.name ?? null}`},
      version = coalesce(${change.version ?? null}::bigint, version),
      due = coalesce(${change.due ?? null}::date, due),
      closed_at = ${change.closed === undefined ? sql`closed_at` : sql`${change.closed.at}::timestamptz`},
      closed_by = ${change.closed === undefined ? sql`closed_by` : sql`${change.closed.by}`}
    where id = ${id}::uuid`);

const contested = sql`c.id, c.defect, c.register, c.asked_by as "askedBy", c.asked_by_name as "askedByName",
  c.asked_body as "askedBody", c.words, c.asked_at as "askedAt", c.answerer, c.answered_by_name as "answeredByName",
  c.answered_body as "answeredBody", c.upheld, c.answer, c.answered_at as "answeredAt"`;

export interface NewContest {
  readonly id: string;
  readonly defect: string | null;
  readonly cell: unknown;
  readonly register: string;
  readonly by: { readonly account: string; readonly name: string; readonly body: number };
  readonly words: string;
  readonly at: string;
  readonly answerer: number | null;
}

export const putContest = (tx: Db, one: NewContest) =>
  tx.run(sql`insert into quality.contest (id, defect, cell, register, asked_by, asked_by_name, asked_body, words, asked_at, answerer)
    values (${one.id}::uuid, ${one.defect}::uuid, ${one.cell === null ? null : JSON.stringify(one.cell)}::jsonb, ${one.register},
      ${one.by.account}, ${one.by.name}, ${one.by.body}, ${one.words}, ${one.at}::timestamptz, ${one.answerer})`);

/** Newest first. */
export const contestsOf = (db: Db, defect: string) =>
  db.many(
    ContestRecord,
    sql`select ${contested} from quality.contest c where c.defect = ${defect}::uuid order by c.asked_at desc`,
  );

export interface ContestAnswer {
  readonly by: { readonly account: string; readonly name: string; readonly body: number | null };
  readonly upheld: boolean;
  readonly answer: string;
  readonly at: string;
}

export const answerContest = (tx: Db, id: string, { by, upheld, answer, at }: ContestAnswer) =>
  tx.run(sql`update quality.contest set answered_by = ${by.account}, answered_by_name = ${by.name},
      answered_body = ${by.body}, upheld = ${upheld}, answer = ${answer}, answered_at = ${at}::timestamptz
    where id = ${id}::uuid and answered_at is null`);

/** What is late and has not been told to the body above: told now. Differences from the source have a clock of their own. */
export const escalate = (tx: Db, { register, keeper, to, day, dueBefore }: Escalation) =>
  tx.run(sql`update quality.defect set escalated_on = ${day}::date, escalated_to = ${to}
    where register = ${register} and keeper = ${keeper} and state <> 'closed' and state <> 'contested'
      and correction is null and escalated_on is null and due < ${dueBefore}::date`);

export interface Escalation {
  readonly register: string;
  readonly keeper: number;
  readonly to: number;
  readonly day: string;
  readonly dueBefore: string;
}

export const lateKeepers = (db: Db, dueBefore: string) =>
  db.rows<{
    register: string;
    keeper: number;
    n: number;
  }>(sql`select register, keeper, count(*)::int as n from quality.defect
    where state <> 'closed' and state <> 'contested' and correction is null and escalated_on is null
      and due < ${dueBefore}::date group by 1, 2 order by 1, 2`);
