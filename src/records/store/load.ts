/** All SQL on `records.load` and `records.undone`. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';
import type { ColumnMapping, LoadState } from '../model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Counts = Type.Record(Type.String(), Type.Integer());

const LoadRow = Type.Object({
  id: Type.String(),
  register: Type.String(),
  entity: Type.String(),
  release: Type.Integer(),
  overlay: Type.Integer(),
  body: Type.Integer(),
  account: Type.String(),
  state: Type.String(),
  upload: Nullable(Type.String()),
  fileName: Nullable(Type.String()),
  columns: Type.Array(Type.Object({ column: Type.Integer(), header: Type.String(), field: Nullable(Type.String()) })),
  stage: Nullable(Type.String()),
  rows: Type.Integer(),
  ready: Type.Integer(),
  wrong: Type.Integer(),
  new: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  findings: Counts,
  warnings: Counts,
  notes: Counts,
  extra: Type.Record(Type.String(), Type.Unknown()),
  changeSet: Nullable(Type.Integer()),
  undoneBy: Nullable(Type.Integer()),
  createdAt: Type.String(),
  checkedAt: Nullable(Type.String()),
  committedAt: Nullable(Type.String()),
  undoneAt: Nullable(Type.String()),
  expiresAt: Type.String(),
});

/** A load as it is stored. Counts are of rows. */
export interface Load extends Omit<Static<typeof LoadRow>, 'state'> {
  readonly state: LoadState;
}

const columns = sql`id, register, entity, release, overlay, body, account, state, upload, file_name as "fileName", columns, stage,
  rows_read as rows, ready, wrong, rows_new as new, rows_changed as changed, rows_unchanged as unchanged, findings,
  warnings, notes, extra, change_set as "changeSet", undone_by as "undoneBy", created_at as "createdAt",
  checked_at as "checkedAt", committed_at as "committedAt", undone_at as "undoneAt", expires_at as "expiresAt"`;

const toLoad = (row: Static<typeof LoadRow> | undefined): Load | undefined => row as Load | undefined;

