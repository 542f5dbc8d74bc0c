/** Scores and defects as screens and API show them. */
import { listBodies } from '../bodies/index.ts';
import { visibleBodies } from '../governance/index.ts';
import { workingCalendar } from '../platform/calendar.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { id, sql } from '../platform/db/sql.ts';
import type { Texts } from '../platform/texts.ts';
import { openRegister, relation, type RegisterTable } from '../records/index.ts';
import type { RegisterScore } from './contract.ts';
import { offeredRules } from './offered-rules.ts';
import { problems } from './problems.ts';
import { reportingOf } from './reporting.ts';
import { rulesOfRegister } from './rules-of-register.ts';
import { scoreFields, scoreOf } from './score.ts';
import { talliesOf, type TallyRecord } from './store/tally.ts';

async function names({ db }: Context) {
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  return (of: number) => ({ id: of, code: bodies.get(of)?.code ?? '', names: bodies.get(of)?.names ?? {} });
}

export async function readScores(context: Context, register: string): Promise<RegisterScore> {
  const { entity } = await openRegister(context.db, register);
  const tallies = await talliesOf(context.db, register, 'all');
  const body = await names(context);
  const ruleNames = new Map<string, Texts>(entity.checks.map((check) => [check.name, check.message]));
  const fields = [...Map.groupBy(tallies, (tally) => tally.field)].map(([field, own]) => ({
    field,
    names: entity.fields.find((one) => one.name === field)?.names ?? {},
    key: own.some((tally) => tally.keyField),
    score: scoreOf(own),
    rules: [...Map.groupBy(own, (tally) => tally.rule)].map(([rule, of]) => ({
      rule,
      dimension: of[0]?.dimension ?? '',
      names: ruleNames.get(rule) ?? {},
      score: scoreOf(of),
    })),
  }));
  const bodies = [...Map.groupBy(tallies, (tally: TallyRecord) => tally.body)].map(([of, own]) => ({
    body: body(of),
    score: scoreFields(own),
  }));
  return { register, score: scoreFields(tallies), fields, bodies };
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
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const own = await rulesOfRegister(context.db, table.entity, today);
  const rule = [...own, ...(await offeredRules(context.db, request.register))].find(
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
  const message = messageOf(table, request.rule);
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

const messageOf = ({ entity }: RegisterTable, rule: string): Texts =>
  entity.checks.find((check) => check.name === rule)?.message ?? {};

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
