/**
 * Concept apart from representation (ISO/IEC 11179-3): an object class with a property is one data element concept,
 * however many elements write it down. The key is made of the words, so that nobody has to number concepts. Pure.
 */
import { fold } from '../platform/search/fold.ts';
import type { Texts } from '../platform/texts.ts';
import type { ElementPlan, Plan } from './plan.ts';

export interface Conceptual {
  readonly objectClass?: Texts | undefined;
  readonly property?: Texts | undefined;
}

/** Undefined when the element does not state both. The same for every order in which languages are kept. */
export function conceptKey({ objectClass, property }: Conceptual): string | undefined {
  const [language] = Object.keys(objectClass ?? {}).sort();
  const [thing, quality] = [objectClass?.[language ?? ''], property?.[language ?? '']];
  return thing === undefined || quality === undefined ? undefined : `${fold(thing)} · ${fold(quality)}`;
}

/** The other elements that represent the concept of this one. */
export function sameConcept(element: ElementPlan, plan: Plan): readonly ElementPlan[] {
  const key = conceptKey(element);
  if (key === undefined) return [];
  return plan.elements.filter((one) => one.code !== element.code && conceptKey(one) === key);
}
