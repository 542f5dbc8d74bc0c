/** Members of a source for which a reader has no place: never dropped in silence. */
import { isObj, type Obj } from './document.ts';
import type { ImportFindings, Spot } from './model.ts';

const LONGEST = 300;

/** `name: value`, as the note of an element keeps it; what is empty says nothing. */
export function unreadMembers(given: Obj, known: ReadonlySet<string>): readonly string[] {
  return Object.entries(given)
    .filter(([name, value]) => !known.has(name) && !isEmpty(value))
    .map(([name, value]) => `${name}: ${short(typeof value === 'string' ? value : JSON.stringify(value))}`);
}

const short = (text: string) => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);
const isEmpty = (value: unknown) =>
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isObj(value) && Object.keys(value).length === 0);

/** Of a field: its note keeps them, and the finding says which. */
export function sayKept(members: readonly string[], name: string, spot: Spot, findings: ImportFindings): void {
  if (members.length > 0) findings.note(spot, 'kept-in-note', { name, members: namesOf(members) });
}

/** Of a table or an object: there is no note to keep them. */
export function sayLeftOut(members: readonly string[], name: string, spot: Spot, findings: ImportFindings): void {
  if (members.length > 0) findings.note(spot, 'members-left-out', { name, members: namesOf(members) });
}

const namesOf = (members: readonly string[]) => members.map((one) => one.slice(0, one.indexOf(':'))).join(', ');
