/** Reads for other rooms and for the routes: one record, a page, a count, a stream. Nothing is decided here. */
import { isSealed } from '../dictionary/index.ts';
import type { Db } from '../platform/db/db.ts';
import { endOfDay } from '../platform/clock.ts';
import { positionOn, type Position } from '../platform/changes/index.ts';
import { fieldOf, type ReadRequest, type RegisterTable, type StoredRecord } from './model.ts';
import { problems } from './problems.ts';
import { hashQuestion, readCursor, writeCursor } from './read-filter.ts';
import { checkKey, countRows, selectByIds, selectByKeys, selectPage, type After, type Order } from './store/record.ts';
import { isDay } from './store/relation.ts';

/** One record as it stands, stood or was known; undefined when it is not there or outside the scope. */
export async function findRecord(
  db: Db,
  table: RegisterTable,
  record: string,
  request: Omit<ReadRequest, 'where'>,
): Promise<StoredRecord | undefined> {
  const [found] = await selectByIds(db, table, { ...request, records: [record] });
  return found;
}

/** Those of these records that stand, with some columns; in no order. */
export const findRecords = (db: Db, table: RegisterTable, records: readonly string[], columns: readonly string[]) =>
  selectByIds(db, table, { scope: 'all', records, columns });

/** The same by key: one value a key field, in the key's order. @throws problems.incompleteKey */
export async function findByKey(
  db: Db,
  table: RegisterTable,
  key: readonly string[],
  request: Omit<ReadRequest, 'where'>,
): Promise<StoredRecord | undefined> {
  checkKey(table, key);
  return (await selectByKeys(db, table, { ...request, keys: [key] })).get(0);
}

/**
 * The records that bear these keys, by the place of the key in the list: one statement, whose text is the same for every
 * list of keys under the same columns and scope. Keys are checked.
 */
export function findByKeys(
  db: Db,
  table: RegisterTable,
  keys: readonly (readonly string[])[],
  request: Omit<ReadRequest, 'where'>,
): Promise<ReadonlyMap<number, StoredRecord>> {
  return selectByKeys(db, table, { ...request, keys, often: true });
}

export interface ListRequest extends ReadRequest {
  readonly order?: Order;
  readonly cursor?: string | undefined;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 50;
const inOrder: Order = { field: undefined, descending: false };

/**
 * One page in a stable order. The cursor belongs to this question; the scope is asked anew at every page.
 * @throws problems.unknownField, problems.invalidFilter, problems.invalidCursor, problems.noValidTime
 */
export async function listRecords(
  db: Db,
  table: RegisterTable,
  request: ListRequest,
): Promise<{ items: StoredRecord[]; next?: string }> {
  const { order = inOrder, limit = DEFAULT_LIMIT } = request;
  checkOrder(table, order);
  const question = questionOf(table, { ...request, order });
  const after = request.cursor === undefined ? undefined : readCursor(question, request.cursor);
  const rows = await selectPage(db, table, { ...request, order, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || !last) return { items: items.map(withoutPlace) };
  return { items: items.map(withoutPlace), next: writeCursor(question, { value: last.at, record: last.record }) };
}

const withoutPlace = ({ at: _at, ...record }: StoredRecord & { at: string | null }): StoredRecord => record;

const questionOf = (table: RegisterTable, { where, order, asOf, knownOn }: ListRequest): string =>
  hashQuestion([table.register, where ?? [], order, asOf, knownOn]);

function checkOrder({ entity, register }: RegisterTable, { field }: Order): void {
  if (field === undefined) return;
  const known = fieldOf(entity, field);
  if (!known) throw problems.unknownField({ field, register });
  if (isSealed(known)) throw problems.fieldSealed({ field, register });
}

/** How many rows match within the scope. */
export function countRecords(db: Db, table: RegisterTable, request: ReadRequest): Promise<number> {
  return countRows(db, table, request);
}

const STREAM_PAGE = 2_000;

export interface StreamRequest extends Omit<ListRequest, 'cursor' | 'limit'> {
  /** At most so many; all when absent. */
  readonly limit?: number | undefined;
}

/**
 * All rows that match, in the order of the question, a few thousand at a time: memory does not grow, and nobody holds a
 * transaction while a slow reader reads. A row changed on the way is given as it stood when its page was read.
 */
export async function* streamRecords(
  db: Db,
  table: RegisterTable,
  request: StreamRequest,
): AsyncGenerator<StoredRecord[]> {
  const { order = inOrder } = request;
  checkOrder(table, order);
  let after: After | undefined;
  for (let left = request.limit ?? Infinity; left > 0;) {
    const limit = Math.min(STREAM_PAGE, left);
    const rows = await selectPage(db, table, { ...request, order, after, limit });
    if (rows.length > 0) yield rows.map(withoutPlace);
    const last = rows.at(-1);
    if (rows.length < limit || !last) return;
    left -= rows.length;
    after = { value: last.at, record: last.record };
  }
}

/** The position that stands for "known on" a day: everything numbered up to its end. @throws problems.invalidDay */
export async function knownOnDay(db: Db, day: string, timeZone: string): Promise<Position> {
  if (!isDay(day)) throw problems.invalidDay({ day });
  return positionOn(db, endOfDay(day, timeZone).toISOString());
}
