/** SQL on mappings, their trials and the sizes of data sets: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql } from '../../platform/db/sql.ts';
import { Mapping } from '../mappings/model.ts';

const MaybeInteger = Type.Union([Type.Integer(), Type.Null()]);
const MaybeText = Type.Union([Type.String(), Type.Null()]);

export const StoredMapping = Type.Object({
  code: Type.String(),
  body: Type.Integer(),
  release: Type.Integer(),
  content: Mapping,
  origin: Type.String(),
  sourceHash: MaybeText,
  revision: Type.Integer(),
  changedAt: Type.String(),
  changedBy: Type.String(),
  /** The newest trial, whatever edition it was of. */
  trialRevision: MaybeInteger,
  trialRelease: MaybeInteger,
  trialRows: MaybeInteger,
  trialPassed: MaybeInteger,
  /** What the inventory says of its data set. */
  records: MaybeInteger,
});
export type StoredMapping = Static<typeof StoredMapping>;

export interface MappingFilter {
  readonly code?: string | undefined;
  readonly body?: string | undefined;
  readonly system?: string | undefined;
  readonly entity?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export const list = (db: Db, filter: MappingFilter = {}): Promise<StoredMapping[]> => {
  const conditions = [sql`true`];
  if (filter.code !== undefined) conditions.push(sql`m.code = ${filter.code}`);
  if (filter.body !== undefined) conditions.push(sql`m.body_code = ${filter.body}`);
  if (filter.system !== undefined) conditions.push(sql`m.system = ${filter.system}`);
  if (filter.entity !== undefined) conditions.push(sql`m.entity = ${filter.entity}`);
  if (filter.after !== undefined) conditions.push(sql`m.code > ${filter.after}`);
  return db.many(
    StoredMapping,
    sql`select m.code, m.body, m.release, m.content, m.origin, m.source_hash as "sourceHash", m.revision,
          m.changed_at as "changedAt", m.changed_by as "changedBy", t.revision as "trialRevision",
          t.release as "trialRelease", t.rows as "trialRows", t.passed as "trialPassed", s.records
        from dictionary.mapping m
        left join lateral (select * from dictionary.mapping_trial t where t.mapping = m.code
          order by t.tried_at desc, t.revision desc limit 1) t on true
        left join dictionary.data_set_size s on s.data_set = m.data_set
        where ${join(conditions, ' and ')} order by m.code limit ${filter.limit ?? 100_000}`,
  );
};

export interface WrittenMapping {
  readonly content: Mapping;
  readonly body: number;
  readonly release: number;
  readonly origin: 'profile' | 'edit';
  readonly sourceHash: string | null;
  readonly by: string;
  readonly now: Date;
  readonly changeSet: number;
}

/** @returns 0 when there is one of that code already */
export const insert = (tx: Db, { content, ...row }: WrittenMapping): Promise<number> =>
  tx.run(sql`insert into dictionary.mapping (code, body, body_code, system, data_set, entity, release, content, origin,
      source_hash, revision, changed_by, changed_at, change_set)
    values (${content.code}, ${row.body}, ${content.body}, ${content.system}, ${content.dataSet ?? null},
      ${content.entity}, ${row.release}, ${JSON.stringify(content)}::jsonb, ${row.origin}, ${row.sourceHash}, 1,
      ${row.by}, ${row.now}, ${row.changeSet})
    on conflict (code) do nothing`);

/** @returns 0 when somebody else changed it meanwhile */
export const update = (tx: Db, { content, ...row }: WrittenMapping, revision: number): Promise<number> =>
  tx.run(sql`update dictionary.mapping set body = ${row.body}, body_code = ${content.body}, system = ${content.system},
      data_set = ${content.dataSet ?? null}, entity = ${content.entity}, release = ${row.release},
      content = ${JSON.stringify(content)}::jsonb, origin = ${row.origin}, source_hash = ${row.sourceHash},
      revision = revision + 1, changed_by = ${row.by}, changed_at = ${row.now}, change_set = ${row.changeSet}
    where code = ${content.code} and revision = ${revision}`);

export const remove = (tx: Db, code: string, revision: number): Promise<number> =>
  tx.run(sql`delete from dictionary.mapping where code = ${code} and revision = ${revision}`);

export interface WrittenTrial {
  readonly mapping: string;
  readonly revision: number;
  readonly release: number;
  readonly rows: number;
  readonly passed: number;
  readonly by: string;
  readonly now: Date;
}

export const putTrial = (tx: Db, trial: WrittenTrial): Promise<number> =>
  tx.run(sql`insert into dictionary.mapping_trial (mapping, revision, release, rows, passed, tried_by, tried_at)
    values (${trial.mapping}, ${trial.revision}, ${trial.release}, ${trial.rows}, ${trial.passed}, ${trial.by}, ${trial.now})
    on conflict (mapping, revision, release) do update set rows = excluded.rows, passed = excluded.passed,
      tried_by = excluded.tried_by, tried_at = excluded.tried_at`);

export const putSizes = (tx: Db, sizes: readonly { readonly dataSet: string; readonly records: number }[]) =>
  tx.run(sql`insert into dictionary.data_set_size (data_set, records)
    select x.data_set, x.records from jsonb_to_recordset(${JSON.stringify(
      sizes.map(({ dataSet, records }) => ({ data_set: dataSet, records })),
    )}::jsonb) as x(data_set text, records bigint)
    on conflict (data_set) do update set records = excluded.records`);
