/** How much of an entity a mapping covers, how much of the source is decided, and how mature that makes it. Pure. */
import type { EntityPlan } from '../plan.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import type { Mapping } from './model.ts';

export interface Coverage {
  /** Fields that must be there (keys among them). */
  readonly required: { readonly mapped: number; readonly of: number };
  readonly optional: { readonly mapped: number; readonly of: number };
  readonly missingRequired: readonly string[];
  readonly missingOptional: readonly string[];
  readonly source: { readonly mapped: number; readonly outside: number; readonly open: number };
  /** Source fields nobody has decided about. */
  readonly openSource: readonly string[];
}

export function coverageOf(mapping: Mapping, entity: EntityPlan, { filled, read }: CompiledMapping): Coverage {
  const part = (isRequired: boolean) => entity.fields.filter((field) => field.required === isRequired);
  const split = (fields: EntityPlan['fields']) => ({
    mapped: fields.filter((field) => filled.has(field.name)).length,
    of: fields.length,
    missing: fields.filter((field) => !filled.has(field.name)).map((field) => field.name),
  });
  const [required, optional] = [split(part(true)), split(part(false))];
  const open = mapping.fields.filter((field) => !read.has(field.name) && field.outside === undefined);
  const outside = mapping.fields.filter((field) => field.outside !== undefined && !read.has(field.name)).length;
  return {
    required: { mapped: required.mapped, of: required.of },
    optional: { mapped: optional.mapped, of: optional.of },
    missingRequired: required.missing,
    missingOptional: optional.missing,
    source: { mapped: mapping.fields.length - open.length - outside, outside, open: open.length },
    openSource: open.map((field) => field.name),
  };
}

/** A trial that was put on record: numbers, never rows. */
export interface RecordedTrial {
  readonly revision: number;
  readonly release: number;
  readonly rows: number;
  readonly passed: number;
}

export interface MaturityFacts {
  readonly mapping: Mapping;
  readonly entity: EntityPlan;
  readonly compiled: CompiledMapping;
  readonly coverage: Coverage;
  readonly revision: number;
  /** Number of the release in force. */
  readonly release: number;
  /** Lines that a newer release touches. */
  readonly toCheck: number;
  readonly trial?: RecordedTrial | undefined;
}

export interface Maturity {
  /** 0: not begun; 1 declared; 2 identified; 3 complete; 4 proven; 5 one language. */
  readonly level: number;
  /** What the next level needs: words `mapping:missing.<key>`, with a count where there is one. */
  readonly missing: readonly { readonly key: string; readonly count: number }[];
}

/** Rows that a trial must have to prove anything, and the share of them that must pass for level 4. */
export const LEAST_ROWS = 20;
export const PASSING_SHARE = 0.95;

/** The ladder of docs/dictionary.md: a level holds when all its conditions and those below it do. Computed, never typed. */
export function maturityOf(facts: MaturityFacts): Maturity {
  const levels = [declared, identified, complete, proven, oneLanguage];
  for (const [i, conditions] of levels.entries()) {
    const missing = conditions(facts).filter(({ count }) => count > 0);
    if (missing.length > 0) return { level: i, missing };
  }
  return { level: levels.length, missing: [] };
}

type Conditions = (facts: MaturityFacts) => { key: string; count: number }[];
const unless = (holds: boolean) => (holds ? 0 : 1);

const declared: Conditions = ({ mapping }) => [{ key: 'source-fields', count: unless(mapping.fields.length > 0) }];

const identified: Conditions = ({ entity, compiled }) => [
  { key: 'key-fields', count: entity.key.filter((name) => !compiled.filled.has(name)).length },
  { key: 'errors', count: compiled.findings.filter((one) => one.severity === 'error').length },
];

const complete: Conditions = ({ coverage }) => [
  { key: 'required-fields', count: coverage.missingRequired.length },
  { key: 'open-source', count: coverage.openSource.length },
];

const proven: Conditions = ({ toCheck, trial, revision, release }) => {
  const counts = trial !== undefined && trial.revision === revision && trial.release === release;
  return [
    { key: 'to-check', count: toCheck },
    { key: 'trial', count: unless(counts && trial.rows >= LEAST_ROWS) },
    { key: 'passing', count: unless(!counts || trial.passed >= trial.rows * PASSING_SHARE) },
  ];
};

const oneLanguage: Conditions = ({ mapping, entity, trial }) => {
  const required = new Set(entity.fields.filter((field) => field.required).map((field) => field.name));
  const other = mapping.lines.filter((line) => required.has(line.to) && line.relation !== 'same');
  return [
    { key: 'translated', count: other.length },
    { key: 'failing-rows', count: trial ? trial.rows - trial.passed : 1 },
  ];
};

/** A system, a body: no better than the least of its mappings. */
export const lowestLevel = (levels: readonly number[]): number => (levels.length === 0 ? 0 : Math.min(...levels));
