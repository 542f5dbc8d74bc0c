/**
 * What a standard says of an entity and our model has no place for: kept with the entry as plain data, by format, shown
 * beside it and given out again. Bounded, so that nobody's file becomes a store for anything.
 */

/** Format (`odcs`) → what was said in it. */
export type Carried = Readonly<Record<string, unknown>>;

export const MOST_CARRIED = 256_000;
const DEEPEST = 40;

export type CarriedFault = 'too-large' | 'too-deep' | 'not-plain';

/** Why a value is not carried: it is larger than 256,000 characters of JSON, nested too deep, or no JSON. */
export function carriedFault(value: unknown): CarriedFault | undefined {
  const fault = plainFault(value, 0);
  if (fault) return fault;
  return JSON.stringify(value).length > MOST_CARRIED ? 'too-large' : undefined;
}

function plainFault(value: unknown, depth: number): CarriedFault | undefined {
  if (depth > DEEPEST) return 'too-deep';
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'not-plain';
  if (typeof value !== 'object') return 'not-plain';
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  // Assigned to an object it would be its prototype.
  if (Object.hasOwn(value, '__proto__')) return 'not-plain';
  for (const member of members) {
    const fault = plainFault(member, depth + 1);
    if (fault) return fault;
  }
  return undefined;
}
