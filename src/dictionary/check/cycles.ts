/** Ways that lead back to where they began: successors of elements, extensions, lineage, calculations. */
import type { EntityPlan } from '../plan.ts';
import type { Findings, Place } from '../source/finding.ts';
import type { Source } from '../source/parse.ts';
import type { SourceElement } from '../source/shapes.ts';
import { calculationReads } from './calculations.ts';
import type { Lowered } from './entities.ts';

export interface Edge {
  readonly to: string;
  readonly place: Place;
}
export type Ways = ReadonlyMap<string, readonly Edge[]>;

/** Each circle once, at the edge that closes it; linear in nodes and edges, without recursion. */
export function circlesOf(ways: Ways): { readonly path: readonly string[]; readonly place: Place }[] {
  const found: { path: readonly string[]; place: Place }[] = [];
  const done = new Set<string>();
  for (const start of ways.keys()) walk(start, ways, { done, found });
  return found;
}

interface Walk {
  readonly done: Set<string>;
  readonly found: { path: readonly string[]; place: Place }[];
}

function walk(start: string, ways: Ways, { done, found }: Walk): void {
  if (done.has(start)) return;
  const path = [start];
  const onPath = new Set(path);
  const nexts = [0];
  while (path.length > 0) {
    const node = path.at(-1) as string;
    const edge = ways.get(node)?.[nexts.at(-1) as number];
    nexts[nexts.length - 1] = (nexts.at(-1) as number) + 1;
    if (!edge) {
      done.add(node);
      onPath.delete(node);
      path.pop();
      nexts.pop();
    } else if (onPath.has(edge.to)) {
      found.push({ path: [...path.slice(path.indexOf(edge.to)), edge.to], place: edge.place });
    } else if (!done.has(edge.to)) {
      path.push(edge.to);
      onPath.add(edge.to);
      nexts.push(0);
    }
  }
}

export function checkCycles(source: Source, lowered: Lowered, findings: Findings): void {
  const elements = source.elements.map(({ element }) => element);
  const report = (ways: Ways, code: string) => {
    for (const { path, place } of circlesOf(ways)) findings.error(place, code, { path: path.join(' → ') });
  };
  report(successions(elements), 'circular-succession');
  report(
    waysBy(elements, (one) => [[one.values.extends, one.at('extends')]]),
    'circular-extension',
  );
  report(
    waysBy(elements, (one) => (one.values.lineage ?? []).map((step) => [step.values.element, step.at('element')])),
    'circular-lineage',
  );
  report(calculations(elements, lowered), 'circular-calculation');
  for (const { path, place } of circlesOf(requiredReferences(source, lowered))) {
    findings.warn(place, 'circular-reference', { path: path.join(' → ') });
  }
}

/** From the newer to the older, whichever of the two says it. */
function successions(elements: readonly SourceElement[]): Ways {
  const ways = new Map<string, Edge[]>();
  const add = (from: string | undefined, to: string | undefined, place: Place) => {
    if (from === undefined || to === undefined) return;
    const known = ways.get(from) ?? [];
    if (known.every((edge) => edge.to !== to)) ways.set(from, [...known, { to, place }]);
  };
  for (const element of elements) {
    const { code, supersedes, supersededBy } = element.values;
    add(code, supersedes, element.at('supersedes'));
    add(supersededBy, code, element.at('supersededBy'));
  }
  return ways;
}

type Target = readonly [code: string | undefined, place: Place];

function waysBy(elements: readonly SourceElement[], targets: (one: SourceElement) => readonly Target[]): Ways {
  const ways = new Map<string, Edge[]>();
  for (const element of elements) {
    const edges = targets(element).flatMap(([to, place]) => (to === undefined ? [] : [{ to, place }]));
    if (edges.length > 0) ways.set(element.values.code ?? '', edges);
  }
  return ways;
}

/** The elements whose columns a calculation reads, in every entity where it is calculated. */
function calculations(elements: readonly SourceElement[], lowered: Lowered): Ways {
  const ways = new Map<string, Edge[]>();
  for (const element of elements) {
    const { calculation, code = '' } = element.values;
    if (calculation === undefined) continue;
    const place = element.at('calculation');
    const read = usersOf(code, lowered).flatMap((entity) => calculationReads(element, entity));
    ways.set(
      code,
      [...new Set(read)].map((to) => ({ to, place })),
    );
  }
  return ways;
}

export const usersOf = (code: string, lowered: Lowered): readonly EntityPlan[] =>
  [...lowered.entities.values()].filter(({ fields }) => fields.some((field) => field.element === code));

/** Entities none of whose records can be the first: each must name one of the next that is there already. */
function requiredReferences({ entities }: Source, lowered: Lowered): Ways {
  const ways = new Map<string, Edge[]>();
  for (const entity of entities) {
    const plan = lowered.entities.get(entity);
    const edges = (plan?.fields ?? []).flatMap(({ required, references }) =>
      required && references !== undefined && references !== plan?.name
        ? [{ to: references, place: entity.place }]
        : [],
    );
    if (plan && edges.length > 0) ways.set(plan.name, edges);
  }
  return ways;
}
