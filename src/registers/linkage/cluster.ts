/**
 * Who is one: the strongest links first, each refused that would bring together what must stay apart. The answer depends on the links
 * and nothing else, and no component depends on another: that is why a batch may be clustered alone.
 */

export interface Link {
  /** Records by number; a smaller number came earlier. */
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

export interface ClusterRules {
  /** Pairs that may not stand in one cluster. */
  readonly apart: readonly (readonly [number, number])[];
  /** A value of which a cluster holds at most one, by kind: the verified identifier. */
  readonly unique: readonly ((record: number) => string | undefined)[];
  /** A place of which a cluster holds at most one record: the file, when a file names nobody twice. */
  readonly once: ((record: number) => number) | undefined;
}

export interface Clustering {
  /** The earliest record of its cluster, for every record of a link. */
  readonly heads: ReadonlyMap<number, number>;
  /** Links that were not followed, with what stood against them. */
  readonly refused: readonly { readonly link: Link; readonly against: 'apart' | 'unique' | 'once' }[];
}

interface Cluster {
  readonly members: number[];
  readonly apart: Set<number>;
  readonly values: (string | undefined)[];
  readonly places: Set<number>;
}

/** Decisions first, then by weight; equal weights by who came earlier. */
export const byStrength = (x: Link, y: Link): number => y.weight - x.weight || x.a - y.a || x.b - y.b;

export function cluster(links: readonly Link[], rules: ClusterRules): Clustering {
  const apart = new Map<number, number[]>();
  const note = (of: number, other: number) => {
    const noted = apart.get(of);
    if (noted) noted.push(other);
    else apart.set(of, [other]);
  };
  for (const [a, b] of rules.apart) {
    note(a, b);
    note(b, a);
  }
  const of = new Map<number, Cluster>();
  const clusterOf = (record: number): Cluster => {
    let found = of.get(record);
    if (!found) {
      found = {
        members: [record],
        apart: new Set(apart.get(record)),
        values: rules.unique.map((value) => value(record)),
        places: new Set(rules.once ? [rules.once(record)] : []),
      };
      of.set(record, found);
    }
    return found;
  };
  const refused: { link: Link; against: 'apart' | 'unique' | 'once' }[] = [];
  for (const link of [...links].sort(byStrength)) {
    const [x, y] = [clusterOf(link.a), clusterOf(link.b)];
    if (x === y) continue;
    const against = isDecided(link) ? undefined : objection(x, y);
    if (against) refused.push({ link, against });
    else merge(x, y, of);
  }
  return { heads: headsOf(of), refused };
}

/** A person said so: heavier than any evidence. */
export const DECIDED = 1000;
const isDecided = ({ weight }: Link) => weight >= DECIDED;

function objection(x: Cluster, y: Cluster): 'apart' | 'unique' | 'once' | undefined {
  const [small, large] = x.members.length < y.members.length ? [x, y] : [y, x];
  if (large.apart.size > 0 && small.members.some((member) => large.apart.has(member))) return 'apart';
  if (x.values.some((value, i) => value !== undefined && y.values[i] !== undefined && y.values[i] !== value))
    return 'unique';
  if ([...small.places].some((place) => large.places.has(place))) return 'once';
  return undefined;
}

function merge(x: Cluster, y: Cluster, of: Map<number, Cluster>): void {
  const [from, to] = x.members.length < y.members.length ? [x, y] : [y, x];
  for (const member of from.members) {
    to.members.push(member);
    of.set(member, to);
  }
  for (const record of from.apart) to.apart.add(record);
  for (const place of from.places) to.places.add(place);
  from.values.forEach((value, i) => (to.values[i] ??= value));
}

function headsOf(of: ReadonlyMap<number, Cluster>): Map<number, number> {
  const heads = new Map<Cluster, number>();
  for (const [record, own] of of) heads.set(own, Math.min(heads.get(own) ?? record, record));
  return new Map([...of].map(([record, own]) => [record, heads.get(own) as number]));
}
