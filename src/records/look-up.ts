/** One record by id, for many readers at once: look-ups that come together go to the database as one statement. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { briefly, type Brief } from '../platform/briefly.ts';
import { gather } from '../platform/gather.ts';
import { columnsOf } from './answer-records.ts';
import type { RegisterTable, StoredRecord } from './model.ts';
import { openRegister } from './open-register.ts';
import { selectByIds } from './store/record.ts';

export interface Looked {
  readonly table: RegisterTable;
  readonly found: StoredRecord | undefined;
}

/** @throws problems.registerNotFound, problems.registerNotReady, problems.unknownField */
export type Lookup = (register: string, record: string, columns: string | undefined) => Promise<Looked>;

const MOST_QUESTIONS = 1_000;

/** Readers of one register and the same columns share a statement; a failure is theirs alone. */
export function openLookup({ db }: Pick<Context, 'db'>): Lookup {
  const questions = new Map<string, (record: string) => Promise<Looked | undefined>>();
  // A release put in force by another process shows its new fields a tenth of a second later.
  const tables = new Map<string, Brief<RegisterTable>>();
  const tableOf = (register: string): Promise<RegisterTable> => {
    if (tables.size >= MOST_QUESTIONS) tables.clear();
    const known = tables.get(register) ?? briefly<RegisterTable>(openRegister);
    tables.set(register, known);
    return known.read(db, register);
  };
  return async (register, record, columns) => {
    const question = `${register}\0${columns ?? ''}`;
    let ask = questions.get(question);
    if (!ask) {
      // Columns come from whoever asks: what is remembered of them is bounded.
      if (questions.size >= MOST_QUESTIONS) questions.clear();
      ask = gather(async (records) => readTogether(db, await tableOf(register), columns, records));
      questions.set(question, ask);
    }
    return (await ask(record)) as Looked;
  };
}

async function readTogether(
  db: Db,
  table: RegisterTable,
  columns: string | undefined,
  records: readonly string[],
): Promise<ReadonlyMap<string, Looked>> {
  const rows = await selectByIds(db, table, { ...columnsOf(columns), scope: 'all', records });
  const found = new Map(rows.map((row) => [row.record, row]));
  return new Map(records.map((record) => [record, { table, found: found.get(record) }]));
}
