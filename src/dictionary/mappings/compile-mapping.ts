/** A mapping and an entity → what is wrong with it, and a function from source rows to the entity's cells. Pure. */
import { ExpressionError, type Checked } from '../expression/ast.ts';
import { parseDay } from '../expression/civil.ts';
import { compileExpression, type Run } from '../expression/evaluate.ts';
import { print } from '../expression/explain-outcome.ts';
import { checkExpression } from '../expression/typecheck.ts';
import type { EntityPlan, PlanSettings } from '../plan.ts';
import type { CodeLookup } from '../validate/lookup.ts';
import type { Mapping, MappingFinding, MappingLine } from './model.ts';
import type { Recodings, Unclear } from './recodings.ts';
import { identifiers, lineExpression, lineTables, sourceFields } from './transform.ts';

/** A source row by the names of its fields. */
export type SourceRow = Readonly<Record<string, string | null | undefined>>;

/** A value that a line could make nothing of. */
export interface Miss {
  readonly field: string;
  readonly value: string;
  /** What the crosswalk says of it, when the line goes by one. */
  readonly unclear?: Unclear;
}

export interface CompiledMapping {
  readonly findings: readonly MappingFinding[];
  /** Fields that a sound line fills. */
  readonly filled: ReadonlySet<string>;
  /** Source fields that a sound line reads. */
  readonly read: ReadonlySet<string>;
  /** The source fields of each filled field, in the order of its line. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** Cells in the order of `entity.fields`. */
  readonly apply: (row: SourceRow) => { cells: (string | null)[]; misses: readonly Miss[] };
}

export interface CompileOptions {
  readonly settings: Pick<PlanSettings, 'decimalMark'>;
  /** YYYY-MM-DD: what `today()` is. */
  readonly today: string;
  /** Whether the codes of value maps exist; not asked when absent. */
  readonly codes?: CodeLookup | undefined;
  /** The crosswalks of its lines, by place: `recodingsOf`. */
  readonly recodings?: Recodings | undefined;
}

interface CompiledLine {
  readonly line: MappingLine;
  /** Place in `lines`. */
  readonly place: number;
  readonly at: number;
  readonly checked: Checked;
  readonly run: Run;
}

export function compileMapping(mapping: Mapping, entity: EntityPlan, options: CompileOptions): CompiledMapping {
  const findings: MappingFinding[] = [...fieldFindings(mapping)];
  const ids = identifiers(mapping.fields);
  const seen = new Set<string>();
  const compiled = mapping.lines.flatMap((line, place) => {
    const found = lineFindings(line, place, { mapping, entity, options, seen });
    seen.add(line.to);
    findings.push(...found);
    if (found.some((one) => one.severity === 'error')) return [];
    const outcome = compileLine(line, place, { entity, ids, options });
    if ('code' in outcome) findings.push(outcome);
    return 'code' in outcome ? [] : [outcome];
  });
  const sources = new Map(
    compiled.map(({ line, checked }) => [line.to, [...new Set([...line.from, ...namesOf(checked.reads, ids)])]]),
  );
  return {
    findings: findings.toSorted((a, b) => (a.line ?? -1) - (b.line ?? -1)),
    filled: new Set(compiled.map(({ line }) => line.to)),
    read: new Set([...sources.values()].flat()),
    sources,
    apply: applier(compiled, { ids, entity, options }),
  };
}

const namesOf = (reads: readonly string[], ids: ReadonlyMap<string, string>) =>
  [...ids].filter(([, id]) => reads.includes(id)).map(([name]) => name);

function fieldFindings({ fields }: Mapping): MappingFinding[] {
  const seen = new Set<string>();
  return fields.flatMap(({ name }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ severity: 'error', code: 'double-source', params: { name } } as const];
  });
}

interface Scene {
  readonly mapping: Mapping;
  readonly entity: EntityPlan;
  readonly options: CompileOptions;
  /** Fields that lines before fill. */
  readonly seen: ReadonlySet<string>;
}

type Report = (severity: MappingFinding['severity'], code: string, params?: MappingFinding['params']) => void;

