/** A newer release touches what a mapping was written against: which lines, and why. Pure. */
import { diffPlans, type Change } from '../diff.ts';
import type { EntityPlan, Plan } from '../plan.ts';
import type { Mapping } from './model.ts';

export interface ToCheck {
  /** The field of the entity that a line fills. */
  readonly to: string;
  readonly changes: readonly Change[];
}

/** What changes neither what a value means nor which values are right. */
const HARMLESS: ReadonlySet<string> = new Set([
  'element.names',
  'element.labels',
  'element.authority',
  'element.details',
  'entity.details',
  'entity.names',
  'field.optional',
  'code.names',
  'code.details',
  'code.added',
]);

export function linesToCheck(mapping: Mapping, before: Plan, after: Plan): ToCheck[] {
  if (before.hash === after.hash) return [];
  const [old, now] = [narrowed(before, mapping), narrowed(after, mapping)];
  const { changes } = diffPlans(old, now);
  const entity = entityOf(before, mapping.entity);
  const fresh = entityOf(after, mapping.entity);
  return [...new Set(mapping.lines.map((line) => line.to))].flatMap((to) => {
    const subjects = subjectsOf(to, mapping.entity, entity, fresh);
    const found = changes.filter((change) => !HARMLESS.has(change.reason) && subjects.has(listOf(change.subject)));
    return found.length > 0 ? [{ to, changes: found }] : [];
  });
}

const entityOf = (plan: Plan, name: string): EntityPlan | undefined => plan.entities.find((one) => one.name === name);
/** `SEX/1` is a matter of the list. */
const listOf = (subject: string) => subject.split('/', 1)[0] ?? subject;

function subjectsOf(to: string, entity: string, ...versions: (EntityPlan | undefined)[]): ReadonlySet<string> {
  const fields = versions.flatMap((version) => version?.fields.filter((field) => field.name === to) ?? []);
  const named = fields.flatMap((field) => [field.element, field.codeList?.list ?? []].flat());
  return new Set([entity, `${entity}.${to}`, ...named]);
}

/** Only what the mapping uses: a comparison of two large dictionaries is not needed to judge one entity. */
function narrowed(plan: Plan, mapping: Mapping): Plan {
  const entity = entityOf(plan, mapping.entity);
  const elements = new Set(entity?.fields.map((field) => field.element));
  const lists = new Set(entity?.fields.flatMap((field) => field.codeList?.list ?? []));
  return {
    ...plan,
    elements: plan.elements.filter((one) => elements.has(one.code)),
    entities: entity ? [entity] : [],
    codeLists: plan.codeLists.filter((one) => lists.has(one.code)),
  };
}
