/** Uploaded bytes, kept until committed or expired, so that any process can go on with them. All SQL of uploads. */
import type { Db } from '../../platform/db/db.ts';
import type { ByteSource, FileKind } from './model.ts';

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
  /** The answer to the encoding question, once given. */
  readonly encoding: string | null;
  /** The same bytes were already kept in this scope: this is that upload. */
  readonly repeated: boolean;
}

export interface KeepOptions {
  readonly name: string;
  /** Within what the same bytes are the same upload, for example `dang-vien/99101`; never across bodies. */
  readonly scope: string;
  readonly account: string;
  /** Bytes. */
  readonly limit: number;
  readonly now: Date;
  /** How long it is kept; default 7 days. */
  readonly keepDays?: number;
  /** Looks at the complete file before a byte is kept; what it throws refuses the upload. */
  readonly inspect?: (source: ByteSource, kind: FileKind) => Promise<void>;
}

/** Receives a file to its end and keeps it in one transaction. An interrupted one leaves nothing. */
export async function keepUpload(
  _db: Db,
  _bytes: AsyncIterable<Uint8Array>,
  _options: KeepOptions,
): Promise<KeptUpload> {
  throw new Error('being built');
}

export async function getUpload(_db: Db, _uploadId: string): Promise<KeptUpload> {
  throw new Error('being built');
}

/** The kept bytes, readable more than once. */
export async function uploadBytes(_db: Db, _uploadId: string): Promise<ByteSource> {
  throw new Error('being built');
}

/** Keeps the answer to the encoding question, so that it is asked once. */
export async function answerEncoding(_db: Db, _uploadId: string, _encoding: string): Promise<void> {
  throw new Error('being built');
}

export async function removeUpload(_db: Db, _uploadId: string): Promise<void> {
  throw new Error('being built');
}

/** Removes what is past its time; returns how many. */
export async function expireUploads(_db: Db, _now: Date): Promise<number> {
  throw new Error('being built');
}
