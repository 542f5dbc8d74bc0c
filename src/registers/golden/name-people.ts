/** Which golden person a group of records is: ids stay while the record that gave them stays. Pure. */

export interface KnownPerson {
  readonly id: string;
  /** The record that gave it its id. */
  readonly anchor: string;
  /** Whether that record is still there. */
  readonly anchored: boolean;
  /** Records that belong to it now. */
  readonly members: readonly string[];
}

export interface NamedGroup {
  readonly records: readonly string[];
  /** A person that is there, or nothing: then it is a new one, anchored at the earliest record. */
  readonly person: string | undefined;
  /** People whose records came to it. */
  readonly merged: readonly string[];
}

/**
 * A person goes with its anchor; when that record is gone, with the earliest of its members. A group that several
 * belong to is the earliest of them, the others are merged into it and come back when the group falls apart.
 * @param groups records in order of time
 */
export function namePeople(groups: readonly (readonly string[])[], people: readonly KnownPerson[]): NamedGroup[] {
  const groupOf = new Map<string, number>();
  groups.forEach((records, i) => {
    for (const record of records) groupOf.set(record, i);
  });
  const claims = new Map<number, KnownPerson[]>();
  for (const person of people) {
    const at = person.anchored ? groupOf.get(person.anchor) : earliest(person.members, groupOf);
    if (at === undefined) continue;
    const own = claims.get(at);
    if (own) own.push(person);
    else claims.set(at, [person]);
  }
  return groups.map((records, i) => {
    const [first, ...rest] = (claims.get(i) ?? []).sort((x, y) => (x.anchor < y.anchor ? -1 : 1));
    return { records, person: first?.id, merged: rest.map(({ id }) => id) };
  });
}

function earliest(members: readonly string[], groupOf: ReadonlyMap<string, number>): number | undefined {
  const there = members.filter((member) => groupOf.has(member)).sort();
  return there[0] === undefined ? undefined : groupOf.get(there[0]);
}
