/** Rules about one element, and about elements among themselves (domain model, ISO/IEC 11179-3 and our own). */
import { isExplosive, compilePattern } from '../pattern/automaton.ts';
import { PatternError } from '../pattern/parse.ts';
import { parseDay } from '../expression/civil.ts';
import { decimal, compare } from '../expression/decimal.ts';
import { meaningRules } from './meaning.ts';
import { systemColumns } from '../lower.ts';
import { writePlace, type Findings, type Place } from '../source/finding.ts';
import type { SourceElement } from '../source/shapes.ts';
import type { Source } from '../source/parse.ts';

const WORDS = ['string', 'text', 'identifier', 'code'];
/**
 * Names that a row, an expression or a table already gives a meaning. Words of SQL are no such names: every identifier
 * is quoted. The columns that every table of PostgreSQL has (§5.6) cannot be made again, quoted or not.
 */
const RESERVED = new Set<string>([
  ...systemColumns,
  ...['value', 'true', 'false', 'null', 'in', 'row_number'],
  ...['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'],
]);
export const isReserved = (name: string | undefined): boolean => name !== undefined && RESERVED.has(name);
const MOST_DIGITS = 30;
const LONGEST_CELL = 100_000;

export function checkElements(source: Source, findings: Findings): void {
  const elements = source.elements.map(({ element }) => element);
  unique(elements, 'code', 'duplicate-element-code', findings);
  unique(elements, 'physicalName', 'duplicate-physical-name', findings);
  const lists = new Set(source.codeLists.map((list) => list.values.code));
  const entities = new Set(source.entities.map((entity) => entity.values.name));
  const codes = new Set(elements.map((element) => element.values.code));
  for (const element of elements) {
    for (const rule of rules) rule(element, findings);
    const v = element.values;
    const list = v.codeList?.values.list;
    if (list !== undefined && !lists.has(list)) findings.error(element.at('codeList'), 'unknown-code-list', { list });
    if (v.references !== undefined && !entities.has(v.references)) {
      findings.error(element.at('references'), 'unknown-entity', { entity: v.references });
    }
    for (const name of ['supersedes', 'supersededBy', 'extends'] as const) {
      const code = v[name];
      if (code !== undefined && !codes.has(code))
        findings.error(element.at(name), 'unknown-element', { element: code });
    }
    for (const step of v.lineage ?? []) {
      const code = step.values.element;
      if (code !== undefined && !codes.has(code))
        findings.error(step.at('element'), 'unknown-element', { element: code });
    }
  }
}

/** Reports every entry whose attribute another entry had first. */
export function unique<V extends Partial<Record<K, unknown>>, K extends string>(
  entries: readonly { values: V; at(name: string): Place }[],
  name: K,
  code: string,
  findings: Findings,
): void {
  const first = new Map<unknown, (typeof entries)[number]>();
  for (const entry of entries) {
    const value = entry.values[name];
    if (value === undefined) continue;
    const other = first.get(value);
    if (other) findings.error(entry.at(name), code, { value: String(value), place: writePlace(other.at(name)) });
    else first.set(value, entry);
  }
}

type Rule = (element: SourceElement, findings: Findings) => void;

const typeNeeds: Rule = (element, findings) => {
  const { dataType, codeList, references, maxLength, precision } = element.values;
  if (dataType === 'code' && !codeList) findings.error(element.at('dataType'), 'code-list-needed');
  if (dataType !== 'code' && codeList)
    findings.error(element.at('codeList'), 'code-list-not-for-type', { type: dataType ?? '' });
  if (dataType === 'reference' && references === undefined) findings.error(element.at('dataType'), 'references-needed');
  if ((dataType === 'string' || dataType === 'identifier') && maxLength === undefined) {
    findings.error(element.at('dataType'), 'max-length-needed', { type: dataType });
  }
  if (dataType !== 'decimal' && precision !== undefined) {
    findings.error(element.at('precision'), 'precision-not-for-type', { type: dataType ?? '' });
  }
};

const lengths: Rule = (element, findings) => {
  const { dataType = 'text', minLength, maxLength } = element.values;
  const isWord = WORDS.includes(dataType) || dataType === 'reference';
  const name = minLength === undefined ? 'maxLength' : 'minLength';
  if (!isWord && (minLength ?? maxLength) !== undefined) {
    findings.error(element.at(name), 'length-not-for-type', { type: dataType });
  }
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
    findings.error(element.at('minLength'), 'min-above-max', { min: minLength, max: maxLength });
  }
  if ((maxLength ?? 0) > LONGEST_CELL) findings.error(element.at('maxLength'), 'too-long', { most: LONGEST_CELL });
};

const precisions: Rule = (element, findings) => {
  const { precision, scale = 0 } = element.values;
  if (precision === undefined) return;
  if (precision > MOST_DIGITS || precision < 1 || scale > precision) {
    findings.error(element.at('precision'), 'bad-precision', { most: MOST_DIGITS });
  }
};

const patternIsGood: Rule = (element, findings) => {
  const { dataType = 'text', pattern } = element.values;
  if (pattern === undefined) return;
  const at = element.at('pattern');
  if (!WORDS.includes(dataType)) findings.error(at, 'pattern-not-for-type', { type: dataType });
  checkPattern(pattern, (code, params) => findings.error(at, code, params));
};

type Fault = readonly [code: string, params: Record<string, string | number>];

// Many elements share a pattern, and judging one costs more than reading its element.
const MOST_JUDGED = 1000;
const judged = new Map<string, Fault | undefined>();

