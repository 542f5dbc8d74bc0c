/** SQL on versions that met. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';

const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const MET_REASONS = ['both-changed', 'no-loss', 'key-held', 'invalid'] as const;

const MetRow = Type.Object({
  id: text,
  register: text,
  record: text,
  body: text,
  heldBy: text,
  held: Type.Integer(),
  columns: Type.Array(text),
  line: text,
  reason: Type.Enum(MET_REASONS),
  foundAt: text,
  choice: Nullable(Type.Enum(['ours', 'theirs'])),
  decidedBy: Nullable(text),
  because: Nullable(text),
  decidedAt: Nullable(text),
});
export type MetRow = Static<typeof MetRow>;

const select = (db: Db, rest: Sql): Promise<MetRow[]> =>
  db.many(
    MetRow,
    sql`select m.id::text as id, m.register, m.record::text as record, m.body, m.held_by as "heldBy", m.held, m.columns,
      m.line, m.reason, m.found_at as "foundAt", m.choice, m.decided_by as "decidedBy", m.because,
      m.decided_at as "decidedAt" from exchange.met_version m ${rest}`,
  );

/** Those that wait first, the oldest first; then what was decided, the newest first. */
export const listMet = (db: Db, limit: number): Promise<MetRow[]> =>
  select(
    db,
    sql`order by m.choice is not null, case when m.choice is null then m.found_at end, m.decided_at desc limit ${limit}`,
  );

export async function findMet(db: Db, id: string): Promise<MetRow | undefined> {
  return (await select(db, sql`where m.id = ${id}::uuid`))[0];
}

export async function lockMet(tx: Db, id: string): Promise<MetRow | undefined> {
  return (await select(tx, sql`where m.id = ${id}::uuid for update`))[0];
}

export type NewMet = Omit<MetRow, 'choice' | 'decidedBy' | 'because' | 'decidedAt' | 'foundAt'>;

/** Keeps one; the same version of the same record stays one case, whoever holds it. Returns whether it is new. */
export async function insertMet(tx: Db, met: NewMet, now: Date): Promise<boolean> {
  const added = await tx.run(sql`insert into exchange.met_version
      (id, register, record, body, held_by, held, columns, line, reason, found_at)
    values (${met.id}::uuid, ${met.register}, ${met.record}::uuid, ${met.body}, ${met.heldBy}, ${met.held},
      ${met.columns}::text[], ${met.line}, ${met.reason}, ${now.toISOString()})
    on conflict (register, record, held) do nothing`);
  return added === 1;
}

export async function decideMet(
  tx: Db,
  id: string,
  how: {
    readonly choice: 'ours' | 'theirs';
    readonly by: string;
    readonly because: string;
    readonly changeSet: number | null;
    readonly now: Date;
  },
): Promise<void> {
  await tx.run(sql`update exchange.met_version set choice = ${how.choice}, decided_by = ${how.by}, because = ${how.because},
    change_set = ${how.changeSet}, decided_at = ${how.now.toISOString()} where id = ${id}::uuid`);
}

export async function countMet(db: Db): Promise<number> {
  const row = await db.one(
    Type.Object({ n: Type.Integer() }),
    sql`select count(*) as n from exchange.met_version where choice is null`,
  );
  return row?.n ?? 0;
}
