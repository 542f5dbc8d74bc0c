/** Her data in every register of the node that holds her, as JSON and CSV; what a law keeps back is named, not shown. */
import { subjectSettings, type SubjectRequest } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import {
  exportColumns,
  findRecord,
  noteReads,
  writeCsv,
  writeZip,
  type ExportValue,
  type StoredRecord,
  type ZipEntry,
} from '../../records/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Held } from '../window/find-records.ts';
import { heldForRights } from './held-by.ts';

interface Reading {
  readonly request: SubjectRequest;
  readonly caller: Caller;
  /** It is her own: no read of somebody else. */
  readonly isOwn: boolean;
  readonly rule: string;
  readonly language: string;
}

export async function exportSubjectData(context: Context, reading: Reading): Promise<AsyncIterable<Buffer>> {
  const { request, caller, isOwn, rule } = reading;
  const held = await heldForRights(context, request.person);
  for (const { register, records } of held) {
    const ids = records.map(({ record }) => record);
    if (!isOwn)
      await noteReads(context, caller, { action: 'exchange.export-subject-request', subject: register, rule }, ids);
  }
  if (isOwn) {
    const entry = { action: 'exchange.export-subject-request', actor: caller.account, body: caller.body };
    await context.audit.append({ ...entry, subject: `subject-request/${request.id}`, allowed: true, rule });
  }
  return writeZip(entriesOf(context, held, reading));
}

async function* entriesOf(context: Context, held: readonly Held[], reading: Reading): AsyncGenerator<ZipEntry> {
  const { language, request } = reading;
  const { keptBack } = subjectSettings(context.profile);
  const about = {
    v: 1,
    person: request.person,
    request: request.id,
    at: context.clock.now().toISOString(),
    registers: held.map(({ register, names, records }) => ({ register, names, records: records.length })),
    keptBack: keptBack.map(({ elements, names, citation }) => ({ elements, names, citation })),
  };
  yield { name: 'about.json', content: once(JSON.stringify(about, null, 2)) };
  const back = new Set(keptBack.flatMap(({ elements }) => elements));
  for (const one of held) {
    const fields = one.table.entity.fields.filter(({ element }) => !back.has(element));
    const rows = await rowsOf(context, one);
    const json = rows.map(({ record, version, values }) => ({
      ...{ record, version },
      values: fields.map(({ name, element, names }) => ({ field: name, element, names, value: values[name] ?? null })),
    }));
    yield { name: `${one.register}.json`, content: once(JSON.stringify({ names: one.names, records: json }, null, 2)) };
    const lines = rows.map(({ values }) => fields.map(({ name }) => cellOf(values[name])));
    const columns = exportColumns(fields, language).map((column) => ({
      ...column,
      header: column.header || column.name,
    }));
    yield { name: `${one.register}.csv`, content: writeCsv({ columns, rows: batch(lines) }) };
  }
}

async function rowsOf({ db }: Context, { table, records }: Held): Promise<StoredRecord[]> {
  const found: StoredRecord[] = [];
  for (const { record } of records) {
    const row = await findRecord(db, table, record, { scope: 'all' });
    if (row) found.push(row);
  }
  return found;
}

const cellOf = (value: unknown): ExportValue =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as ExportValue);

async function* once(text: string) {
  await Promise.resolve();
  yield text;
}
async function* batch(rows: readonly (readonly ExportValue[])[]) {
  await Promise.resolve();
  yield rows;
}
