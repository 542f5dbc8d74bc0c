/**
 * Sessions and keys by the hash of their token. Look-ups that come together are one statement, and whoever asks again
 * within a tenth of a second is known: what another process ended still opens for that long, never longer.
 */
import { briefly } from '../briefly.ts';
import type { Db } from '../db/db.ts';
import { gather } from '../gather.ts';
import { findKeys } from './store/key.ts';
import { findSessions } from './store/session.ts';

type Find<T> = (db: Db, hashes: readonly string[]) => Promise<readonly T[]>;

function known<T extends { readonly hash: string }>(find: Find<T>) {
  const gatherers = new WeakMap<Db, (hash: string) => Promise<T | undefined>>();
  const gathererOf = (db: Db) => {
    let found = gatherers.get(db);
    if (!found) {
      found = gather(async (hashes) => new Map((await find(db, hashes)).map((row) => [row.hash, row])));
      gatherers.set(db, found);
    }
    return found;
  };
  return briefly((db, hash) => gathererOf(db)(hash));
}

/** Sessions of open accounts, by hash (hex); they may have expired. */
export const knownSessions = known(findSessions);
/** Keys of open accounts that were not revoked, by hash (hex); they may have expired. */
export const knownKeys = known(findKeys);

/** Call it after a session or a key was ended or used here: the next request is looked up. */
export function forgetCredentials(): void {
  knownSessions.forget();
  knownKeys.forget();
}
