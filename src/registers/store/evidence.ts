/** SQL on files that go with corrections. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

export const EvidenceFile = Type.Object({
  id: Type.String(),
  name: Type.String(),
  mediaType: Type.String(),
  /** In bytes. */
  size: Type.Integer(),
  sha256: Type.String(),
  addedAt: Type.String(),
});
export type EvidenceFile = Static<typeof EvidenceFile>;

const columns = sql`id, name, media_type as "mediaType", size, sha256, added_at as "addedAt"`;

export interface NewEvidence extends Omit<EvidenceFile, 'addedAt'> {
  readonly correction: string;
  readonly account: string;
  readonly at: string;
  readonly bytes: Buffer;
}

/** Nothing happens when the same bytes are there already. */
export const insertEvidence = (db: Db, one: NewEvidence) =>
  db.run(sql`insert into registers.evidence (id, correction, name, media_type, size, sha256, account, added_at, bytes)
    values (${one.id}, ${one.correction}, ${one.name}, ${one.mediaType}, ${one.size}, ${one.sha256}, ${one.account},
      ${one.at}, ${one.bytes}) on conflict (correction, sha256) do nothing`);

export const listEvidence = (db: Db, correction: string) =>
  db.many(
    EvidenceFile,
    sql`select ${columns} from registers.evidence where correction = ${correction} order by added_at, id`,
  );

export async function evidenceBytes(db: Db, correction: string, id: string): Promise<Buffer | undefined> {
  const [row] = await db.rows<{ bytes: Buffer }>(
    sql`select bytes from registers.evidence where correction = ${correction} and id = ${id}`,
  );
  return row?.bytes;
}

/** Files that were added here at this instant: what came from another node bears its name as account. */
export const addedAt = (db: Db, correction: string, at: string) =>
  db.many(
    EvidenceFile,
    sql`select ${columns} from registers.evidence
      where correction = ${correction} and added_at = ${at}::timestamptz and account not like 'node-%' order by id`,
  );

export const putPart = (
  tx: Db,
  one: { readonly correction: string; readonly sha256: string; readonly part: number; readonly bytes: Buffer },
) =>
  tx.run(sql`insert into registers.evidence_part (correction, sha256, part, bytes)
    values (${one.correction}, ${one.sha256}, ${one.part}, ${one.bytes}) on conflict do nothing`);

/** The parts that are here, in their order. */
export async function partsOf(tx: Db, correction: string, sha256: string): Promise<Buffer[]> {
  const rows = await tx.rows<{ bytes: Buffer }>(
    sql`select bytes from registers.evidence_part where correction = ${correction} and sha256 = ${sha256} order by part`,
  );
  return rows.map(({ bytes }) => bytes);
}

/** Bytes of files that are still on their way to a correction, and of how many. */
export async function onTheWay(tx: Db, correction: string): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ sha256: string }>(
    sql`select distinct sha256 from registers.evidence_part where correction = ${correction}`,
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

export const dropParts = (tx: Db, correction: string, sha256: string) =>
  tx.run(sql`delete from registers.evidence_part where correction = ${correction} and sha256 = ${sha256}`);
