/** Receives a file to its end, looks what it is, and keeps it: all or nothing. */
import type { Db } from '../../platform/db/db.ts';
import { detectCharset } from './charset.ts';
import type { ByteSource, FileKind } from './model.ts';
import { problems } from './problems.ts';
import { sniff } from './sniff.ts';
import { spool } from './spool.ts';
import { findSameUpload, getUpload, insertUpload, type KeptUpload } from './upload-store.ts';

export interface KeepOptions {
  readonly name: string;
  /** Within what the same bytes are the same upload, for example `party-members/99101`; never across bodies. */
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

export interface KeepAnswer extends KeptUpload {
  /** The same bytes were kept in this scope already: this is that upload. */
  readonly repeated: boolean;
}

/**
 * An interrupted upload leaves nothing; the same bytes again give the same upload.
 * @throws uploadTooLarge, uploadInterrupted, emptyFile, unsupportedKind, encryptedWorkbook, zipBomb, damagedFile
 */
export async function keepUpload(db: Db, bytes: AsyncIterable<Uint8Array>, options: KeepOptions): Promise<KeepAnswer> {
  await using received = await spool(bytes, options.limit);
  const { scope, now } = options;
  const same = await findSameUpload(db, { scope, sha256: received.sha256, now });
  if (same !== undefined) return { ...same, repeated: true };
  const kind = await sniff(received);
  refuseKind(kind);
  await options.inspect?.(received, kind);
  const upload = {
    kind,
    name: options.name,
    scope,
    account: options.account,
    sha256: received.sha256,
    charset: kind === 'csv' ? await detectCharset(received) : null,
    now,
    expires: new Date(now.getTime() + (options.keepDays ?? 7) * 86_400_000),
  };
  const id = await insertUpload(db, upload, received);
  return { ...(await getUpload(db, id)), repeated: false };
}

export type TableKind = 'csv' | 'xlsx' | 'xls' | 'ods';

/** @throws emptyFile, encryptedWorkbook, unsupportedKind */
export function refuseKind(kind: FileKind): asserts kind is TableKind {
  if (kind === 'empty') throw problems.emptyFile();
  if (kind === 'encrypted') throw problems.encryptedWorkbook();
  if (!READABLE.includes(kind)) throw problems.unsupportedKind({ found: kind });
}

const READABLE: readonly FileKind[] = ['csv', 'xlsx', 'xls', 'ods'];
