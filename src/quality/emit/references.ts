/** Consistent: a field that names a body or a record of another register names one that is there. */
import type { FieldPlan } from '../../dictionary/index.ts';
import { id, sql } from '../../platform/db/sql.ts';
import type { Rule } from '../rule.ts';
import { column, isKey, type About } from './about.ts';

export function referenceRules(about: About): Rule[] {
  return [...homeRule(about), ...about.entity.fields.flatMap((field) => toOther(about, field))];
}

const broken = { rule: 'reference', dimension: 'consistent', group: 'broken-reference' as const };

/** A record of a closed branch is a broken reference. */
function homeRule({ entity: { body }, homes }: About): Rule[] {
  if (homes === undefined || body.field === undefined) return [];
  const value = column(body.field);
  return [
    {
      ...broken,
      field: body.field,
      keyField: false,
      assessed: sql`${value} is not null`,
      passes: sql`${value} = any(${homes}::text[])`,
    },
  ];
}

/** Judged where this node holds the register that is meant, with a key of one field. */
function toOther(about: About, field: FieldPlan): Rule[] {
  const { references: entity } = field;
  if (entity === undefined || entity === about.entity.name) return [];
  const other = about.others.get(entity);
  const [key, second] = other?.key ?? [];
  if (!other || key === undefined || second !== undefined) return [];
  const value = column(field.name);
  return [
    {
      ...broken,
      rule: 'reference-to',
      field: field.name,
      keyField: isKey(about, field),
      assessed: sql`${value} is not null`,
      passes: sql`${value} in (select ${id('o', key)} from ${other.rows} o)`,
      hangsOn: { rows: 'other', entity },
    },
  ];
}
