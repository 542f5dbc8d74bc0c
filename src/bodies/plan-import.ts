/** Plans an import: authored bodies against what is there → every finding at once, and exactly what to write. Pure. */
import type { AuthoredBody, Finding } from './authored.ts';
import { findCircles } from './circles.ts';
import { overlap, shiftDay, type Succession } from './model.ts';
import { placeBodies } from './place-bodies.ts';
import { findingOn, type ByCode, type Existing, type Planned } from './planned.ts';
import { resolveSuccessions } from './resolve-successions.ts';

export interface ImportPlan {
  readonly findings: readonly Finding[];
  readonly bodies: readonly Planned[];
  readonly successions: readonly Succession[];
}

/**
 * @param keepHandMade leaves bodies that somebody changed here as they are (installing a profile again)
 */
export function planImport(
  authored: readonly AuthoredBody[],
  existing: readonly Existing[],
  known: readonly Succession[],
  keepHandMade = false,
): ImportPlan {
  const findings: Finding[] = [];
  const matched = match(authored, existing, keepHandMade);
  findings.push(...firstDaysChanged(matched, existing));
  const byCode = group(matched);
  findings.push(...codesTwice(byCode));
  const placed = placeBodies(matched, byCode, findings);
  findings.push(...findCircles(placed));
  const bodies = placed.map((body) => settle(body, existing));
  const successions = resolveSuccessions(bodies, byCode, known, findings);
  findings.push(...parentsThatLeft(bodies));
  return { findings, bodies, successions };
}

/** An authored body is the existing one with its code and first day, else one with its code and a day in common. */
function match(authored: readonly AuthoredBody[], existing: readonly Existing[], keepHandMade: boolean): Planned[] {
  const candidates = Map.groupBy(existing, (body) => body.code);
  const taken = new Map<number, AuthoredBody>();
  const pairs = new Map<AuthoredBody, Existing>();
  const pair = (fits: (a: AuthoredBody, e: Existing) => boolean) => {
    for (const body of authored) {
      if (pairs.has(body)) continue;
      const found = (candidates.get(body.code) ?? []).find((e) => !taken.has(e.id) && fits(body, e));
      if (!found) continue;
      taken.set(found.id, body);
      pairs.set(body, found);
    }
  };
  pair((a, e) => a.from === e.from);
  pair((a, e) => overlap(a, e));
  let next = -1;
  const fromAuthored = authored.map((body) => {
    const found = pairs.get(body);
    if (found?.byHand && keepHandMade) return keep(found);
    return plan(body, found?.id ?? next--);
  });
  const untouched = existing.filter((body) => !taken.has(body.id)).map(keep);
  return [...fromAuthored, ...untouched];
}

const keep = ({ byHand: _, ...body }: Existing): Planned => ({ ...body, state: 'kept', authored: undefined });

const plan = (body: AuthoredBody, id: number): Planned => ({
  id,
  code: body.code,
  names: body.names,
  kind: body.kind,
  level: body.level,
  from: body.from,
  to: body.to,
  ended: body.ended,
  attributes: body.attributes,
  note: body.note,
  placements: [],
  aliases: body.aliases,
  state: 'added',
  authored: body,
});

function group(bodies: readonly Planned[]): ByCode {
  const groups = new Map<string, Planned[]>();
  for (const body of bodies) {
    const group = groups.get(body.code);
    if (group) group.push(body);
    else groups.set(body.code, [body]);
  }
  for (const group of groups.values()) group.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  return groups;
}

function codesTwice(byCode: ByCode): Finding[] {
  const findings: Finding[] = [];
  for (const group of byCode.values()) {
    for (let i = 1; i < group.length; i++) {
      const [before, after] = [group[i - 1] as Planned, group[i] as Planned];
      if (!overlap(before, after)) continue;
      const [blamed, other] = after.authored ? [after, before] : [before, after];
      findings.push(findingOn(blamed, 'code-twice', { code: after.code, from: other.from, to: other.to }));
    }
  }
  return findings;
}

/** A body that takes another's first day may be a new one that bears an old code: somebody should look. */
function firstDaysChanged(bodies: readonly Planned[], existing: readonly Existing[]): Finding[] {
  return bodies.flatMap((body) => {
    const before = body.id < 0 || !body.authored ? undefined : indexOf(existing).get(body.id);
    if (!before || before.from === body.from) return [];
    return [findingOn(body, 'first-day-changed', { before: before.from, after: body.from }, 'warning')];
  });
}

/** Nobody may be left under a parent that ends before he does. */
function parentsThatLeft(bodies: readonly Planned[]): Finding[] {
  const byId = new Map(bodies.map((body) => [body.id, body]));
  return bodies.flatMap((body) => {
    if (body.state !== 'kept') return [];
    return body.placements.flatMap(({ parent, to }) => {
      const above = byId.get(parent);
      if (!above?.authored || above.to === null || (to !== null && to <= above.to)) return [];
      return [findingOn(above, 'child-left-behind', { child: body.code, after: shiftDay(above.to, 1) })];
    });
  });
}

const same = (a: unknown, b: unknown): boolean => stable(a) === stable(b);

function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const compared = ['names', 'kind', 'level', 'from', 'to', 'ended', 'attributes', 'note', 'placements'] as const;

function settle(body: Planned, existing: readonly Existing[]): Planned {
  if (body.state === 'kept' || body.id < 0) return body;
  const before = indexOf(existing).get(body.id);
  if (!before) return body;
  const order = (aliases: Planned['aliases']) => [...aliases].map((alias) => stable(alias)).sort();
  const unchanged =
    compared.every((field) => same(body[field], before[field])) && same(order(body.aliases), order(before.aliases));
  return { ...body, state: unchanged ? 'unchanged' : 'changed' };
}

const indexes = new WeakMap<readonly Existing[], Map<number, Existing>>();
function indexOf(existing: readonly Existing[]): Map<number, Existing> {
  let index = indexes.get(existing);
  if (!index) indexes.set(existing, (index = new Map(existing.map((body) => [body.id, body]))));
  return index;
}
