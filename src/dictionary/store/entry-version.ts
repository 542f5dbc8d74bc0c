/** SQL on the versions of entries: a row where one begins. Each function one statement. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { VersionedKind, VersionStep } from '../versions/entry-version.ts';

const Row = Type.Object({
  kind: Type.Union([Type.Literal('element'), Type.Literal('entity'), Type.Literal('code-list')]),
  key: Type.String(),
  version: Type.String(),
});

/** The version of each entry that ever had one, as of a release. */
export const asOf = (db: Db, release: number) =>
  db.many(
    Row,
    sql`select distinct on (kind, key) kind, key, version from dictionary.entry_version
        where release <= ${release} order by kind, key, release desc`,
  );

const Begun = Type.Object({ release: Type.Integer(), version: Type.String() });

/** The versions of one entry, newest first. */
export const ofEntry = (db: Db, kind: VersionedKind, key: string) =>
  db.many(
    Begun,
    sql`select release, version from dictionary.entry_version where kind = ${kind} and key = ${key} order by release desc`,
  );

const Step = Type.Object({
  kind: Row.properties.kind,
  key: Type.String(),
  version: Type.String(),
  before: Type.Union([Type.String(), Type.Null()]),
});

/** What began with a release, and what held before. */
export const begunBy = (db: Db, release: number) =>
  db.many(
    Step,
    sql`select v.kind, v.key, v.version, (select b.version from dictionary.entry_version b
          where b.kind = v.kind and b.key = v.key and b.release < v.release order by b.release desc limit 1) as before
        from dictionary.entry_version v where v.release = ${release} order by v.kind, v.key`,
  );

export const insert = (tx: Db, release: number, steps: readonly Pick<VersionStep, 'kind' | 'key' | 'version'>[]) =>
  tx.run(sql`insert into dictionary.entry_version (release, kind, key, version)
    select ${release}::int, x.kind, x.key, x.version from jsonb_to_recordset(${JSON.stringify(
      steps.map(({ kind, key, version }) => ({ kind, key, version })),
    )}::jsonb) as x(kind text, key text, version text)`);
