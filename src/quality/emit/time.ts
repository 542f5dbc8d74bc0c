/** Live: a value is not older than it may be, and what happened was entered in time. */
import type { ElementPlan, FieldPlan } from '../../dictionary/index.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import type { Rule } from '../rule.ts';
import { column, isKey, type About } from './about.ts';

export function timeRules(about: About): Rule[] {
  const elements = new Map(about.plan.elements.map((one) => [one.code, one]));
  return about.entity.fields.flatMap((field) => [
    ...freshRule(about, field),
    ...inTimeRule(about, field, elements.get(field.element)),
  ]);
}

const stale = { dimension: 'live', group: 'stale' as const };

/** A date says itself how old it is (a day of verification); any other value is as old as the version of its record. */
function freshRule(about: About, field: FieldPlan): Rule[] {
  const { maxAge } = field;
  if (maxAge === undefined) return [];
  const value = column(field.name);
  const oldest = sql`${about.today}::date - ${maxAge}::integer`;
  return [
    {
      ...stale,
      field: field.name,
      rule: 'fresh',
      keyField: isKey(about, field),
      assessed: sql`${value} is not null`,
      passes: field.dataType === 'date' ? sql`${value} >= ${oldest}` : sql`${writtenOn(about)} >= ${oldest}`,
    },
  ];
}

const writtenOn = ({ timeZone }: About): Sql =>
  sql`(select (s.begun_at at time zone ${timeZone})::date from platform.change_set s where s.id = r.change_set)`;

// The first version of a record in an epoch (platform/changes/model.ts).
const UNTOUCHED = sql`(r.version & 4294967295) = 1`;

/**
 * From the event until the record of it: judged while the record is as it was first written, because a later edit says
 * nothing of when the event was entered. What happened before the register was on this node is not judged.
 */
function inTimeRule(about: About, field: FieldPlan, element: ElementPlan | undefined): Rule[] {
  const deadline = element?.updateDeadline;
  if (!deadline || field.dataType !== 'date') return [];
  const value = column(field.name);
  const days = JSON.stringify(about.deadlines(deadline.days, deadline.counted ?? 'working'));
  return [
    {
      ...stale,
      field: field.name,
      rule: 'in-time',
      keyField: false,
      assessed: sql`(${UNTOUCHED} and ${value} >= ${about.since}::date and ${days}::jsonb ? ${value}::text) is true`,
      passes: sql`${writtenOn(about)} <= (${days}::jsonb ->> ${value}::text)::date`,
    },
  ];
}
