/** The data key of each record: made when it is first needed, wrapped by the key port, and gone for ever once destroyed. */
import { randomBytes, type KeyObject } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/db.ts';
import { findKeys, insertKeys } from '../ledger/key-store.ts';
import { dataKey, KEY_BYTES } from './field-cipher.ts';
import type { KeyPort } from './key-port.ts';

/** Beside `record/<id>`, the key of what the audit log says about the record: destroyed together. */
export const fieldsKey = (record: string): string => `fields/${record}`;

export interface DataKeys {
  /** Keys of these records, made where there are none; a record whose key was destroyed is absent, for ever. */
  forWriting(db: Db, records: readonly string[]): Promise<ReadonlyMap<string, KeyObject>>;
  /** Keys that are there. */
  forReading(db: Db, records: readonly string[]): Promise<ReadonlyMap<string, KeyObject>>;
}

/** Nothing is remembered from one call to the next: a key that is destroyed is destroyed at once, in every process. */
export function openDataKeys(port: KeyPort, clock: Clock): DataKeys {
  const forReading: DataKeys['forReading'] = async (db, records) => {
    const rows = await findKeys(db, records.map(fieldsKey));
    const opened = await Promise.all(
      rows.map(async ({ name, wrapped }) =>
        wrapped === null ? [] : [[name, dataKey(await port.unwrap(wrapped, name))] as const],
      ),
    );
    const byName = new Map(opened.flat());
    return new Map(
      records.flatMap((record) => {
        const key = byName.get(fieldsKey(record));
        return key ? [[record, key] as const] : [];
      }),
    );
  };
  return {
    forReading,
    forWriting: async (db, records) => {
      const wanted = [...new Set(records)];
      const there = new Set((await findKeys(db, wanted.map(fieldsKey))).map(({ name }) => name));
      const missing = wanted.map(fieldsKey).filter((name) => !there.has(name));
      const fresh = await Promise.all(
        missing.map(async (name) => ({ name, wrapped: await port.wrap(randomBytes(KEY_BYTES), name) })),
      );
      // Two that make the same one take the same: the first stays.
      if (fresh.length > 0) await insertKeys(db, fresh, clock.now());
      return forReading(db, wanted);
    },
  };
}
