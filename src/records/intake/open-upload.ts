/** From kept bytes to a found table and its rows. */
import type { Db } from '../../platform/db/db.ts';
import type { ByteSource, OpenedUpload, OpenOptions } from './model.ts';

/** Opens an upload that was kept. @throws uploadNotFound and every problem a file can have */
export async function openUpload(_db: Db, _uploadId: string, _options: OpenOptions): Promise<OpenedUpload> {
  throw new Error('being built');
}

/** The same for bytes that are not kept: the command line and tests. */
export async function openBytes(_source: ByteSource, _options: OpenOptions): Promise<OpenedUpload> {
  throw new Error('being built');
}
