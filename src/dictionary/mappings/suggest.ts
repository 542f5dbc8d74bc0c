/** Source field → elements it may be, with reasons: by every name, by type, by pattern, by what the values mean. Pure. */
import { fold } from '../../platform/search/fold.ts';
import { guessType, type Guess } from '../import/guess-type.ts';
import { nameOf, similarity, type Name } from '../likeness.ts';
import { compilePattern } from '../pattern/automaton.ts';
import type { EntityPlan, FieldPlan, PlanSettings } from '../plan.ts';
import type { CodeLookup } from '../validate/lookup.ts';
import type { SourceRow } from './compile-mapping.ts';
import type { SourceField, Transform } from './model.ts';

export type ReasonKind = 'name' | 'type' | 'pattern' | 'codes' | 'length';

export interface Reason {
  readonly kind: ReasonKind;
  /** 0–1. */
  readonly share: number;
  /** The name it resembles, the type, the list. */
  readonly said: string;
}

export interface Suggestion {
  readonly source: string;
  /** Physical name of the field. */
  readonly to: string;
  /** 0–1. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
  /** What would have to be done to the values, as far as they show it. */
  readonly transform?: Transform;
}

export interface SuggestOptions {
  readonly settings: Pick<PlanSettings, 'dateOrder'>;
  readonly codes: CodeLookup;
  /** Fields that lines fill already: not suggested again. */
  readonly taken?: ReadonlySet<string>;
  readonly rows?: readonly SourceRow[];
  /** Suggestions a source field. */
  readonly most?: number;
}

const LEAST = 0.4;
/** A name alone is believed up to this; what the values say adds the rest or takes away. */
const NAME_WEIGHT = 0.7;
const MOST_VALUES = 500;

export function suggest(fields: readonly SourceField[], entity: EntityPlan, options: SuggestOptions): Suggestion[] {
  const { taken = new Set(), most = 3 } = options;
  const targets = entity.fields.filter((field) => !taken.has(field.name)).map(targetOf);
  return fields.flatMap((field) => {
    const values = valuesOf(field, options.rows ?? []);
    const guess = guessType(values);
    const own = [field.name, field.label ?? '']
      .map(fold)
      .filter((name) => name !== '')
      .map(nameOf);
    return targets
      .map((target) => judge({ field, own, values, guess }, target, options))
      .filter((one) => one.confidence >= LEAST)
      .sort((a, b) => b.confidence - a.confidence || (a.to < b.to ? -1 : 1))
      .slice(0, most);
  });
}

interface Target {
  readonly field: FieldPlan;
  readonly names: readonly (Name & { readonly said: string })[];
}

const targetOf = (field: FieldPlan): Target => ({
  field,
  names: field.synonyms.map((said) => ({ ...nameOf(fold(said)), said })),
});

function valuesOf(field: SourceField, rows: readonly SourceRow[]): readonly string[] {
  const seen = rows.flatMap((row) => row[field.name]?.trim() || []).slice(0, MOST_VALUES);
  return seen.length > 0 ? seen : field.example === undefined || field.example === '' ? [] : [field.example];
}

interface Source {
  readonly field: SourceField;
  readonly own: readonly Name[];
  readonly values: readonly string[];
  readonly guess: Guess;
}

function judge(source: Source, target: Target, options: SuggestOptions): Suggestion {
  const [first = { said: '', share: 0 }] = target.names
    .map((name) => ({ said: name.said, share: similarity(source.own, [name]) }))
    .sort((a, b) => b.share - a.share);
  const evidence = [
    typeReason(source, target.field),
    patternReason(source, target.field),
    codeReason(source, target.field, options),
    lengthReason(source, target.field),
  ].filter((reason) => reason !== undefined);
  // A pattern or a code list that fits says more than a type that many fields have.
  const weights: Readonly<Record<ReasonKind, number>> = { name: 0, type: 1, pattern: 3, codes: 3, length: 1 };
  const total = evidence.reduce((sum, one) => sum + weights[one.kind], 0);
  const fit = evidence.reduce((sum, one) => sum + weights[one.kind] * one.share, 0) / Math.max(1, total);
  const confidence = total === 0 ? first.share * 0.95 : first.share * NAME_WEIGHT + fit * (1 - NAME_WEIGHT);
  const transform = transformFor(source, target.field, options);
  return {
    source: source.field.name,
    to: target.field.name,
    confidence: Math.round(confidence * 100) / 100,
    reasons: [{ kind: 'name', share: first.share, said: first.said } as const, ...evidence].filter(
      (one) => one.share > 0.3,
    ),
    ...(transform && { transform }),
  };
}

const FAMILIES: Readonly<Record<string, string>> = {
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  partialDate: 'date',
  datetime: 'date',
};
const familyOf = (type: string) => FAMILIES[type] ?? 'text';

function typeReason({ guess, field, values }: Source, target: FieldPlan): Reason | undefined {
  const type = values.length > 0 ? guess.type : field.type;
  if (type === undefined || target.codeList) return undefined;
  return { kind: 'type', share: familyOf(type) === familyOf(target.dataType) ? 1 : 0, said: target.dataType };
}

function patternReason({ values }: Source, target: FieldPlan): Reason | undefined {
  if (target.pattern === undefined || values.length === 0) return undefined;
  const automaton = compilePattern(target.pattern);
  const fitting = values.filter((value) => automaton.matches(value)).length;
  return { kind: 'pattern', share: fitting / values.length, said: target.pattern };
}

/** By what the values mean: read as codes, by code or by name. */
function codeReason({ values }: Source, target: FieldPlan, { codes }: SuggestOptions): Reason | undefined {
  const list = target.codeList && codes.list(target.codeList.list);
  if (!list || !target.codeList || values.length === 0) return undefined;
  const known = values.filter((value) => 'code' in list.read(value) || 'former' in list.read(value)).length;
  return { kind: 'codes', share: known / values.length, said: target.codeList.list };
}

function lengthReason({ values }: Source, { maxLength, codeList }: FieldPlan): Reason | undefined {
  if (maxLength === undefined || codeList || values.length === 0) return undefined;
  const fitting = values.filter((value) => [...value].length <= maxLength).length;
  return { kind: 'length', share: fitting / values.length, said: String(maxLength) };
}

const ORDERS: Readonly<Record<string, string>> = { dmy: 'dd/mm/yyyy', mdy: 'mm/dd/yyyy', ymd: 'yyyy/mm/dd' };

function transformFor({ guess, values }: Source, target: FieldPlan, options: SuggestOptions): Transform | undefined {
  const isDay = target.dataType === 'date' || target.dataType === 'partialDate';
  const { notation } = guess;
  if (isDay && notation !== undefined && notation !== 'yyyy-mm-dd' && notation !== ORDERS[options.settings.dateOrder]) {
    return { kind: 'date', notation };
  }
  const list = target.codeList && options.codes.list(target.codeList.list);
  if (!list) return undefined;
  const seen = [...new Set(values)];
  if (seen.length === 0 || seen.length > 100 || seen.every((value) => 'code' in list.read(value))) return undefined;
  const read = seen.map((value) => [value, list.read(value)] as const);
  return {
    kind: 'values',
    values: Object.fromEntries(read.flatMap(([value, reading]) => ('code' in reading ? [[value, reading.code]] : []))),
  };
}
