/** What many files of tests need alike is made once a run, by whoever needs it first; the others wait and copy it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run; it goes with it. */
    runFolder: string;
  }
}

class NotMadeError extends Error {
  override name = 'NotMadeError';
}

/**
 * Fills a folder of the run with `make`, unless that was done; gives its path.
 * @throws NotMadeError when another file of tests failed at making it
 */
export async function onceARun(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(inject('runFolder'), name);
  const [made, failed] = [`${folder}.made`, `${folder}.failed`];
  try {
    // Only one of those who come at once can make the folder.
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    while (!existsSync(made)) {
      if (existsSync(failed)) throw new NotMadeError(`${name}: ${readFileSync(failed, 'utf8')}`);
      await sleep(50);
    }
    return folder;
  }
  try {
    await make(folder);
  } catch (error) {
    writeFileSync(failed, String(error));
    throw error;
  }
  writeFileSync(made, '');
  return folder;
}
