/**
 * A register's tables from its plan (docs: the change log's layout): current rows in `data`, ended versions in
 * `history`. No b-tree on a column that changes with every version: updates must stay HOT.
 */
import type { EntityPlan, FieldPlan } from '../plan.ts';
import { columnType, quoteName } from './names.ts';
import { bareColumn, shapesOf } from './shape.ts';

export interface DdlOptions {
  /** `server_version_num`, e.g. 150018: BRIN is HOT-safe from 16 on, and left out before. */
  readonly serverVersion: number;
  /** Name of the tables; default the entity's. */
  readonly table?: string;
}

export interface Index {
  readonly name: string;
  readonly unique: boolean;
  readonly sql: string;
}

export interface Ddl {
  /** Without indexes and primary key: a first load copies first and builds them after. */
  readonly createData: string;
  readonly createHistory: string;
  readonly primaryKey: string;
  readonly dataIndexes: readonly Index[];
  readonly historyIndexes: readonly Index[];
  /** Everything in order, for `db.script`. */
  readonly script: string;
}

// PostgreSQL 16 learned to keep updates HOT beside a summarising index (release notes E.5.3.1.2).
const BRIN_IS_HOT = 160_000;
const FILL = 85;

export function emitDdl(entity: EntityPlan, options: DdlOptions): Ddl {
  const table = options.table ?? entity.name;
  const data = `data.${quoteName(table)}`;
  const history = `history.${quoteName(table)}`;
  const checks = shapesOf(entity).map(
    (shape) => `constraint ${quoteName(shape.name)} check (${shape.condition(bareColumn)})`,
  );
  const columns = [
    ...systemColumns(entity),
    ...entity.fields.map((field) => column(entity, field)),
    ...checks,
    ...secrets(entity),
  ];
  const createData = `create table ${data} (\n  ${columns.join(',\n  ')}\n) with (fillfactor = ${String(FILL)})`;
  const createHistory = `create table ${history} (like ${data}, ended_by bigint not null, ended_as "char" not null check (ended_as in ('u', 'd')))`;
  const primaryKey = `alter table ${data} add constraint ${quoteName(`${table}_pk`)} primary key (record_id)`;
  const dataIndexes = emitDataIndexes(entity, table, options.serverVersion);
  const historyIndexes = [
    index(history, `${table}_record`, '(record_id, version)'),
    index(history, `${table}_began`, '(change_set)'),
    index(history, `${table}_ended`, '(ended_by)'),
  ];
  const statements = [
    createData,
    createHistory,
    primaryKey,
    ...[...dataIndexes, ...historyIndexes].map((one) => one.sql),
  ];
  return { createData, createHistory, primaryKey, dataIndexes, historyIndexes, script: `${statements.join(';\n')};\n` };
}

const systemColumns = (entity: EntityPlan): string[] => [
  'record_id uuid not null',
  'version bigint not null',
  'change_set bigint not null',
  'body_id integer not null',
  ...(entity.validTime ? ['valid_from date not null', 'valid_to date', 'check (valid_from < valid_to)'] : []),
];

/** The compiler makes no column of what is secret; a plan that came by another way keeps no value in it either. */
const secrets = (entity: EntityPlan): string[] =>
  entity.fields
    .filter(({ labels }) => labels.secrecy !== 'none')
    .map(({ name }) => `constraint ${quoteName(`${name}_secret`)} check (${quoteName(name)} is null)`);

/** Only a key is NOT NULL: history keeps old rows, and LIKE would carry the rule over. What else is required is a CHECK. */
const column = (entity: EntityPlan, field: FieldPlan): string =>
  `${quoteName(field.name)} ${columnType(field)}${entity.key.includes(field.name) ? ' not null' : ''}`;

function emitDataIndexes(entity: EntityPlan, table: string, serverVersion: number): Index[] {
  const data = `data.${quoteName(table)}`;
  const key = [...entity.key.map(quoteName), ...(entity.validTime ? ['valid_from'] : [])].join(', ');
  const indexes = [index(data, `${table}_key`, `(${key})`, true), index(data, `${table}_body`, '(body_id)')];
  if (serverVersion >= BRIN_IS_HOT) indexes.push(index(data, `${table}_change_set`, 'using brin (change_set)'));
  return indexes;
}

const index = (on: string, name: string, rest: string, unique = false): Index => ({
  name,
  unique,
  sql: `create ${unique ? 'unique ' : ''}index ${quoteName(name)} on ${on} ${rest}`,
});
