/** SQL on jobs. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../db/db.ts';
import { join, sql } from '../db/sql.ts';
import { Job } from './contract.ts';
import type { JobSpec, Progress } from './model.ts';

// A runner breathes every 3 s; five breaths missed, and its process is gone.
const GONE = sql`interval '15 seconds'`;

const columns = sql`id, kind, subject, body, actor, done, total, phase, result, failed, started_at as "startedAt",
  ended_at as "endedAt",
  case when state = 'running' and breathed_at < clock_timestamp() - ${GONE} then 'interrupted' else state end as state`;

export async function insertJob(db: Db, job: JobSpec & { id: string; owner: string; now: Date }): Promise<void> {
  await db.run(sql`
    insert into platform.job (id, kind, subject, body, actor, state, owner, started_at)
    values (${job.id}, ${job.kind}, ${job.subject}, ${job.body}, ${job.actor}, 'running', ${job.owner},
      ${job.now.toISOString()})`);
}

const Adopted = Type.Object({ id: Type.String(), saved: Type.Unknown() });

/** Takes over an interrupted job: only one process can. */
export function adoptInterrupted(db: Db, { kind, subject, owner }: JobSpec & { owner: string }) {
  return db.one(
    Adopted,
    sql`update platform.job set owner = ${owner}, breathed_at = clock_timestamp(), cancel_asked = false
      where kind = ${kind} and subject = ${subject} and state = 'running'
        and breathed_at < clock_timestamp() - ${GONE} returning id, saved`,
  );
}

const Breath = Type.Object({ cancelAsked: Type.Boolean() });

/** Undefined when the job is no longer this owner's. */
export function breathe(db: Db, { id, owner }: { id: string; owner: string }, progress: Progress) {
  return db.one(
    Breath,
    sql`update platform.job set breathed_at = clock_timestamp(), done = ${progress.done}, total = ${progress.total},
        phase = ${progress.phase ?? null}
      where id = ${id} and owner = ${owner} and state = 'running' returning cancel_asked as "cancelAsked"`,
  );
}

export function saveState(db: Db, { id, owner }: { id: string; owner: string }, saved: unknown): Promise<number> {
  return db.run(sql`
    update platform.job set saved = ${JSON.stringify(saved)}, breathed_at = clock_timestamp()
    where id = ${id} and owner = ${owner} and state = 'running'`);
}

export interface Ending {
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly result?: unknown;
  readonly failed?: string;
  readonly at: Date;
}

export function endJob(db: Db, { id, owner }: { id: string; owner: string }, ending: Ending): Promise<number> {
  return db.run(sql`
    update platform.job set state = ${ending.state}, result = ${JSON.stringify(ending.result ?? null)},
      failed = ${ending.failed ?? null}, ended_at = ${ending.at.toISOString()}
    where id = ${id} and owner = ${owner} and state = 'running'`);
}

/** Whose jobs a caller sees: those of his body, or, without one, his own. */
export interface Whose {
  readonly body: number | null;
  readonly account: string;
}
const belongs = ({ body, account }: Whose) => (body === null ? sql`actor = ${account}` : sql`body = ${body}`);

export function selectJobs(
  db: Db,
  whose: Whose,
  wanted: { running: boolean; limit: number },
): Promise<Static<typeof Job>[]> {
  const where = [belongs(whose), ...(wanted.running ? [sql`state = 'running'`] : [])];
  return db.many(
    Job,
    sql`select ${columns} from platform.job where ${join(where, ' and ')} order by started_at desc, id limit ${wanted.limit}`,
  );
}

/** Asks the runner to stop; an interrupted job has none and ends at once. Undefined when there is no such job. */
export function askToStop(db: Db, id: string, whose: Whose, now: Date): Promise<Static<typeof Job> | undefined> {
  const gone = sql`state = 'running' and breathed_at < clock_timestamp() - ${GONE}`;
  return db.one(
    Job,
    sql`update platform.job set cancel_asked = true,
        ended_at = case when ${gone} then ${now.toISOString()}::timestamptz else ended_at end,
        state = case when ${gone} then 'cancelled' else state end
      where id = ${id} and ${belongs(whose)} returning ${columns}`,
  );
}
