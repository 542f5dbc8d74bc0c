/** Defects as screens and API show them. */
import { bodiesByCode, listBodies } from '../../bodies/index.ts';
import { findRegister, sayAllowed, visibleBodies } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Answer, Query } from '../../platform/http/endpoint.ts';
import type { Texts } from '../../platform/texts.ts';
import { openRegister } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { listRules } from '../store/rule.ts';
import { insistOnAnswerer } from './contest-defect.ts';
import { insistOnMending, mineToMend } from './mend-defects.ts';
import type { DefectLine, DefectPage, listAll } from './contract.ts';
import type { DefectRecord } from './model.ts';
import * as store from './store/defect.ts';

type BodyRef = DefectLine['body'];

interface Describing {
  readonly caller: Caller;
  readonly today: string;
  readonly body: (id: number) => BodyRef;
  readonly daysTo: (day: string) => number;
  readonly register: (name: string) => Promise<Names>;
}
interface Names {
  readonly names: Texts;
  readonly fields: ReadonlyMap<string, Texts>;
  readonly rules: ReadonlyMap<string, Texts>;
}

async function describing(context: Context, caller: Caller): Promise<Describing> {
  const { db, clock, profile } = context;
  const bodies = new Map((await listBodies(db)).map((one) => [one.id, one]));
  const calendar = workingCalendar(profile);
  const today = dayOf(clock.now(), profile.timeZone);
  const known = new Map<string, Promise<Names>>();
  const namesOf = async (name: string): Promise<Names> => {
    const table = await openRegister(db, name);
    return {
      names: (await findRegister(db, name))?.names ?? {},
      fields: new Map(table.entity.fields.map((field) => [field.name, field.names])),
      rules: new Map((await listRules(db, name)).map((rule) => [`${rule.field}/${rule.rule}`, rule.names ?? {}])),
    };
  };
  return {
    caller,
    today,
    body: (id) => ({ id, code: bodies.get(id)?.code ?? '', names: bodies.get(id)?.names ?? {} }),
    daysTo: (day) => calendar.workingDaysBetween(today, day),
    register: (name) => {
      const found = known.get(name) ?? namesOf(name);
      known.set(name, found);
      return found;
    },
  };
}

async function lineOf(how: Describing, one: DefectRecord): Promise<DefectLine> {
  const { names, fields, rules } = await how.register(one.register);
  const { assigneeName, closedAt: _, post: _post, ...same } = one;
  const isOpen = one.state !== 'closed';
  return {
    ...same,
    level: one.level as DefectLine['level'],
    registerNames: names,
    names: fields.get(one.field) ?? {},
    ruleNames: rules.get(`${one.field}/${one.rule}`) ?? {},
    body: how.body(one.body),
    keeper: how.body(one.keeper),
    daysLeft: isOpen ? how.daysTo(one.due) : null,
    overdue: isOpen && one.due < how.today,
    assignee: assigneeName,
    mine: one.assignee === how.caller.account,
    escalatedTo: one.escalatedTo === null ? null : how.body(one.escalatedTo),
  };
}

const afterOf = (cursor: string | undefined): store.After | undefined => {
  const [due, id] = cursor?.split('_') ?? [];
  return due !== undefined && id !== undefined && /^[\d-]{10}$/.test(due) && /^[0-9a-f-]{36}$/.test(id)
    ? { due, id }
    : undefined;
};

export async function listDefects(
  context: Context,
  caller: Caller,
  query: Query<typeof listAll>,
): Promise<Answer<typeof listAll>> {
  const how = await describing(context, caller);
  const { limit = 50, state = 'pending' } = query;
  const keeper = query.body === undefined ? undefined : (await bodiesByCode(context.db, how.today)).get(query.body);
  // A body that is not there keeps nothing.
  if (query.body !== undefined && keeper === undefined) return { items: [], counts: [] };
  const filter: store.DefectFilter = {
    bodies: await visibleBodies(context.db, caller, 'quality.read-defects', query.register),
    ...{ register: query.register, group: query.group, record: query.record, state },
    ...(keeper !== undefined && { keeper: keeper.id }),
    ...(query.mine && { assignee: caller.account }),
    ...(query.overdue && { dueBefore: how.today }),
  };
  const found = await store.listDefects(context.db, filter, limit, afterOf(query.cursor));
  const last = found.at(-1);
  return {
    items: await Promise.all(found.map((one) => lineOf(how, one))),
    counts: await store.countDefects(context.db, filter, how.today),
    ...(found.length === limit && last && { next: `${last.due}_${last.id}` }),
  };
}

/** @throws problems.noSuchDefect */
export async function readDefect(context: Context, caller: Caller, id: string): Promise<DefectPage> {
  const { db } = context;
  const found = await store.findDefect(db, id);
  const sees = async (permission: string) => {
    const scope = await visibleBodies(db, caller, permission, found?.register);
    return scope === 'all' || [found?.body, found?.keeper].some((body) => body !== undefined && scope.includes(body));
  };
  if (!found || !((await sees('quality.read-defects')) || (await sees('quality.answer-contest'))))
    throw problems.noSuchDefect();
  const how = await describing(context, caller);
  const contests = await store.contestsOf(db, id);
  return {
    ...(await lineOf(how, found)),
    contests: contests.map((one) => ({
      ...{ id: one.id, by: one.askedByName, body: how.body(one.askedBody), words: one.words, askedAt: one.askedAt },
      answerer: one.answerer === null ? null : how.body(one.answerer),
      answeredBy: one.answeredByName,
      answeredBody: one.answeredBody === null ? null : how.body(one.answeredBody),
      ...{ upheld: one.upheld, answer: one.answer, answeredAt: one.answeredAt },
    })),
    allowed: await allowedOn(context, caller, found, await sees('quality.mend')),
  };
}

/** @param mends whether it is among what he mends; else he is told who does */
function allowedOn(context: Context, caller: Caller, defect: DefectRecord, mends: boolean) {
  const mend = {
    permission: 'quality.mend',
    ...(!mends && { about: { register: defect.register, body: defect.keeper } }),
  };
  const insists = (act: 'claim' | 'outcome' | 'contest') => async () => {
    await mineToMend(context, caller, defect.id);
    insistOnMending(defect, act);
  };
  return sayAllowed(context, caller, {
    'quality.mendDefects': { ...mend, insists: insists('claim') },
    'quality.mendDefects#outcome': { ...mend, insists: insists('outcome') },
    'quality.contestDefect': { ...mend, insists: insists('contest') },
    'quality.answerContest': {
      permission: 'quality.answer-contest',
      insists: () => insistOnAnswerer(context.db, caller, defect),
    },
  });
}
