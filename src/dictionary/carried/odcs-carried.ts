/**
 * What is carried of a data contract (ODCS): the contract without its schema, the object as it was written, and for each
 * column a stamp of what we made of it. A stamp that no longer fits says that our own attribute was changed since, and wins.
 */
import { createHash } from 'node:crypto';
import { canonical } from '../canonical.ts';
import type { FieldPlan } from '../plan.ts';

export type Obj = Readonly<Record<string, unknown>>;

export interface PlacedObject {
  /** Where the object stood in `schema`, from 0. */
  readonly place: number;
  /** The object of `schema`, with its properties. */
  readonly object: Obj;
}

export interface CarriedContract extends PlacedObject {
  /** The contract's members but `schema`. */
  readonly contract: Obj;
  /** Short hash of the contract as a whole: whose objects belong together. */
  readonly of: string;
  /** Objects of the same contract that have no properties, so that no entity speaks of them. */
  readonly others?: readonly PlacedObject[];
  /** Columns of ours in the order of the object's properties, nested ones in their place. */
  readonly columns: readonly string[];
  /** One for each column. */
  readonly stamps: readonly string[];
  /** Of the entity's own words. */
  readonly stamp: string;
}

/** What a property of a contract and a field of ours both speak of. */
export interface Stamped {
  readonly words: unknown;
  readonly type: unknown;
  readonly own: unknown;
}

/** Eight hexadecimal digits of the SHA-256 of its canonical JSON. */
export const short = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex').slice(0, 8);

/** Three short hashes: of words, of type, of what is ours alone. */
export const stampOf = ({ words, type, own }: Stamped): string => [words, type, own].map(short).join('-');

export const wordsStamp = (names: unknown, definition: unknown): string => short([names, definition]);

/** Which of the three differ. */
export function changedSince(stamp: string, now: Stamped): { words: boolean; type: boolean; own: boolean } {
  const [words, type, own] = stamp.split('-');
  return { words: words !== short(now.words), type: type !== short(now.type), own: own !== short(now.own) };
}

const TYPE = ['dataType', 'minLength', 'maxLength', 'precision', 'scale', 'pattern', 'references'] as const;
const statedOf = (of: Obj, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, of[name] ?? null]));
const rangeOf = (range: unknown) => statedOf((range ?? {}) as Obj, ['min', 'max']);

/** Of an authored element in its place in an entity. */
export function stampedElement(element: Obj, isKey: boolean): Stamped {
  const isRequired = element['nullability'] === 'required';
  return {
    words: [element['names'], element['definition']],
    type: [statedOf(element, TYPE), rangeOf(element['range']), element['codeList'] ?? null, isKey, isRequired],
    own: statedOf(element, ['unit', 'example', 'sharing', 'importance', 'secrecy', 'personal']),
  };
}

/** Of a field of the plan. */
export function stampedField(field: FieldPlan, isKey: boolean): Stamped {
  return {
    words: [field.names, field.definition],
    type: [
      statedOf(field as unknown as Obj, TYPE),
      rangeOf(field.range),
      field.codeList?.list ?? null,
      isKey,
      field.required,
    ],
    own: statedOf({ ...field, ...field.labels }, ['unit', 'example', 'sharing', 'importance', 'secrecy', 'personal']),
  };
}

const isObj = (value: unknown): value is Obj => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

const isPlaced = (one: unknown): one is PlacedObject =>
  isObj(one) && typeof one['place'] === 'number' && isObj(one['object']);

/** Undefined when there is none, or when somebody wrote one that is not sound: then our own words are all there is. */
export function carriedContract(carried: Obj | undefined): CarriedContract | undefined {
  const given = carried?.['odcs'];
  if (!isObj(given)) return undefined;
  const { contract, of, place, object, columns, stamps, stamp, others = [] } = given;
  const isSound =
    isObj(contract) &&
    typeof of === 'string' &&
    typeof place === 'number' &&
    isObj(object) &&
    isTexts(columns) &&
    isTexts(stamps) &&
    typeof stamp === 'string' &&
    Array.isArray(others) &&
    others.every(isPlaced);
  return isSound
    ? { contract, of, place, object, columns, stamps, stamp, others: others as PlacedObject[] }
    : undefined;
}

/** The properties of an object that are columns of ours, in order: members of an object within take its place. */
export const isGroup = (property: Obj): boolean =>
  property['logicalType'] === 'object' && Array.isArray(property['properties']) && property['properties'].length > 0;
