/** What a newer plan asks of a register's table, step by step: what a rehearsal shows and the adoption does. Pure. */
import { columnType, emitChecks, type EntityPlan } from '../dictionary/index.ts';
import { id, renderLiteral } from '../platform/db/sql.ts';
import type { TableColumn } from './store/alter-table.ts';
import { catalogueType, widens } from './widening.ts';

export type StepKind =
  | 'make-table'
  | 'add-column'
  | 'widen-type'
  | 'change-type'
  | 'leave-column'
  | 'set-rule'
  | 'drop-rule'
  | 'leave-table';

export interface Step {
  readonly kind: StepKind;
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
  /** Readers and writers go on meanwhile; otherwise the table is written anew, and they wait. */
  readonly online: boolean;
}

export interface StoredTable {
  /** The entity as the table was made for; absent when there is no table yet. */
  readonly entity: EntityPlan | undefined;
  readonly columns: readonly TableColumn[];
}

/** @param wanted the entity of the newer plan; absent when that plan has none of this name */
export function planMigration(stored: StoredTable, wanted: EntityPlan | undefined): Step[] {
  if (!wanted) return stored.entity ? [{ kind: 'leave-table', field: '', online: true }] : [];
  if (!stored.entity) return [{ kind: 'make-table', field: '', online: true }];
  return [...columnSteps(stored, wanted), ...ruleSteps(stored.entity, wanted)];
}

function columnSteps({ entity, columns }: StoredTable, wanted: EntityPlan): Step[] {
  const types = new Map(columns.map((column) => [column.name, column.type]));
  const kept = new Set(wanted.fields.map((field) => field.name));
  const steps = wanted.fields.flatMap((field): Step[] => {
    const [before, after] = [types.get(field.name), catalogueType(columnType(field))];
    if (before === undefined) return [{ kind: 'add-column', field: field.name, after, online: true }];
    if (before === after) return [];
    const kind = widens(before, after) ? 'widen-type' : 'change-type';
    // Only the order of texts changes: the rows stay where they are.
    const stays = before.startsWith('text') && after.startsWith('text');
    return [{ kind, field: field.name, before, after, online: stays }];
  });
  const left = entity?.fields.filter((field) => !kept.has(field.name)) ?? [];
  return [...steps, ...left.map(({ name }): Step => ({ kind: 'leave-column', field: name, online: true }))];
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

/** Rules that the table holds, each with its whole text: two that read alike are alike. */
const rulesOf = (entity: EntityPlan) =>
  new Map(
    emitChecks(entity)
      .filter((rule) => rule.inTable)
      .map((rule) => [rule.rule, { field: rule.field, text: renderLiteral(rule.rows(NOWHERE)) }]),
  );
