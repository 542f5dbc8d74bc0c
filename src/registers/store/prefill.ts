/** SQL on what was given before it was asked. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const PrefillFinding = Type.Object({
  row: Type.Integer(),
  /** Words: `registers:prefill.reasons.<reason>`. */
  reason: Type.String(),
  value: Nullable(Type.String()),
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});
export type PrefillFinding = Static<typeof PrefillFinding>;

const PrefillRecord = Type.Object({
  id: Type.String(),
  register: Type.String(),
  authority: Type.String(),
  body: Type.Integer(),
  account: Type.String(),
  way: Type.String(),
  at: Type.String(),
  asked: Type.Integer(),
  found: Type.Integer(),
  cellsKnown: Type.Integer(),
  cellsAll: Type.Integer(),
  locked: Type.Array(Type.String()),
  findings: Type.Array(PrefillFinding),
  file: Nullable(Type.String()),
});
export type PrefillRecord = Static<typeof PrefillRecord>;

export const insertPrefill = (db: Db, one: PrefillRecord) =>
  db.run(sql`insert into registers.prefill (id, register, authority, body_id, account, way, at, asked, found,
      cells_known, cells_all, locked, findings, file)
    values (${one.id}, ${one.register}, ${one.authority}, ${one.body}, ${one.account}, ${one.way}, ${one.at},
      ${one.asked}, ${one.found}, ${one.cellsKnown}, ${one.cellsAll}, ${[...one.locked]}::text[],
      ${JSON.stringify(one.findings)}::jsonb, ${one.file})`);

export const findPrefill = (db: Db, id: string) =>
  db.one(
    PrefillRecord,
    sql`select id, register, authority, body_id as body, account, way, at, asked, found, cells_known as "cellsKnown",
          cells_all as "cellsAll", locked, findings, file
        from registers.prefill where id = ${id}`,
  );

const Tally = Type.Object({
  body: Type.Integer(),
  way: Type.String(),
  asked: Type.Integer(),
  found: Type.Integer(),
  cellsKnown: Type.Integer(),
  cellsAll: Type.Integer(),
});
export type PrefillTally = Static<typeof Tally>;

export interface TallyQuestion {
  readonly register?: string | undefined;
  readonly bodies: readonly number[] | 'all';
  /** Instants; `to` is not included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const tallyPrefills = (db: Db, { register, bodies, from, to }: TallyQuestion): Promise<PrefillTally[]> =>
  db.many(
    Tally,
    sql`select body_id as body, way, sum(asked)::int as asked, sum(found)::int as found,
          sum(cells_known)::bigint as "cellsKnown", sum(cells_all)::bigint as "cellsAll"
        from registers.prefill
       where ${register === undefined ? sql`true` : sql`register = ${register}`}
         and ${bodies === 'all' ? sql`true` : sql`body_id = any(${[...bodies]}::integer[])`}
         and ${from === undefined ? sql`true` : sql`at >= ${from}::timestamptz`}
         and ${to === undefined ? sql`true` : sql`at < ${to}::timestamptz`}
       group by body_id, way order by body_id, way`,
  );
