/** Bodies that would stand, directly or not, under themselves on some day. Pure. */
import type { Finding } from './authored.ts';
import { inForce } from './model.ts';
import { findingOn, type Planned } from './planned.ts';

/** Days lie between the beginnings of placements, so it is enough to look at those (and at a day before all). */
export function findCircles(bodies: readonly Planned[]): Finding[] {
  const suspects = leftAfterPeeling(bodies);
  if (suspects.length === 0) return [];
  const byId = new Map(suspects.map((body) => [body.id, body]));
  const days = new Set([
    '0001-01-01',
    ...suspects.flatMap((body) => body.placements.flatMap(({ from }) => from ?? [])),
  ]);
  const inCircle = new Set<Planned>();
  for (const day of days) for (const body of suspects) if (returnsToItself(body, byId, day)) inCircle.add(body);
  return [...inCircle].map((body) => findingOn(body, 'circle', {}));
}

/** Takes away bodies whose parents are all taken away: what is left may hold a circle. */
function leftAfterPeeling(bodies: readonly Planned[]): Planned[] {
  const parentsLeft = new Map(bodies.map((body) => [body.id, body.placements.length]));
  const childrenOf = new Map<number, Planned[]>();
  for (const body of bodies) {
    for (const { parent } of body.placements) {
      const children = childrenOf.get(parent);
      if (children) children.push(body);
      else childrenOf.set(parent, [body]);
    }
  }
  const free = bodies.filter((body) => body.placements.length === 0);
  for (let next = free.pop(); next; next = free.pop()) {
    for (const child of childrenOf.get(next.id) ?? []) {
      const left = (parentsLeft.get(child.id) ?? 0) - 1;
      parentsLeft.set(child.id, left);
      if (left === 0) free.push(child);
    }
  }
  return bodies.filter((body) => (parentsLeft.get(body.id) ?? 0) > 0);
}

function returnsToItself(body: Planned, byId: ReadonlyMap<number, Planned>, day: string): boolean {
  const seen = new Set<number>();
  let at: Planned | undefined = body;
  while (at && !seen.has(at.id)) {
    seen.add(at.id);
    const above: number | undefined = at.placements.find((placement) => inForce(placement, day))?.parent;
    if (above === body.id) return true;
    at = above === undefined ? undefined : byId.get(above);
  }
  return false;
}
