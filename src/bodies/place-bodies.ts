/** Where each body stands: a parent's code is read as of each day, so it may stand for several bodies in turn. Pure. */
import type { Finding, Validity } from './authored.ts';
import { overlap, shiftDay } from './model.ts';
import { findingOn, type ByCode, type Planned, type PlannedPlacement } from './planned.ts';

const later = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a > b ? a : b);
const earlier = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a < b ? a : b);

/** The days two validities share; they must share one. */
const common = (a: Validity, b: Validity): Validity => ({ from: later(a.from, b.from), to: earlier(a.to, b.to) });

export function placeBodies(bodies: readonly Planned[], byCode: ByCode, findings: Finding[]): Planned[] {
  return bodies.map((body) => (body.authored ? { ...body, placements: place(body, byCode, findings) } : body));
}

function place(body: Planned, byCode: ByCode, findings: Finding[]): PlannedPlacement[] {
  const placements = (body.authored?.parents ?? []).flatMap(({ code, ...asked }) => {
    if (!overlap(asked, body)) return [];
    const bearers = byCode.get(code);
    if (!bearers) {
      findings.push(findingOn(body, 'parent-unknown', { parent: code }));
      return [];
    }
    const found = placementsUnder({ id: body.id, ...common(asked, body) }, bearers);
    if (found.length === 0) findings.push(findingOn(body, 'parent-not-in-force', { parent: code }));
    return found;
  });
  placements.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  findings.push(...gaps(body, placements));
  return placements;
}

/** Where a body stands whose parent is a code: under each bearer of the code in turn, oldest first. */
export function placementsUnder(
  body: Validity & { readonly id: number },
  bearers: readonly (Validity & { readonly id: number })[],
): PlannedPlacement[] {
  return bearers
    .filter((bearer) => bearer.id !== body.id && overlap(bearer, body))
    .map((bearer) => ({ parent: bearer.id, ...common(bearer, body) }));
}

function gaps(body: Planned, placements: readonly PlannedPlacement[]): Finding[] {
  const findings: Finding[] = [];
  const last = placements.at(-1);
  if (!last) return findings;
  if (last.to !== null && (body.to === null || last.to < body.to)) {
    findings.push(findingOn(body, 'parent-ends-earlier', { after: last.to }));
  }
  placements.slice(1).forEach((next, i) => {
    const before = placements[i] as PlannedPlacement;
    if (overlap(before, next)) findings.push(findingOn(body, 'two-parents', { day: next.from }));
    else if (before.to !== null && next.from !== shiftDay(before.to, 1)) {
      findings.push(findingOn(body, 'no-parent-between', { after: before.to, before: next.from }, 'warning'));
    }
  });
  return findings;
}
