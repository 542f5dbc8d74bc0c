/** The next number of an object of privacy. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';
import { numbered } from '../../requests/rules.ts';

const tables = {
  breach: sql`governance.breach`,
  assessment: sql`governance.impact_assessment`,
  transfer: sql`governance.data_transfer`,
  risk: sql`governance.risk_assessment`,
} satisfies Readonly<Record<string, Sql>>;

/** Two that number at once take turns until the transaction ends. */
export async function nextCode(tx: Db, of: keyof typeof tables, pattern: string, year: string): Promise<string> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('governance.privacy', 0))`);
  const rows = await tx.many(Type.Object({ code: Type.String() }), sql`select code from ${tables[of]}`);
  const taken = new Set(rows.map(({ code }) => code));
  for (let number = 1; ; number += 1) {
    const code = numbered(pattern, year, number);
    if (!taken.has(code)) return code;
  }
}
