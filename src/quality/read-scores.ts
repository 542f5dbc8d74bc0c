/** Scores and defects as screens and API show them. */
import { listBodies } from '../bodies/index.ts';
import { keepersOfRows, visibleBodies } from '../governance/index.ts';
import { workingCalendar } from '../platform/calendar.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { id, sql } from '../platform/db/sql.ts';
import type { EntityPlan } from '../dictionary/index.ts';
import { openRegister, relation } from '../records/index.ts';
import type { RegisterScore } from './contract.ts';
import { offeredRules } from './offered-rules.ts';
import { problems } from './problems.ts';
import { reportingOf } from './reporting.ts';
import { rulesOfRegister } from './rules-of-register.ts';
import { frameworkOf, type Framework } from './framework.ts';
import type { Rule } from './rule.ts';
import { scoreField, scoreFields, scoreOf, scoreQuality, type FieldWeight } from './score.ts';
import { listRules } from './store/rule.ts';
import { talliesOf, type TallyRecord } from './store/tally.ts';

async function names({ db }: Context) {
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  return (of: number) => ({ id: of, code: bodies.get(of)?.code ?? '', names: bodies.get(of)?.names ?? {} });
}

/**
 * A register's figures are for everybody; a body's live ones for the body that keeps its records. Superiors read them
 * from the board, when they are frozen and the body has seen them (`board/`).
 * @param caller absent: figures of bodies are left out
 */
export async function readScores(context: Context, register: string, caller?: Caller): Promise<RegisterScore> {
  const { entity } = await openRegister(context.db, register);
  const framework = frameworkOf(context.profile);
  const tallies = await talliesOf(context.db, register, 'all');
  const rules = await listRules(context.db, register);
  const body = await names(context);
  const weigh = weightsOf(entity, framework);
  const criteriaOf = (own: readonly TallyRecord[], by: FieldWeight) =>
    framework.qualities
      .map(({ code, names: called, weight }) => ({
        ...{ criterion: code, names: called ?? {}, weight },
        score: scoreQuality(
          own.filter(({ dimension }) => dimension === code),
          framework,
          by,
        ),
      }))
      .filter(({ score }) => score.assessed > 0);
  const fields = [...Map.groupBy(rules, ({ field }) => field)].map(([field, own]) => {
    const counted = tallies.filter((one) => one.field === field);
    return {
      field,
      names: entity.fields.find((one) => one.name === field)?.names ?? {},
      key: own.some(({ keyField }) => keyField),
      score: scoreField(counted, framework),
      criteria: criteriaOf(counted, () => 1),
      rules: own.map((rule) => ({
        ...{ rule: rule.rule, dimension: rule.dimension, names: rule.names ?? {}, weight: rule.weight },
        ...{ threshold: rule.threshold, reason: rule.reason },
        score: scoreOf(
          counted.filter((one) => one.rule === rule.rule),
          framework,
        ),
      })),
    };
  });
  const keeperOf = await keepersOfRows(context.db, register);
  const isOwn = (of: number) => of === caller?.body || (keeperOf(of) ?? of) === caller?.body;
  const bodies = [
    ...Map.groupBy(
      tallies.filter((tally) => isOwn(tally.body)),
      (tally: TallyRecord) => tally.body,
    ),
  ]
    .map(([of, own]) => ({ body: body(of), score: scoreFields(own, framework, weigh) }))
    .filter(({ score }) => score.assessed > 0);
  const score = scoreFields(tallies, framework, weigh);
  return { register, score, bands: framework.bands, criteria: criteriaOf(tallies, weigh), fields, bodies };
}

/** What a field weighs in its register's score, by its criticality; rules over several fields weigh as ordinary ones. */
export function weightsOf({ fields }: EntityPlan, { fieldWeights }: Framework): FieldWeight {
  const known = new Map(fields.map((field) => [field.name, fieldWeights[field.criticality]]));
  return (field) => known.get(field) ?? fieldWeights.ordinary;
}

/** A register's own rules and those that other rooms bring. */
export async function allRules(context: Context, register: string): Promise<readonly Rule[]> {
  const { rules } = await rulesOfRegister(context.db, context, register);
  return [...rules, ...(await offeredRules(context.db, register))];
}

export interface DefectRequest {
  readonly register: string;
  readonly rule: string;
  readonly field?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Records that fail a rule, by record id. @throws problems.noSuchRule */
export async function listDefects(context: Context, caller: Caller, request: DefectRequest) {
  const table = await openRegister(context.db, request.register);
  const rule = (await allRules(context, request.register)).find(
    (one) => one.rule === request.rule && one.field === (request.field ?? ''),
  );
  if (!rule) throw problems.noSuchRule({ rule: request.rule });
  const scope = await visibleBodies(context.db, caller, 'quality.read-defects', request.register);
  const limit = request.limit ?? 50;
  const after = request.cursor === undefined ? sql`true` : sql`r.${id('record_id')} > ${request.cursor}::uuid`;
  const rows = await context.db.rows<{ record: string; body: number }>(
    sql`select r.record_id as record, r.body_id as body from ${relation(table, { scope })} r
        where ${after} and ${rule.assessed} and not (${rule.passes}) order by r.record_id limit ${limit}`,
  );
  const body = await names(context);
  const message = rule.names ?? {};
  const items = rows.map((row) => ({
    record: row.record,
    body: body(row.body),
    rule: rule.rule,
    field: rule.field || null,
    dimension: rule.dimension,
    message,
  }));
  const last = rows.at(-1);
  return { items, ...(rows.length === limit && last ? { next: last.record } : {}) };
}

export async function listReporting(context: Context, register: string) {
  const rows = await reportingOf(context, register);
  const body = await names(context);
  const calendar = workingCalendar(context.profile);
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const items = rows.map(({ tree: _tree, ...row }) => ({
    ...row,
    body: body(row.body),
    workingDays: calendar.workingDaysBetween(today, row.due),
  }));
  return { items, reported: items.filter((one) => one.reported).length, reporters: items.length };
}
