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