export function checkPattern(
  pattern: string,
  report: (code: string, params: Record<string, string | number>) => void,
): void {
  if (!judged.has(pattern)) {
    if (judged.size >= MOST_JUDGED) judged.clear();
    judged.set(pattern, judge(pattern));
  }
  const fault = judged.get(pattern);
  if (fault) report(...fault);
}

function judge(pattern: string): Fault | undefined {
  try {
    compilePattern(pattern);
    return isExplosive(pattern) ? ['pattern-explodes', { pattern }] : undefined;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return ['bad-pattern', { pattern, reason: error.reason, at: error.at + 1 }];
  }
}

const rangeIsGood: Rule = (element, findings) => {
  const { dataType = 'text', range } = element.values;
  if (!range) return;
  const order = rangeOrder(dataType, range.values.min, range.values.max);
  if (order === 'not-for-type') findings.error(element.at('range'), 'range-not-for-type', { type: dataType });
  if (order === 'bad-bound') findings.error(element.at('range'), 'bad-bound', { type: dataType });
  if (order === 'min-above-max') {
    findings.error(element.at('range'), 'min-above-max', { min: range.values.min ?? '', max: range.values.max ?? '' });
  }
};

function rangeOrder(type: string, min: string | undefined, max: string | undefined): string | undefined {
  const isNumber = type === 'integer' || type === 'decimal';
  if (!isNumber && type !== 'date' && type !== 'partialDate') return 'not-for-type';
  const bounds = [min, max].filter((bound) => bound !== undefined);
  const isGood = (bound: string) =>
    isNumber ? decimal(bound) !== undefined : bound === 'today' || parseDay(bound) !== null;
  if (bounds.length === 0 || !bounds.every(isGood)) return 'bad-bound';
  if (min === undefined || max === undefined || min === 'today' || max === 'today') return undefined;
  const [a, b] = [decimal(min), decimal(max)];
  const above = isNumber ? a !== undefined && b !== undefined && compare(a, b) > 0 : min > max;
  return above ? 'min-above-max' : undefined;
}

const keys: Rule = (element, findings) => {
  const { keyRole = 'none', criticality, nullability, condition } = element.values;
  if (keyRole !== 'none' && criticality !== 'key') findings.error(element.at('keyRole'), 'key-criticality');
  if (nullability === 'conditional' && condition === undefined) {
    findings.error(element.at('nullability'), 'condition-needed');
  }
  if (nullability !== 'conditional' && condition !== undefined) {
    findings.error(element.at('condition'), 'condition-not-used');
  }
};

const secrets: Rule = (element, findings) => {
  const { secrecy = 'none', example, shareMethod } = element.values;
  if (secrecy === 'none') return;
  if (example !== undefined) findings.error(element.at('example'), 'secret-example');
  if (shareMethod !== 'none') findings.error(element.at('secrecy'), 'secret-shared');
};

const personal: Rule = (element, findings) => {
  const v = element.values;
  if (v.personal !== 'sensitive') return;
  const at = element.at('personal');
  if (v.sensitiveReason === undefined) findings.error(at, 'sensitive-reason-needed');
  if (v.masking === undefined) findings.error(at, 'sensitive-masking-needed');
  if (v.purpose?.length === 0) findings.error(element.at('purpose'), 'sensitive-purpose-needed');
};

const SEALABLE = ['string', 'text', 'identifier'];

/** What is stored sealed no statement reads: it can be no key, no link, nothing that is judged, counted or carried on. */
const sealed: Rule = (element, findings) => {
  const v = element.values;
  if (v.stored !== 'sealed') return;
  const at = element.at('stored');
  const { dataType = 'text', keyRole = 'none' } = v;
  if (!SEALABLE.includes(dataType)) findings.error(at, 'sealed-type', { type: dataType });
  if (keyRole !== 'none' || v.identifierOf !== undefined) findings.error(at, 'sealed-key');
  if (v.nullability === 'required') findings.error(at, 'sealed-required');
  if ((v.qualityRules ?? []).length > 0) findings.error(element.at('qualityRules'), 'sealed-judged');
  if (v.calculation !== undefined) findings.error(element.at('calculation'), 'sealed-calculated');
};

const once: Rule = (element, findings) => {
  const v = element.values;
  if (v.origin === 'inherited' && v.reCollectable !== undefined && v.reCollectable !== 'forbidden') {
    findings.error(element.at('reCollectable'), 'inherited-re-collected');
  }
  if (v.reCollectable === 'forbidden' && v.authority === undefined) {
    findings.warn(element.at('reCollectable'), 'forbidden-without-authority');
  }
};

const naming: Rule = (element, findings) => {
  const v = element.values;
  if (isReserved(v.physicalName)) {
    findings.error(element.at('physicalName'), 'reserved-name', { name: v.physicalName ?? '' });
  }
  if (v.normalise?.includes('upper') && v.normalise.includes('lower')) {
    findings.error(element.at('normalise'), 'upper-and-lower');
  }
};

/** Codes of another day than today's are told apart by that day: there is nothing to carry them to. */
function recodesToday(element: SourceElement, findings: Findings): void {
  const { rule = 'today', recode } = element.values.codeList?.values ?? {};
  if (recode === true && rule !== 'today') findings.error(element.at('codeList'), 'recode-not-today');
}

const rules: readonly Rule[] = [
  recodesToday,
  typeNeeds,
  lengths,
  precisions,
  patternIsGood,
  rangeIsGood,
  keys,
  secrets,
  personal,
  sealed,
  once,
  naming,
  ...meaningRules,
];
