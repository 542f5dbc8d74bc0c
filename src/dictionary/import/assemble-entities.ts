/** Draft entities → authored entities and elements: names of ours, types that fit, references to what is there. */
import { carriedFault, MOST_CARRIED } from '../carried/carried.ts';
import { stampedElement, stampOf, wordsStamp } from '../carried/odcs-carried.ts';
import { assembleField, type FieldScene } from './assemble-field.ts';
import type { Lists } from './assemble-lists.ts';
import type { Authored, DraftEntity, DraftField, Unresolved } from './model.ts';
import { codePart, cutAt63, isReserved, Names, physicalName } from './naming.ts';
import { definitionOf, wordsIn, type Wording } from './words.ts';

export interface Assembled {
  readonly entities: readonly Authored[];
  readonly elements: readonly Authored[];
  readonly unresolved: readonly Unresolved[];
}

interface Placed {
  readonly draft: DraftEntity;
  readonly name: string;
}

export function assembleEntities(drafts: readonly DraftEntity[], lists: Lists, wording: Wording): Assembled {
  const names = new Names();
  const placed: Placed[] = [];
  const targets = new Map<string, string>();
  for (const draft of drafts) {
    if (draft.fields.length === 0) {
      wording.findings.warn(draft.spot, 'no-fields', { name: draft.name });
      continue;
    }
    const name = takeName(draft.name.split('/').at(-1) ?? draft.name, draft.spot, names, wording);
    placed.push({ draft, name });
  }
  // A full name is never hidden by somebody else's short one.
  for (const { draft, name } of placed) for (const alias of draft.aliases ?? []) targets.set(alias, name);
  for (const { draft, name } of placed) targets.set(draft.name, name);
  const elementNames = new Names();
  const codes = new Names();
  const entityCodes = new Names();
  const unresolved: Unresolved[] = [];
  const elements: Authored[] = [];
  const scene: FieldScene = { targets, lists, wording, elementNames, codes, unresolved };
  const entities = placed.map((one) => assembleEntity(one, scene, elements, entityCodes));
  return { entities, elements, unresolved };
}

function takeName(source: string, spot: DraftEntity['spot'], names: Names, { findings }: Wording): string {
  const made = physicalName(source);
  const wanted = isReserved(made.name) ? `${made.name}_` : made.name;
  const { name, clash } = names.take(wanted.replace(/_$/, '_entry'), 48);
  if (isReserved(made.name)) findings.warn(spot, 'reserved-name', { name: source, as: name });
  if (made.how === 'cut') findings.warn(spot, 'name-cut', { name: source, as: name });
  if (made.how === 'made') findings.warn(spot, 'name-made', { name: source, as: name });
  if (clash) findings.note(spot, 'name-told-apart', { name: source, as: name });
  return name;
}

/** Columns of one entity: unique, no word of SQL, and no two that PostgreSQL would take for one. */
function takeColumns(draft: DraftEntity, { findings }: Wording): ReadonlyMap<DraftField, string> {
  const names = new Names();
  const columns = new Map<DraftField, string>();
  const seen = new Map<string, string>();
  for (const field of draft.fields) {
    const made = physicalName(field.name);
    const { name, clash } = names.take(isReserved(made.name) ? `${made.name}_of_record` : made.name, 48);
    const cut = cutAt63(field.name);
    const other = seen.get(cut);
    if (other !== undefined && other !== field.name) {
      findings.error(field.spot, 'same-in-63-bytes', { name: field.name, other });
    } else if (other === field.name) findings.error(field.spot, 'duplicate-field', { name: field.name });
    else if (clash) findings.warn(field.spot, 'name-told-apart', { name: field.name, as: name });
    seen.set(cut, field.name);
    if (isReserved(made.name)) findings.warn(field.spot, 'reserved-name', { name: field.name, as: name });
    if (made.how === 'cut') findings.warn(field.spot, 'name-cut', { name: field.name, as: name });
    if (made.how === 'made') findings.warn(field.spot, 'name-made', { name: field.name, as: name });
    columns.set(field, name);
  }
  return columns;
}

function assembleEntity({ draft, name }: Placed, scene: FieldScene, elements: Authored[], codes: Names): Authored {
  const { wording } = scene;
  const columns = takeColumns(draft, wording);
  const key = keyOf(draft, columns, wording);
  const title = wordsIn(draft.title, draft.name.split('/').at(-1) ?? draft.name, draft.spot, wording);
  const stamps: string[] = [];
  const fields = draft.fields.map((field) => {
    const column = columns.get(field) ?? '';
    const isKey = key.includes(column);
    const element = assembleField(field, { entity: name, column, isKey }, scene);
    elements.push(element);
    if (draft.contract) stamps.push(stampOf(stampedElement(element, isKey)));
    return {
      element: element['code'],
      ...(element['physicalName'] !== column && { as: column }),
      ...(field.required === true && { required: true }),
    };
  });
  const definition = definitionOf(draft, title, wording);
  const odcs = draft.contract && {
    ...draft.contract,
    columns: draft.fields.map((field) => columns.get(field) ?? ''),
    stamps,
    stamp: wordsStamp(title, definition),
  };
  return {
    name,
    code: codes.takeCode(codePart(name)),
    names: title,
    definition,
    key,
    body: { how: 'uploader' },
    fields,
    ...(odcs && isCarried(odcs, draft, wording) && { carried: { odcs } }),
  };
}

function isCarried(odcs: unknown, { name, spot }: DraftEntity, { findings }: Wording): boolean {
  const fault = carriedFault(odcs);
  if (fault) findings.warn(spot, 'not-carried', { name, most: MOST_CARRIED });
  return fault === undefined;
}

function keyOf(draft: DraftEntity, columns: ReadonlyMap<DraftField, string>, { findings }: Wording): readonly string[] {
  const known = draft.key.flatMap((wanted) => {
    const field = draft.fields.find((one) => one.name === wanted);
    if (!field) findings.error(draft.spot, 'unknown-key', { name: draft.name, key: wanted });
    return field ? [columns.get(field) ?? ''] : [];
  });
  if (known.length > 0) return [...new Set(known)];
  const guess =
    draft.fields.find((one) => one.required === true && one.type === 'identifier') ??
    draft.fields.find((one) => one.required === true) ??
    (draft.fields[0] as DraftField);
  findings.warn(draft.spot, 'key-guessed', { name: draft.name, key: guess.name });
  return [columns.get(guess) ?? ''];
}
