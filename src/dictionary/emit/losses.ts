/**
 * What a format has no place for, counted, so that whoever hands a file on knows what it does not say. A round trip keeps
 * whatever is not named here (import/round-trip.test.ts).
 */
import { authorElement, authorEntity, authorList } from '../author/author-plan.ts';
import type { ElementPlan, EntityPlan, Plan } from '../plan.ts';
import type { CodeItemPlan } from '../plan.ts';
import { MOST_CODES_SPELT_OUT } from './json-schema.ts';

/** Formats that say less than the dictionary and have nothing beside (an ODCS contract carries the rest). */
export const lossyFormats = ['table-schema', 'json-schema', 'skos'] as const;
export type LossyFormat = (typeof lossyFormats)[number];
export const isLossy = (format: string): format is LossyFormat => (lossyFormats as readonly string[]).includes(format);

export interface Loss {
  readonly kind: 'element' | 'entity' | 'field' | 'code-list' | 'crosswalk' | 'settings';
  /** Of the authored shape (AUTHORING.md); `language fr`: texts in it; `*`: entries of this kind as a whole. */
  readonly attribute: string;
  /** How many entries state it. */
  readonly count: number;
}

interface Scene {
  readonly format: LossyFormat;
  /** In which its words are; SKOS has all. */
  readonly language: string;
  readonly codes: (list: string) => readonly CodeItemPlan[] | undefined;
  readonly entities: ReadonlyMap<string, EntityPlan>;
}

/** @param codes of lists that are short enough to be spelt out */
export function lossesOf(plan: Plan, { format, language, codes }: Omit<Scene, 'entities'>): readonly Loss[] {
  const entities = new Map(plan.entities.map((entity) => [entity.name, entity]));
  const scene: Scene = { format, language, codes, entities };
  const counts = new Map<string, number>();
  const lose = (kind: Loss['kind'], attributes: Iterable<string>) => {
    for (const attribute of attributes)
      counts.set(`${kind}\n${attribute}`, (counts.get(`${kind}\n${attribute}`) ?? 0) + 1);
  };
  lose('settings', ['*']);
  if (format === 'skos') loseLists(plan, lose);
  else loseEntities(plan, scene, lose);
  return [...counts].map(([key, count]) => {
    const [kind = '', attribute = ''] = key.split('\n');
    return { kind: kind as Loss['kind'], attribute, count };
  });
}

type Lose = (kind: Loss['kind'], attributes: Iterable<string>) => void;

const OF_LIST = new Set(['code', 'names', 'definition', 'version', 'owner', 'parentList', 'items', 'successions']);

function loseLists(plan: Plan, lose: Lose): void {
  for (const _ of plan.elements) lose('element', ['*']);
  for (const _ of plan.entities) lose('entity', ['*']);
  for (const list of plan.codeLists) {
    lose('code-list', except(authorList(list), new Set([...OF_LIST, 'crosswalks'])));
    for (const crosswalk of list.crosswalks ?? []) lose('crosswalk', crosswalk.note === undefined ? [] : ['note']);
  }
}

const OF_ENTITY = new Set(['name', 'names', 'definition', 'key', 'fields']);
/** What is the element's own code is another element's where it is read. */
const OF_USE = new Set(['element', 'as', 'required', 'names', 'codeList']);

function loseEntities(plan: Plan, scene: Scene, lose: Lose): void {
  const elements = new Map(plan.elements.map((element) => [element.code, element]));
  const used = new Set(plan.entities.flatMap((entity) => entity.fields.map((field) => field.element)));
  for (const element of plan.elements)
    lose('element', used.has(element.code) ? elementLosses(element, scene) : Object.keys(authorElement(element)));
  for (const entity of plan.entities) {
    const authored = authorEntity(entity, elements);
    lose('entity', except(authored, OF_ENTITY));
    for (const field of authored['fields'] as readonly Readonly<Record<string, unknown>>[])
      lose('field', except(field, OF_USE));
  }
  for (const list of plan.codeLists) lose('code-list', except(authorList(list), new Set()));
}

const except = (authored: Readonly<Record<string, unknown>>, kept: ReadonlySet<string>) =>
  Object.keys(authored).filter((name) => !kept.has(name));

function elementLosses(element: ElementPlan, scene: Scene): readonly string[] {
  const authored = authorElement(element);
  const others = Object.keys(element.names).filter((language) => language !== scene.language);
  return [
    ...Object.keys(authored).filter((name) => !carries(name, element, scene)),
    ...others.map((language) => `language ${language}`),
  ];
}

function isWord({ dataType }: ElementPlan): boolean {
  return ['string', 'text', 'identifier'].includes(dataType);
}

type Carries = (element: ElementPlan, scene: Scene) => boolean;
const whenDecimal: Carries = ({ dataType, precision }, { format }) =>
  format === 'json-schema' && dataType === 'decimal' && precision !== undefined;

/** What the formats give back, and when; anything else is lost. */
const CARRIED: Readonly<Record<string, Carries>> = {
  names: () => true,
  definition: () => true,
  dataType: (element, scene) => (element.dataType === 'code' ? isSpeltOut(element, scene) : isTypeKept(element, scene)),
  minLength: isWord,
  maxLength: isWord,
  pattern: isWord,
  range: ({ dataType }) => ['integer', 'decimal', 'date'].includes(dataType),
  precision: whenDecimal,
  scale: whenDecimal,
  codeList: isSpeltOut,
  references: isTypeKept,
  nullability: ({ nullability }) => nullability !== 'conditional',
  keyRole: ({ keyRole }) => keyRole === 'key',
  criticality: ({ criticality }) => criticality === 'key',
};

const carries = (name: string, element: ElementPlan, scene: Scene): boolean =>
  Object.hasOwn(CARRIED, name) && (CARRIED[name]?.(element, scene) ?? false);

function isSpeltOut({ codeList }: ElementPlan, { codes }: Scene): boolean {
  const items = codeList?.rule === 'today' ? codes(codeList.list) : undefined;
  return items !== undefined && items.length > 0 && items.length <= MOST_CODES_SPELT_OUT;
}

function isTypeKept({ dataType, references, maxLength }: ElementPlan, { entities }: Scene): boolean {
  // An identifier is told from other words by nothing that the formats have.
  if (dataType === 'identifier') return false;
  // A text with a greatest length is read as a short one.
  if (dataType === 'text') return maxLength === undefined;
  // A foreign key leads to a key of one field.
  return dataType !== 'reference' || entities.get(references ?? '')?.key.length === 1;
}
