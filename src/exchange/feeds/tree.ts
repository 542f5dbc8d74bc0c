/**
 * The tree of bodies as feeds ask for it, with every change of every stream: read once an edition. Not for a transaction
 * that changes bodies itself: what is rolled back there would be remembered here.
 */
import { bodiesByCode, bodiesEdition, listBodies } from '../../bodies/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';

export interface Tree {
  /** Codes of all bodies by id, ended ones too: rows keep their home. */
  readonly codes: ReadonlyMap<number, string>;
  /** Ids of the bodies that bear these codes today, each with everything below it. */
  under(codes: readonly string[]): readonly number[];
}

const remembered = new WeakMap<object, { readonly edition: string; readonly tree: Tree }>();

export async function treeOf({ clock, profile }: Pick<Context, 'clock' | 'profile'>, db: Db): Promise<Tree> {
  const today = dayOf(clock.now(), profile.timeZone);
  const edition = `${today}/${String(await bodiesEdition(db, today))}`;
  const known = remembered.get(db.pool);
  if (known?.edition === edition) return known.tree;
  const tree = await readTree(db, today);
  remembered.set(db.pool, { edition, tree });
  return tree;
}

async function readTree(db: Db, today: string): Promise<Tree> {
  const bodies = await listBodies(db);
  const byCode = await bodiesByCode(db, today);
  const below = new Map<number, number[]>();
  for (const { id, path } of bodies) {
    for (const above of path) {
      const ids = below.get(above);
      if (ids) ids.push(id);
      else below.set(above, [id]);
    }
  }
  const idsUnder = (code: string) => below.get(byCode.get(code)?.id ?? 0) ?? [];
  return {
    codes: new Map(bodies.map(({ id, code }) => [id, code])),
    under: (codes) => [...new Set(codes.flatMap(idsUnder))],
  };
}
