/** A source made ready to be read: its kind, its settings, what it may reach for, and how its columns become the register's. */
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { outgoing, type Resolve } from '../../platform/http/outgoing.ts';
import { parseAllowed } from '../../platform/http/outgoing-hosts.ts';
import { openRegister, type ColumnMapping, type RawRow, type RegisterTable } from '../../records/index.ts';
import type { RowMapper } from '../../records/index.ts';
import { chooseMapping, layMapping } from '../../registers/index.ts';
import { sourceKinds } from './kinds/index.ts';
import type { Cursor, Reach, SourceBatch, SourceKind } from './model.ts';
import { problems } from './problems.ts';
import type { ConnectorRow } from './store/connector.ts';

export interface Source {
  readonly kind: SourceKind<unknown>;
  readonly reach: Reach;
  readonly table: RegisterTable;
  /** How columns of these names fill the register. */
  lay(columns: readonly string[]): { readonly columns: readonly ColumnMapping[]; readonly mapper?: RowMapper };
  /** What stays with the load. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface OpenOptions {
  readonly signal: AbortSignal;
  readonly language: string;
  /** Default: the resolver of the machine. */
  readonly resolve?: Resolve | undefined;
}

/** @throws problems.notApproved, registers/mapping-unsound, and what a register or a mapping may be missing for */
export async function openSource(context: Context, connector: ConnectorRow, options: OpenOptions): Promise<Source> {
  if (connector.approvedBy === null) throw problems.notApproved();
  const kind = sourceKinds.get(connector.kind);
  if (!kind) throw problems.settingsUnsound({ kind: connector.kind, errors: [] });
  const table = await openRegister(context.db, connector.register);
  const mapping = await chooseMapping(context, options, {
    code: connector.mapping ?? undefined,
    entity: table.entity,
    settings: table.plan.settings,
  });
  const allowed = connector.hosts.flatMap((line) => parseAllowed(line) ?? []);
  const { signal, resolve } = options;
  const reach: Reach = {
    out: outgoing({ allowed, ...(resolve && { resolve }) }),
    secret: (name) => {
      const found = context.secrets?.(name);
      if (found === undefined) throw problems.secretMissing({ secret: name });
      return found;
    },
    signal,
    wanted: mapping ? [...mapping.compiled.read] : [],
  };
  const fields = new Set(table.entity.fields.map((field) => field.name));
  return {
    kind,
    reach,
    table,
    lay: (columns) =>
      mapping
        ? layMapping(mapping, columns)
        : { columns: columns.map((header, column) => ({ column, header, field: fields.has(header) ? header : null })) },
    facts: {
      connector: connector.code,
      read: dayOf(context.clock.now(), context.profile.timeZone),
      ...(mapping && { mapping: { code: mapping.mapping.code, revision: mapping.revision } }),
    },
  };
}

/** The batches of a source as rows of one table, and where the next run goes on. */
export interface Opened {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly RawRow[]>;
  /** After the last row. */
  cursor(): Cursor;
}

/**
 * Reads up to the first row; undefined when there is none. Rows are numbered from 1, as nobody sees a header.
 * @param most stops after so many rows: to try
 */
export async function beginReading(
  { kind, reach }: Source,
  settings: unknown,
  from: { readonly cursor: Cursor | undefined; readonly most?: number },
): Promise<{ readonly opened: Opened | undefined; readonly cursor: Cursor | undefined }> {
  const batches = kind.read(settings as never, reach, from.cursor)[Symbol.asyncIterator]();
  let cursor = from.cursor;
  let first: SourceBatch | undefined;
  for (let next = await batches.next(); !next.done; next = await batches.next()) {
    cursor = next.value.cursor;
    if (next.value.rows.length === 0) continue;
    first = next.value;
    break;
  }
  if (!first) return { opened: undefined, cursor };
  const { columns } = first;
  let after = first.cursor;
  const rows = async function* (): AsyncGenerator<readonly RawRow[]> {
    let number = 0;
    try {
      for (let batch: SourceBatch | undefined = first; batch; batch = await nextOf(batches)) {
        const taken = batch.rows.slice(0, (from.most ?? Infinity) - number);
        const place = placesOf(columns, batch.columns);
        yield taken.map((cells) => ({
          number: (number += 1),
          cells: place ? place.map((at) => cells[at] ?? '') : cells,
        }));
        after = batch.cursor;
        if (number >= (from.most ?? Infinity)) return;
        reach.signal.throwIfAborted();
      }
    } finally {
      await batches.return?.();
    }
  };
  return { opened: { columns, rows: rows(), cursor: () => after }, cursor };
}

async function nextOf(batches: AsyncIterator<SourceBatch>): Promise<SourceBatch | undefined> {
  const next = await batches.next();
  return next.done ? undefined : next.value;
}

/**
 * Later batches may have their columns in another order, or lack some. One that is new comes too late: rather than being
 * lost it ends the run, and a mapping says beforehand which there are.
 * @throws problems.sourceUnreadable
 */
function placesOf(columns: readonly string[], given: readonly string[]): number[] | undefined {
  if (columns.length === given.length && columns.every((name, i) => name === given[i])) return undefined;
  if (given.some((name) => !columns.includes(name))) throw problems.sourceUnreadable({ why: 'columns' });
  return columns.map((name) => given.indexOf(name));
}
