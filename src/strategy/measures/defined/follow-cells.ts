/**
 * Keeps what every measure counts, by following the change log: adds what a change set began and takes off what it
 * ended, all measures of a register by one reading of its delta. Where a measure reads otherwise than when it was
 * counted (another definition, another shape of the rows, another day), it is counted anew as of that change.
 */
import { listBodies } from '../../../bodies/index.ts';
import type { ChangeSet, Follower, Position } from '../../../platform/changes/index.ts';
import { dayOf } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db/db.ts';
import { delta, relation } from '../../../records/index.ts';
import { touchedBodies } from '../../../quality/index.ts';
import { openMeasure, tableOf, type Opened } from './open-measure.ts';
import * as cells from './store/cell.ts';
import * as store from './store/measure.ts';
import { databaseTime } from '../store/indicator.ts';

export const CELLS = 'strategy.cells';

/** Of a register's rows. */
const ofRows: readonly ChangeSet['kind'][] = ['records', 'undo', 'migration', 'applied', 'disposal'];
/** Of what measures are read by: their own text tells whether they changed. */
const ofReading: readonly ChangeSet['kind'][] = ['bodies', 'release', 'quality', 'strategy'];

export interface Timed {
  readonly profile: { readonly timeZone: string };
}

export function cellsFollower({ profile }: Timed): Follower {
  const dayOfChange = (change: ChangeSet) => dayOf(new Date(change.stampedAt ?? change.begunAt), profile.timeZone);
  return {
    name: CELLS,
    kinds: [...ofRows, ...ofReading],
    // Asked as known at the position: a first load into an empty register freezes its rows, which every snapshot sees.
    initial: async (tx, at) => {
      const day = dayOf(new Date(await databaseTime(tx)), profile.timeZone);
      for (const one of await store.allMeasures(tx)) await countWhole(tx, one, at, day);
    },
    apply: async (tx, change) => {
      if (ofReading.includes(change.kind)) return countChanged(tx, change, dayOfChange(change));
      await countChange(tx, change, dayOfChange(change));
    },
    fingerprint: cells.fingerprint,
  };
}

/** Every measure that reads otherwise than when it was counted. */
async function countChanged(tx: Db, change: ChangeSet, day: string): Promise<void> {
  if (change.kind === 'quality' && change.actor !== 'system') return;
  for (const one of await store.allMeasures(tx)) {
    const opened = await openMeasure(tx, one, day, await homesOf(tx, one));
    if (opened.basis !== one.basis) await countOpened(tx, one, opened, { at: change.at, day });
  }
}

async function countChange(tx: Db, change: ChangeSet, day: string): Promise<void> {
  const all = await store.measuresOf(tx, change.subject);
  const table = all.length === 0 ? undefined : await tableOf(tx, change.subject);
  if (!table) return;
  const moving: Opened[] = [];
  for (const one of all) {
    const opened = await openMeasure(tx, one, day, await homesOf(tx, one));
    if (opened.basis !== one.basis || change.kind === 'migration')
      await countOpened(tx, one, opened, { at: change.at, day });
    else if (opened.counted && one.fault === null) moving.push(opened);
  }
  const measures = moving.flatMap(({ counted }) => (counted ? [counted] : []));
  // What a stream brings may also empty fields of rows that are here, of which no delta tells.
  if (change.kind === 'applied') await countBodies(tx, change, measures);
  else await move(tx, change, measures);
  await cells.noteDay(
    tx,
    all.map(({ code }) => code),
    day,
  );
}

async function move(tx: Db, change: ChangeSet, measures: readonly cells.CountedMeasure[]): Promise<void> {
  const table = await tableOf(tx, change.subject);
  if (!table || measures.length === 0) return;
  const stale = await cells.moveCells(tx, measures, delta(table, change));
  const rows = relation(table, { scope: 'all', ...(change.at && { knownOn: change.at }) });
  for (const measure of measures) {
    const own = stale.filter((cell) => cell.measure === measure.code);
    if (own.length > 0) await cells.renewExtremes(tx, measure, own, rows);
  }
}

async function countBodies(tx: Db, change: ChangeSet, measures: readonly cells.CountedMeasure[]): Promise<void> {
  const table = await tableOf(tx, change.subject);
  if (!table) return;
  const bodies = await touchedBodies(tx, change);
  const rows = relation(table, { scope: bodies, ...(change.at && { knownOn: change.at }) });
  for (const measure of measures) {
    await cells.clearCells(tx, measure.code, bodies);
    await cells.fillCells(tx, measure, rows);
  }
}

async function countWhole(tx: Db, one: store.MeasureRecord, at: Position, day: string): Promise<void> {
  await countOpened(tx, one, await openMeasure(tx, one, day, await homesOf(tx, one)), { at, day });
}

async function countOpened(
  tx: Db,
  one: store.MeasureRecord,
  { basis, counted, fault }: Opened,
  { at, day }: { readonly at: Position | null; readonly day: string },
): Promise<void> {
  await cells.clearCells(tx, one.code);
  const table = counted && (await tableOf(tx, one.register));
  if (table) await cells.fillCells(tx, counted, relation(table, { scope: 'all', ...(at && { knownOn: at }) }));
  await store.setBasis(tx, one.code, basis, fault);
  await cells.noteDay(tx, [one.code], day);
}

/** Ids of the bodies of the level that a measure asks for. */
export async function homesOf(db: Db, { definition }: store.MeasureRecord): Promise<readonly number[] | undefined> {
  if (definition.homes === undefined) return undefined;
  return (await listBodies(db)).filter(({ level }) => level === definition.homes).map(({ id }) => id);
}
