/** One chapter of a dictionary: an entity, a domain or a code list, with what it needs to be understood. Pure. */
import type { ElementPlan, Plan } from './plan.ts';

/**
 * A plan of one chapter, for whoever writes the entries of a plan one after the other.
 * @param name of an entity, of a domain, or the code of a list, in this order
 * @returns undefined when there is nothing of that name
 */
export function chapterOf(plan: Plan, name: string): Plan | undefined {
  const entity = plan.entities.find((one) => one.name === name);
  if (entity) {
    const used = new Set(entity.fields.map((field) => field.element));
    const lists = entity.fields.flatMap((field) => field.codeList?.list ?? []);
    return { ...withElements(plan, (one) => used.has(one.code), lists), entities: [entity] };
  }
  if (plan.elements.some((one) => one.domain === name)) return withElements(plan, (one) => one.domain === name, []);
  const list = plan.codeLists.find((one) => one.code === name);
  return list && { ...plan, elements: [], entities: [], codeLists: [list] };
}

function withElements(plan: Plan, isOf: (element: ElementPlan) => boolean, more: readonly string[]): Plan {
  const elements = plan.elements.filter(isOf);
  const lists = new Set([...more, ...elements.flatMap((one) => one.codeList?.list ?? [])]);
  return { ...plan, elements, entities: [], codeLists: plan.codeLists.filter((one) => lists.has(one.code)) };
}
