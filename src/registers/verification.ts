/** What other rooms ask of the standing of records. */
import type { Db } from '../platform/db/db.ts';
import type { VerificationTally } from './model.ts';
import { findComparison } from './store/claim.ts';
import { tallies } from './store/verification.ts';

/** Records by home body: held, found at the authority, verified. Bodies without records are absent. */
export function verificationTallies(
  db: Db,
  register: string,
  bodies: readonly number[] | 'all',
): Promise<VerificationTally[]> {
  return tallies(db, register, bodies);
}

/** How many fields of a register the authority holds: what a record found there spares its officer. */
export async function heldFieldCount(db: Db, register: string): Promise<number> {
  return (await findComparison(db, register))?.held.length ?? 0;
}
