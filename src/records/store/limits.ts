/** SQL that says which rows a scope opens. Every statement of this file is a fragment. */
import { conditionSql } from '../../dictionary/index.ts';
import { id, join, sql, type Sql } from '../../platform/db/sql.ts';
import { isConditional, type ReadScope } from '../model.ts';

export function scopeLimits(scope: ReadScope, alias: string): Sql[] {
  if (scope === 'all') return [];
  if (!isConditional(scope)) return [homeIn(scope, alias)];
  const { bodies, conditional, today } = scope;
  const column = (name: string) => id(alias, name);
  const parts = conditional.map(({ bodies: homes, condition }) => {
    const meets = sql`(${conditionSql(condition, { column, today })}) is true`;
    return homes === 'all' ? meets : sql`(${homeIn(homes, alias)} and ${meets})`;
  });
  return [sql`(${join([homeIn(bodies, alias), ...parts], ' or ')})`];
}

const homeIn = (bodies: readonly number[], alias: string): Sql =>
  sql`${id(alias, 'body_id')} = any(${bodies}::integer[])`;
