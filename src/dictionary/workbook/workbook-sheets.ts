/** Which sheets the workbook of a dictionary has, what a row of each is and what its columns take. */
import type { AuthoredDictionary } from '../source/parse-authored.ts';
import type { Authored } from '../import/model.ts';
import type { EntryRef } from '../source/finding.ts';
import { acceptsOf, count, flag, fraction, synonyms, texts, type Read, type Shape } from '../source/reader.ts';
import * as shapes from '../source/shapes.ts';
import { columnOf, stepsOf, type Step } from './flat-entry.ts';

export interface SheetPlan {
  readonly name: string;
  readonly kind: EntryRef['kind'];
  /** The lists whose members are this sheet's rows, one inside the other; empty: a row is an entry. */
  readonly part: readonly string[];
  /** Columns that name what a row belongs to: the entry, then the number of the member that holds it. */
  readonly owner: readonly string[];
  readonly shape: Shape;
}

const shapeOf = (shape: Shape, name: string): Shape => {
  const items = acceptsOf(shape[name]?.read as Read<unknown>).items;
  return (items && acceptsOf(items).shape) ?? {};
};
const crosswalk = shapeOf(shapes.codeList, 'crosswalks');
type Place = Pick<SheetPlan, 'part' | 'owner'>;
const ENTRY: Place = { part: [], owner: [] };
const of = (owner: string, part: string): Place => ({ part: [part], owner: [owner] });
const sheet = (name: string, kind: SheetPlan['kind'], shape: Shape, place: Place) => ({ name, kind, shape, ...place });

/** Of the settings sheet: the languages of the dictionary, in their order. */
export const LANGUAGES = 'languages[]';

export const SHEETS: readonly SheetPlan[] = [
  sheet('elements', 'element', shapes.element, ENTRY),
  sheet('entities', 'entity', shapes.entity, ENTRY),
  sheet('fields', 'entity', shapeOf(shapes.entity, 'fields'), of('entity', 'fields')),
  sheet('groups', 'entity', shapeOf(shapes.entity, 'groups'), of('entity', 'groups')),
  sheet('checks', 'entity', shapeOf(shapes.entity, 'checks'), of('entity', 'checks')),
  sheet('lists', 'code-list', shapes.codeList, ENTRY),
  sheet('codes', 'code-list', shapeOf(shapes.codeList, 'items'), of('list', 'items')),
  sheet('successions', 'code-list', shapeOf(shapes.codeList, 'successions'), of('list', 'successions')),
  sheet('crosswalks', 'code-list', crosswalk, { part: ['crosswalks'], owner: ['list', 'crosswalk'] }),
  sheet('links', 'code-list', shapeOf(crosswalk, 'links'), {
    part: ['crosswalks', 'links'],
    owner: ['list', 'crosswalk'],
  }),
  sheet('settings', 'settings', shapes.settings, ENTRY),
];

/** Lists that have sheets of their own, of an entry or of a member; those of them that are a must. */
export const partsOf = ({ kind, part }: SheetPlan): readonly string[] =>
  SHEETS.filter((one) => one.kind === kind && one.part.length === part.length + 1)
    .filter((one) => part.every((name, i) => one.part[i] === name))
    .flatMap((one) => one.part.at(-1) ?? []);

export function entriesOf(kind: EntryRef['kind'], authored: AuthoredDictionary): readonly Authored[] {
  if (kind === 'settings') return authored.settings ? [authored.settings] : [];
  return kind === 'element' ? authored.elements : kind === 'entity' ? authored.entities : authored.codeLists;
}

export const keyOf = (kind: EntryRef['kind'], entry: Authored): string =>
  String((kind === 'entity' ? entry['name'] : (entry['code'] ?? entry['extends'])) ?? '');

/** What a column takes, when its shape says so. */
export function readOf(shape: Shape, column: string): Read<unknown> | undefined {
  const [first, ...steps] = stepsOf(column);
  let read: Read<unknown> | undefined = Object.hasOwn(shape, String(first)) ? shape[String(first)]?.read : undefined;
  for (const step of steps) {
    if (!read) return undefined;
    const { items, members, shape: inner, long } = acceptsOf(read);
    read = typeof step === 'number' ? items : (members ?? (inner ?? long)?.[step]?.read);
  }
  return read;
}

export const isNumber = (read: Read<unknown> | undefined): boolean => read === count || read === fraction;
export const isFlag = (read: Read<unknown> | undefined): boolean => read === flag;

/** A column an attribute, whether or not an entry says it: what people may fill in. */
export function columnsOf({ shape, ...plan }: SheetPlan, languages: readonly string[]): readonly string[] {
  const away = new Set(partsOf({ shape, ...plan }));
  return Object.entries(shape)
    .filter(([name]) => !away.has(name) && name !== 'carried')
    .flatMap(([name, { read }]) => columnsIn(read, [name], languages));
}

function columnsIn(read: Read<unknown>, steps: readonly Step[], languages: readonly string[]): readonly string[] {
  if (read === texts) return languages.map((language) => columnOf([...steps, language]));
  if (read === synonyms) return languages.map((language) => `${columnOf([...steps, language])}[]`);
  const { items, members, shape } = acceptsOf(read);
  if (members) return [];
  if (shape) return Object.entries(shape).flatMap(([name, one]) => columnsIn(one.read, [...steps, name], languages));
  if (!items) return [columnOf(steps)];
  const hasParts = items === texts || acceptsOf(items).shape !== undefined;
  return hasParts ? columnsIn(items, [...steps, 1], languages) : [`${columnOf(steps)}[]`];
}

/** Columns in the order of the shape; inside an attribute by number, then as the languages stand. */
export function inOrder(columns: Iterable<string>, shape: Shape, languages: readonly string[]): readonly string[] {
  const names = Object.keys(shape);
  const rank = (step: Step | undefined): number =>
    step === undefined ? -1 : typeof step === 'number' ? step : Math.max(0, languages.indexOf(step));
  const top = (step: Step | undefined) => (names.includes(String(step)) ? names.indexOf(String(step)) : names.length);
  const placed = [...new Set(columns)].map((column, i) => ({ column, i, steps: stepsOf(column) }));
  placed.sort((a, b) => top(a.steps[0]) - top(b.steps[0]) || rank(a.steps[1]) - rank(b.steps[1]) || a.i - b.i);
  return placed.map(({ column }) => column);
}
