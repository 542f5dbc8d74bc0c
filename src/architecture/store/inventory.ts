/** SQL on the inventory. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const text = Type.String();

export const SystemRecord = Type.Object({
  code: text,
  names: Texts,
  description: Nullable(Texts),
  body: Nullable(Type.Integer()),
  bodyNames: Nullable(Texts),
  state: text,
  kind: text,
  note: Nullable(Texts),
});
export type SystemRecord = Static<typeof SystemRecord>;

export const DataSetRecord = Type.Object({
  code: text,
  system: text,
  names: Texts,
  register: Nullable(text),
  entity: Nullable(text),
  layer: text,
  records: Nullable(Type.Integer()),
});
export type DataSetRecord = Static<typeof DataSetRecord>;

export const FlowRecord = Type.Object({
  code: text,
  names: Texts,
  from: text,
  to: text,
  mode: Type.Unsafe<'api' | 'feed' | 'file' | 'manual'>(text),
  route: Type.Unsafe<'platform' | 'direct'>(text),
  agreement: Nullable(text),
  reason: Nullable(Texts),
  ends: Nullable(text),
});
export type FlowRecord = Static<typeof FlowRecord>;

export const allSystems = (db: Db) =>
  db.many(
    SystemRecord,
    sql`select code, names, description, body, body_names as "bodyNames", state, kind, note from architecture.system order by code`,
  );

export const allDataSets = (db: Db) =>
  db.many(
    DataSetRecord,
    sql`select code, system, names, register, entity, layer, records from architecture.data_set order by code`,
  );

export const allFlows = (db: Db) =>
  db.many(
    FlowRecord,
    sql`select code, names, from_data_set as "from", to_system as "to", mode, route, agreement, reason, ends
    from architecture.flow order by code`,
  );

const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));

export const putSystem = (db: Db, row: SystemRecord) =>
  db.run(sql`insert into architecture.system (code, names, description, body, body_names, state, kind, note)
    values (${row.code}, ${json(row.names)}::jsonb, ${json(row.description)}::jsonb, ${row.body}, ${json(row.bodyNames)}::jsonb,
            ${row.state}, ${row.kind}, ${json(row.note)}::jsonb)
    on conflict (code) do update set (names, description, body, body_names, state, kind, note) =
      (excluded.names, excluded.description, excluded.body, excluded.body_names, excluded.state, excluded.kind, excluded.note)`);

export const putDataSet = (db: Db, row: DataSetRecord) =>
  db.run(sql`insert into architecture.data_set (code, system, names, register, entity, layer, records)
    values (${row.code}, ${row.system}, ${json(row.names)}::jsonb, ${row.register}, ${row.entity}, ${row.layer}, ${row.records})
    on conflict (code) do update set (system, names, register, entity, layer, records) =
      (excluded.system, excluded.names, excluded.register, excluded.entity, excluded.layer, excluded.records)`);

export const putFlow = (db: Db, row: FlowRecord) =>
  db.run(sql`insert into architecture.flow (code, names, from_data_set, to_system, mode, route, agreement, reason, ends)
    values (${row.code}, ${json(row.names)}::jsonb, ${row.from}, ${row.to}, ${row.mode}, ${row.route}, ${row.agreement},
            ${json(row.reason)}::jsonb, ${row.ends})
    on conflict (code) do update set (names, from_data_set, to_system, mode, route, agreement, reason, ends) =
      (excluded.names, excluded.from_data_set, excluded.to_system, excluded.mode, excluded.route, excluded.agreement,
       excluded.reason, excluded.ends)`);
