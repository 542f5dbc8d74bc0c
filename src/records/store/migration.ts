/** SQL on how far the tables are in following a release. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Place, Stage } from '../migration/model.ts';
import type { Half } from './carry.ts';

const Failure = Type.Object({
  slug: Type.String(),
  field: Type.String(),
  rule: Type.Optional(Type.String()),
  fails: Type.Integer(),
  records: Type.Array(Type.String()),
});
export type Failure = Static<typeof Failure>;

const Kept = Type.Object({
  field: Type.String(),
  code: Type.String(),
  why: Type.String(),
  rows: Type.Integer(),
});
export type Kept = Static<typeof Kept>;

const PlaceRow = Type.Object({ record: Type.String(), version: Type.Integer() });
const MigrationRow = Type.Object({
  entity: Type.String(),
  register: Type.String(),
  from: Type.Integer(),
  release: Type.Integer(),
  state: Type.String(),
  step: Type.String(),
  done: Type.Integer(),
  total: Type.Integer(),
  places: Type.Object({ data: Type.Optional(PlaceRow), history: Type.Optional(PlaceRow) }),
  failure: Type.Union([Failure, Type.Null()]),
  kept: Type.Array(Kept),
  begunAt: Type.String(),
  changedAt: Type.String(),
});
export type MigrationRow = Static<typeof MigrationRow>;

const columns = sql`entity, register, from_release as "from", release, state, step, done, total, places, failure, kept,
  begun_at as "begunAt", changed_at as "changedAt"`;

export const listMigrations = (db: Db): Promise<MigrationRow[]> =>
  db.many(
    MigrationRow,
    sql`select ${columns} from records.migration order by state <> 'stuck', state <> 'running', register`,
  );

export const findMigration = (db: Db, entity: string): Promise<MigrationRow | undefined> =>
  db.one(MigrationRow, sql`select ${columns} from records.migration where entity = ${entity}`);

export interface Begun {
  readonly entity: string;
  readonly register: string;
  readonly from: number;
  readonly release: number;
  readonly now: Date;
}

/** The same migration again goes on where it was; another one begins anew. */
export const beginMigration = (tx: Db, { entity, register, from, release, now }: Begun): Promise<number> =>
  tx.run(sql`insert into records.migration as m (entity, register, from_release, release, state, step, begun_at, changed_at)
    values (${entity}, ${register}, ${from}, ${release}, 'running', 'checking', ${now.toISOString()}, ${now.toISOString()})
    on conflict (entity) do update set register = excluded.register, state = 'running', step = 'checking', failure = null, kept = '[]',
      changed_at = excluded.changed_at,
      done = case when m.release = excluded.release and m.from_release = excluded.from_release then m.done else 0 end,
      places = case when m.release = excluded.release and m.from_release = excluded.from_release then m.places else '{}' end,
      begun_at = case when m.release = excluded.release and m.from_release = excluded.from_release
        then m.begun_at else excluded.begun_at end,
      release = excluded.release, from_release = excluded.from_release`);

export const enterStage = (tx: Db, entity: string, step: Stage, total?: number): Promise<number> =>
  tx.run(
    sql`update records.migration set step = ${step}, total = coalesce(${total ?? null}::bigint, total) where entity = ${entity}`,
  );

export const noteProgress = (tx: Db, entity: string, by: { half: Half; place: Place; rows: number; now: Date }) =>
  tx.run(sql`update records.migration set done = done + ${by.rows}, changed_at = ${by.now.toISOString()},
      places = places || jsonb_build_object(${by.half}::text, ${JSON.stringify(by.place)}::jsonb)
    where entity = ${entity}`);

/** Codes that stay as they are stored: for people to settle. */
export const keepCodes = (tx: Db, entity: string, kept: readonly Kept[]): Promise<number> =>
  tx.run(sql`update records.migration set kept = ${JSON.stringify(kept)}::jsonb where entity = ${entity}`);

export const countRecoded = (tx: Db, entity: string, rows: number, now: Date): Promise<number> =>
  tx.run(
    sql`update records.migration set done = done + ${rows}, changed_at = ${now.toISOString()} where entity = ${entity}`,
  );

export const forgetPlaces = (tx: Db, entity: string): Promise<number> =>
  tx.run(sql`update records.migration set places = '{}' where entity = ${entity}`);

export const endMigration = (tx: Db, entity: string, now: Date): Promise<number> =>
  tx.run(sql`update records.migration set state = 'done', failure = null, places = '{}', changed_at = ${now.toISOString()}
    where entity = ${entity}`);

export const failMigration = (tx: Db, entity: string, failure: Failure, now: Date): Promise<number> =>
  tx.run(sql`update records.migration set state = 'stuck', failure = ${JSON.stringify(failure)}::jsonb, changed_at = ${now.toISOString()}
    where entity = ${entity}`);
