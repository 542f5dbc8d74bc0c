/** Invented records, made from the dictionary alone: the same for the same key, and never a row that is held. Pure. */
import { createHash } from 'node:crypto';
import { inventText, type CodeListPlan, type EntityPlan, type FieldPlan } from '../../dictionary/index.ts';
import type { Values } from '../../records/contract.ts';

/** Choices that follow from a text: the same ones every time. */
export function choices(seed: string): (n: number) => number {
  let block = createHash('sha256').update(seed).digest();
  let at = 0;
  return (n) => {
    if (at + 4 > block.length) [block, at] = [createHash('sha256').update(block).digest(), 0];
    const number = block.readUInt32BE(at);
    at += 4;
    return number % Math.max(1, n);
  };
}

type Value = Values[string];
type Lists = ReadonlyMap<string, CodeListPlan>;

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(1950, 0, 1);
const DAYS = 26_000;

/** A value that fits the field's definition. */
export function inventValue(field: FieldPlan, lists: Lists, pick: (n: number) => number): Value {
  if (!field.required && pick(8) === 0) return null;
  if (field.codeList) return code(field, lists, pick);
  return field.pattern === undefined ? plain(field, pick) : fitting(field, field.pattern, pick);
}

/** Words where the pattern takes words; else what the pattern itself gives. */
function fitting(field: FieldPlan, pattern: string, pick: (n: number) => number): Value {
  const longest = field.maxLength ?? 200;
  // What the dictionary takes as a pattern is one of ECMAScript, and was held against ReDoS when it was published.
  const fits = new RegExp(`^(?:${pattern})$`, 'u');
  const said = words(field, pick).slice(0, longest);
  if (fits.test(said)) return said;
  const text = inventText(pattern, pick).slice(0, longest);
  const nobodys = beginningOf(field) + text.slice(beginningOf(field).length);
  return fits.test(nobodys) ? nobodys : text;
}

const TELLING = 3;

/** The dictionary's example of a person's identifier is nobody's by its beginning, and so is what is made from it. */
const beginningOf = ({ identifierOf, example = '' }: FieldPlan): string =>
  identifierOf === 'person' ? String(example).slice(0, TELLING) : '';

function code({ codeList, example }: FieldPlan, lists: Lists, pick: (n: number) => number): Value {
  const items = lists.get(codeList?.list ?? '')?.items ?? [];
  return items[pick(items.length)]?.code ?? example ?? null;
}

function plain(field: FieldPlan, pick: (n: number) => number): Value {
  const { sqlType, range, maxLength = 60, scale = 0, precision = 6 } = field;
  switch (sqlType) {
    case 'boolean':
      return pick(2) === 1;
    case 'date':
      return within(new Date(FIRST_DAY + pick(DAYS) * DAY_MS).toISOString().slice(0, 10), range);
    case 'timestamptz':
      return new Date(FIRST_DAY + pick(DAYS) * DAY_MS).toISOString();
    case 'bigint':
      return Number(within(String(pick(100)), range, true));
    case 'numeric':
      return within((pick(10 ** Math.min(5, precision - scale)) + pick(100) / 100).toFixed(scale), range, true);
    case 'uuid':
      return uuidFrom(pick);
    case 'bytea':
    case 'text':
      if (field.dataType === 'partialDate') return new Date(FIRST_DAY + pick(DAYS) * DAY_MS).toISOString().slice(0, 10);
      return words(field, pick).slice(0, maxLength);
  }
}

function within(value: string, { min, max }: { min?: string; max?: string } = {}, asNumber = false): string {
  const less = (a: string, b: string) => (asNumber ? Number(a) < Number(b) : a < b);
  if (min !== undefined && !min.startsWith('today') && less(value, min)) return min;
  if (max !== undefined && !max.startsWith('today') && less(max, value)) return max;
  return value;
}

const SYLLABLES = ['la', 'mi', 'no', 'ra', 'te', 'vu', 'so', 'ki', 'da', 'be', 'ho', 'ny'];

/** Nobody's name: syllables that mean nothing, in one to three words. */
function words({ dataType, minLength = 0 }: FieldPlan, pick: (n: number) => number): string {
  const word = () => {
    const text = Array.from({ length: 2 + pick(2) }, () => SYLLABLES[pick(SYLLABLES.length)]).join('');
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  const count = dataType === 'identifier' || dataType === 'reference' ? 1 : 1 + pick(3);
  return Array.from({ length: count }, word).join(' ').padEnd(minLength, 'o');
}

function uuidFrom(pick: (n: number) => number): string {
  const hex = Array.from({ length: 32 }, () => pick(16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export interface Invented {
  readonly record: string;
  readonly values: Values;
}

/** Identifiers of people begin on a trial node as nobody's does. */
const nobodys = ({ identifierOf }: FieldPlan, value: Value, idPrefix: string): Value =>
  identifierOf === 'person' && typeof value === 'string' ? idPrefix + value.slice(idPrefix.length) : value;

/**
 * The invented record of a key; its key fields are what was asked.
 * @param idPrefix with which identifiers of invented people begin (`demo.idPrefix` of the profile); empty where it says none
 */
export function inventRecord(entity: EntityPlan, lists: Lists, key: readonly string[], idPrefix: string): Invented {
  const pick = choices(JSON.stringify([entity.name, key]));
  const values: Values = {};
  for (const field of entity.fields) {
    const place = entity.key.indexOf(field.name);
    const own = nobodys(field, inventValue(field, lists, pick), idPrefix);
    values[field.name] = place === -1 ? own : (key[place] ?? own);
  }
  return { record: uuidFrom(pick), values };
}

/** The key of the nth invented record. */
export function inventKey(entity: EntityPlan, lists: Lists, n: number, idPrefix: string): string[] {
  const pick = choices(JSON.stringify([entity.name, 'key', n]));
  return entity.key.map((name) => {
    const field = entity.fields.find((one) => one.name === name);
    if (!field) return String(n);
    return String(nobodys(field, inventValue({ ...field, required: true }, lists, pick), idPrefix) ?? n);
  });
}

/** One key in five is not held: a program must meet that too. */
export const isHeld = (entity: EntityPlan, key: readonly string[]): boolean =>
  choices(JSON.stringify([entity.name, 'held', key]))(5) !== 0;