export interface NewLoad {
  readonly id: string;
  readonly register: string;
  readonly entity: string;
  readonly release: number;
  readonly overlay: number;
  readonly body: number;
  readonly account: string;
  readonly upload: string | null;
  readonly fileName: string | null;
  readonly columns: readonly ColumnMapping[];
  readonly stage: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertLoad(tx: Db, load: NewLoad): Promise<void> {
  await tx.run(sql`
    insert into records.load (id, register, entity, release, overlay, body, account, state, upload, file_name, columns, stage,
      created_at, expires_at)
    values (${load.id}, ${load.register}, ${load.entity}, ${load.release}, ${load.overlay}, ${load.body}, ${load.account}, 'uploaded',
      ${load.upload}, ${load.fileName}, ${JSON.stringify(load.columns)}::jsonb, ${load.stage},
      ${load.createdAt.toISOString()}, ${load.expiresAt.toISOString()})`);
}

export async function selectLoad(db: Db, load: string): Promise<Load | undefined> {
  return toLoad(await db.one(LoadRow, sql`select ${columns} from records.load where id = ${load}`));
}

/** Locks the load for its next step: two commits of one load take turns. Findings may be added meanwhile (no key lock). */
export async function selectLoadForUpdate(tx: Db, load: string): Promise<Load | undefined> {
  return toLoad(await tx.one(LoadRow, sql`select ${columns} from records.load where id = ${load} for no key update`));
}

export async function selectLoadByChangeSet(db: Db, changeSet: number): Promise<Load | undefined> {
  return toLoad(await db.one(LoadRow, sql`select ${columns} from records.load where change_set = ${changeSet}`));
}

export interface LoadChange {
  readonly state?: LoadState;
  readonly stage?: null;
  readonly rows?: number;
  readonly ready?: number;
  readonly wrong?: number;
  readonly new?: number;
  readonly changed?: number;
  readonly unchanged?: number;
  readonly findings?: Readonly<Record<string, number>>;
  readonly warnings?: Readonly<Record<string, number>>;
  readonly notes?: Readonly<Record<string, number>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly changeSet?: number;
  readonly undoneBy?: number;
  readonly checkedAt?: Date;
  readonly committedAt?: Date;
  readonly undoneAt?: Date;
  readonly expiresAt?: Date;
}

const assignments: Readonly<Record<keyof LoadChange, (value: never) => Sql>> = {
  state: (value: string) => sql`state = ${value}`,
  stage: () => sql`stage = null`,
  rows: (value: number) => sql`rows_read = ${value}`,
  ready: (value: number) => sql`ready = ${value}`,
  wrong: (value: number) => sql`wrong = ${value}`,
  new: (value: number) => sql`rows_new = ${value}`,
  changed: (value: number) => sql`rows_changed = ${value}`,
  unchanged: (value: number) => sql`rows_unchanged = ${value}`,
  findings: (value: object) => sql`findings = ${JSON.stringify(value)}::jsonb`,
  warnings: (value: object) => sql`warnings = ${JSON.stringify(value)}::jsonb`,
  notes: (value: object) => sql`notes = ${JSON.stringify(value)}::jsonb`,
  extra: (value: object) => sql`extra = extra || ${JSON.stringify(value)}::jsonb`,
  changeSet: (value: number) => sql`change_set = ${value}`,
  undoneBy: (value: number) => sql`undone_by = ${value}`,
  checkedAt: (value: Date) => sql`checked_at = ${value.toISOString()}`,
  committedAt: (value: Date) => sql`committed_at = ${value.toISOString()}`,
  undoneAt: (value: Date) => sql`undone_at = ${value.toISOString()}`,
  expiresAt: (value: Date) => sql`expires_at = ${value.toISOString()}`,
};

/** Sets what is given; `extra` is merged into what is there. */
export async function updateLoad(tx: Db, load: string, change: LoadChange): Promise<void> {
  const sets = Object.entries(change).map(([name, value]) => assignments[name as keyof LoadChange](value as never));
  await tx.run(sql`update records.load set ${join(sets)} where id = ${load}`);
}

export interface LoadFilter {
  readonly register: string;
  readonly bodies: 'all' | readonly number[];
  readonly state?: string | undefined;
  readonly before?: { readonly createdAt: string; readonly id: string } | undefined;
  readonly limit: number;
}

export async function selectLoads(db: Db, filter: LoadFilter): Promise<Load[]> {
  const conditions = [sql`register = ${filter.register}`];
  if (filter.bodies !== 'all') conditions.push(sql`body = any(${filter.bodies}::integer[])`);
  if (filter.state !== undefined) conditions.push(sql`state = ${filter.state}`);
  const { before } = filter;
  if (before) conditions.push(sql`(created_at, id) < (${before.createdAt}::timestamptz, ${before.id}::uuid)`);
  const rows = await db.many(
    LoadRow,
    sql`select ${columns} from records.load where ${join(conditions, ' and ')}
      order by created_at desc, id desc limit ${filter.limit}`,
  );
  return rows as Load[];
}

/** Loads that nobody committed in time, or whose maker is gone; others in work are skipped. */
export async function selectExpired(tx: Db, now: Date): Promise<Load[]> {
  const rows = await tx.many(
    LoadRow,
    sql`select ${columns} from records.load
      where state in ('uploaded', 'matched', 'checked') and expires_at <= ${now.toISOString()}
      order by expires_at limit 100 for no key update skip locked`,
  );
  return rows as Load[];
}

export async function deleteLoad(tx: Db, load: string): Promise<void> {
  await tx.run(sql`delete from records.load where id = ${load}`);
}

const Undone = Type.Object({ undoneBy: Type.Integer(), undoneAt: Type.String() });

export async function findUndone(db: Db, changeSet: number): Promise<Static<typeof Undone> | undefined> {
  return db.one(
    Undone,
    sql`select undone_by as "undoneBy", undone_at as "undoneAt" from records.undone where change_set = ${changeSet}`,
  );
}

export async function insertUndone(tx: Db, changeSet: number, undoneBy: number, now: Date): Promise<void> {
  await tx.run(sql`
    insert into records.undone (change_set, undone_by, undone_at) values (${changeSet}, ${undoneBy}, ${now.toISOString()})`);
}

/** Bodies with a committed load that was not undone. */
export async function bodiesLoadedSince(db: Db, register: string, since: Date): Promise<number[]> {
  const rows = await db.many(
    Type.Object({ body: Type.Integer() }),
    sql`select distinct body from records.load
        where register = ${register} and state = 'committed' and committed_at >= ${since.toISOString()} order by body`,
  );
  return rows.map((row) => row.body);
}
