/** Rules about entities: columns, key, body, and every expression typed against the fields it will meet. */
import { ExpressionError, type FieldType } from '../expression/ast.ts';
import { checkExpression } from '../expression/typecheck.ts';
import { columnOf, expressionField, expressionFields, isSealed } from '../lower.ts';
import type { ElementPlan, EntityPlan, FieldPlan } from '../plan.ts';
import type { Findings, Place } from '../source/finding.ts';
import type { Source } from '../source/parse.ts';
import type { SourceElement, SourceEntity, SourceField } from '../source/shapes.ts';
import { checkCalculation } from './calculations.ts';
import { usersOf } from './cycles.ts';
import { isReserved, unique } from './elements.ts';

const RULE_ENDINGS = ['required', 'length', 'format', 'range', 'range_min', 'range_max', 'code', 'today', 'condition'];

// PostgreSQL has room for 1,600 columns at most, fewer when they are wide.
const MOST_FIELDS = 800;

export interface Lowered {
  readonly elements: ReadonlyMap<string, ElementPlan>;
  readonly entities: ReadonlyMap<SourceEntity, EntityPlan>;
}

export function checkEntities(source: Source, lowered: Lowered, findings: Findings): void {
  unique(source.entities, 'name', 'duplicate-entity-name', findings);
  unique(source.entities, 'code', 'duplicate-entity-code', findings);
  const lists = new Set(source.codeLists.map((list) => list.values.code ?? ''));
  for (const entity of source.entities) {
    const plan = lowered.entities.get(entity);
    if (plan) checkEntity(entity, plan, { lowered, lists, findings });
  }
  checkTableNames(source, findings);
  checkQualityRules(source, lowered, findings);
}

// Tables and indexes share one space of names in a schema (emit/ddl.ts).
const INDEXES = ['pk', 'key', 'body', 'change_set', 'record', 'began', 'ended'];

function checkTableNames(source: Source, findings: Findings): void {
  const owners = new Map<string, string>();
  for (const { values } of source.entities) {
    for (const index of INDEXES) owners.set(`${values.name ?? ''}_${index}`, values.name ?? '');
  }
  for (const entity of source.entities) {
    const { name = '' } = entity.values;
    const other = owners.get(name);
    if (other !== undefined) findings.error(entity.at('name'), 'table-collision', { name, other });
  }
}

interface Scene {
  readonly lowered: Lowered;
  readonly lists: ReadonlySet<string>;
  readonly findings: Findings;
}

function checkEntity(entity: SourceEntity, plan: EntityPlan, scene: Scene): void {
  const { findings } = scene;
  checkFields(entity, plan, scene);
  const columns = new Map(plan.fields.map((field) => [field.name, field]));
  if (plan.fields.length > MOST_FIELDS) findings.error(entity.at('fields'), 'too-many-fields', { most: MOST_FIELDS });
  if (entity.values.key?.length === 0) findings.error(entity.at('key'), 'key-needed');
  for (const name of plan.key) {
    const field = columns.get(name);
    if (!field) findings.error(entity.at('key'), 'unknown-column', { column: name });
    else if (field.keyRole === 'none') findings.warn(entity.at('key'), 'key-role-needed', { column: name });
  }
  const { how, field } = plan.body;
  if (how === 'code' && (field === undefined || !columns.has(field))) {
    findings.error(entity.at('body'), 'unknown-column', { column: field ?? '' });
  }
  checkSealed(entity, plan, findings);
  const fields = expressionFields(plan);
  for (const check of entity.values.checks ?? []) {
    const { expression } = check.values;
    if (expression !== undefined) checkSource(expression, fields, check.at('expression'), findings);
  }
  checkRuleNames(entity, plan, findings);
  unique(entity.values.checks ?? [], 'name', 'duplicate-check-name', findings);
}

/** A row is told apart, given its home and sent on by fields that statements read. */
function checkSealed(entity: SourceEntity, plan: EntityPlan, findings: Findings): void {
  for (const field of plan.fields.filter(isSealed)) {
    const { name } = field;
    if (plan.validTime) findings.error(entity.at('validTime'), 'sealed-valid-time', { column: name });
    if (plan.key.includes(name) || plan.body.field === name) findings.error(entity.at('key'), 'sealed-key');
    else if (field.required) findings.error(entity.at('fields'), 'sealed-required');
  }
}

