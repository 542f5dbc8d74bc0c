/** Clean: a value has its format, lies in its range, stands in its code list, and a key is nobody else's. */
import { emitChecks, type FieldPlan, type RuleQuery } from '../../dictionary/index.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';
import type { DefectGroup, Rule } from '../rule.ts';
import { column, isKey, type About } from './about.ts';

const kinds: readonly { rule: string; of: readonly RuleQuery['kind'][]; group: DefectGroup; dimension: string }[] = [
  { rule: 'pattern', of: ['format', 'length'], group: 'format', dimension: 'clean' },
  { rule: 'range', of: ['range'], group: 'outlier', dimension: 'accurate' },
];

/** What the dictionary asks of one value; its own queries say how. */
export function valueRules(about: About): Rule[] {
  // The stored form is what every writer makes: it is no quality of the data.
  const checks = Map.groupBy(
    emitChecks(about.entity).filter(({ isForm }) => !isForm),
    ({ field }) => field,
  );
  return about.entity.fields.flatMap((field) => [
    ...kinds.flatMap(({ rule, of, ...rest }): Rule[] => {
      const own = (checks.get(field.name) ?? []).filter(({ kind }) => of.includes(kind));
      // A bound that every value of a type has is no rule that somebody made.
      const isMade = rule === 'pattern' ? field.pattern !== undefined : field.range !== undefined;
      if (own.length === 0 || !isMade) return [];
      const holds = own.map((one) => sql`(${one.holds(about)}) is not false`);
      return [{ ...rest, rule, ...valueOf(about, field), passes: join(holds, ' and ') }];
    }),
    ...codeRule(about, field),
    ...uniqueRule(about, field),
  ]);
}

const valueOf = (about: About, field: FieldPlan) => ({
  field: field.name,
  keyField: isKey(about, field),
  assessed: sql`${column(field.name)} is not null`,
});

/** Uncorrelated where the day is one for all rows, so that the codes are hashed once. */
function codeRule(about: About, field: FieldPlan): Rule[] {
  const use = field.codeList;
  if (!use) return [];
  const inForce = use.rule === 'ever' ? sql`` : sql` and c.valid_to > ${about.today}::date`;
  const oneDay = sql`${column(field.name)} in (select c.code from dictionary.code c
    where c.list = ${use.list} and c.valid_from <= ${about.today}::date${inForce})`;
  return [
    {
      rule: 'code-list',
      dimension: 'clean',
      group: 'format',
      ...valueOf(about, field),
      passes:
        use.rule === 'event-date' && use.dateField !== undefined
          ? onItsDay(about, use.list, field, use.dateField)
          : oneDay,
    },
  ];
}

const onItsDay = ({ today }: About, list: string, field: FieldPlan, dateField: string): Sql =>
  sql`exists (select from dictionary.code c where c.list = ${list} and c.code = ${column(field.name)}
    and c.valid_from <= coalesce(${column(dateField)}, ${today}::date)
    and c.valid_to > coalesce(${column(dateField)}, ${today}::date))`;

/**
 * A key and a person's number stand once. The register's own key is held by its index; the others are held against the
 * values that stand more than once, which the follower keeps (`quality.duplicate`).
 */
function uniqueRule(about: About, field: FieldPlan): Rule[] {
  const { register, entity } = about;
  const isOwn = entity.key.length === 1 && entity.key[0] === field.name;
  const isPerson = field.keyRole === 'link' && field.identifierOf === 'person' && !entity.validTime;
  const isOther = field.keyRole === 'key' && !entity.key.includes(field.name) && !entity.validTime;
  if (!isOwn && !isPerson && !isOther) return [];
  const head = { rule: 'unique', dimension: 'clean', group: 'duplicate' as const, ...valueOf(about, field) };
  if (isOwn) return [{ ...head, passes: sql`true` }];
  const passes = sql`${hashOf(column(field.name))} not in (select d.hash from quality.duplicate d
    where d.register = ${register} and d.field = ${field.name})`;
  return [{ ...head, passes, hangsOn: { rows: 'own' } }];
}

/** Values are kept as hashes: what stands twice may be a person's number. */
export const hashOf = (value: Sql): Sql => sql`hashtextextended(${value}::text, 110)`;
