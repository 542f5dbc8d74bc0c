/** Fills the columns that get a wider type or another name, a few thousand rows at a time, each batch a transaction. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { carryBatch, countBoth, isCarrying, tables, type Half } from '../store/carry.ts';
import { enterStage, findMigration, forgetPlaces, noteProgress } from '../store/migration.ts';
import type { Carry, Place } from './model.ts';
import { rowsAreBusy } from './busy.ts';

export interface Carrying {
  readonly entity: EntityPlan;
  readonly carries: readonly Carry[];
  readonly clock: Clock;
  /** Rows a transaction; an edit of one of them waits until it ends. */
  readonly batch?: number | undefined;
}

const BATCH = 2000;
const ROUNDS = 100;
const PAUSE_MS = 200;

/** Goes on where a killed process was. Rows that others have in hand are taken in a later round. */
export async function carryValues(db: Db, carrying: Carrying): Promise<void> {
  const { entity, carries } = carrying;
  await enterStage(db, entity.name, 'carrying', await countBoth(db, entity));
  for (let round = 0; round < ROUNDS; round += 1) {
    const places = (await findMigration(db, entity.name))?.places ?? {};
    for (const half of tables) await carryHalf(db, carrying, half, places[half]);
    const left: boolean[] = [];
    for (const half of tables) left.push(await isCarrying(db, entity, carries, half));
    if (!left.includes(true)) return;
    await forgetPlaces(db, entity.name);
    await sleep(PAUSE_MS);
  }
  throw rowsAreBusy(entity.name);
}

async function carryHalf(db: Db, carrying: Carrying, half: Half, from: Place | undefined): Promise<void> {
  const { entity, carries, clock, batch = BATCH } = carrying;
  let after = from;
  for (;;) {
    const { rows, last } = await db.transaction(async (tx) => {
      const done = await carryBatch(tx, entity, carries, { half, after, rows: batch });
      if (done.last) await noteProgress(tx, entity.name, { half, place: done.last, rows: done.rows, now: clock.now() });
      return done;
    });
    if (!last || rows < batch) return;
    after = last;
  }
}
