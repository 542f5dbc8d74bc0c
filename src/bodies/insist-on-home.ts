/** A body is written at its home only: everywhere else it is read, and its changes come by themselves. */
import type { Context } from '../platform/context.ts';
import type { Finding } from './authored.ts';
import type { Existing, Planned } from './planned.ts';
import { findingOn } from './planned.ts';
import { problems } from './problems.ts';
import type { Succession } from './model.ts';

/** Bodies (ids) whose home is another node, with its name. */
export type Elsewhere = ReadonlyMap<number, string>;

/** Asked before a transaction begins: it may take a connection of its own. */
export const homesElsewhere = async ({ homesElsewhere: ask }: Pick<Context, 'homesElsewhere'>): Promise<Elsewhere> =>
  (await ask?.()) ?? new Map<number, string>();

/** @throws problems.homeElsewhere */
export function insistOnHome(
  elsewhere: Elsewhere,
  ...bodies: readonly { readonly id: number; readonly code: string }[]
) {
  for (const { id, code } of bodies) {
    const node = elsewhere.get(id);
    if (node !== undefined) throw problems.homeElsewhere({ code, node });
  }
}

/**
 * What an import would write that is another node's: a body at home there, one that is put under a body at home there, or
 * what became of one. Pure.
 */
export function findElsewhere(
  elsewhere: Elsewhere,
  { bodies, successions }: { readonly bodies: readonly Planned[]; readonly successions: readonly Succession[] },
  existing: readonly Existing[],
): Finding[] {
  if (elsewhere.size === 0) return [];
  const before = new Map(existing.map((body) => [body.id, body]));
  const split = new Set(successions.map(({ predecessor }) => predecessor));
  // The roots of the tree are at home at one node: so would be a new one.
  const rootsAt = existing.filter(({ placements }) => placements.length === 0).map(({ id }) => elsewhere.get(id))[0];
  const ownerOf = (body: Planned): string | undefined => {
    const own = elsewhere.get(body.id);
    if (own !== undefined) return own;
    const known = new Set(before.get(body.id)?.placements.map(({ parent }) => parent));
    const above = body.placements.filter(({ parent }) => !known.has(parent)).map(({ parent }) => elsewhere.get(parent));
    return (
      above.find((node) => node !== undefined) ?? (body.placements.length === 0 && body.id < 0 ? rootsAt : undefined)
    );
  };
  return bodies.flatMap((body) => {
    if (body.state !== 'added' && body.state !== 'changed' && !split.has(body.id)) return [];
    const node = ownerOf(body);
    return node === undefined ? [] : [findingOn(body, 'home-elsewhere', { node })];
  });
}
