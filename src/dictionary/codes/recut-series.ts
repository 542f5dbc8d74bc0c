/** Carries a series to the codes of another day or list, by what successions and crosswalks know. */
import type { Db } from '../../platform/db/db.ts';
import type { RecutAnswer } from '../contract.ts';
import { recoderOf } from './recode-code.ts';
import { recut, type SeriesRow } from './recut.ts';

export interface RecutQuestion {
  readonly list: string;
  readonly series: readonly SeriesRow[];
  readonly from?: string | undefined;
  readonly to: string;
  /** Another list; `via`: the lists between, with commas. */
  readonly toList?: string | undefined;
  readonly via?: string | undefined;
}

/** @throws problems.noSuchDay, codeListNotFound, crosswalkNotFound */
export async function recutSeries(db: Db, question: RecutQuestion): Promise<RecutAnswer> {
  const { list, series, from, to, toList } = question;
  const { recode, target } = await recoderOf(db, question);
  const { rows, apart, doubles, total, carried } = recut({ recode }, series, { from, to });
  return {
    list,
    ...(toList !== undefined && toList !== list && { toList }),
    from: from ?? null,
    to,
    rows: rows.map((row) => ({
      ...row,
      names: target.resolve(row.code, to).names ?? {},
      because: [...row.because],
      from: [...row.from],
    })),
    apart: [...apart],
    doubles: [...doubles],
    total,
    carried,
  };
}
