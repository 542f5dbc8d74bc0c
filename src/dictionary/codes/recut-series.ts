/** Carries a series to the codes of another day, by what a list knows. */
import type { Db } from '../../platform/db/db.ts';
import { parseDay } from '../expression/civil.ts';
import type { RecutAnswer } from '../contract.ts';
import { problems } from '../problems.ts';
import { graphOf } from './graph-of.ts';
import { recut, type SeriesRow } from './recut.ts';

export interface RecutQuestion {
  readonly list: string;
  readonly series: readonly SeriesRow[];
  readonly from?: string | undefined;
  readonly to: string;
}

/** @throws problems.noSuchDay, codeListNotFound */
export async function recutSeries(db: Db, { list, series, from, to }: RecutQuestion): Promise<RecutAnswer> {
  for (const day of [from, to]) if (day !== undefined && parseDay(day) === null) throw problems.noSuchDay({ day });
  const { rows, apart, doubles, total, carried } = recut(await graphOf(db, list), series, { from, to });
  return {
    list,
    from: from ?? null,
    to,
    rows: rows.map((row) => ({ ...row, because: [...row.because], from: [...row.from] })),
    apart: [...apart],
    doubles: [...doubles],
    total,
    carried,
  };
}
