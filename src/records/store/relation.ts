/**
 * What other rooms put after FROM: a register's rows as they are, were, or were known, and what a change set did to them.
 * Every statement of this file is a fragment; fields are checked against the plan before they become SQL.
 */
import type { Position } from '../../platform/changes/index.ts';
import { id, join, raw, renderLiteral, sql, type Sql } from '../../platform/db/sql.ts';
import { isSealed, type EntityPlan } from '../../dictionary/index.ts';
import { fieldOf, systemColumnsOf, type Masking, type ReadScope, type RegisterTable } from '../model.ts';
import { problems } from '../problems.ts';
import { scopeLimits } from './limits.ts';
import { dataTable, historyTable } from './register-table.ts';

type Table = Pick<RegisterTable, 'register' | 'entity'>;

export interface RelationRequest {
  /** Physical names of the fields wanted; all of them when absent. System columns are always there. */
  readonly columns?: readonly string[];
  /** Home bodies whose rows are in it. */
  readonly scope: ReadScope;
  /** What held on this day (YYYY-MM-DD): `valid_to` is the first day on which it did not any more; only for entities with valid time. */
  readonly asOf?: string;
  /** What the register said at this position of the change log. */
  readonly knownOn?: Position;
  /** Fields in whose place something else is read: what labels keep back is not in the relation at all. */
  readonly masks?: ReadonlyMap<string, Masking> | undefined;
  /** What is stored sealed comes as it is stored; absent: null stands in its place. */
  readonly sealed?: boolean | undefined;
}

/**
 * `(select record_id, version, change_set, body_id, <columns> …)`: name it in FROM.
 * @throws problems.unknownField, problems.noValidTime
 */
export function relation(table: Table, request: RelationRequest): Sql {
  const { columns, scope, asOf, knownOn, masks, sealed } = request;
  if (masks || sealed || columns !== undefined || scope !== 'all' || asOf !== undefined || knownOn)
    return partOf(table, request);
  let whole = wholes.get(table.entity);
  if (!whole) wholes.set(table.entity, (whole = raw(renderLiteral(partOf(table, request)))));
  return whole;
}

// What most readers ask for, printed once: all rows as they are, with all columns.
const wholes = new WeakMap<EntityPlan, Sql>();

function partOf(table: Table, request: RelationRequest): Sql {
  const { entity } = table;
  const columns = [...systemColumnsOf(entity), ...knownFields(table, request.columns)];
  const limits = (alias: string): Sql[] => [
    ...scopeLimits(request.scope, alias),
    ...(request.asOf === undefined ? [] : [heldOn(table, alias, request.asOf)]),
  ];
  const list = shownList(entity, columns, request);
  if (!request.knownOn) return sql`(select ${list} from ${dataTable(entity)} t${where(limits('t'))})`;
  const seen = seenAt(request.knownOn);
  return sql`(
    select ${list} from ${dataTable(entity)} t${where([sql`t.change_set in (${seen})`, ...limits('t')])}
    union all
    select ${list} from ${historyTable(entity)} t${where([
      sql`t.change_set in (${seen})`,
      sql`t.ended_by not in (${seen})`,
      ...limits('t'),
    ])})`;
}

/** Who reads without opening meets nothing in the place of what is sealed: neither bytes nor a value. */
const shownList = (
  entity: EntityPlan,
  columns: readonly string[],
  { masks, sealed = false }: Pick<RelationRequest, 'masks' | 'sealed'>,
): Sql =>
  join(
    columns.map((name) => {
      const field = fieldOf(entity, name);
      if (!sealed && field && isSealed(field)) return sql`null::text as ${id(name)}`;
      const mask = masks?.get(name);
      return mask ? sql`${mask('t')} as ${id(name)}` : id('t', name);
    }),
  );

/** Change sets that had been numbered up to a position. The floor's own table: any room may read it. */
const seenAt = (at: Position): Sql =>
  sql`select id from platform.change_set where (epoch, position) <= (${at.epoch}, ${at.position})`;

const where = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? raw('') : sql` where ${join(conditions, ' and ')}`;

function heldOn({ entity, register }: Table, alias: string, day: string): Sql {
  if (!entity.validTime) throw problems.noValidTime({ register });
  if (!isDay(day)) throw problems.invalidDay({ day });
  return sql`${id(alias, 'valid_from')} <= ${day}::date
    and (${id(alias, 'valid_to')} is null or ${id(alias, 'valid_to')} > ${day}::date)`;
}

/** Whether there is such a day in the calendar. */
export function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** @throws problems.unknownField, which says nothing but what was asked */
export function knownFields({ entity, register }: Table, columns?: readonly string[]): readonly string[] {
  const known = entity.fields.map((field) => field.name);
  if (columns === undefined) return known;
  const unknown = columns.find((name) => !known.includes(name));
  if (unknown !== undefined) throw problems.unknownField({ field: unknown, register });
  return [...new Set(columns)];
}

/** A change set as the delta needs it: with its members, when they are few. A `ChangeSet` is one. */
export interface DeltaOf {
  readonly id: number;
  readonly members?: readonly string[] | null;
}

/**
 * `(select sign, record_id, version, change_set, body_id, <columns> …)`: +1 what the change set began, −1 what it ended.
 * Exact at any lag: what it began is in data or in history, what it ended carries its id. With members it goes by
 * primary key; without, by one scan (BRIN where there is one). With a scope only what lay in it: each version is judged
 * by itself, so that a row that left it has its −1 and no +1.
 */
export function delta(table: Table, change: DeltaOf, columns?: readonly string[], scope: ReadScope = 'all'): Sql {
  const { entity } = table;
  const inside = join(
    scopeLimits(scope, 't').map((limit) => sql` and ${limit}`),
    '',
  );
  const list = shownList(entity, [...systemColumnsOf(entity), ...knownFields(table, columns)], {});
  const few = change.members;
  const members = few ? sql` and t.record_id = any(${few}::uuid[])` : raw('');
  return sql`(
    select 1 as sign, ${list} from ${dataTable(entity)} t where t.change_set = ${change.id}::bigint${members}${inside}
    union all
    select 1, ${list} from ${historyTable(entity)} t where t.change_set = ${change.id}::bigint${inside}
    union all
    select -1, ${list} from ${historyTable(entity)} t where t.ended_by = ${change.id}::bigint${inside})`;
}
