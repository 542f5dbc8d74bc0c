/** What a body at home at another node decides is decided there; here it is read. */
import { findBody, type Elsewhere } from '../bodies/index.ts';
import type { Db } from '../platform/db/db.ts';
import { problems } from './problems.ts';

/** @param body id of the body that decides @throws problems.decidedElsewhere */
export function insistOnHome(elsewhere: Elsewhere, body: number, subject: string): void {
  const node = elsewhere.get(body);
  if (node !== undefined) throw problems.decidedElsewhere({ subject, node });
}

/**
 * What is added to a number that is given here, so that no other node gives the same: nothing at the root of the tree,
 * elsewhere the code of the body in whose name it is given.
 */
export async function codeMark(elsewhere: Elsewhere, db: Db, body: number): Promise<string> {
  if (elsewhere.size === 0) return '';
  const found = await findBody(db, body);
  return found && elsewhere.has(found.path[0] ?? 0) ? `-${found.code}` : '';
}
