/**
 * Her data in every register of the node that holds her, as JSON and CSV; what a law keeps back is named, not shown. An
 * officer who hands it to her gets no more than he reads himself: else a request that nobody made would open everything.
 */
import { subjectSettings, type SubjectRequest } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import {
  exportColumns,
  openedRecords,
  noteReads,
  ownRowsOf,
  writeCsv,
  writeZip,
  type ExportValue,
  type OwnRows,
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
  const held = await Promise.all(
    (await heldForRights(context, request.person)).map(async (one) => ({
      ...one,
      given: isOwn ? await allOf(context, one) : await ownRowsOf(context, caller, one.table, idsOf(one)),
    })),
  );
  for (const { register, given } of isOwn ? [] : held) {
    const ids = given.rows.map(({ record }) => record);
    if (ids.length === 0) continue;
    await noteReads(context, caller, { action: 'exchange.export-subject-request', subject: register, rule }, ids);
  }
  if (isOwn) {
    const entry = { action: 'exchange.export-subject-request', actor: caller.account, body: caller.body };
    await context.audit.append({ ...entry, subject: `subject-request/${request.id}`, allowed: true, rule });
  }
  return writeZip(entriesOf(context, held, reading));
}

async function* entriesOf(context: Context, held: readonly Given[], reading: Reading): AsyncGenerator<ZipEntry> {
  const { language, request } = reading;
  const { keptBack } = subjectSettings(context.profile);
  // Where nothing of her is given, nothing says that she is held there.
  const given = held.filter((one) => one.given.rows.length > 0);
  const about = {
    v: 1,
    person: request.person,
    request: request.id,
    at: context.clock.now().toISOString(),
    registers: given.map(({ register, names, given: { rows } }) => ({ register, names, records: rows.length })),
    keptBack: keptBack.map(({ elements, names, citation }) => ({ elements, names, citation })),
  };
  yield { name: 'about.json', content: once(JSON.stringify(about, null, 2)) };
  const back = new Set(keptBack.flatMap(({ elements }) => elements));
  for (const one of given) {
    const { rows, columns: shown } = one.given;
    const fields = one.table.entity.fields.filter(({ element, name }) => !back.has(element) && shown.has(name));
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

interface Given extends Held {
  readonly given: OwnRows;
}

const idsOf = ({ records }: Held) => records.map(({ record }) => record);

async function allOf(context: Context, held: Held): Promise<OwnRows> {
  const names = held.table.entity.fields.map(({ name }) => name);
  return { rows: await openedRecords(context, held.table, idsOf(held), names), columns: new Set(names) };
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
