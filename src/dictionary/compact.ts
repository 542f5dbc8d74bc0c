/** Leaves out members without a value, so that a plan prints and hashes the same however it was made. */

export const compact = <T extends object>(value: T): T => compactOf<T>(value);

/** The same of several parts together, in their order. */
export function compactOf<T extends object>(...parts: readonly object[]): T {
  const names: string[] = [];
  const members: unknown[] = [];
  for (const part of parts)
    for (const name of Object.keys(part)) {
      const member = (part as Readonly<Record<string, unknown>>)[name];
      if (member === undefined) continue;
      names.push(name);
      members.push(member);
    }
  return objectOf(names, members) as T;
}

/** With more members than these an object that is filled one by one becomes a hash table: slow, and three times as large. */
const FEW = 12;
const MOST_FORMS = 5000;
const forms = new Map<string, Readonly<Record<string, unknown>>>();

function objectOf(names: readonly string[], members: readonly unknown[]): Record<string, unknown> {
  const made: Record<string, unknown> = names.length <= FEW ? {} : { ...formOf(names) };
  for (let i = 0; i < names.length; i += 1) made[names[i] as string] = members[i];
  return made;
}

/** An object with these members, to be copied: thousands have the same. */
function formOf(names: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  const id = names.join('\n');
  const known = forms.get(id);
  if (known || forms.size >= MOST_FORMS) return known;
  // Read from JSON an object keeps its members in a row.
  const form = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`) as Record<
    string,
    unknown
  >;
  forms.set(id, form);
  return form;
}