/** A row is set apart under the name of its rule: no two rules of an entity share one. */
function checkRuleNames(entity: SourceEntity, plan: EntityPlan, findings: Findings): void {
  for (const check of entity.values.checks ?? []) {
    const { name = '' } = check.values;
    const isOf = (column: string) =>
      name.startsWith(column) && RULE_ENDINGS.some((ending) => name === `${column}_${ending}`);
    const column = plan.fields.findLast((field) => isOf(field.name))?.name;
    if (column !== undefined) findings.error(check.at('name'), 'check-name-taken', { value: name, column });
  }
}

function checkFields(entity: SourceEntity, plan: EntityPlan, scene: Scene): void {
  const { lowered, findings } = scene;
  const seen = new Set<string>();
  const columns = new Map(plan.fields.map((field) => [field.name, field]));
  const own: FieldScene = { ...scene, plan, columns };
  for (const field of entity.values.fields ?? []) {
    const { element: code } = field.values;
    const element = lowered.elements.get(code ?? '');
    if (!element) {
      if (code !== undefined) findings.error(field.at('element'), 'unknown-element', { element: code });
      continue;
    }
    const name = columnOf(field, element);
    // No column, so no value, sample or abstract of it can be stored or sent.
    if (element.labels.secrecy !== 'none')
      findings.error(field.at('element'), 'secret-column', { element: element.code });
    if (isReserved(field.values.as)) findings.error(field.at('as'), 'reserved-name', { name });
    if (seen.has(name)) findings.error(field.place, 'duplicate-column', { column: name });
    seen.add(name);
    if (element.status === 'superseded' || element.status === 'withdrawn') {
      const { status, supersededBy: successor = '–' } = element;
      findings.warn(field.at('element'), 'uses-retired', { element: element.code, status, successor });
    }
    const column = columns.get(name);
    if (column) checkField(field, column, own);
  }
}

interface FieldScene extends Scene {
  readonly plan: EntityPlan;
  readonly columns: ReadonlyMap<string, FieldPlan>;
}

function checkField(field: SourceField, column: FieldPlan, { plan, columns, lists, findings }: FieldScene): void {
  const { group } = field.values;
  const isGroup = group === undefined || plan.groups.some((one) => one.code === group);
  if (!isGroup) findings.error(field.at('group'), 'unknown-group', { group });
  const { codeList: use, condition, name } = column;
  if (field.values.codeList && use && !lists.has(use.list)) {
    findings.error(field.at('codeList'), 'unknown-code-list', { list: use.list });
  }
  if (use?.rule === 'event-date' && columns.get(use.dateField ?? '')?.dataType !== 'date') {
    findings.error(field.place, 'event-date-field', { column: name, dateField: use.dateField ?? '' });
  }
  if (condition !== undefined) checkSource(condition, expressionFields(plan), field.place, findings);
}

function checkSource(source: string, fields: readonly FieldType[], place: Place, findings: Findings): void {
  reporting(source, place, findings, () => checkExpression(source, fields));
}

/** An expression that is not sound is a finding, once. */
function reporting(source: string, place: Place, findings: Findings, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    findings.error(place, 'bad-expression', {
      expression: source,
      reason: error.reason,
      at: error.at + 1,
      found: error.params['found'] ?? error.params['name'] ?? '',
      expected: error.params['expected'] ?? '',
    });
  }
}

/** An element's rule is checked in every entity that uses it: the fields it names must be there. */
function checkQualityRules(source: Source, lowered: Lowered, findings: Findings): void {
  for (const { element } of source.elements) {
    const plan = lowered.elements.get(element.values.code ?? '');
    if (!plan || plan.qualityRules.length === 0) continue;
    const users = [...lowered.entities.values()].filter((entity) => entity.fields.some((f) => f.element === plan.code));
    const scopes = users.length > 0 ? users.map((entity) => expressionFields(entity)) : [[]];
    for (const fields of scopes) checkRules(element, [...fields, expressionField('value', plan.dataType)], findings);
  }
  for (const { element } of source.elements) {
    const { calculation, code = '' } = element.values;
    if (calculation === undefined) continue;
    // Without an entity nothing says what the names in it mean.
    for (const user of usersOf(code, lowered)) {
      reporting(calculation, element.at('calculation'), findings, () => checkCalculation(calculation, element, user));
    }
  }
}

function checkRules(element: SourceElement, fields: readonly FieldType[], findings: Findings): void {
  for (const rule of element.values.qualityRules ?? []) {
    const { expression } = rule.values;
    if (expression !== undefined) checkSource(expression, fields, rule.at('expression'), findings);
  }
}
