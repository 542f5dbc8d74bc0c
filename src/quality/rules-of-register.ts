/** The rules of a register with the facts of a day: bodies in force, codes, what other registers hold. */
import { createHash } from 'node:crypto';
import { listBodies } from '../bodies/index.ts';
import type { EntityPlan } from '../dictionary/index.ts';
import { listRegisters } from '../governance/index.ts';
import { workingCalendar } from '../platform/calendar.ts';
import type { Position } from '../platform/changes/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { renderLiteral } from '../platform/db/sql.ts';
import { openRegister, relation, type RegisterTable } from '../records/index.ts';
import { frameworkOf } from './framework.ts';
import type { OtherRegister, RuleFacts } from './emit/about.ts';
import { rulesOf, type Rule } from './rules.ts';
import { codeEditions, firstChange } from './store/rule.ts';

export type Timed = Pick<Context, 'clock' | 'profile'>;

export interface RegisterRules {
  readonly table: RegisterTable;
  readonly rules: readonly Rule[];
  /** A digest of how they read: where it differs, what was counted says something else. */
  readonly basis: () => Promise<string>;
}

/** @param at what other registers said at this position; absent: what they say */
export async function rulesOfRegister(db: Db, timed: Timed, register: string, at?: Position): Promise<RegisterRules> {
  const table = await openRegister(db, register);
  const facts = await factsOf(db, timed, table);
  const make = async (when?: Position) =>
    rulesOf({
      ...facts,
      others: await othersOf(db, table.entity, when),
      register,
      plan: table.plan,
      entity: table.entity,
    });
  const rules = await make(at);
  const lists = table.entity.fields.flatMap(({ codeList }) => codeList?.list ?? []);
  const basis = async () => {
    const now = at === undefined ? rules : await make();
    const text = now.map((one) => [one.rule, one.field, one.dimension, one.weight, one.keyField].join('/'));
    const said = now.map((one) => `${renderLiteral(one.assessed)}→${renderLiteral(one.passes)}`);
    const editions = await codeEditions(db, lists);
    return createHash('sha256')
      .update(JSON.stringify([text, said, editions]))
      .digest('hex');
  };
  return { table, rules, basis };
}

async function factsOf(
  db: Db,
  { clock, profile }: Timed,
  { register, entity }: RegisterTable,
): Promise<Omit<RuleFacts, 'others'>> {
  const today = dayOf(clock.now(), profile.timeZone);
  return {
    today,
    homes: namesHome(entity) ? await homesOn(db, today) : undefined,
    framework: frameworkOf(profile),
    timeZone: profile.timeZone,
    since: (await firstChange(db, register, profile.timeZone)) ?? today,
    deadlines: deadlinesTo(profile, today),
  };
}

// Events of the last years are judged; what is older was judged when it was new.
const DAYS_BACK = 730;
const DAY_MS = 86_400_000;

function deadlinesTo(profile: Timed['profile'], today: string): RuleFacts['deadlines'] {
  return (days, counted) => {
    const calendar = workingCalendar(profile);
    const last = Date.parse(`${today}T00:00:00Z`);
    const dayBefore = (n: number) => new Date(last - n * DAY_MS).toISOString().slice(0, 10);
    const due = (day: string) =>
      counted === 'working'
        ? calendar.addWorkingDays(day, days)
        : new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
    return Object.fromEntries(
      Array.from({ length: DAYS_BACK }, (_, n) => dayBefore(n)).map((day) => [day, due(day)] as const),
    );
  };
}

/** Registers of this node that hold an entity which a field of this one names. */
async function othersOf(db: Db, entity: EntityPlan, at?: Position): Promise<Map<string, OtherRegister>> {
  const named = new Set(entity.fields.flatMap(({ references }) => references ?? []));
  const others = new Map<string, OtherRegister>();
  if (named.size === 0) return others;
  for (const { name, entity: of } of await listRegisters(db)) {
    if (!named.has(of)) continue;
    const table = await openRegister(db, name);
    const request = { scope: 'all' as const, columns: table.entity.key, ...(at && { knownOn: at }) };
    others.set(of, { key: table.entity.key, rows: relation(table, request) });
  }
  return others;
}

/** Whether a field of the entity names the body a record belongs to, so that a change of bodies changes its scores. */
export const namesHome = ({ body }: EntityPlan): boolean => body.how === 'code' && body.field !== undefined;

/** What a field may say: the code of a body in force, or its name in any language, as loads accept both. */
async function homesOn(db: Db, day: string): Promise<string[]> {
  const bodies = await listBodies(db, { on: day });
  return [...new Set(bodies.flatMap((body) => [body.code, ...Object.values(body.names)]))].sort();
}
