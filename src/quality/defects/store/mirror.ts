/** SQL that keeps a defect for each difference that another room settles: one clock and one page, its own. */
import type { Db } from '../../../platform/db/db.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';
import type { Dues } from '../clock.ts';

export interface Mirroring {
  readonly register: string;
  readonly source: string;
  /** `(id, record, body, keeper, field, opened_at, cause_due, due, state, outcome)`, state `open`, `undecided` or `closed`. */
  readonly rows: Sql;
  readonly rule: string;
  readonly dimension: string;
  readonly dues: Dues;
  readonly prefix: string;
}

export async function mirror(tx: Db, of: Mirroring): Promise<void> {
  const { dues, prefix } = of;
  await tx.run(sql`
    update quality.defect d set state = x.state, due = coalesce(x.due, d.due), outcome = x.outcome,
      closed_at = case when x.state = 'closed' then ${dues.now.toISOString()}::timestamptz end,
      closed_by = case when x.state = 'closed' then 'system' end
    from ${of.rows} x where d.correction = x.id and d.register = ${of.register} and d.state <> 'closed'
      and (d.state, d.due) is distinct from (x.state, coalesce(x.due, d.due))`);
  // A rebuilt comparison has other proposals: what stood for one that is no more is told by its successor.
  await tx.run(sql`
    update quality.defect d set state = 'closed', outcome = 'gone', closed_at = ${dues.now.toISOString()}::timestamptz,
      closed_by = 'system'
    where d.register = ${of.register} and d.source = ${of.source} and d.correction is not null and d.state <> 'closed'
      and not exists (select from ${of.rows} x where x.id = d.correction)`);
  await tx.run(sql`
    insert into quality.defect (id, code, register, record, rows, rule, field, dimension, defect_group, level, source,
      found_on, opened_at, body, keeper, post, cause_due, due, calendar, correction)
    select gen_random_uuid(), ${`${prefix}-${dues.today.slice(0, 4)}-`} || nextval('quality.defect_number'), ${of.register},
           x.record, 1, ${of.rule}, x.field, ${of.dimension}, 'source-mismatch', 'error', ${of.source}, ${dues.today}::date,
           x.opened_at, x.body, x.keeper, 'officer', coalesce(x.cause_due, ${dues.causeDue}::date),
           coalesce(x.due, ${dues.due}::date), ${dues.calendar}, x.id
      from ${of.rows} x where x.state <> 'closed'
       and not exists (select from quality.defect d where d.correction = x.id and d.state <> 'closed')
    on conflict do nothing`);
}
