/** What other rooms do with an element: written through here, so that an element page and a rehearsal can say it. */
import type { Db } from '../platform/db/db.ts';
import * as store from './store/usage.ts';

export type ElementUsage = store.UsageRow;

export async function registerUsage(tx: Db, usages: store.NewUsage | readonly store.NewUsage[]): Promise<void> {
  const rows = Array.isArray(usages) ? (usages as readonly store.NewUsage[]) : [usages as store.NewUsage];
  if (rows.length > 0) await store.put(tx, rows);
}

/** Replaces everything that one subject (a form, an API, a measure) uses. */
export async function replaceUsage(
  tx: Db,
  subject: Omit<store.NewUsage, 'element'>,
  elements: readonly string[],
): Promise<void> {
  await store.remove(tx, subject.room, subject.kind, subject.subject);
  await registerUsage(
    tx,
    elements.map((element) => ({ ...subject, element })),
  );
}

/** Who uses any of these elements: forms, APIs, registers, measures. */
export const usagesOf = (db: Db, elements: readonly string[]): Promise<ElementUsage[]> =>
  elements.length === 0 ? Promise.resolve([]) : store.ofElements(db, elements);
