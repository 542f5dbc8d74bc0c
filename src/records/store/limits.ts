/** SQL that says which rows a scope opens. Every statement of this file is a fragment. */
import { conditionSql } from '../../dictionary/index.ts';
import { id, join, sql, type Sql } from '../../platform/db/sql.ts';
import { isConditional, type ConditionalScope, type ReadScope } from '../model.ts';

type Consenting = NonNullable<ConditionalScope['conditional'][number]['people']>;

export function scopeLimits(scope: ReadScope, alias: string): Sql[] {
  if (scope === 'all') return [];
  if (!isConditional(scope)) return [homeIn(scope, alias)];
  const { bodies, conditional, today } = scope;
  const column = (name: string) => id(alias, name);
  const parts = conditional.map(({ bodies: homes, condition, people }) => {
    const holds = sql`(${conditionSql(condition, { column, today })}) is true`;
    const meets = people ? sql`(${holds} and ${consenting(people, alias)})` : holds;
    return homes === 'all' ? meets : sql`(${homeIn(homes, alias)} and ${meets})`;
  });
  return [sql`(${join([homeIn(bodies, alias), ...parts], ' or ')})`];
}

/** A row that names nobody is open to no consent; one that names several needs that of each. */
function consenting({ fields, numbers }: Consenting, alias: string): Sql {
  if (fields.length === 0 || numbers.length === 0) return sql`false`;
  const all = fields.map((name) => sql`(${id(alias, name)} is null or ${id(alias, name)} = any(${numbers}::text[]))`);
  const some = fields.map((name) => sql`${id(alias, name)} is not null`);
  return sql`(${join(all, ' and ')} and (${join(some, ' or ')}))`;
}

const homeIn = (bodies: readonly number[], alias: string): Sql =>
  sql`${id(alias, 'body_id')} = any(${bodies}::integer[])`;
