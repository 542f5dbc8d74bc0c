/** Which body keeps a record: where the data arose, as the register's rule of updating says. */
import { findRegister, keepersOfRows } from '../../governance/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Post } from '../../platform/room.ts';

export interface Keeper {
  readonly body: number;
  readonly post: Post;
}

/** By the record's home. Of a register held outside it is the data manager, who carries the question there. */
export async function keepersOf(db: Db, register: string): Promise<(home: number) => Keeper> {
  const found = await findRegister(db, register);
  const keeperOf = await keepersOfRows(db, register);
  const manager = found?.managerBody ?? undefined;
  return (home) => {
    if (found?.external) return { body: manager ?? home, post: 'data-manager' };
    const body = keeperOf(home) ?? home;
    const ofOneBody = found?.updatingBody?.body === body;
    return { body, post: ofOneBody && body === manager ? 'data-manager' : 'officer' };
  };
}
