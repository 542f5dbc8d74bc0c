/** Counts a measure from the rows and says what differs from what is kept: the proof that following is exact. */
import type { Context } from '../../../platform/context.ts';
import { dayOf } from '../../../platform/clock.ts';
import { relation } from '../../../records/index.ts';
import { homesOf } from './follow-cells.ts';
import { openMeasure, tableOf } from './open-measure.ts';
import * as cells from './store/cell.ts';
import type { MeasureRecord } from './store/measure.ts';

export interface CellDifference {
  readonly body: number;
  readonly key: readonly string[];
  readonly kept: cells.Cell | null;
  readonly counted: cells.Cell | null;
}

/** Both are read of one state of the database. Changes that the follower has not met yet differ until it has. */
export async function checkCells({ db, clock, profile }: Context, measure: MeasureRecord): Promise<CellDifference[]> {
  const day = dayOf(clock.now(), profile.timeZone);
  return db.transaction(async (tx) => {
    const { counted } = await openMeasure(tx, measure, day, await homesOf(tx, measure));
    const table = await tableOf(tx, measure.register);
    const fresh = counted && table ? await cells.countCells(tx, counted, relation(table, { scope: 'all' })) : [];
    return differences(await cells.cellsOf(tx, measure.code), fresh);
  });
}

export function differences(kept: readonly cells.Cell[], counted: readonly cells.Cell[]): CellDifference[] {
  const nameOf = ({ body, key }: cells.Cell) => JSON.stringify([body, key]);
  const left = new Map(counted.map((cell) => [nameOf(cell), cell]));
  const found = kept.flatMap((cell): CellDifference[] => {
    const other = left.get(nameOf(cell)) ?? null;
    left.delete(nameOf(cell));
    if (other && JSON.stringify(other) === JSON.stringify(cell)) return [];
    return [{ body: cell.body, key: cell.key, kept: cell, counted: other }];
  });
  return [
    ...found,
    ...[...left.values()].map((cell) => ({ body: cell.body, key: cell.key, kept: null, counted: cell })),
  ];
}
