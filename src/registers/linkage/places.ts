/** What was written for a place, read in today's units: the way of the dictionary's successions, as a table `places_<field>`. */
import { fold } from '../../platform/search/fold.ts';
import type { LinkageSettings } from './settings.ts';
import { word, type Step } from './write-sql.ts';

/** By code list: what files write (codes, names, former ones too) and the codes of today's units, the likeliest first. */
export type PlaceLists = Readonly<Record<string, readonly (readonly [written: string, today: readonly string[]])[]>>;

export function planPlaces({ fields }: LinkageSettings, lists: PlaceLists): Step[] {
  return Object.entries(fields).flatMap(([f, field]) => {
    if (field.kind !== 'place') return [];
    const rows = [...placesWritten(lists[field.list ?? ''])].map(
      ([written, today]) => `(${word(written)}, [${today.map(word).join(', ')}])`,
    );
    const values = rows.length === 0 ? '' : `insert into places_${f} values ${rows.join(', ')}`;
    const create = { name: 'places', statement: `create table places_${f} (written varchar, today varchar[])` };
    return values === '' ? [create] : [create, { name: 'places', statement: values }];
  });
}

/** What is written for a place, folded; the first that bears a name keeps it. */
export function placesWritten(list: PlaceLists[string] = []): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  for (const [written, today] of list) {
    const text = fold(written);
    if (!known.has(text)) known.set(text, today);
  }
  return known;
}

interface Unit {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[] | undefined;
  readonly to?: string | undefined;
}
interface Succession {
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly share?: number | undefined;
}

/** Codes and names of all times, each with the units that hold its ground today. */
export function placesOf(codes: readonly Unit[], successions: readonly Succession[]): PlaceLists[string] {
  const current = new Set(codes.filter((unit) => unit.to === undefined).map(({ code }) => code));
  const next = new Map<string, Succession[]>();
  for (const one of successions) next.set(one.from, [...(next.get(one.from) ?? []), one]);
  const todayOf = (code: string, seen: ReadonlySet<string>): string[] => {
    if (seen.has(code)) return current.has(code) ? [code] : [];
    const ways = [...(next.get(code) ?? [])].sort((x, y) => (y.share ?? 1) - (x.share ?? 1));
    if (ways.length === 0) return [code];
    const reached = ways.flatMap((way) => todayOf(way.to, new Set([...seen, code])));
    return reached.length === 0 ? [code] : reached;
  };
  // Units of today first: a name that two units bore is the present one's.
  const ordered = [...codes].sort((x, y) => Number(x.to !== undefined) - Number(y.to !== undefined));
  return ordered.flatMap((unit) => {
    const today = unit.to === undefined ? [unit.code] : [...new Set(todayOf(unit.code, new Set()))];
    return [unit.code, ...Object.values(unit.names), ...(unit.aliases ?? [])].map((text) => [text, today] as const);
  });
}
