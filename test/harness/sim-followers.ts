/** What follows the change log in the simulation: the real scores, and a count that can be wrong only if a delta is. */
import { sql } from '../../src/platform/db/sql.ts';
import type { Follower } from '../../src/platform/changes/index.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { qualityRoom } from '../../src/quality/index.ts';
import { delta, openRegister, relation } from '../../src/records/index.ts';

export const REGISTER = 'members';
export const simSchema = 'create schema sim; create table sim.held (body integer primary key, rows bigint not null)';

const counted: Follower = {
  name: 'sim.counted',
  kinds: ['records', 'undo', 'migration', 'applied', 'disposal'],
  initial: async (tx) => {
    await tx.run(sql`delete from sim.held`);
    const table = await openRegister(tx, REGISTER);
    await tx.run(sql`insert into sim.held select r.body_id, count(*)
      from ${relation(table, { scope: 'all', columns: [] })} r group by r.body_id`);
  },
  apply: async (tx, change) => {
    if (change.subject !== REGISTER) return;
    const table = await openRegister(tx, REGISTER);
    await tx.run(sql`insert into sim.held as h select d.body_id, sum(d.sign) from ${delta(table, change, [])} d
      group by d.body_id on conflict (body) do update set rows = h.rows + excluded.rows`);
  },
  fingerprint: async (tx: Db) => {
    const rows = await tx.rows(sql`select body, rows from sim.held where rows <> 0 order by body`);
    return JSON.stringify(rows);
  },
};

export const simFollowers = (context: Context): readonly Follower[] => [
  counted,
  ...(qualityRoom.followers?.(context) ?? []),
];
