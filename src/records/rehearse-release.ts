/** What a newer dictionary would do to this node: who uses what changes, which rows fail, which migration is applied. Reads only. */
import { nameBodies } from '../bodies/index.ts';
import { currentRelease, diffPlans, emitChecks, getRelease, readCondition, usagesOf } from '../dictionary/index.ts';
import type { Change, Difference, EntityPlan, Plan } from '../dictionary/index.ts';
import { listAgreements, listRegisters, type Register } from '../governance/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Texts } from '../platform/texts.ts';
import { planRecoding, type RecodedField } from './migration/recode-values.ts';
import { planMigration, ruleText, supersededFields, type Step } from './plan-migration.ts';
import { listColumns, type TableColumn } from './store/alter-table.ts';
import { asWanted, codesOfPlan, countFailing, countValues } from './store/rehearse.ts';
import { findTableState, type TableState } from './store/register-table.ts';

export interface FieldEffect {
  readonly field: string;
  /** Rows that have a value in it. */
  readonly touched: number;
}

export interface Failing {
  readonly field: string;
  readonly rule: string;
  readonly kind: string;
  readonly severity: 'error' | 'warning';
  /** Rows that break it under the newer plan; and how many break the same rule today. */
  readonly fails: number;
  readonly before: number;
  /** The table cannot be changed as long as these rows are there. */
  readonly blocks: boolean;
  /** The first of them by id. */
  readonly records: readonly string[];
}

export interface RegisterEffect {
  readonly register: string;
  readonly names: Texts;
  readonly entity: string;
  readonly rows: number;
  readonly fields: readonly FieldEffect[];
  readonly failing: readonly Failing[];
  readonly steps: readonly Step[];
  /** Stored codes that follow their list, and those that stay because nobody but a person can say. */
  readonly recodes: readonly RecodedField[];
  readonly possible: boolean;
}

export interface Affected {
  readonly kind: string;
  readonly subject: string;
  readonly label: Texts;
  /** The body that answers for it: whom to ask before. */
  readonly owner: { readonly body: number; readonly names: Texts } | null;
  /** Codes of the changed elements that it uses. */
  readonly elements: readonly string[];
}

export interface Rehearsal extends Difference {
  /** The release in force. */
  readonly from: number;
  readonly hash: string;
  readonly registers: readonly RegisterEffect[];
  readonly affected: readonly Affected[];
  /** Whether every table can follow. */
  readonly possible: boolean;
}

/** Rows named for each rule; the count has all of them. */
export const MOST_RECORDS = 50;

/** In a transaction that may only read: nothing can be changed by it. */
export function rehearseRelease(context: Pick<Context, 'db' | 'clock' | 'profile'>, plan: Plan): Promise<Rehearsal> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  return context.db.transaction((tx) => rehearseIn(tx, plan, today), {
    isolation: 'repeatable read',
    readOnly: true,
  });
}

async function rehearseIn(tx: Db, plan: Plan, today: string): Promise<Rehearsal> {
  const { number: from, plan: before } = await currentRelease(tx);
  const difference = diffPlans(before, plan);
  const elements = changedElements(before, plan, difference.changes);
  const all = await listRegisters(tx);
  const registers: RegisterEffect[] = [];
  for (const register of all) {
    const effect = await effectOn(tx, register, { plan, today, elements });
    if (effect) registers.push(effect);
  }
  const given = { elements, registers: all };
  const affected = await withOwners(tx, [
    ...affectedRegisters(before, given),
    ...(await affectedUses(tx, elements)),
    ...(await affectedAgreements(tx, before, given)),
  ]);
  const possible = registers.every((one) => one.possible);
  return { ...difference, from, hash: plan.hash, registers, affected, possible };
}

/** Elements that change themselves, by the column that uses them, or by the codes that they take. */
function changedElements(before: Plan, after: Plan, changes: readonly Change[]): ReadonlySet<string> {
  const subjects = new Set(changes.map((change) => change.subject));
  const lists = new Set(changes.map(({ subject }) => subject.split('/')[0] ?? ''));
  const found = new Set<string>();
  for (const plan of [before, after]) {
    for (const one of plan.elements) {
      const usesList = one.codeList !== undefined && lists.has(one.codeList.list);
      if (subjects.has(one.code) || usesList) found.add(one.code);
    }
    const fields = plan.entities.flatMap((entity) =>
      entity.fields.filter(({ name }) => subjects.has(entity.name) || subjects.has(`${entity.name}.${name}`)),
    );
    for (const field of fields) found.add(field.element);
  }
  return found;
}

