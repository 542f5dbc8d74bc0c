/** Turns schema violations into the `errors` of an invalid request, in the asker's language. */
import type { Translate } from '../i18n.ts';
import { escapePointer, type Misfit, type Violation } from './input.ts';

export interface FieldError {
  readonly in: 'path' | 'query' | 'body';
  /** JSON Pointer (RFC 6901) inside that part. */
  readonly pointer: string;
  readonly detail: string;
}

const MOST = 50;

export function fieldErrors(misfits: readonly Misfit[], t: Translate): FieldError[] {
  return misfits
    .flatMap((misfit) => describePart(misfit, t).map((error) => ({ in: misfit.in, ...error })))
    .slice(0, MOST);
}

type Described = Omit<FieldError, 'in'>;

function describePart(misfit: Misfit, t: Translate): Described[] {
  const places = new Map<string, Violation[]>();
  for (const violation of misfit.violations) {
    if (violation.keyword === 'boolean') continue; // repeats what additionalProperties says
    places.set(violation.instancePath, [...(places.get(violation.instancePath) ?? []), violation]);
  }
  const choices = [...places].filter(([, list]) => list.some((v) => v.keyword === 'anyOf')).map(([place]) => place);
  const inside = (place: string) => choices.some((choice) => place.startsWith(`${choice}/`));
  // What failed inside one variant of a choice tells nothing when another variant was meant.
  return [...places].filter(([place]) => !inside(place)).flatMap(([place, list]) => describePlace(place, list, t));
}

function describePlace(pointer: string, violations: readonly Violation[], t: Translate): Described[] {
  if (violations.some((violation) => violation.keyword === 'anyOf')) {
    const values = violations.filter((v) => v.keyword === 'const').map((v) => String(v.params['allowedValue']));
    const key = values.length > 0 ? 'oneOf' : 'anyOf';
    return [{ pointer, detail: t(`platform:invalid.${key}`, { values: values.join(', ') }) }];
  }
  return violations.flatMap((violation) => describeOne(pointer, violation, t));
}

const MEMBERS: Readonly<Record<string, string>> = {
  additionalProperties: 'additionalProperties',
  unevaluatedProperties: 'unevaluatedProperties',
  required: 'requiredProperties',
};
const NAMED = new Set([
  'type',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'multipleOf',
  'pattern',
  'format',
  'const',
  'enum',
  'noBody',
  'nul',
]);

function describeOne(pointer: string, violation: Violation, t: Translate): Described[] {
  const members = MEMBERS[violation.keyword];
  if (members !== undefined) {
    const key = violation.keyword === 'required' ? 'required' : 'extra';
    return (violation.params[members] as string[]).map((member) => ({
      pointer: `${pointer}/${escapePointer(member)}`,
      detail: t(`platform:invalid.${key}`, { member }),
    }));
  }
  const empty = /^min(Length|Items)$/.test(violation.keyword) && violation.params['limit'] === 1;
  const key = empty ? 'empty' : NAMED.has(violation.keyword) ? violation.keyword : 'other';
  return [{ pointer, detail: t(`platform:invalid.${key}`, placeholders(violation, t)) }];
}

function placeholders(violation: Violation, t: Translate): Record<string, unknown> {
  const { type, allowedValue, allowedValues, limit } = violation.params;
  const kinds = Array.isArray(type) ? (type as string[]) : [String(type)];
  return {
    ...violation.params,
    ...(typeof limit === 'number' && { count: limit }),
    type: kinds.map((kind) => t(`platform:kinds.${kind}`)).join(', '),
    values: Array.isArray(allowedValues) ? allowedValues.join(', ') : String(allowedValue),
  };
}
