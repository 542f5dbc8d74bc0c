/** Whether a grant may be open to an analysis tool, and what it would show: asked when it is opened, and ever after. */
import { createHash } from 'node:crypto';
import { openGrant, type Opened } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { id, join, renderLiteral, sql } from '../../platform/db/sql.ts';
import { relation } from '../../records/index.ts';
import { mayNotGoOut } from '../evidence/may-go-out.ts';
import { openServed, type Served } from '../served/open-served.ts';

export interface Shown {
  readonly served: Served;
  readonly shape: string;
  readonly query: string;
}

export interface JudgedBi {
  readonly decision: Decision;
  readonly opened: Opened | undefined;
}

/** What an agreement must be to be opened so: its reads are not counted, so nothing of it may be to count. */
export function unfit({
  mode,
  quota,
  subjects = null,
  code,
}: Pick<Opened['agreement'], 'mode' | 'quota' | 'subjects' | 'code'>): Decision | undefined {
  const refuse = (rule: string, remedy: string): Decision => ({
    ...{ allowed: false, rule: `exchange/${rule}`, facts: { agreement: code }, remedy },
  });
  if (mode !== 'query') return refuse('bi-only-query', 'ask-for-mode');
  return quota === null && subjects === null ? undefined : refuse('bi-not-counted', 'served-instead');
}

export async function judgeBi(context: Context, agreement: string, consumer: number): Promise<JudgedBi> {
  const { decision, opened } = await openGrant(context, { agreement, consumer, mode: 'query' });
  if (!opened) return { decision, opened };
  const against =
    unfit(opened.agreement) ?? (decision.allowed ? await mayNotGoOut(context, opened.grant.register) : undefined);
  const who = opened.managerNames && { whoCanChange: opened.managerNames };
  return { decision: against ? { ...against, ...who } : decision, opened };
}

/** The columns with their types, and the question that gives them. */
export async function shownBy(context: Context, opened: Opened): Promise<Shown> {
  const served = await openServed(context, opened);
  const { table, fields, scope } = served;
  const columns = [...(table.entity.validTime ? ['valid_from', 'valid_to'] : []), ...fields];
  const types = table.entity.fields.filter(({ name }) => fields.includes(name)).map((one) => [one.name, one.sqlType]);
  const shape = createHash('sha256')
    .update(JSON.stringify([table.register, columns, types]))
    .digest('hex');
  const rows = relation(table, { columns: fields, scope });
  return {
    served,
    shape,
    query: renderLiteral(sql`select ${join(columns.map((name) => id('r', name)))} from ${rows} r`),
  };
}