type Owned = Omit<Affected, 'owner'> & { readonly owner: number | null };

async function withOwners(tx: Db, uses: readonly Owned[]): Promise<Affected[]> {
  const names = await nameBodies(tx, [...new Set(uses.flatMap(({ owner }) => owner ?? []))]);
  return uses.map((use) => ({
    ...use,
    owner: use.owner === null ? null : { body: use.owner, names: names.get(use.owner)?.name ?? {} },
  }));
}

/** Registers whose entity has a changed element: the table, and the data set that people know. */
function affectedRegisters(plan: Plan, { elements, registers }: Given): Owned[] {
  return registers.flatMap(({ name, names, entity: of, managerBody: owner }) => {
    const fields = plan.entities.find((one) => one.name === of)?.fields ?? [];
    const own = [...new Set(fields.map((field) => field.element).filter((code) => elements.has(code)))];
    return own.length === 0 ? [] : [{ kind: 'register', subject: name, label: names, owner, elements: own }];
  });
}

async function affectedUses(tx: Db, elements: ReadonlySet<string>): Promise<Owned[]> {
  const uses = new Map<string, Omit<Owned, 'elements'> & { elements: string[] }>();
  for (const { kind, subject, label, element, owner } of await usagesOf(tx, [...elements])) {
    const key = `${kind}\n${subject}`;
    const one = uses.get(key) ?? { kind, subject, label, owner, elements: [] };
    one.elements.push(element);
    uses.set(key, one);
  }
  return [...uses.values()];
}

interface Given {
  readonly elements: ReadonlySet<string>;
  readonly registers: readonly Register[];
}

/** An agreement names its elements, or gives all that its register has; the condition on its rows reads some too. */
async function affectedAgreements(tx: Db, plan: Plan, { elements, registers }: Given): Promise<Owned[]> {
  const entityOf = new Map(registers.map((register) => [register.name, register.entity]));
  const codeOf = new Map(plan.elements.map((element) => [element.physicalName, element.code]));
  return (await listAgreements(tx)).flatMap(
    ({ code, names, register, elements: given, condition, provider: owner }) => {
      const entity = plan.entities.find((one) => one.name === entityOf.get(register));
      const codes = given === 'all' ? entity?.fields.map((field) => field.element) : given;
      const read = condition === null || !entity ? undefined : readCondition(condition, entity);
      const reads = read && 'condition' in read ? read.condition.reads : [];
      const shared = [...new Set([...(codes ?? []), ...reads])]
        .map((one) => codeOf.get(one) ?? one)
        .filter((one) => elements.has(one));
      return shared.length === 0 ? [] : [{ kind: 'agreement', subject: code, label: names, owner, elements: shared }];
    },
  );
}

interface Proposal {
  readonly plan: Plan;
  readonly today: string;
  readonly elements: ReadonlySet<string>;
}

/** Undefined when the register's table stays exactly as it is and none of its values is touched. */
async function effectOn(tx: Db, register: Register, change: Proposal): Promise<RegisterEffect | undefined> {
  const { entity: name, names } = register;
  const wanted = change.plan.entities.find((one) => one.name === name);
  const stored = await storedTable(tx, name);
  const table = { entity: stored?.entity, columns: stored?.columns ?? [] };
  const own = planMigration(table, wanted, change.plan.elements);
  const recodes = stored && wanted ? await recodesOf(tx, stored, wanted, change) : [];
  const steps = [...own, ...recodes.flatMap(stepOf)];
  const said = { register: register.name, names, entity: name, steps, recodes };
  if (!stored) return steps.length === 0 ? undefined : { ...said, rows: 0, fields: [], failing: [], possible: true };
  const columns = new Set(stored.columns.map((column) => column.name));
  const touched = stored.entity.fields.filter((field) => change.elements.has(field.element) && columns.has(field.name));
  if (steps.length === 0 && touched.length === 0) return undefined;
  const fieldNames = touched.map((field) => field.name);
  const { rows, values } = await countValues(tx, stored.entity, fieldNames);
  const fields = fieldNames.map((field, place) => ({ field, touched: values[place] ?? 0 }));
  const failing = wanted ? await failingRules(tx, stored, wanted, change) : [];
  const converted = await unconvertible(tx, stored, steps);
  const all = [...converted, ...failing];
  return { ...said, rows, fields, failing: all, possible: !all.some((one) => one.blocks) };
}

