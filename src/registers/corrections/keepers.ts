/** Which body keeps a record: where the data arose, as the register's rule of updating says. */
import { listBodies, type Body } from '../../bodies/index.ts';
import { findRegister, type Register } from '../../governance/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Post } from '../../platform/room.ts';

export interface Keeper {
  readonly body: number;
  readonly post: Post;
}

/**
 * The nearest body, from the record's home upwards, that updates the register. Of a register held outside it is the
 * data manager, who carries the question there.
 */
export async function keepersOf(db: Db, register: string): Promise<(home: number) => Keeper> {
  const found = await findRegister(db, register);
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  return (home) => keeperOf(found, bodies, home);
}

function keeperOf(register: Register | undefined, bodies: ReadonlyMap<number, Body>, home: number): Keeper {
  const manager = register?.managerBody ?? home;
  if (register?.external) return { body: manager, post: 'data-manager' };
  const rule = register?.updatingBody;
  if (rule?.body !== undefined) return { body: rule.body, post: rule.body === manager ? 'data-manager' : 'officer' };
  const path = bodies.get(home)?.path ?? [home];
  const updates = (body: Body | undefined) =>
    body !== undefined &&
    (rule?.level === undefined || body.level === rule.level) &&
    (rule?.kind === undefined || body.kind === rule.kind);
  return { body: path.toReversed().find((id) => rule && updates(bodies.get(id))) ?? home, post: 'officer' };
}
