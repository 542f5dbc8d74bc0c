/** What other rooms ask of who is who: how many pairs were found. */
import type { Db } from '../../platform/db/db.ts';
import { tallyDuplicates, type DuplicateTally, type DuplicateTallyQuestion } from './store/duplicate.ts';

/**
 * By the home body that answers for them: pairs that wait (`open`), that were found to be one person (`same`: duplicates),
 * and two (`different`). Bodies without any are absent.
 */
export function duplicateTallies(db: Db, asked: DuplicateTallyQuestion): Promise<DuplicateTally[]> {
  return tallyDuplicates(db, asked);
}
