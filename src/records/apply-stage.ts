/** Applies staged rows to the register, range by range, and tells what became of them. */
import { insistOnSealed } from './seal-loads.ts';
import { sqlState, type Db } from '../platform/db/db.ts';
import {
  changeRows,
  countHits,
  fillHits,
  findDoublesAcross,
  findForeignHits,
  insertRows,
  keepOld,
  keepUnchanged,
  type Apply,
} from './store/apply.ts';

export interface Applied {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that became findings only now: doubles across ranges, rows of other bodies. */
  readonly refused: number;
}

export const nothingApplied: Applied = { new: 0, changed: 0, unchanged: 0, refused: 0 };

export const addApplied = (a: Applied, b: Applied): Applied => ({
  new: a.new + b.new,
  changed: a.changed + b.changed,
  unchanged: a.unchanged + b.unchanged,
  refused: a.refused + b.refused,
});

/** Somebody changed a row between our look and our write; the range is looked at again. */
class OvertakenError extends Error {
  override name = 'OvertakenError';
}

const UNIQUE_VIOLATION = '23505';
// An edit slips in between two statements: each attempt needs another edit to fail, five in a row do not happen by chance.
const ATTEMPTS = 5;

/** One range, in a savepoint: it is repeated when a single edit or a new record came in between. */
export async function applyRange(tx: Db, apply: Apply): Promise<Applied> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tx.transaction((range) => applyOnce(range, apply));
    } catch (error) {
      const again = error instanceof OvertakenError || sqlState(error) === UNIQUE_VIOLATION;
      if (!again || attempt === ATTEMPTS) throw error;
    }
  }
}

async function applyOnce(tx: Db, apply: Apply): Promise<Applied> {
  await fillHits(tx, apply);
  await insistOnSealed(tx, apply);
  const hits = await countHits(tx);
  const count = (outcome: string) => hits.get(outcome) ?? 0;
  if (count('m') > 0) await findDoublesAcross(tx, apply);
  if (count('f') > 0) await findForeignHits(tx, apply);
  if (apply.more && count('u') > 0) await keepUnchanged(tx);
  if (count('c') > 0) {
    await keepOld(tx, apply);
    const changed = await changeRows(tx, apply);
    if (changed !== count('c')) throw new OvertakenError('a row was changed in between');
  }
  const added = await insertRows(tx, apply);
  return { new: added, changed: count('c'), unchanged: count('u'), refused: count('m') + count('f') };
}