function lineFindings(line: MappingLine, place: number, scene: Scene): MappingFinding[] {
  const findings: MappingFinding[] = [];
  const report: Report = (severity, code, params = {}) =>
    findings.push({ severity, code, line: place, params: { to: line.to, ...params } });
  checkTarget(line, scene, report);
  checkCrosswalk(line, place, scene, report);
  checkSources(line, scene.mapping, report);
  checkRelation(line, report);
  return findings;
}

function checkTarget(line: MappingLine, { entity, seen, options }: Scene, report: Report): void {
  const target = entity.fields.find((field) => field.name === line.to);
  if (!target) report('error', 'unknown-target', { entity: entity.name });
  if (seen.has(line.to)) report('error', 'double-target');
  const use = target?.codeList;
  if (!use || line.transform?.kind !== 'values') return;
  const list = options.codes?.list(use.list);
  const strange = list ? Object.values(line.transform.values).filter((code) => !list.ever(code)) : [];
  for (const code of new Set(strange)) report('error', 'no-such-code', { code, list: use.list });
}

function checkCrosswalk(line: MappingLine, place: number, { entity, options }: Scene, report: Report): void {
  if (line.transform?.kind !== 'crosswalk') return;
  const target = entity.fields.find((field) => field.name === line.to);
  const { list } = line.transform;
  if (target && !target.codeList) report('error', 'no-code-list');
  else if (target?.codeList && !options.recodings?.has(place)) {
    report('error', 'no-crosswalk', { list, target: target.codeList.list });
  }
}

function checkSources({ from, transform }: MappingLine, { fields }: Mapping, report: Report): void {
  for (const name of from) {
    const source = fields.find((field) => field.name === name);
    if (!source) report('error', 'unknown-source', { name });
    else if (source.outside !== undefined) report('warning', 'outside-mapped', { name });
  }
  const kind = transform?.kind;
  if (kind === 'expression') return;
  if (from.length === 0) report('error', 'no-source');
  if (from.length > 1 && kind !== 'join') report('error', 'needs-join');
}

function checkRelation({ relation, transform }: MappingLine, report: Report): void {
  if (relation === 'transformed' && !transform) report('error', 'needs-transform');
  if (relation === 'same' && transform) report('warning', 'same-transformed');
}

function compileLine(line: MappingLine, at: number, { ids, entity, options }: Applying): CompiledLine | MappingFinding {
  const source = lineExpression(line, ids) ?? '';
  try {
    const fields = sourceFields(ids);
    const checked = checkExpression(source, fields, 'any', lineTables(line, options.recodings?.get(at)?.certain));
    const run = compileExpression(
      checked,
      fields.map((field) => field.name),
    );
    return { line, place: at, at: entity.fields.findIndex((field) => field.name === line.to), checked, run };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const params = { to: line.to, reason: error.reason, at: error.at + 1, expected: '', ...error.params };
    return {
      severity: 'error',
      code: 'bad-expression',
      line: at,
      params: { ...params, found: error.params['found'] ?? error.params['name'] ?? '' },
    };
  }
}

interface Applying {
  readonly ids: ReadonlyMap<string, string>;
  readonly entity: EntityPlan;
  readonly options: CompileOptions;
}

function applier(compiled: readonly CompiledLine[], { ids, entity, options }: Applying): CompiledMapping['apply'] {
  const names = [...ids.keys()];
  const places = new Map(names.map((name, i) => [name, i]));
  const today = parseDay(options.today) ?? 0;
  const mark = options.settings.decimalMark;
  return (row) => {
    const values = names.map((name) => {
      const cell = row[name];
      return cell === undefined || cell === null || cell.trim() === '' ? null : cell;
    });
    const cells: (string | null)[] = entity.fields.map(() => null);
    const misses: Miss[] = [];
    for (const { line, place, at, checked, run } of compiled) {
      const value = print(run({ values, today }), checked.type);
      // A number leaves in the notation that the deployment's files have.
      cells[at] = value !== null && checked.type === 'number' ? value.replace('.', mark) : value;
      if (value !== null) continue;
      const given = line.from.map((name) => values[places.get(name) ?? -1] ?? null).filter((cell) => cell !== null);
      if (given.length === 0 || !line.transform) continue;
      const unclear = options.recodings?.get(place)?.unclear.get(given[0]?.trim() ?? '');
      misses.push({ field: line.to, value: given.join(' · '), ...(unclear && { unclear }) });
    }
    return { cells, misses };
  };
}
