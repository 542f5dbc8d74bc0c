/** SQL of the log's side: what each witness last said. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const AnswerRow = Type.Object({
  origin: Type.String(),
  witness: Type.String(),
  size: Type.Integer(),
  line: Nullable(Type.String()),
  note: Nullable(Type.String()),
  cosignedAt: Nullable(Type.String()),
  askedAt: Nullable(Type.String()),
  problem: Nullable(Type.String()),
});
export type AnswerRow = Static<typeof AnswerRow>;

const columns = sql`origin, witness, size, line, note, cosigned_at as "cosignedAt", asked_at as "askedAt", problem`;

export const answersAbout = (db: Db, origin: string) =>
  db.many(AnswerRow, sql`select ${columns} from exchange.witness_answer where origin = ${origin} order by witness`);

export const allAnswers = (db: Db) =>
  db.many(AnswerRow, sql`select ${columns} from exchange.witness_answer order by origin, witness`);

export const keepCosignature = (
  db: Db,
  row: { origin: string; witness: string; size: number; line: string; note: string; cosignedAt: Date; askedAt: Date },
) =>
  db.run(sql`
    insert into exchange.witness_answer (origin, witness, size, line, note, cosigned_at, asked_at, problem)
    values (${row.origin}, ${row.witness}, ${row.size}, ${row.line}, ${row.note}, ${row.cosignedAt}, ${row.askedAt}, null)
    on conflict (origin, witness) do update set size = excluded.size, line = excluded.line, note = excluded.note,
      cosigned_at = excluded.cosigned_at, asked_at = excluded.asked_at, problem = null`);

/** It was asked and did not cosign; what it cosigned before stays. */
export const keepProblem = (
  db: Db,
  row: { origin: string; witness: string; size: number | null; problem: string; askedAt: Date },
) =>
  db.run(sql`
    insert into exchange.witness_answer (origin, witness, size, asked_at, problem)
    values (${row.origin}, ${row.witness}, ${row.size ?? 0}, ${row.askedAt}, ${row.problem})
    on conflict (origin, witness) do update set size = coalesce(${row.size}, witness_answer.size),
      asked_at = excluded.asked_at, problem = excluded.problem`);
