/** SQL of the witness's side. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Bytes = Type.Unsafe<Buffer>(Type.Any());

export const WitnessedRow = Type.Object({
  origin: Type.String(),
  node: Type.String(),
  size: Type.Integer(),
  root: Bytes,
  note: Type.String(),
  cosignedAt: Type.String(),
});
export type WitnessedRow = Static<typeof WitnessedRow>;

const columns = sql`origin, node, size, root, note, cosigned_at as "cosignedAt"`;

/** One request at a time for a log, the first of all included: it has no row yet whose lock could be taken. */
export const lockOrigin = (tx: Db, origin: string) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`witness ${origin}`}, 0))`);

export const findWitnessed = (db: Db, origin: string) =>
  db.one(WitnessedRow, sql`select ${columns} from exchange.witnessed where origin = ${origin}`);

export const witnessedOf = (db: Db, node: string) =>
  db.many(WitnessedRow, sql`select ${columns} from exchange.witnessed where node = ${node} order by origin`);

export const listWitnessed = (db: Db, limit: number) =>
  db.many(
    WitnessedRow,
    sql`select ${columns} from exchange.witnessed order by cosigned_at desc, origin limit ${limit}`,
  );

/** Compare and set: 1 when `old` is what is held, 0 when somebody else was first. */
export const keepWitnessed = (tx: Db, old: number, row: Omit<WitnessedRow, 'cosignedAt'> & { cosignedAt: Date }) =>
  tx.run(sql`
    insert into exchange.witnessed (origin, node, size, root, note, cosigned_at)
    values (${row.origin}, ${row.node}, ${row.size}, ${row.root}, ${row.note}, ${row.cosignedAt})
    on conflict (origin) do update set size = excluded.size, root = excluded.root, note = excluded.note,
      cosigned_at = excluded.cosigned_at where witnessed.size = ${old}`);

export const EvidenceRow = Type.Object({
  id: Type.String(),
  origin: Type.String(),
  node: Type.String(),
  kind: Type.Union([Type.Literal('forked'), Type.Literal('unproved')]),
  held: Type.String(),
  offered: Type.String(),
  foundAt: Type.String(),
});
export type EvidenceRow = Static<typeof EvidenceRow>;

export const keepEvidence = (tx: Db, row: Omit<EvidenceRow, 'foundAt'> & { foundAt: Date; caseKey: string }) =>
  tx.run(sql`
    insert into exchange.fork_evidence (id, origin, node, kind, held, offered, found_at, case_key)
    values (${row.id}::uuid, ${row.origin}, ${row.node}, ${row.kind}, ${row.held}, ${row.offered}, ${row.foundAt},
      ${row.caseKey})
    on conflict (case_key) do nothing`);

export const listEvidence = (db: Db, limit: number) =>
  db.many(
    EvidenceRow,
    sql`select id, origin, node, kind, held, offered, found_at as "foundAt" from exchange.fork_evidence
      order by found_at desc, id limit ${limit}`,
  );
