/** Reads under a voucher: under the reader's role, of the granted columns and rows. Look-ups that come together go together. */
import { bodiesEdition, listBodies } from '../../bodies/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { gather } from '../../platform/gather.ts';
import {
  asReader,
  findByKeys,
  findRecords,
  listRecords,
  type Condition,
  type StoredRecord,
} from '../../records/index.ts';
import type { Values } from '../../records/contract.ts';
import type { ServedRecord } from './contract.ts';
import type { OpenVoucher } from '../vouchers/index.ts';
import type { Served } from './open-served.ts';

/** Columns of the role: what is shown, and what the rows are found by. */
const readable = ({ fields, condition, table }: Served, keyed: boolean): string[] => [
  ...new Set([...fields, ...condition, ...(keyed ? table.entity.key : [])]),
];

type Find = (key: string) => Promise<StoredRecord | undefined>;
const finders = new WeakMap<Served, Map<string, Find>>();
const MOST_QUESTIONS = 500;

export interface Question {
  /** Physical names of the fields shown; the agreement opens all of them. */
  readonly fields: readonly string[];
  readonly asOf?: string | undefined;
}

/** One record by its key; undefined when it is not there or not open. */
export function findServed(db: Db, served: Served, key: readonly string[], question: Question) {
  let known = finders.get(served);
  if (!known) finders.set(served, (known = new Map()));
  const name = JSON.stringify([question.asOf ?? null, question.fields]);
  let find = known.get(name);
  if (!find) {
    if (known.size >= MOST_QUESTIONS) known.clear();
    known.set(name, (find = gather((keys: readonly string[]) => findMany(db, served, keys, question))));
  }
  return find(JSON.stringify(key));
}

async function findMany(
  db: Db,
  served: Served,
  asked: readonly string[],
  question: Question,
): Promise<Map<string, StoredRecord>> {
  const keys = asked.map((key) => JSON.parse(key) as string[]);
  const found = await findAllServed(db, served, keys, question);
  return new Map(asked.flatMap((key, i) => (found.get(i) ? [[key, found.get(i) as StoredRecord]] : [])));
}

/** By the place of the key. */
export const findAllServed = (
  db: Db,
  served: Served,
  keys: readonly (readonly string[])[],
  { fields, asOf }: Question,
): Promise<ReadonlyMap<number, StoredRecord>> =>
  asReader(db, served.table, readable(served, true), (tx) =>
    findByKeys(tx, served.table, keys, { columns: fields, scope: served.scope, ...(asOf !== undefined && { asOf }) }),
  );

export interface ListQuestion extends Question {
  readonly where: readonly Condition[];
  readonly order: { readonly field: string | undefined; readonly descending: boolean };
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export const listServed = (db: Db, served: Served, { fields, asOf, ...page }: ListQuestion) =>
  asReader(db, served.table, readable(served, false), (tx) =>
    listRecords(tx, served.table, {
      ...page,
      columns: fields,
      scope: served.scope,
      ...(asOf !== undefined && { asOf }),
    }),
  );

/**
 * What the records are counted by: their keys where the agreement has a budget of different records, so that one that was
 * looked up before is the same one; else nothing that costs a question. The reader's role may not see them.
 */
export async function keysOfRecords(
  db: Db,
  { table }: Served,
  { agreement }: Pick<OpenVoucher, 'agreement'>,
  records: readonly StoredRecord[],
): Promise<readonly (readonly string[])[]> {
  if ((agreement.subjects ?? null) === null || records.length === 0) return records.map(({ record }) => [record]);
  const found = await findRecords(
    db,
    table,
    records.map(({ record }) => record),
    table.entity.key,
  );
  const valuesOf = new Map(found.map(({ record, values }) => [record, values]));
  return records.map(({ record }) => {
    const values = valuesOf.get(record);
    return values ? table.entity.key.map((name) => String(values[name])) : [record];
  });
}

const codes = new WeakMap<Db, { readonly edition: string; readonly of: Promise<ReadonlyMap<number, string>> }>();

/** Bodies by code: ids are each node's own. */
export async function bodyCodes({ db, clock, profile }: Pick<Context, 'db' | 'clock' | 'profile'>) {
  const edition = String(await bodiesEdition(db, dayOf(clock.now(), profile.timeZone)));
  let known = codes.get(db);
  if (known?.edition !== edition) {
    const of = listBodies(db).then((bodies) => new Map(bodies.map(({ id, code }) => [id, code])));
    codes.set(db, (known = { edition, of }));
    of.catch(() => codes.delete(db));
  }
  return known.of;
}

export const servedView = (record: StoredRecord, codeOf: ReadonlyMap<number, string>): ServedRecord => ({
  record: record.record,
  version: record.version,
  body: codeOf.get(record.body) ?? '',
  ...(record.validFrom !== undefined && { validFrom: record.validFrom, validTo: record.validTo ?? null }),
  values: record.values as Values,
});
