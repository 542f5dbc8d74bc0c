/** Writes what was planned for one list: codes, successions, the search index, the list's edition. */
import type { Db } from '../../platform/db/db.ts';
import { codeEntries, indexEntries } from '../search.ts';
import type { CodeSuccession } from '../plan.ts';
import * as entries from '../store/entry.ts';
import * as store from '../store/code.ts';
import type { ImportPlan } from './plan-import.ts';

export interface Applied {
  readonly list: string;
  readonly plan: Pick<ImportPlan, 'insert' | 'remove'>;
  /** Undefined: successions stay as they are. */
  readonly successions?: readonly CodeSuccession[] | undefined;
  readonly origin: 'release' | 'source' | 'import';
  readonly sourceHash?: string | undefined;
  readonly changeSet: number;
}

export async function applyImport(tx: Db, applied: Applied): Promise<void> {
  const { list, plan, successions, origin, changeSet } = applied;
  if (plan.remove.length > 0) await store.deleteCodes(tx, list, plan.remove);
  if (plan.insert.length > 0) await store.insertCodes(tx, list, plan.insert, changeSet);
  if (successions) {
    await store.deleteSuccessions(tx, list, origin);
    if (successions.length > 0) await store.insertSuccessions(tx, list, successions, origin);
  }
  if (plan.remove.length > 0 || plan.insert.length > 0) {
    await entries.removeCodes(tx, list);
    await entries.removeNamesOfCodes(tx, list);
    const words = (await store.findList(tx, list))?.optional_words ?? [];
    await indexEntries(tx, codeEntries(list, await store.codesOfList(tx, list), words));
  }
  await store.raiseEdition(tx, list, applied.sourceHash);
}
