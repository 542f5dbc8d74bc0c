/** What other rooms ask of prefilling: how many cells nobody had to fill in. */
import type { Db } from '../../platform/db/db.ts';
import { tallyPrefills, type PrefillTally, type TallyQuestion } from '../store/prefill.ts';

/**
 * By home body and way (`list`, `form`, `round`): people asked for and found, cells known of all cells of the form.
 * Hit rate = found ÷ asked; cells not asked again = cellsKnown. Bodies that prefilled nothing are absent.
 */
export function prefillTallies(db: Db, asked: TallyQuestion): Promise<PrefillTally[]> {
  return tallyPrefills(db, asked);
}
