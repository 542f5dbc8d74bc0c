/** Uploaded bytes, kept until committed or expired, so that any process can go on with them. All SQL of uploads. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { newId } from '../../platform/ids.ts';
import type { Charset } from './charset.ts';
import { CHUNK_BYTES } from './limits.ts';
import type { ByteSource, FileKind } from './model.ts';
import { problems } from './problems.ts';

export interface KeptUpload {
  readonly id: string;
  readonly size: number;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly kind: FileKind;
  /** The file's own name; stands only here and goes with the upload. */
  readonly name: string;
  readonly scope: string;
  readonly account: string;
  readonly receivedAt: string;
  readonly expiresAt: string;
  /** How the bytes of a text file are text; null for workbooks. */
  readonly charset: Charset | null;
  /** The answer to the encoding question, once given. */
  readonly encoding: string | null;
}

const Row = Type.Object({
  id: Type.String(),
  size: Type.Number(),
  sha256: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  scope: Type.String(),
  account: Type.String(),
  receivedAt: Type.String(),
  expiresAt: Type.String(),
  charset: Type.Union([Type.String(), Type.Null()]),
  encoding: Type.Union([Type.String(), Type.Null()]),
});

const columns = sql`id, size, sha256, kind, name, scope, account, received_at as "receivedAt",
  expires_at as "expiresAt", charset, encoding`;

/** @throws uploadNotFound */
export async function getUpload(db: Db, uploadId: string): Promise<KeptUpload> {
  if (!/^[0-9a-f-]{36}$/i.test(uploadId)) throw problems.uploadNotFound({ upload: uploadId });
  const row = await db.one(Row, sql`select ${columns} from records.upload where id = ${uploadId}`);
  if (row === undefined) throw problems.uploadNotFound({ upload: uploadId });
  return row as KeptUpload;
}

/** The same bytes in the same scope, if they are kept and their time is not over. */
export async function findSameUpload(
  db: Db,
  same: { readonly scope: string; readonly sha256: string; readonly now: Date },
): Promise<KeptUpload | undefined> {
  const row = await db.one(
    Row,
    sql`select ${columns} from records.upload
        where scope = ${same.scope} and sha256 = ${same.sha256} and expires_at > ${same.now}`,
  );
  return row as KeptUpload | undefined;
}

export type NewUpload = Pick<KeptUpload, 'kind' | 'name' | 'scope' | 'account' | 'sha256' | 'charset'> & {
  readonly now: Date;
  readonly expires: Date;
};

/** Bytes and head in one transaction; when another process kept the same bytes first, that one stays. */
export async function insertUpload(db: Db, upload: NewUpload, bytes: ByteSource): Promise<string> {
  const id = newId(upload.now);
  return db.transaction(async (tx) => {
    await tx.run(sql`delete from records.upload
      where scope = ${upload.scope} and sha256 = ${upload.sha256} and expires_at <= ${upload.now}`);
    const added = await tx.run(sql`
      insert into records.upload (id, scope, account, name, kind, size, sha256, charset, received_at, expires_at)
      values (${id}, ${upload.scope}, ${upload.account}, ${upload.name}, ${upload.kind}, ${bytes.size},
        ${upload.sha256}, ${upload.charset}, ${upload.now}, ${upload.expires})
      on conflict (scope, sha256) do nothing`);
    if (added === 0) return (await findSameUpload(tx, upload))?.id ?? id;
    let part = 0;
    for await (const chunk of pieces(bytes)) {
      await tx.run(sql`insert into records.upload_chunk (upload, part, bytes) values (${id}, ${part}, ${chunk})`);
      part += 1;
    }
    return id;
  });
}

/** All of one length but the last: so the number of pieces follows from the size. */
async function* pieces(bytes: ByteSource): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes.chunks()) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (; rest.length - at >= CHUNK_BYTES; at += CHUNK_BYTES) yield rest.subarray(at, at + CHUNK_BYTES);
    rest = rest.subarray(at);
  }
  if (rest.length > 0) yield rest;
}

/** The kept bytes, readable more than once; each piece is fetched when the one before has been used. */
export async function uploadBytes(db: Db, uploadId: string): Promise<ByteSource> {
  const { size } = await getUpload(db, uploadId);
  return {
    size,
    async *chunks() {
      for (let part = 0; part * CHUNK_BYTES < size; part++) {
        const [row] = await db.rows<{ bytes: Buffer }>(
          sql`select bytes from records.upload_chunk where upload = ${uploadId} and part = ${part}`,
        );
        // Removed while it was read.
        if (row === undefined) throw problems.uploadNotFound({ upload: uploadId });
        yield row.bytes;
      }
    },
  };
}

/** Keeps the answer to the encoding question, so that it is asked once. @throws uploadNotFound */
export async function answerEncoding(db: Db, uploadId: string, encoding: string): Promise<void> {
  const touched = await db.run(sql`update records.upload set encoding = ${encoding} where id = ${uploadId}`);
  if (touched === 0) throw problems.uploadNotFound({ upload: uploadId });
}

/** After the commit, or when the person gives up. Does nothing when it is gone already. */
export async function removeUpload(db: Db, uploadId: string): Promise<void> {
  await db.run(sql`delete from records.upload where id = ${uploadId}`);
}

/** Removes what is past its time; returns how many. */
export async function expireUploads(db: Db, now: Date): Promise<number> {
  return db.run(sql`delete from records.upload where expires_at <= ${now}`);
}
