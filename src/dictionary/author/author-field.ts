/** A field of an entity → its use of the element: only what it says for itself. */
import { fold } from '../../platform/search/fold.ts';
import type { Texts } from '../../platform/texts.ts';
import type { Authored } from '../import/model.ts';
import { compact } from '../compact.ts';
import { synonymsOf } from '../lower.ts';
import type { CodeUse, ElementPlan, FieldPlan } from '../plan.ts';
import { isSame } from '../same.ts';

export function authorField(field: FieldPlan, element: ElementPlan, key: readonly string[]): Authored {
  const names = isSame(field.names, element.names) ? undefined : field.names;
  const isNeeded = element.nullability === 'required';
  const synonyms = ownSynonyms(field, element, names);
  return {
    element: field.element,
    ...(field.name !== element.physicalName && { as: field.name }),
    ...(!key.includes(field.name) && field.required !== isNeeded && { required: field.required }),
    ...(field.group !== undefined && { group: field.group }),
    ...(names && { names }),
    ...(field.hint && !isSame(field.hint, element.hint) && { hint: field.hint }),
    ...(synonyms.length > 0 && { synonyms: { [languageOf(field.names)]: synonyms } }),
    ...(field.codeList && !isSame(field.codeList, element.codeList) && { codeList: authorUse(field.codeList) }),
    ...(field.condition !== undefined && field.condition !== element.condition && { condition: field.condition }),
  };
}

const languageOf = (names: Texts): string => Object.keys(names).sort()[0] ?? '';

export const authorUse = (use: CodeUse): unknown =>
  use.rule === 'today' && use.dateField === undefined && use.recode !== true ? use.list : compact({ ...use });

/**
 * A plan keeps what a header may say in one list without languages: names first, then the field's own words. The
 * shortest run of them that lays out the same list again is what the field says for itself.
 */
function ownSynonyms(field: FieldPlan, element: ElementPlan, names: Texts | undefined): readonly string[] {
  const layOut = (own: readonly string[]) =>
    synonymsOf({ names, synonyms: { [languageOf(field.names)]: own } }, element, field.name);
  const assumed = layOut([]);
  if (isSame(assumed, field.synonyms)) return [];
  const named = new Set([...Object.values(field.names), ...Object.values(element.names)].map(fold));
  const spelt = field.synonyms.filter((word) => named.has(fold(word)) && !assumed.includes(word));
  const said = field.synonyms.filter((word) => !named.has(fold(word)));
  for (let count = 0; count <= said.length; count += 1) {
    const own = [...spelt, ...said.slice(0, count)];
    if (isSame(layOut(own), field.synonyms)) return own;
  }
  return [...spelt, ...said];
}
