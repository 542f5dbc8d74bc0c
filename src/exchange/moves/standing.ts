/** What a node holds of some bodies, register by register: the same on both sides of a move, or nothing moves. */
import { createHash } from 'node:crypto';
import { findBody, subtreeIds } from '../../bodies/index.ts';
import { listRegisters } from '../../governance/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import { openRegister, type RegisterTable } from '../../records/index.ts';
import type { RegisterCount } from './moves-contract.ts';
import { standingBetween } from './store/standing.ts';

const WHOLE = { after: null, upTo: null } as const;

/** Tables of every register that has one. */
export async function tablesOf(db: Db): Promise<RegisterTable[]> {
  const tables: RegisterTable[] = [];
  for (const { name, external, state } of await listRegisters(db)) {
    if (external || state !== 'published') continue;
    try {
      tables.push(await openRegister(db, name));
    } catch (error) {
      // A register without a table holds nothing.
      if (!(error instanceof Problem)) throw error;
    }
  }
  return tables;
}

/** Ids of a body and of everything below it, by its code; empty when it is not known. */
export async function treeOf(db: Db, code: string): Promise<number[]> {
  const body = await findBody(db, code);
  return body ? subtreeIds(db, body.id) : [];
}

export async function countOf(db: Db, table: RegisterTable, bodies: readonly number[]): Promise<RegisterCount> {
  const hash = createHash('sha256');
  const rows = await standingBetween(db, table, bodies, WHOLE);
  for (const { record, version } of rows) hash.update(`${record} ${String(version)}\n`);
  return { register: table.register, rows: rows.length, digest: hash.digest('hex') };
}
