/** Drafts of the dictionary's importers → forms, and registers that others may refer to. Pure. */
import type { Draft, DraftEntity, DraftField } from '../../dictionary/import/index.ts';
import { fold } from '../../platform/search/fold.ts';
import type { AskedCode, AskedField, Form, Held } from './model.ts';
import { phraseOf, systemOf, wordLikeness } from './words.ts';

/** A DSA manifest's model is a register whose records others name; elsewhere each column is something held. */
export type DraftKind = 'records' | 'elements';

const segments = (name: string): string[] => name.split('/').filter((one) => one !== '');
const texts = (title: DraftField['title']) => Object.values(title ?? {});

const codesOf = (draft: Draft, list: string | undefined): readonly AskedCode[] | undefined => {
  const found = list === undefined ? undefined : draft.lists.find((one) => one.name === list);
  const items = found?.items.map(({ code, names, aliases = [] }) => ({
    code,
    names: [...Object.values(names), ...aliases].filter((name) => name !== code),
  }));
  return items && items.length > 0 ? items : undefined;
};

/** @param hidden what the form is read without: the answer, when the radar is measured against it */
export function formsOfDraft(draft: Draft, file: string, { hidden }: { hidden: boolean }): Form[] {
  return draft.entities.map((entity): Form => {
    const path = segments(entity.name);
    const titles = [...texts(entity.title), ...texts(entity.definition), path.at(-1) ?? ''];
    const fields = entity.fields.map((field) => askedOf(draft, field, { hidden }));
    const body = path[0] === 'datasets' ? path.slice(0, 3).at(-1) : undefined;
    const form = { name: entity.name, file, titles: titles.filter(Boolean), family: path.slice(0, -1), fields };
    return body === undefined ? form : { ...form, body };
  });
}

function askedOf(draft: Draft, field: DraftField, { hidden }: { hidden: boolean }): AskedField {
  const { name, spot, definition, pattern, maxLength, unit, type } = field;
  const codes = codesOf(draft, field.list);
  const said = texts(definition).join(' ');
  return {
    name,
    titles: texts(field.title).filter((title) => title !== name),
    ...(said !== '' && { definition: said }),
    ...(codes && { codes }),
    ...(!hidden && {
      // `text` is what a reader says when the source says nothing.
      ...(type !== 'text' && { dataType: type }),
      ...(pattern !== undefined && { pattern }),
      ...(maxLength !== undefined && { maxLength }),
      ...(unit !== undefined && { unit }),
    }),
    place: {
      file: spot.file,
      ...(spot.line !== undefined && { line: spot.line }),
      ...(spot.pointer !== undefined && { pointer: spot.pointer }),
    },
  };
}

/** What a draft's entities hold. */
export function heldOfDraft(draft: Draft, kind: DraftKind, others: readonly Draft[] = [draft]): Held[] {
  const names = kind === 'records' ? namesOf(others) : noNames;
  return draft.entities.flatMap((entity) =>
    kind === 'records' ? [recordOf(entity, names)] : entity.fields.map((field) => elementOf(draft, entity, field)),
  );
}

/** What registers and systems are called: a key of that name is another's, kept here as a reference. */
interface Names {
  readonly registers: ReadonlySet<string>;
  /** Short name of a system → the name spaces that have one called so. */
  readonly systems: ReadonlyMap<string, ReadonlySet<string>>;
  /** Name of a field → the systems that use it. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
}

const noNames: Names = { registers: new Set(), systems: new Map(), fields: new Map() };
// A key that more systems than these call the same is a row's number, and names no register: id, no, code.
const MOST_SYSTEMS = 3;
const cache = new WeakMap<readonly Draft[], Names>();

const spaceOf = (path: readonly string[]) => path.slice(0, 4).join('/');

function namesOf(drafts: readonly Draft[]): Names {
  let names = cache.get(drafts);
  if (!names) cache.set(drafts, (names = collectNames(drafts)));
  return names;
}

function collectNames(drafts: readonly Draft[]): Names {
  const registers = new Set<string>();
  const systems = new Map<string, Set<string>>();
  const fields = new Map<string, Set<string>>();
  const put = (map: Map<string, Set<string>>, key: string, value: string) =>
    map.set(key, (map.get(key) ?? new Set()).add(value));
  for (const { name, fields: own } of drafts.flatMap(({ entities }) => entities)) {
    const path = segments(name);
    registers.add(phraseOf(path.at(-1) ?? '').squeezed);
    const system = systemOf(path.slice(0, -1));
    if (system !== undefined) put(systems, fold(system), spaceOf(path));
    for (const field of own) put(fields, phraseOf(field.name).squeezed, spaceOf(path));
  }
  return { registers, systems, fields };
}

/** Name of a field, folded and without spaces → how many systems use it. */
export const commonNames = (drafts: readonly Draft[]): ReadonlyMap<string, number> =>
  new Map([...namesOf(drafts).fields].map(([name, systems]) => [name, systems.size]));

/** Whether a field of this name names a record of this register, in whatever form it stands. */
function isOwnKey(name: string, path: readonly string[], { registers, systems, fields }: Names): boolean {
  const { squeezed, words } = phraseOf(name);
  const own = spaceOf(path);
  const isOthers = (word: string) => [...(systems.get(word) ?? [own])].every((owner) => owner !== own);
  if (registers.has(squeezed) || words.some(isOthers)) return false;
  const called = path.slice(3).flatMap((part) => phraseOf(part).words);
  const saysWhose = words.some((word) => called.some((one) => wordLikeness(word, one, true) > 0));
  return saysWhose || (fields.get(squeezed)?.size ?? 0) <= MOST_SYSTEMS;
}

function recordOf(entity: DraftEntity, names: Names): Held {
  const path = segments(entity.name);
  const last = path.at(-1) ?? entity.name;
  // Of a key of several fields, or one called like another register or its system, no field names the record by itself.
  const keys = entity.fields.filter(
    ({ name }) => entity.key.length === 1 && entity.key[0] === name && isOwnKey(name, path, names),
  );
  const registerNames = entity.title ?? { '': last };
  return {
    kind: 'record',
    key: entity.name,
    register: entity.name,
    registerNames,
    element: entity.key.join(', '),
    names: { '': last },
    aliases: keys.flatMap((field) => [field.name, ...texts(field.title)]),
    definition: { ...registerNames, ...(entity.definition && { definition: texts(entity.definition).join(' ') }) },
    family: path.slice(0, -1),
    identifies: true,
  };
}

function elementOf(draft: Draft, entity: DraftEntity, field: DraftField): Held {
  const { name, title, definition, type, pattern, maxLength, unit } = field;
  const path = segments(entity.name);
  const codes = codesOf(draft, field.list);
  return {
    kind: 'element',
    key: `${entity.name}.${name}`,
    register: entity.name,
    registerNames: entity.title ?? { '': path.at(-1) ?? entity.name },
    element: name,
    names: title ?? { '': name },
    aliases: [name],
    objectClass: entity.title ?? { '': path.at(-1) ?? entity.name },
    ...(definition && { definition }),
    ...(type !== 'text' && { dataType: type }),
    ...(pattern !== undefined && { pattern }),
    ...(maxLength !== undefined && { maxLength }),
    ...(unit !== undefined && { unit }),
    ...(codes && { codes }),
    family: path.slice(0, -1),
    ...(entity.key.includes(name) && { identifies: true }),
  };
}
