/** What a newer plan asks of a register's table, step by step: what a rehearsal shows and the adoption does. Pure. */
import { columnType, emitChecks, type ElementPlan, type EntityPlan } from '../dictionary/index.ts';
import { id, renderLiteral } from '../platform/db/sql.ts';
import type { TableColumn } from './store/alter-table.ts';
import { catalogueType, widens } from './widening.ts';

export type StepKind =
  | 'make-table'
  | 'add-column'
  | 'widen-type'
  | 'carry-column'
  | 'set-key'
  | 'change-type'
  | 'leave-column'
  | 'set-rule'
  | 'drop-rule'
  | 'leave-table'
  | 'recode-values';

export interface Step {
  readonly kind: StepKind;
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
  /** Readers and writers go on meanwhile; what cannot be done so is not done at all. */
  readonly online: boolean;
}

export interface StoredTable {
  /** The entity as the table was made for; absent when there is no table yet. */
  readonly entity: EntityPlan | undefined;
  readonly columns: readonly TableColumn[];
}

/**
 * @param wanted the entity of the newer plan; absent when that plan has none of this name
 * @param elements those of the newer plan: one that supersedes another takes over its values
 */
export function planMigration(
  stored: StoredTable,
  wanted: EntityPlan | undefined,
  elements: readonly ElementPlan[] = [],
): Step[] {
  if (!wanted) return stored.entity ? [{ kind: 'leave-table', field: '', online: true }] : [];
  if (!stored.entity) return [{ kind: 'make-table', field: '', online: true }];
  const renames = supersededFields(stored.entity, wanted, elements);
  return [
    ...columnSteps({ ...stored, entity: stored.entity }, wanted, renames),
    ...keySteps(stored.entity, wanted),
    ...ruleSteps(stored.entity, wanted),
  ];
}

/** Field of the newer entity → the field whose values it takes over, because its element supersedes that one's. */
export function supersededFields(
  before: EntityPlan,
  wanted: EntityPlan,
  elements: readonly ElementPlan[],
): ReadonlyMap<string, string> {
  const kept = new Set(wanted.fields.map((field) => field.name));
  const there = new Set(before.fields.map((field) => field.name));
  const gone = new Map(before.fields.filter(({ name }) => !kept.has(name)).map((field) => [field.element, field]));
  const supersedes = new Map(elements.map((element) => [element.code, element.supersedes]));
  return new Map(
    wanted.fields.flatMap((field): [string, string][] => {
      const old = gone.get(supersedes.get(field.element) ?? '');
      if (!old || there.has(field.name)) return [];
      const [from, to] = [catalogueType(columnType(old)), catalogueType(columnType(field))];
      return from === to || widens(from, to) ? [[field.name, old.name]] : [];
    }),
  );
}

function columnSteps(
  { entity, columns }: StoredTable & { readonly entity: EntityPlan },
  wanted: EntityPlan,
  renames: ReadonlyMap<string, string>,
): Step[] {
  const types = new Map(columns.map((column) => [column.name, column.type]));
  const kept = new Set([...wanted.fields.map((field) => field.name), ...renames.values()]);
  const steps = wanted.fields.flatMap((field): Step[] => {
    const { name } = field;
    const source = renames.get(name);
    if (source !== undefined) return [{ kind: 'carry-column', field: name, before: source, after: name, online: true }];
    const [before, after] = [types.get(name), catalogueType(columnType(field))];
    if (before === undefined) return [{ kind: 'add-column', field: name, after, online: true }];
    if (before === after) return [];
    return widens(before, after)
      ? [{ kind: 'widen-type', field: name, before, after, online: true }]
      : [{ kind: 'change-type', field: name, before, after, online: false }];
  });
  const left = entity.fields.filter((field) => !kept.has(field.name));
  return [...steps, ...left.map(({ name }): Step => ({ kind: 'leave-column', field: name, online: true }))];
}

function keySteps(before: EntityPlan, after: EntityPlan): Step[] {
  const [old, now] = [before.key.join(', '), after.key.join(', ')];
  return old === now ? [] : [{ kind: 'set-key', field: after.key[0] ?? '', before: old, after: now, online: true }];
}

function ruleSteps(before: EntityPlan, after: EntityPlan): Step[] {
  const [old, now] = [rulesOf(before), rulesOf(after)];
  const set = [...now].flatMap(([rule, { field, text }]): Step[] =>
    old.get(rule)?.text === text ? [] : [{ kind: 'set-rule', field, after: rule, online: true }],
  );
  const dropped = [...old].flatMap(([rule, { field }]): Step[] =>
    now.has(rule) ? [] : [{ kind: 'drop-rule', field, before: rule, online: true }],
  );
  return [...set, ...dropped];
}

const NOWHERE = { from: id('nowhere'), id: 'record_id', today: '2000-01-01' };

type Rule = ReturnType<typeof emitChecks>[number];

/** A rule's whole text: two that read alike are alike. */
export const ruleText = (rule: Rule): string => renderLiteral(rule.rows(NOWHERE));

/** Rules that the table holds, each with its whole text. */
const rulesOf = (entity: EntityPlan) =>
  new Map(
    emitChecks(entity)
      .filter((rule) => rule.inTable)
      .map((rule) => [rule.rule, { field: rule.field, text: ruleText(rule) }]),
  );
