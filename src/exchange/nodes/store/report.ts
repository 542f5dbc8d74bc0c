/** SQL on what nodes below told. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { NodeReport } from '../reports-contract.ts';

const Told = Type.Object({ by: Type.String(), report: NodeReport });
export type Told = Static<typeof Told>;

/** Reports that came since this instant. */
export const listReports = (db: Db, since: Date): Promise<Told[]> =>
  db.many(
    Told,
    sql`select told_by as by, report from exchange.node_report
      where received_at >= ${since.toISOString()}::timestamptz order by node`,
  );

/** Reports that came after they were last passed on, the longest waiting first. */
export async function listUntold(db: Db, most: number): Promise<NodeReport[]> {
  const rows = await db.many(
    Type.Object({ report: NodeReport }),
    sql`select report from exchange.node_report where told_at is null or told_at < received_at
      order by received_at limit ${most}`,
  );
  return rows.map(({ report }) => report);
}

/** Keeps the newest of each node. @returns how many were newer */
export const writeReports = (db: Db, by: string, reports: readonly NodeReport[], now: Date): Promise<number> =>
  db.run(sql`
    insert into exchange.node_report as r (node, told_by, at, received_at, report)
    select one->>'node', ${by}, (one->>'at')::timestamptz, ${now.toISOString()}::timestamptz, one
      from jsonb_array_elements(${JSON.stringify(reports)}::jsonb) one
    on conflict (node) do update
      set told_by = excluded.told_by, at = excluded.at, received_at = excluded.received_at, report = excluded.report
      where excluded.at > r.at`);

export async function markTold(db: Db, reports: readonly NodeReport[], now: Date): Promise<void> {
  await db.run(sql`
    update exchange.node_report r set told_at = ${now.toISOString()}::timestamptz
    from jsonb_array_elements(${JSON.stringify(reports.map(({ node, at }) => ({ node, at })))}::jsonb) one
    where r.node = one->>'node' and r.at = (one->>'at')::timestamptz`);
}
