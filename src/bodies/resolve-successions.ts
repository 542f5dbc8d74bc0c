/** Successions by code → by id: predecessors are read as of the day before, successors as of the day. Pure. */
import type { AuthoredSuccession, Finding } from './authored.ts';
import { inForce, shiftDay, type Succession } from './model.ts';
import { findingOn, type ByCode, type Planned } from './planned.ts';

/** Returns those that are new or changed; findings for unknown codes, too large shares, and endings without successor. */
export function resolveSuccessions(
  bodies: readonly Planned[],
  byCode: ByCode,
  known: readonly Succession[],
  findings: Finding[],
): Succession[] {
  const resolved = new Map<string, Succession>();
  for (const body of bodies) {
    for (const succession of body.authored?.successions ?? []) {
      for (const one of resolve(body, succession, byCode, findings)) resolved.set(keyOf(one), one);
    }
  }
  const before = new Map(known.map((one) => [keyOf(one), one]));
  const all = [...new Map([...before, ...resolved]).values()];
  findings.push(...sharesTooLarge(bodies, all), ...withoutSuccessor(bodies, all));
  return [...resolved.values()].filter((one) => {
    const old = before.get(keyOf(one));
    return !old || old.kind !== one.kind || old.share !== one.share;
  });
}

const keyOf = (one: Succession): string => `${String(one.predecessor)}>${String(one.successor)}@${one.day}`;

function resolve(body: Planned, written: AuthoredSuccession, byCode: ByCode, findings: Finding[]): Succession[] {
  const on = (code: string, day: string, rule: string): number[] => {
    const found = byCode.get(code)?.find((candidate) => inForce(candidate, day));
    if (!found) findings.push(findingOn(body, rule, { code, day }));
    return found ? [found.id] : [];
  };
  const { kind, day } = written;
  const successors =
    written.to.length === 0 ? [body.id] : written.to.flatMap((code) => on(code, day, 'successor-unknown'));
  return written.from.flatMap(({ code, share }) =>
    on(code, shiftDay(day, -1), 'predecessor-unknown').flatMap((predecessor) =>
      successors
        .filter((successor) => successor !== predecessor)
        .map((successor) => ({ kind, day, predecessor, successor, share })),
    ),
  );
}

// Shares are written as decimals: 0.6 + 0.4 must pass.
const ROUNDING = 1e-6;

function sharesTooLarge(bodies: readonly Planned[], all: readonly Succession[]): Finding[] {
  const sums = new Map<number, number>();
  for (const one of all) sums.set(one.predecessor, (sums.get(one.predecessor) ?? 0) + one.share);
  return bodies.flatMap((body) => {
    const sum = sums.get(body.id) ?? 0;
    return sum > 1 + ROUNDING ? [findingOn(body, 'shares-exceed-whole', { sum })] : [];
  });
}

function withoutSuccessor(bodies: readonly Planned[], all: readonly Succession[]): Finding[] {
  const handedOn = new Set(all.map((one) => one.predecessor));
  return bodies.flatMap((body) => {
    if (!body.authored || body.ended === null || body.ended === 'dissolution' || handedOn.has(body.id)) return [];
    return [findingOn(body, 'successor-missing', { ended: body.ended })];
  });
}
