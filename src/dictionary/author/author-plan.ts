/**
 * A plan → what its authors would write: the one editable form of the dictionary, as plain JSON (AUTHORING.md). What the
 * compiler would fill in is left out, so that two writings of one dictionary come to the same entries. Pure.
 */
import type { Authored } from '../import/model.ts';
import { defaultNormalise } from '../lower.ts';
import type { CodeItemPlan, CodeListPlan, ElementPlan, EntityPlan, Plan } from '../plan.ts';
import { isSame } from '../same.ts';
import type { AuthoredDictionary } from '../source/parse-authored.ts';
import { authorField, authorUse } from './author-field.ts';

export interface AuthoredPlan extends AuthoredDictionary {
  readonly settings: Authored;
}

/** Compiled again in the plan's languages, it has the plan's hash. */
export function authorPlan(plan: Plan): AuthoredPlan {
  const elements = new Map(plan.elements.map((element) => [element.code, element]));
  return {
    settings: { edition: plan.release, ...plan.settings },
    elements: plan.elements.map(authorElement),
    entities: plan.entities.map((entity) => authorEntity(entity, elements)),
    codeLists: plan.codeLists.map(authorList),
  };
}

/** Without the members that say what is assumed anyway. */
function without(value: Readonly<Record<string, unknown>>, assumed: Readonly<Record<string, unknown>>): Authored {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, member]) => member !== undefined && !(name in assumed && isSame(member, assumed[name])),
    ),
  );
}

const ELEMENT = {
  synonyms: {},
  oldNames: [],
  nullability: 'optional',
  keyRole: 'none',
  criticality: 'ordinary',
  shareMethod: 'on-request',
  qualityRules: [],
  formRefs: [],
  status: 'approved',
} as const;

export function authorElement({ sqlType: _, labels, codeList, ...element }: ElementPlan): Authored {
  return without(
    { ...element, ...labels, codeList: codeList && authorUse(codeList) },
    { ...ELEMENT, normalise: defaultNormalise(element.dataType) },
  );
}

const ENTITY = { groups: [], checks: [], validTime: false } as const;

export function authorEntity(entity: EntityPlan, elements: ReadonlyMap<string, ElementPlan>): Authored {
  const fields = entity.fields.map((field) => {
    const element = elements.get(field.element);
    return element ? authorField(field, element, entity.key) : { element: field.element };
  });
  const checks = entity.checks.map(({ fields: _, ...check }) => check);
  return without({ ...entity, fields, checks }, ENTITY);
}

const LIST = { optionalWords: [], items: [], successions: [] } as const;

export function authorList({ kind: _, ...list }: CodeListPlan): Authored {
  return without({ ...list, items: list.items.map(authorItem) }, LIST);
}

const authorItem = (item: CodeItemPlan): Authored => without({ ...item }, { aliases: [] });
