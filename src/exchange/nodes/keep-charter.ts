/** The charters of this node: read, and taken from outside when they follow from the one that is kept. */
import type { Db } from '../../platform/db/db.ts';
import { judgeChain, parseCharter, type Charter } from './charter.ts';
import { problems } from './problems.ts';
import * as store from './store/charter.ts';

export interface KeptCharter {
  readonly charter: Charter;
  readonly note: string;
  readonly acceptedAt: string;
}

/** The charter in force here; undefined where the ecosystem has none. */
export async function findCharter(db: Db): Promise<KeptCharter | undefined> {
  const last = (await store.listCharters(db)).at(-1);
  return last && { charter: parseCharter(last.note), note: last.note, acceptedAt: last.acceptedAt };
}

/** Notes above a version, in their order: what another node lacks. */
export const chartersAfter = async (db: Db, version: number): Promise<string[]> =>
  (await store.listCharters(db)).filter((row) => row.version > version).map(({ note }) => note);

interface Taking {
  readonly now: Date;
  /** Keys of the root that are believed where there is no charter yet. */
  readonly introducers: readonly string[];
  /** At joining another root: what is kept is of a registry of one's own. */
  readonly anew?: boolean;
}

/**
 * Takes what is new of these charters; a chain with a fault is refused as a whole. Call under the lock of the registry.
 * @returns the charter in force then
 * @throws problems.charterRefused
 */
export async function takeCharters(
  tx: Db,
  notes: readonly string[],
  { now, introducers, anew = false }: Taking,
): Promise<Charter | undefined> {
  if (anew) await store.forgetCharters(tx);
  const last = anew ? undefined : (await findCharter(tx))?.charter;
  if (notes.length === 0) return last;
  const verdict = judgeChain(notes, { now, last, introducers });
  if (!verdict.ok) throw problems.charterRefused({ fault: verdict.fault });
  const rows = verdict.news.map((note) => ({ version: parseCharter(note).version, note }));
  if (rows.length > 0) await store.writeCharters(tx, rows, now);
  return verdict.charter;
}
