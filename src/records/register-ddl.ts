/** The statements that make a register's tables: typed columns, room for HOT updates, few and cheap indexes. */
import type { EntityPlan, FieldPlan } from '../dictionary/index.ts';
import { id, renderLiteral } from '../platform/db/sql.ts';

export interface StoredColumn {
  readonly name: string;
  /** SQL type with its collation. */
  readonly type: string;
}

const quote = (...names: string[]) => renderLiteral(id(...names));

// Identifiers and codes compare as bytes: cheaper, and the same on every machine.
const bytewise = new Set(['code', 'identifier', 'reference']);
const typeOf = (field: FieldPlan): string =>
  field.sqlType === 'text' && bytewise.has(field.dataType) ? 'text collate "C"' : field.sqlType;

const systemDefinitions = (entity: EntityPlan): string[] => [
  'record_id uuid not null',
  'version bigint not null',
  'change_set bigint not null',
  'body_id integer not null',
  ...(entity.validTime ? ['valid_from date not null', 'valid_to date'] : []),
];

/** A register's own columns. */
export const storedColumns = (entity: EntityPlan): StoredColumn[] =>
  entity.fields.map((field) => ({ name: field.name, type: typeOf(field) }));

const FIRST_WITH_HOT_BRIN = 160_000;

/**
 * `data.<entity>` and `history.<entity>` with their indexes. No b-tree on `change_set` in `data`: every update would
 * leave the page (CHANGE-LOG §3). PostgreSQL 15 does not count BRIN as safe for HOT either: there it is left out.
 */
export function createStatements(entity: EntityPlan, serverVersion: number): string[] {
  const data = quote('data', entity.name);
  const history = quote('history', entity.name);
  const fields = storedColumns(entity).map((column) => `${quote(column.name)} ${column.type}`);
  const columns = [...systemDefinitions(entity), ...fields].join(', ');
  const key = [...entity.key, ...(entity.validTime ? ['valid_from'] : [])].map((name) => quote(name)).join(', ');
  const index = (suffix: string) => quote(`${entity.name}_${suffix}`);
  return [
    `create table ${data} (${columns}) with (fillfactor = 85)`,
    `alter table ${data} add constraint ${index('pk')} primary key (record_id)`,
    `create unique index ${index('key')} on ${data} (${key})`,
    `create index ${index('body')} on ${data} (body_id)`,
    ...(serverVersion >= FIRST_WITH_HOT_BRIN
      ? [`create index ${index('change_set')} on ${data} using brin (change_set)`]
      : []),
    `create table ${history} (${columns}, ended_by bigint not null, ended_as "char" not null check (ended_as in ('u', 'd')))`,
    `create index ${index('record')} on ${history} (record_id, version)`,
    `create index ${index('began')} on ${history} (change_set)`,
    `create index ${index('ended')} on ${history} (ended_by)`,
  ];
}

export function addColumnStatements(entity: EntityPlan, columns: readonly StoredColumn[]): string[] {
  return ['data', 'history'].flatMap((schema) =>
    columns.map(
      (column) =>
        `alter table ${quote(schema, entity.name)} add column if not exists ${quote(column.name)} ${column.type}`,
    ),
  );
}
