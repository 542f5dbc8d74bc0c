/** Names of home bodies beside ids, remembered until the tree of bodies changes. */
import { bodiesEdition, findBody } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import { dayOf } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import type { Texts } from '../platform/texts.ts';

export interface BodyName {
  readonly id: number;
  readonly code: string;
  readonly names: Texts;
}

interface Memory {
  edition: number;
  readonly names: Map<number, BodyName>;
}

const memories = new WeakMap<Db, Memory>();

/** Code and names of bodies by id; a body that is not known stands with its number. */
export async function nameBodies(
  { db, clock, profile }: Pick<Context, 'db' | 'clock' | 'profile'>,
  ids: Iterable<number>,
): Promise<(id: number) => BodyName> {
  const edition = await bodiesEdition(db, dayOf(clock.now(), profile.timeZone));
  let memory = memories.get(db);
  if (!memory || memory.edition !== edition) memories.set(db, (memory = { edition, names: new Map() }));
  const { names } = memory;
  for (const id of new Set(ids)) {
    if (names.has(id)) continue;
    const body = await findBody(db, id);
    names.set(id, { id, code: body?.code ?? String(id), names: body?.names ?? {} });
  }
  return (id) => names.get(id) ?? { id, code: String(id), names: {} };
}
