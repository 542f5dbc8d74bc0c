/** SQL on what was asked of other nodes' registers: each function one statement. */
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

export interface Use {
  readonly register: string;
  readonly agreement: string;
  readonly consumer: string;
  readonly origin: string;
  readonly day: string;
  readonly asked: number;
  readonly found: number;
  readonly now: Date;
  readonly fault: string | null;
}

export const addUse = (db: Db, use: Use): Promise<number> =>
  db.run(sql`insert into exchange.remote_use as u (register, agreement, consumer, origin, day, asked, found, asked_at, fault)
    values (${use.register}, ${use.agreement}, ${use.consumer}, ${use.origin}, ${use.day}::date, ${use.asked},
      ${use.found}, ${use.now}, ${use.fault})
    on conflict (register, agreement, consumer, day) do update set asked = u.asked + excluded.asked,
      found = u.found + excluded.found, asked_at = excluded.asked_at, fault = excluded.fault, origin = excluded.origin`);
