/** One record by id or by key, for many readers at once: look-ups that come together are one statement of the database. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { briefly } from '../platform/briefly.ts';
import { gather } from '../platform/gather.ts';
import { columnsOf } from './answer-records.ts';
import type { RegisterTable, StoredRecord } from './model.ts';
import { openRegister } from './open-register.ts';
import { sealedFields } from './sealed-fields.ts';
import { checkKey, selectByIds, selectByKeys } from './store/record.ts';

export interface Looked {
  readonly table: RegisterTable;
  readonly found: StoredRecord | undefined;
}

/** Both throw problems.registerNotFound, problems.registerNotReady and problems.unknownField. */
export interface Lookup {
  /** The register's table as of at most a tenth of a second ago. */
  tableOf(register: string): Promise<RegisterTable>;
  byId(register: string, record: string, columns: string | undefined): Promise<Looked>;
  /** @throws problems.incompleteKey, problems.invalidFilter */
  byKey(register: string, key: readonly string[], columns: string | undefined): Promise<Looked>;
}

const MOST_QUESTIONS = 1_000;

/** One value for each name, made when it is first asked for. Names come from whoever asks, so they are bounded. */
function eachOf<V>(make: (name: string) => V): (name: string) => V {
  const made = new Map<string, V>();
  return (name) => {
    let value = made.get(name);
    if (value === undefined) {
      if (made.size >= MOST_QUESTIONS) made.clear();
      made.set(name, (value = make(name)));
    }
    return value;
  };
}

/** Readers of one register and the same columns share a statement; a failure is theirs alone. */
export function openLookup({ db }: Pick<Context, 'db'>): Lookup {
  // A release put in force by another process shows its new fields a tenth of a second later.
  const tables = briefly(openRegister);
  const tableOf = (register: string) => tables.read(db, register);
  const gathered = (find: (reading: Reading, asked: readonly string[]) => Promise<Map<string, Looked>>) =>
    eachOf((question) => {
      const [register = '', columns] = question.split('\0');
      return gather(async (asked: readonly string[]) =>
        find({ db, table: await tableOf(register), columns: columnsOf(columns) }, asked),
      );
    });
  const ids = gathered(readIds);
  const keys = gathered(readKeys);
  const questionOf = (register: string, columns: string | undefined) =>
    columns === undefined ? register : `${register}\0${columns}`;
  return {
    tableOf,
    byId: async (register, record, columns) => (await ids(questionOf(register, columns))(record)) as Looked,
    byKey: async (register, key, columns) => {
      checkKey(await tableOf(register), key);
      return (await keys(questionOf(register, columns))(JSON.stringify(key))) as Looked;
    },
  };
}

interface Reading {
  readonly db: Db;
  readonly table: RegisterTable;
  readonly columns: ReturnType<typeof columnsOf>;
}

// Only where there is any: the usual question keeps its text.
const sealedIn = ({ entity }: RegisterTable): boolean => sealedFields(entity).length > 0;

async function readIds({ db, table, columns }: Reading, records: readonly string[]): Promise<Map<string, Looked>> {
  const rows = await selectByIds(db, table, { ...columns, scope: 'all', sealed: sealedIn(table), records });
  const found = new Map(rows.map((row) => [row.record, row]));
  return new Map(records.map((record) => [record, { table, found: found.get(record) }]));
}

async function readKeys({ db, table, columns }: Reading, asked: readonly string[]): Promise<Map<string, Looked>> {
  const keys = asked.map((key) => JSON.parse(key) as string[]);
  const found = await selectByKeys(db, table, { ...columns, scope: 'all', sealed: sealedIn(table), keys });
  return new Map(asked.map((key, i) => [key, { table, found: found.get(i) }]));
}
