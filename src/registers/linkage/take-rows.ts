/** Rows of a file into `given`: which column holds what, every row kept, numbered in the order of their keys. */
import { basename } from 'node:path';
import { fold } from '../../platform/search/fold.ts';
import type { Engine } from '../../platform/analysis/engine.ts';
import type { LinkageFinding } from './model.ts';
import type { FieldSettings, LinkageSettings } from './settings.ts';
import { columnsOf, name, word } from './write-sql.ts';

export interface RowSource {
  /** A CSV file (UTF-8) with headers. */
  readonly file: string;
  /** Under which it is known; the file's name when absent. */
  readonly name?: string | undefined;
  /** A column with the true entity, to measure against. */
  readonly truth?: string | undefined;
}

type Fault = 'no-columns' | 'unreadable' | 'no-truth';

export class RowSourceError extends Error {
  override name = 'RowSourceError';
  readonly fault: Fault;
  readonly file: string;
  readonly headers: readonly string[];
  constructor(fault: Fault, file: string, headers: readonly string[] = []) {
    super(`${file}: ${fault}`);
    this.fault = fault;
    this.file = file;
    this.headers = headers;
  }
}

export interface Taken {
  readonly source: number;
  readonly name: string;
  readonly rows: number;
  /** Headers by field. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly findings: readonly LinkageFinding[];
}

/** The tables that a run begins with. */
export const createTables = ({ fields }: LinkageSettings): string[] => [
  `create table sources (source utinyint, name varchar)`,
  `create table given (rid integer, source utinyint, batch integer, key varchar, truth varchar, ${columnsOf(Object.keys(fields).map((f) => `${f}_text varchar`))})`,
  `create table decisions (kind varchar, a integer, b integer)`,
];

/** @throws RowSourceError when nothing in it is known, or it cannot be read */
export async function takeRows(
  engine: Engine,
  settings: LinkageSettings,
  from: RowSource & { readonly batch: number },
): Promise<Taken> {
  const label = from.name ?? basename(from.file);
  const { headers, bad } = await readFile(engine, from.file);
  const columns = chooseColumns(settings, headers);
  if (Object.keys(columns).length === 0) throw new RowSourceError('no-columns', from.file, headers);
  if (from.truth !== undefined && !headers.includes(from.truth))
    throw new RowSourceError('no-truth', from.file, headers);
  const source = await sourceNumber(engine, label);
  const key = settings.key.map((wanted) => headers.find((one) => fold(one) === fold(wanted))).find((one) => one);
  const fields = Object.entries(settings.fields);
  const texts = fields.map(([f, field]) => `${textOf(field, columns[f] ?? [])} as ${f}_text`);
  const plain = key === undefined ? `row_no::varchar` : `coalesce(nullif(trim(${name(key)}), ''), '#' || row_no)`;
  const truth = from.truth === undefined ? 'null' : name(from.truth);
  await engine.run(`create or replace temp table keyed as
    select *, row_number() over (partition by key order by row_no) as again from (select row_no, ${plain} as key, ${truth} as truth, ${columnsOf(texts)} from loaded)`);
  const [counted] = await engine.rows<{ rows: number; double: number; samples: string[] | null; last: number }>(
    `select count(*)::integer as rows, count(*) filter (again > 1)::integer as double, (array_agg(key order by row_no) filter (again > 1))[1:3] as samples,
       (select coalesce(max(rid), -1)::integer from given) as last from keyed`,
  );
  const { rows = 0, double = 0, last = -1 } = counted ?? {};
  await engine.run(`insert into given select (${String(last)} + row_number() over (order by key, again))::integer, ${String(source)}, ${String(from.batch)},
    case when again = 1 then key else key || '#' || again end, truth, ${columnsOf(fields.map(([f]) => `${f}_text`))} from keyed order by key, again`);
  await engine.run('drop table keyed');
  await engine.run('drop table loaded');
  const finding = (
    code: LinkageFinding['code'],
    count: number,
    more: Partial<LinkageFinding> = {},
  ): LinkageFinding[] =>
    count === 0 ? [] : [{ code, severity: 'warning', source: label, count, samples: [], ...more }];
  const findings = [
    ...fields
      .filter(([f]) => columns[f] === undefined)
      .flatMap(([f, field]) => finding('column-missing', 1, { field: f, samples: field.columns.slice(0, 3) })),
    ...finding('no-rows', rows === 0 ? 1 : 0),
    ...finding('one-row', rows === 1 ? 1 : 0, { severity: 'note' }),
    ...finding('double-key', double, { samples: [...(counted?.samples ?? [])].map(String) }),
    ...finding('unreadable-line', bad.length, { samples: bad.slice(0, 3) }),
  ];
  return { source, name: label, rows, columns, findings };
}

/** `loaded`: the texts of the file and `row_no`; lines that are no rows are named. */
async function readFile(engine: Engine, file: string): Promise<{ headers: string[]; bad: string[] }> {
  await engine.run('set preserve_insertion_order = true');
  try {
    await engine.run(
      `create or replace temp table loaded as select *, row_number() over () as row_no from read_csv(${word(file)}, all_varchar = true, header = true, null_padding = true, store_rejects = true)`,
    );
  } catch (error) {
    throw new RowSourceError('unreadable', file, [error instanceof Error ? error.message : String(error)]);
  } finally {
    await engine.run('set preserve_insertion_order = false');
  }
  const described = await engine.rows<{ column_name: string }>('describe loaded');
  const bad = await engine.rows<{ line: string }>(`select distinct line::varchar as line from reject_errors`);
  await engine.run('drop table if exists reject_errors');
  await engine.run('drop table if exists reject_scans');
  return {
    headers: described.map((one) => one.column_name).filter((one) => one !== 'row_no'),
    bad: bad.map(({ line }) => line),
  };
}

/** Headers are compared as they are searched: without marks, case and signs. */
function chooseColumns({ fields }: LinkageSettings, headers: readonly string[]): Record<string, readonly string[]> {
  const byFold = new Map(headers.map((header) => [fold(header), header]));
  const find = (wanted: readonly string[]) => wanted.flatMap((one) => byFold.get(fold(one)) ?? []);
  const chosen: Record<string, readonly string[]> = {};
  for (const [f, field] of Object.entries(fields)) {
    const found = [...new Set(find(field.columns))];
    const parts = field.kind === 'name' ? (field.joined ?? []).map((one) => find(one)) : [];
    const whole = parts.find((one, i) => field.kind === 'name' && one.length === field.joined?.[i]?.length);
    if (found.length > 0) chosen[f] = found;
    else if (whole) chosen[f] = whole;
  }
  return chosen;
}

/** An identifier may stand in any of its columns, parts of a name belong together, of the rest the first that is there counts. */
function textOf(field: FieldSettings, columns: readonly string[]): string {
  const cells = columns.map((column) => `nullif(trim(${name(column)}), '')`);
  if (cells.length === 0) return 'null';
  if (field.kind === 'identifier') return `nullif(concat_ws('|', ${columnsOf(cells)}), '')`;
  const isJoined =
    field.kind === 'name' && !columns.some((column) => field.columns.some((own) => fold(own) === fold(column)));
  return isJoined ? `nullif(concat_ws(' ', ${columnsOf(cells)}), '')` : `coalesce(${columnsOf(cells)})`;
}

async function sourceNumber(engine: Engine, label: string): Promise<number> {
  const known = await engine.rows<{ source: number; name: string }>('select source, name from sources');
  const found = known.find((one) => one.name === label);
  if (found) return found.source;
  await engine.run(`insert into sources values (${String(known.length)}, ${word(label)})`);
  return known.length;
}
