/**
 * A measure over the rows of a register: two conditions of the one language, counted by home body. Rows of which a
 * condition cannot be told are not in it.
 */
import Type from 'typebox';
import {
  conditionSql,
  readCondition,
  sayCondition,
  type EntityPlan,
  type RowCondition,
} from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Catalogues } from '../../platform/i18n.ts';
import { id, raw, sql, type Sql } from '../../platform/db/sql.ts';
import type { Texts } from '../../platform/texts.ts';
import { openRegister, relation } from '../../records/index.ts';
import type { TallyRecord } from './store/indicator.ts';

/** As it is stored: texts of the expression language. */
export interface RowMeasure {
  /** Rows that count. */
  readonly counts: string;
  /** Rows it is a share of; null: every row. */
  readonly among: string | null;
}

/** The source of an indicator that counts rows by itself. */
export const ROWS = 'rows';

/** The entity of a register under the release in force; undefined while there is none. */
export async function entityOf(db: Db, register: string): Promise<EntityPlan | undefined> {
  try {
    return (await openRegister(db, register)).entity;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

const Tally = Type.Object({ body: Type.Integer(), numerator: Type.Integer(), denominator: Type.Integer() });

/**
 * @param day YYYY-MM-DD: what `today()` is
 * @returns undefined when the release in force cannot read the measure any more: nothing is counted then
 */
export async function countRows(
  tx: Db,
  register: string,
  measure: RowMeasure,
  { bodies, day }: { readonly bodies: readonly number[] | 'all'; readonly day: string },
): Promise<TallyRecord[] | undefined> {
  const table = await openRegister(tx, register);
  const read = readMeasure(measure, table.entity);
  if (!read) return undefined;
  const meets = (condition: RowCondition | undefined): Sql =>
    condition
      ? sql`(${conditionSql(condition, { column: (name) => id('r', name), today: day })}) is true`
      : raw('true');
  const among = meets(read.among);
  return tx.many(
    Tally,
    sql`select r.body_id as body, count(*) filter (where ${among} and ${meets(read.counts)}) as numerator,
          count(*) filter (where ${among}) as denominator
        from ${relation(table, { scope: bodies })} r group by r.body_id`,
  );
}

interface Read {
  readonly counts: RowCondition;
  readonly among: RowCondition | undefined;
}

function readMeasure({ counts, among }: RowMeasure, entity: EntityPlan): Read | undefined {
  const [counted, all] = [readCondition(counts, entity), among === null ? undefined : readCondition(among, entity)];
  if ('findings' in counted || (all && 'findings' in all)) return undefined;
  return { counts: counted.condition, among: all?.condition };
}

/** Codes of the elements that a measure reads. */
export function elementsOf(measure: RowMeasure, entity: EntityPlan): readonly string[] {
  const read = readMeasure(measure, entity);
  const reads = new Set([...(read?.counts.reads ?? []), ...(read?.among?.reads ?? [])]);
  return entity.fields.filter(({ name }) => reads.has(name)).map(({ element }) => element);
}

export interface SaidMeasure {
  readonly counts: { readonly expression: string; readonly words: Texts };
  readonly among: { readonly expression: string; readonly words: Texts } | null;
}

/** A measure as written and in words; what cannot be read stands as it is written. */
export function sayMeasure(
  { counts, among }: RowMeasure,
  entity: EntityPlan | undefined,
  words: Catalogues,
): SaidMeasure {
  const said = (expression: string) => {
    const read = entity && readCondition(expression, entity);
    const texts =
      read && 'condition' in read
        ? sayCondition(read.condition, entity, words)
        : Object.fromEntries(words.languages.map((language) => [language, expression]));
    return { expression, words: texts };
  };
  return { counts: said(counts), among: among === null ? null : said(among) };
}
