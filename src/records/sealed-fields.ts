/**
 * Fields that the dictionary asks to be stored sealed (ADR 0041): sealed between the check and the statement, opened after
 * it, for who may read them. A register without such fields pays nothing.
 */
import type { KeyObject } from 'node:crypto';
import { isSealed, type EntityPlan } from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { decryptValue, encryptSettled, type DataKeys } from '../platform/encryption/index.ts';
import type { RegisterTable, StoredRecord } from './model.ts';
import { problems } from './problems.ts';
import { selectByIds } from './store/record.ts';
import type { TypedValues } from './store/write.ts';

const known = new WeakMap<EntityPlan, readonly string[]>();

/** Physical names of the fields that are stored sealed; of most entities none. */
export function sealedFields(entity: EntityPlan): readonly string[] {
  let names = known.get(entity);
  if (!names) known.set(entity, (names = entity.fields.filter(isSealed).map(({ name }) => name)));
  return names;
}

type Keyed = Pick<Context, 'dataKeys'>;

/** @throws problems.keysMissing on a node without a key folder */
function keysOf({ dataKeys }: Keyed, register: string): DataKeys {
  if (!dataKeys) throw problems.keysMissing({ register });
  return dataKeys;
}

/** As bytea is written in a statement and in the text format of COPY. */
const bytesText = (sealed: Buffer): string => `\\x${sealed.toString('hex')}`;

export interface Sealing {
  readonly record: string;
  /** In the order of the entity's fields; sealed ones are replaced. */
  readonly values: (string | null)[];
}

/**
 * Seals in place what must be, of rows on their way into a table. Within one record equal values seal alike, so that a row
 * that says nothing new is found to be unchanged; of two records they never do.
 * @throws problems.keysMissing, problems.recordErased
 */
export async function sealRows(
  context: Keyed,
  db: Db,
  table: Pick<RegisterTable, 'register' | 'entity'>,
  rows: readonly Sealing[],
) {
  const { entity, register } = table;
  const names = new Set(sealedFields(entity));
  const places = entity.fields.flatMap(({ name }, at) => (names.has(name) ? [{ name, at }] : []));
  const holding = rows.filter(({ values }) => places.some(({ at }) => (values[at] ?? null) !== null));
  if (holding.length === 0) return;
  const keys = await keysOf(context, register).forWriting(
    db,
    holding.map(({ record }) => record),
  );
  for (const { record, values } of holding) {
    const key = keys.get(record);
    if (!key) throw problems.recordErased({ register });
    for (const { name, at } of places) {
      const value = values[at] ?? null;
      if (value !== null) values[at] = bytesText(encryptSettled(key, value, { register, record, field: name }));
    }
  }
}

/** The same for named values of one record. */
export async function sealValues(
  context: Keyed,
  db: Db,
  table: Pick<RegisterTable, 'register' | 'entity'>,
  { record, values }: { readonly record: string; readonly values: TypedValues },
): Promise<TypedValues> {
  if (!sealedFields(table.entity).some((name) => values.has(name))) return values;
  const row = { record, values: table.entity.fields.map(({ name }) => values.get(name) ?? null) };
  await sealRows(context, db, table, [row]);
  const at = new Map(table.entity.fields.map(({ name }, i) => [name, i]));
  return new Map([...values.keys()].map((name) => [name, row.values[at.get(name) ?? -1] ?? null]));
}

const sealedBytes = (value: unknown): Buffer | undefined => {
  if (Buffer.isBuffer(value)) return value;
  // Read through a mask it is PostgreSQL's text of the bytes.
  return typeof value === 'string' && value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : undefined;
};

/**
 * Opens what is sealed of rows that were read with `sealed: true`: after the decision, for whoever may see the field. A value
 * whose key was destroyed is not there any more.
 * @throws SealedValueError when a value was altered, or stood at another place: it says nothing of which
 */
export async function openRecords<R extends Pick<StoredRecord, 'record' | 'values'>>(
  context: Keyed,
  db: Db,
  table: Pick<RegisterTable, 'register' | 'entity'>,
  rows: readonly R[],
): Promise<readonly R[]> {
  const names = sealedFields(table.entity);
  const holding =
    names.length === 0 ? [] : rows.filter(({ values }) => names.some((name) => sealedBytes(values[name])));
  if (holding.length === 0) return rows;
  const { register } = table;
  const keys = await keysOf(context, register).forReading(db, [...new Set(holding.map(({ record }) => record))]);
  return rows.map((row) => ({ ...row, values: opened(row, names, { register, key: keys.get(row.record) }) }));
}

function opened(
  { record, values }: Pick<StoredRecord, 'record' | 'values'>,
  names: readonly string[],
  { register, key }: { readonly register: string; readonly key: KeyObject | undefined },
): StoredRecord['values'] {
  const out = { ...values };
  for (const field of names) {
    const sealed = sealedBytes(values[field]);
    if (sealed) out[field] = key ? decryptValue(key, sealed, { register, record, field }) : null;
  }
  return out;
}

/** One row or none. */
export async function openRecord<R extends Pick<StoredRecord, 'record' | 'values'>>(
  context: Keyed & Pick<Context, 'db'>,
  table: Pick<RegisterTable, 'register' | 'entity'>,
  row: R | undefined,
): Promise<R | undefined> {
  return row && (await openRecords(context, context.db, table, [row]))[0];
}

/** Those of these records that stand, with what is stored sealed opened: for a room that has decided who gets them. */
export async function openedRecords(
  context: Keyed & Pick<Context, 'db'>,
  table: RegisterTable,
  records: readonly string[],
  columns: readonly string[],
): Promise<readonly StoredRecord[]> {
  const rows = await selectByIds(context.db, table, { scope: 'all', records, columns, sealed: true });
  return openRecords(context, context.db, table, rows);
}
