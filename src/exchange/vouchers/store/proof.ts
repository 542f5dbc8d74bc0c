/** Proofs that were seen: each is taken once, by whichever process of the node it comes to. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { prepared, sql } from '../../../platform/db/sql.ts';

const Taken = Type.Object({ proof: Type.String() });

/** Takes those that nobody took before; returns them (hex). In one order, so that two statements never wait for each other. */
export async function takeProofs(db: Db, proofs: readonly string[], until: Date): Promise<Set<string>> {
  const rows = await db.many(
    Taken,
    prepared(sql`insert into exchange.seen_proof (proof, expires_at)
      select decode(p, 'hex'), ${until}::timestamptz from unnest(${proofs.toSorted()}::text[]) p order by p
      on conflict do nothing returning encode(proof, 'hex') as proof`),
  );
  return new Set(rows.map(({ proof }) => proof));
}

export const forgetProofs = (db: Db, now: Date): Promise<number> =>
  db.run(sql`delete from exchange.seen_proof where expires_at < ${now}`);
