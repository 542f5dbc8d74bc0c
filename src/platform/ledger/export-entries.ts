/** Makes the signed file of what a filter finds, for whoever may see it. */
import type { Context } from '../context.ts';
import { ledgerOf } from './audit.ts';
import { parseVerifierKey } from './checkpoint.ts';
import type { EntryFilter, Sight } from './entry-store.ts';
import { selectEntries } from './entry-store.ts';
import { openKeys } from './keys.ts';
import { problems } from './problems.ts';
import { proveInclusion } from './read.ts';
import { signExport } from './signed-export.ts';

/** More than this is a copy of the log: `artery audit export`. */
export const MOST_EXPORTED = 1000;

export interface Exporting {
  readonly sight: Sight;
  readonly filter: Omit<EntryFilter, 'limit'>;
  /** As it was asked. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly by: string;
}

/** @throws ledger/no-checkpoint where nothing was signed yet */
export async function exportEntries(
  { db, audit, clock, keysDir }: Pick<Context, 'db' | 'audit' | 'clock' | 'keysDir'>,
  { sight, filter, asked, by }: Exporting,
): Promise<{ readonly text: string; readonly entries: number }> {
  const ledger = ledgerOf(audit);
  await ledger.settled();
  const checkpoint = await ledger.checkpoint();
  if (!checkpoint || keysDir === undefined) throw problems.noCheckpoint();
  const found = await selectEntries(db, sight, { ...filter, limit: MOST_EXPORTED + 1 });
  const { epoch } = found[0] ?? { epoch: 1 };
  // What was written since is not under this root; what an earlier epoch holds is proved by its own log.
  const shown = found.filter((one) => one.epoch === epoch && one.number <= checkpoint.size).slice(0, MOST_EXPORTED);
  const lines = [];
  for (const { number, leaf } of shown) {
    const path = await proveInclusion(db, epoch, number - 1, checkpoint.size);
    lines.push({ number, leaf, path: path.map((hash) => hash.toString('base64')) });
  }
  const header = {
    ...{ at: clock.now().toISOString(), by, filter: asked, entries: lines.length, more: found.length > shown.length },
    ...{ vkey: checkpoint.vkey, checkpoint: checkpoint.note },
  };
  const keys = openKeys(keysDir);
  const text = signExport(header, lines, { key: parseVerifierKey(checkpoint.vkey), sign: (text) => keys.sign(text) });
  return { text, entries: lines.length };
}