function recodesOf(tx: Db, stored: Stored, wanted: EntityPlan, { plan, today }: Proposal): Promise<RecodedField[]> {
  const columns = new Set(stored.columns.map((column) => column.name));
  const lists = new Map(plan.codeLists.map((list) => [list.code, list]));
  const renames = supersededFields(stored.entity, wanted, plan.elements);
  const fields = wanted.fields.filter(({ name }) => columns.has(name) && !renames.has(name));
  return planRecoding(tx, { ...wanted, fields }, { lists, today, columns });
}

const MOST_SAID = 12;

/** `003, 004` become `001, 001`: the first of them, in their order. */
function stepOf({ field, becomes }: RecodedField): Step[] {
  if (becomes.size === 0) return [];
  const said = (codes: readonly string[]) =>
    [...codes.slice(0, MOST_SAID), ...(codes.length > MOST_SAID ? ['…'] : [])].join(', ');
  const [before, after] = [said([...becomes.keys()]), said([...becomes.values()])];
  return [{ kind: 'recode-values', field, before, after, online: true }];
}

interface Stored {
  readonly state: TableState;
  readonly entity: EntityPlan;
  readonly columns: readonly TableColumn[];
}

async function storedTable(tx: Db, name: string): Promise<Stored | undefined> {
  const state = await findTableState(tx, name);
  if (!state) return undefined;
  const { plan } = await getRelease(tx, state.release, state.overlay);
  const entity = plan.entities.find((one) => one.name === name);
  return entity ? { state, entity, columns: await listColumns(tx, name) } : undefined;
}

/** Values of a type that the new type cannot take over: all of them are in the way. */
async function unconvertible(tx: Db, { entity }: Stored, steps: readonly Step[]): Promise<Failing[]> {
  const fields = steps.filter((step) => step.kind === 'change-type').map((step) => step.field);
  if (fields.length === 0) return [];
  const { values } = await countValues(tx, entity, fields);
  return fields.map((field, place): Failing => {
    const head = { field, rule: `${field}_type`, kind: 'type', severity: 'error', records: [] } as const;
    // Even without a value the column has its type: such a change is made by a new field.
    return { ...head, fails: values[place] ?? 0, before: 0, blocks: true };
  });
}

/** The newer plan's own checks, asked of the rows that are there. */
async function failingRules(tx: Db, stored: Stored, wanted: EntityPlan, { plan, today }: Proposal): Promise<Failing[]> {
  const { elements } = plan;
  const lists = new Map(plan.codeLists.filter((one) => one.kind === 'release').map((one) => [one.code, one]));
  const codes = (code: string) => {
    const list = lists.get(code);
    return list && codesOfPlan(list);
  };
  const renames = supersededFields(stored.entity, wanted, elements);
  const relation = { from: asWanted(wanted, stored.columns, renames), id: 'record_id', today, codes };
  const asStored = { from: asWanted(stored.entity, stored.columns), id: 'record_id', today };
  const known = new Map(emitChecks(stored.entity).map((rule) => [rule.rule, rule]));
  const found: Failing[] = [];
  for (const rule of emitChecks(wanted)) {
    const old = known.get(rule.rule);
    if (rule.isForm && old && ruleText(old) === ruleText(rule)) continue;
    const { fails, records } = await countFailing(tx, rule, relation, MOST_RECORDS);
    if (fails === 0) continue;
    const before = old ? (await countFailing(tx, old, asStored, 0)).fails : 0;
    const { field, kind, severity, inTable } = rule;
    found.push({ field, rule: rule.rule, kind, severity, fails, before, blocks: inTable, records });
  }
  return found;
}
