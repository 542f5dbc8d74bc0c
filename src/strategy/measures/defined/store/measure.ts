/** SQL on definitions of measures and their versions. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../../platform/db/db.ts';
import { raw, sql } from '../../../../platform/db/sql.ts';
import { MeasureDefinition } from '../definition.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const MeasureRecord = Type.Object({
  code: Type.String(),
  register: Type.String(),
  definition: MeasureDefinition,
  version: Type.Integer(),
  basis: Nullable(Type.String()),
  fault: Nullable(Type.String()),
});
export type MeasureRecord = Static<typeof MeasureRecord>;

const columns = raw('code, register, definition, version, basis, fault');

export const allMeasures = (db: Db) =>
  db.many(MeasureRecord, sql`select ${columns} from strategy.measure order by sort, code`);

export const measuresOf = (db: Db, register: string) =>
  db.many(MeasureRecord, sql`select ${columns} from strategy.measure where register = ${register} order by sort, code`);

export const findMeasure = (db: Db, code: string) =>
  db.one(MeasureRecord, sql`select ${columns} from strategy.measure where code = ${code}`);

export const lockMeasure = (tx: Db, code: string) =>
  tx.one(MeasureRecord, sql`select ${columns} from strategy.measure where code = ${code} for update`);

export interface NewVersion {
  readonly code: string;
  readonly definition: MeasureDefinition;
  readonly version: number;
  readonly reason: string;
  readonly account: string;
  readonly at: string;
  /** Place among the profile's; absent: as it was, or last. */
  readonly sort?: number;
}

/** The next edition of a definition; what it counted goes when the follower counts anew. */
export async function putVersion(tx: Db, one: NewVersion): Promise<void> {
  const { code, definition, version, reason, account, at, sort = 1000 } = one;
  const json = JSON.stringify(definition);
  await tx.run(sql`insert into strategy.measure (code, register, definition, version, sort)
    values (${code}, ${definition.register}, ${json}::jsonb, ${version}, ${sort})
    on conflict (code) do update set register = excluded.register, definition = excluded.definition,
      version = excluded.version`);
  await tx.run(sql`insert into strategy.measure_version (measure, version, definition, reason, account, at)
    values (${code}, ${version}, ${json}::jsonb, ${reason}, ${account}, ${at})`);
}

export const setBasis = (tx: Db, code: string, basis: string, fault: string | null) =>
  tx.run(sql`update strategy.measure set basis = ${basis}, fault = ${fault} where code = ${code}`);

const Version = Type.Object({
  version: Type.Integer(),
  definition: MeasureDefinition,
  reason: Type.String(),
  account: Type.String(),
  at: Type.String(),
});

/** Newest first. */
export const versionsOf = (db: Db, code: string) =>
  db.many(
    Version,
    sql`select version, definition, reason, account, at from strategy.measure_version where measure = ${code}
        order by version desc`,
  );
