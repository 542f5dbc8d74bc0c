/** A draft field → an element with all that is a must; what its type cannot carry is said and kept as a note. */
import { addDays } from '../../platform/relative-day.ts';
import { parseDay } from '../expression/civil.ts';
import type { Lists } from './assemble-lists.ts';
import type { Authored, DraftField, Unresolved } from './model.ts';
import { codePart, physicalName, type Names } from './naming.ts';
import { toIRegexp } from './patterns.ts';
import { cleanText, definitionOf, wordsIn, type Wording } from './words.ts';

export interface FieldScene {
  /** Source name of an entity → its name in the proposal. */
  readonly targets: ReadonlyMap<string, string>;
  readonly lists: Lists;
  readonly wording: Wording;
  readonly elementNames: Names;
  readonly codes: Names;
  readonly unresolved: Unresolved[];
}

interface Column {
  readonly entity: string;
  readonly column: string;
  readonly isKey: boolean;
}

export function assembleField(field: DraftField, { entity, column, isKey }: Column, scene: FieldScene): Authored {
  const { wording, elementNames } = scene;
  const code = scene.codes.takeCode(`${codePart(entity)}.${codePart(column)}`);
  const names = wordsIn(field.title, field.name, field.spot, wording);
  const notes = [...(field.said ?? [])];
  const typed = typeOf(field, code, scene, notes);
  const note = cleanText(notes.join(' · '), field.spot, wording.findings);
  return {
    code,
    physicalName: elementNames.take(physicalName(`${entity}_${column}`).name, 48).name,
    names,
    definition: definitionOf(field, names, wording),
    ...(field.name !== column && { oldNames: [field.name.normalize('NFC').trim()] }),
    ...(note !== '' && { note: Object.fromEntries(wording.languages.map((language) => [language, note])) }),
    domain: domainOf(entity),
    tier: 'local',
    ...typed,
    nullability: field.required === true || isKey ? 'required' : 'optional',
    ...(isKey && { keyRole: 'key', criticality: 'key' }),
    layer: 'source',
    origin: 'source',
    reCollectable: 'confirm',
    sharing: field.sharing ?? 'restricted',
    importance: 'other',
    secrecy: 'none',
    personal: field.personal ?? 'none',
    legalBasis: [],
    purpose: [],
    status: 'draft',
  };
}

const domainOf = (entity: string) => entity.replaceAll('_', '-').replace(/-+$/, '');

function typeOf(field: DraftField, code: string, scene: FieldScene, notes: string[]): Authored {
  const list = field.list === undefined ? undefined : scene.lists.codes.get(field.list);
  if (list !== undefined) return { dataType: 'code', codeList: list };
  if (field.references !== undefined) {
    const references = scene.targets.get(field.references);
    if (references !== undefined) return { dataType: 'reference', references };
    const status = /^\w+:\/\//.test(field.references) ? 'other-system' : 'unknown';
    scene.unresolved.push({ element: code, target: field.references, status, spot: field.spot });
    notes.push(`→ ${field.references}`);
  }
  return plainType(field, scene, notes);
}

const LONGEST_CELL = 100_000;
const MOST_DIGITS = 30;

const isWordType = (type: string) => type === 'string' || type === 'text' || type === 'identifier';

function plainType(field: DraftField, { wording }: FieldScene, notes: string[]): Authored {
  const { findings } = wording;
  const { maxLength, unit } = field;
  const unbound = maxLength === undefined || maxLength > LONGEST_CELL;
  const isString = field.type === 'string' || field.type === 'identifier';
  const isLoose = field.type === 'reference' || field.type === 'code' || (isString && unbound);
  const dataType = isLoose ? 'text' : field.type;
  const pattern = patternOf(field, dataType, findings);
  if (field.pattern !== undefined && pattern === undefined) notes.push(`pattern ${field.pattern}`);
  const range = rangeOf(field, findings, notes);
  return {
    dataType,
    ...(isWordType(dataType) && lengthsOf(field, isString && !unbound, findings)),
    ...(dataType === 'decimal' && digitsOf(field, notes)),
    ...(unit !== undefined && { unit: unit.normalize('NFC').trim() }),
    ...(pattern !== undefined && { pattern }),
    ...(range && { range }),
    ...exampleOf(field, dataType, pattern),
  };
}

