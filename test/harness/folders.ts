/** Folders of a file's tests, gone with them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEndOfFile } from './end-of-file.ts';

/** @param prefix of its name in the system's folder for such things: `artery-keys-` */
export function passingFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  atEndOfFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
