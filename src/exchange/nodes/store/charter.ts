/** SQL on charters. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Row = Type.Object({ version: Type.Integer(), note: Type.String(), acceptedAt: Type.String() });
export type CharterRow = Static<typeof Row>;

/** In the order of their versions. */
export const listCharters = (db: Db): Promise<CharterRow[]> =>
  db.many(Row, sql`select version, note, accepted_at as "acceptedAt" from exchange.charter order by version`);

export async function writeCharters(tx: Db, rows: readonly Omit<CharterRow, 'acceptedAt'>[], now: Date): Promise<void> {
  await tx.run(sql`
    insert into exchange.charter (version, note, accepted_at)
    select (one->>'version')::integer, one->>'note', ${now.toISOString()}::timestamptz
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) one`);
}

/** Those of the registry that was one's own before joining another's. */
export async function forgetCharters(tx: Db): Promise<void> {
  await tx.run(sql`delete from exchange.charter`);
}

const Proposal = Type.Object({ note: Type.String(), by: Type.String(), at: Type.String() });
export type ProposalRow = Static<typeof Proposal>;

export const findProposal = (db: Db): Promise<ProposalRow | undefined> =>
  db.one(Proposal, sql`select note, proposed_by as by, proposed_at as at from exchange.charter_proposal`);

/** @returns whether there was none yet */
export const insertProposal = async (tx: Db, note: string, by: string, now: Date): Promise<boolean> =>
  (await tx.run(sql`
    insert into exchange.charter_proposal (note, proposed_by, proposed_at)
    values (${note}, ${by}, ${now.toISOString()}::timestamptz) on conflict (only_one) do nothing`)) > 0;

export async function writeProposal(tx: Db, note: string): Promise<void> {
  await tx.run(sql`update exchange.charter_proposal set note = ${note}`);
}

/** @returns whether there was one */
export const deleteProposal = async (tx: Db): Promise<boolean> =>
  (await tx.run(sql`delete from exchange.charter_proposal`)) > 0;