function patternOf(field: DraftField, type: string, findings: Wording['findings']): string | undefined {
  if (field.pattern === undefined) return undefined;
  const pattern = isWordType(type) ? toIRegexp(field.pattern, field.wholePattern ?? false) : undefined;
  if (pattern === undefined) {
    findings.warn(field.spot, 'pattern-left-out', { name: field.name, pattern: field.pattern });
  }
  return pattern;
}

/** @param isMust a string cannot be without its greatest length */
function lengthsOf(field: DraftField, isMust: boolean, findings: Wording['findings']): Authored {
  const { minLength = 0, maxLength = Infinity } = field;
  const isSound = minLength <= maxLength;
  if (!isSound) findings.error(field.spot, 'min-above-max', { name: field.name });
  return {
    ...(isSound && minLength > 0 && minLength <= LONGEST_CELL && { minLength }),
    ...(maxLength <= LONGEST_CELL && (isSound || isMust) && { maxLength }),
  };
}

function digitsOf({ precision, scale = 0 }: DraftField, notes: string[]): Authored {
  if (precision === undefined) return {};
  if (precision >= 1 && precision <= MOST_DIGITS && scale <= precision && scale >= 0) {
    return { precision, ...(scale > 0 && { scale }) };
  }
  notes.push(`numeric(${String(precision)}, ${String(scale)})`);
  return {};
}

/** Bounds in the type's own notation; others are kept in words. */
function rangeOf(field: DraftField, findings: Wording['findings'], notes: string[]): Authored | undefined {
  const { min, max, name, spot } = field;
  if (min === undefined && max === undefined) return undefined;
  if (boundFits(min, field.type) && boundFits(max, field.type)) {
    if (inOrder(min, max, field.type)) return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
    findings.error(spot, 'min-above-max', { name });
    return undefined;
  }
  findings.note(spot, 'range-left-out', { name, range: `${min ?? ''}…${max ?? ''}` });
  notes.push(`${min ?? ''}…${max ?? ''}`);
  return undefined;
}

const isNumeric = (type: string) => type === 'integer' || type === 'decimal';

function boundFits(bound: string | undefined, type: string): boolean {
  if (isNumeric(type)) return bound === undefined || /^-?\d+(\.\d+)?$/.test(bound);
  return type === 'date' && (bound === undefined || bound === 'today' || parseDay(bound) !== null);
}

function inOrder(min: string | undefined, max: string | undefined, type: string): boolean {
  if (min === undefined || max === undefined || min === 'today' || max === 'today') return true;
  return isNumeric(type) ? Number(min) <= Number(max) : min <= max;
}

function exampleOf(
  { example, minLength = 0, maxLength = 200, personal }: DraftField,
  type: string,
  pattern?: string,
): Authored {
  const text = example?.normalize('NFC').trim() ?? '';
  if (text === '' || pattern !== undefined || personal !== undefined) return {};
  const fits =
    type === 'date'
      ? parseDay(text) !== null
      : (type === 'string' || type === 'text') && text.length <= Math.min(200, maxLength) && text.length >= minLength;
  return fits ? { example: text } : {};
}

/** The bound that a strict one comes to, where the type has a next value. */
export function strictBound(bound: string, type: 'integer' | 'date', by: 1 | -1): string {
  if (type === 'integer' && /^-?\d{1,15}$/.test(bound)) return String(Number(bound) + by);
  if (type === 'date' && parseDay(bound) !== null) return addDays(bound, by);
  return bound;
}
