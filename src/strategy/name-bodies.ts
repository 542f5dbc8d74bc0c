/** Bodies by id, as the contract names them. */
import type { Static } from 'typebox';
import { listBodies } from '../bodies/index.ts';
import type { Db } from '../platform/db/db.ts';
import type { BodyRef } from './contract.ts';

export type BodyRef = Static<typeof BodyRef>;
export type NameBody = (id: number) => BodyRef;

/** Reads the directory once; a body that is not there keeps its number for a name. */
export async function bodyNames(db: Db): Promise<NameBody> {
  const byId = new Map((await listBodies(db)).map((body) => [body.id, body]));
  return (id) => {
    const body = byId.get(id);
    return { id, code: body?.code ?? String(id), names: body?.names ?? {} };
  };
}
