/** Drafts of the dictionary's importers → forms, and registers that others may refer to. Pure. */
import type { Draft, DraftEntity, DraftField } from '../../dictionary/import/index.ts';
import type { AskedCode, AskedField, Form, Held } from './model.ts';
import { phraseOf } from './words.ts';

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
  const names = kind === 'records' ? namesOf(others) : new Set<string>();
  return draft.entities.flatMap((entity) =>
    kind === 'records' ? [recordOf(entity, names)] : entity.fields.map((field) => elementOf(draft, entity, field)),
  );
}

const cache = new WeakMap<readonly Draft[], ReadonlySet<string>>();

function namesOf(drafts: readonly Draft[]): ReadonlySet<string> {
  let names = cache.get(drafts);
  if (!names) {
    const all = drafts.flatMap(({ entities }) =>
      entities.map(({ name }) => phraseOf(segments(name).at(-1) ?? '').squeezed),
    );
    cache.set(drafts, (names = new Set(all)));
  }
  return names;
}

function recordOf(entity: DraftEntity, names: ReadonlySet<string>): Held {
  const path = segments(entity.name);
  const last = path.at(-1) ?? entity.name;
  // Of a key of several fields, or one called like a register, no field names the record by itself.
  const keys = entity.fields.filter(
    ({ name }) => entity.key.length === 1 && entity.key[0] === name && !names.has(phraseOf(name).squeezed),
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
