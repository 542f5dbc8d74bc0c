/** A column of codes carried to another day by the database: what the graph says in process, in one statement. */
import type { Db } from '../../platform/db/db.ts';
import * as store from '../store/recode.ts';
import { settle, type Recoded } from './succession-graph.ts';

/** @returns an answer for every different code of the column */
export async function recodeColumn(db: Db, column: store.RecodeColumn): Promise<ReadonlyMap<string, Recoded>> {
  const none = (reason: 'unknown' | 'not-then' | 'backwards'): Recoded => ({
    outcome: 'none',
    reason,
    targets: [],
    ended: [],
  });
  if (column.from > column.to) return new Map(column.codes.map((code) => [code, none('backwards')]));
  const rows = await store.recodeColumn(db, column);
  return new Map(
    [...Map.groupBy(rows, (row) => row.asked)].map(([asked, own]) => {
      const parts = own.flatMap(({ code, ...rest }) => (code === null ? [] : [{ ...rest, code }]));
      if (parts.length > 0) return [asked, settle(parts)];
      return [asked, none(own[0]?.known ? 'not-then' : 'unknown')];
    }),
  );
}
