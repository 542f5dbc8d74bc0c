/** Tasks are given, planned anew, passed on, chased: who may, what is refused with every finding, what stays in the history. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { docxText } from '../../../test/harness/docx.ts';
import { ending } from '../../../test/harness/story.ts';
import { tellStrategy, type StrategyStory } from '../../../test/harness/strategy.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { sql } from '../../platform/db/sql.ts';
import * as contract from '../contract.ts';
import { chaseTasks, isReminderDue, levelsDue } from './chase-tasks.ts';
import { checkPlan, type Plan, type Surroundings } from './check-plan.ts';

let story: StrategyStory;
beforeAll(async () => {
  story = await tellStrategy();
});

const send = () => story.server.send;
const read = (task: string) => call(send(), contract.getTask, { params: { task } });
const plan: Plan = {
  names: { vi: 'Rà soát danh mục' },
  ...{ objective: 'MT-1', phase: '2026-2028', lead: '97', cooperating: ['98'], due: '2027-03-31' },
  ...{ product: { vi: 'Danh mục' }, budget: '341-1', indicator: null, dependsOn: ['NV-10'], aliases: [] },
};
const bodyOf = ({ cooperating, dependsOn, aliases, ...rest }: Plan) => ({
  ...rest,
  ...{ cooperating: [...cooperating], dependsOn: [...dependsOn], aliases: [...aliases] },
});
const give = (what: Partial<Plan> & { code?: string } = {}) => {
  const { code, ...rest } = what;
  const body = { ...bodyOf({ ...plan, ...rest }), ...(code !== undefined && { code }) };
  return call(send(), contract.giveTask, { body });
};
const replan = (task: string, version: number, what: Partial<Plan> & { reason?: string }) => {
  const { reason, ...rest } = what;
  const body = { ...bodyOf({ ...plan, ...rest }), ...(reason !== undefined && { reason }) };
  return call(send(), contract.planTask, { params: { task }, body, ifMatch: `"${String(version)}"` });
};
const faults = (problem: Record<string, unknown>) =>
  (problem['findings'] as { field: string; reason: string; value: string }[]).map(
    ({ field, reason, value }) => `${field}: ${reason} ${value}`,
  );

describe('a task', () => {
  it('is given to a body below, with the next number, and says what comes before it', async () => {
    await story.become('vanphong');
    const page = await give({ aliases: [{ tracker: 'CTHĐ', number: '57/3' }] });
    expect(page).toMatchObject({
      task: { code: 'NV-19', giver: { code: 'TW-VP' }, lead: { code: '97' }, standing: 'not-begun', budget: '341-1' },
      before: [{ code: 'NV-10' }],
      allowed: { 'strategy.planTask': { allowed: true } },
    });
    expect((await read('NV-10')).after.map(({ code }) => code)).toContain('NV-19');
    const { items } = await call(send(), contract.listTasks, { query: { alias: '57/3' } });
    expect(items.map(({ code }) => code)).toEqual(['NV-19']);
    const helped = await call(send(), contract.listTasks, { query: { body: '98', phase: '2026-2028' } });
    expect(helped.items.map(({ code }) => code)).toEqual(['NV-19']);
  });

  it('is refused with every finding at once, and nothing is stored', async () => {
    const { status, problem } = await ending(
      give({
        ...{ names: { vi: ' ' }, lead: 'XX', cooperating: ['97', 'YY'], objective: 'MT-9', indicator: 'no-such' },
        ...{ due: '2026-11-23', dependsOn: ['NV-10', 'NV-99'], aliases: [{ tracker: 'CTHĐ', number: '57/3' }] },
      }),
    );
    expect(status).toBe(422);
    expect(faults(problem)).toEqual([
      'names: name-missing ',
      'lead: lead-unknown XX',
      'cooperating: body-unknown YY',
      'objective: objective-unknown MT-9',
      'indicator: indicator-unknown no-such',
      'due: due-before-predecessor NV-10',
      'dependsOn: predecessor-unknown NV-99',
      'aliases: alias-taken CTHĐ 57/3 (NV-19)',
    ]);
    expect(faults((await ending(give({ due: '2027-02-30' }))).problem)).toEqual(['due: day-wrong 2027-02-30']);
    expect(faults((await ending(give({ due: '', lead: '' }))).problem)).toEqual([
      'lead: lead-missing ',
      'due: day-missing ',
    ]);
    expect(faults((await ending(give({ due: '2026-11-21', dependsOn: [] }))).problem)).toEqual([
      'due: day-past 2026-11-21',
    ]);
    expect((await ending(give({ code: 'NV-19' }))).problem['type']).toBe('/problems/strategy/task-code-taken');
    expect((await call(send(), contract.listTasks, { query: {} })).counts.all).toBe(19);
  });

  it('is planned anew by whoever gives it; another day or lead needs a reason, which stays', async () => {
    const { task } = await read('NV-19');
    const without = await ending(replan('NV-19', task.version, { due: '2027-04-30' }));
    expect(faults(without.problem)).toEqual(['reason: reason-missing 2027-03-31']);
    const page = await replan('NV-19', task.version, {
      due: '2027-04-30',
      lead: '98',
      cooperating: [],
      reason: 'Chờ 1.2',
    });
    expect(page.named['98']).toMatchObject({ en: 'Khê Giang Province' });
    expect(page.task).toMatchObject({ due: '2027-04-30', lead: { code: '98' }, version: task.version + 1 });
    expect(page.events.slice(0, 2).map(({ what, before, after, reason }) => [what, before, after, reason])).toEqual([
      ['lead', '97', '98', 'Chờ 1.2'],
      ['due', '2027-03-31', '2027-04-30', 'Chờ 1.2'],
    ]);
    expect((await ending(replan('NV-19', task.version, { reason: 'x' }))).status).toBe(412);
  });

  it('cannot wait for what waits for it, nor be due after it', async () => {
    const circle = await ending(give({ code: 'A-1', dependsOn: ['NV-19'], due: '2027-12-31' }));
    expect(circle.status).toBe(200);
    const { version } = (await read('NV-19')).task;
    const same = { due: '2027-04-30', lead: '98', cooperating: [] };
    const refused = await ending(replan('NV-19', version, { ...same, dependsOn: ['A-1', 'NV-19'] }));
    expect(faults(refused.problem)).toEqual([
      'due: due-before-predecessor A-1',
      'dependsOn: predecessor-circle A-1',
      'dependsOn: predecessor-itself NV-19',
    ]);
    const late = await ending(replan('NV-19', version, { ...same, due: '2028-01-31', reason: 'x' }));
    expect(faults(late.problem)).toEqual(['due: due-after-successor A-1']);
  });

  it('is given and planned by nobody else', async () => {
    const refusals = [];
    for (const who of ['xa', 'tuanthu']) {
      await story.become(who);
      refusals.push((await ending(give())).status);
    }
    expect(refusals).toEqual([403, 403]);
    await story.become('tinh');
    const { task, allowed } = await read('NV-11');
    expect(allowed['strategy.planTask']).toMatchObject({ allowed: false, rule: 'strategy/not-yours-to-plan' });
    const foreign = await ending(replan('NV-11', task.version, { reason: 'x' }));
    expect(foreign.problem['type']).toBe('/problems/strategy/not-yours-to-plan');
    const sideways = await ending(give({ lead: '98', cooperating: [] }));
    expect(faults(sideways.problem)).toEqual(['lead: lead-not-below 98']);
  });

  it('that a figure measures is done when the figure says so', async () => {
    await story.become('vanphong');
    const page = await read('NV-08');
    expect(page.measured).toMatchObject({ target: 90 });
    const { status, problem } = await ending(
      call(send(), contract.changeTask, {
        params: { task: 'NV-08' },
        body: { state: 'done', evidence: 'x' },
        ifMatch: `"${String(page.task.version)}"`,
      }),
    );
    expect([status, problem['type'], problem['target']]).toEqual([409, '/problems/strategy/measure-not-reached', 90]);
  });
});

describe('a task is passed on', () => {
  const cascade = (body: { leads?: string[]; due?: string } = {}, task = 'NV-10') =>
    call(send(), contract.cascadeTask, { params: { task }, body });

  it('by its lead, to every commune once, with the link kept', async () => {
    await story.become('tinh');
    const { given, had } = await cascade();
    expect([given, had]).toEqual([['NV-10.99101', 'NV-10.99108'], []]);
    const { parts, allowed } = await read('NV-10');
    expect(parts.map(({ code, lead, giver }) => [code, lead.code, giver.code])).toEqual([
      ['NV-10.99101', '99101', '97'],
      ['NV-10.99108', '99108', '97'],
    ]);
    expect(allowed['strategy.cascadeTask'].allowed).toBe(true);
    expect((await read('NV-10.99101')).whole?.code).toBe('NV-10');
    expect(await cascade()).toEqual({ given: [], had: ['99101', '99108'] });
    const cascades = story.context.audited.filter(({ action }) => action === 'strategy.cascade-task');
    expect(cascades.map(({ counts }) => counts)).toEqual([{ tasks: 2 }]);
  });

  it('never sideways, nor later than the whole, nor by somebody else', async () => {
    const { due } = (await read('NV-10')).task;
    const refused = await ending(cascade({ leads: ['98', 'ZZ'], due: '2030-01-01' }));
    expect(faults(refused.problem).toSorted()).toEqual([
      'due: due-after-whole NV-10',
      'leads: lead-not-below 98',
      'leads: lead-unknown ZZ',
    ]);
    expect((await ending(cascade({}, 'NV-11'))).status).toBe(403);
    expect((await ending(cascade({}, 'NV-07'))).status).toBe(403);
    await story.become('vanphong');
    // An overdue whole gets another day first: its parts would be late when they are given.
    expect(faults((await ending(cascade({}, 'NV-11'))).problem)).toEqual([
      `due: day-past ${(await read('NV-11')).task.due}`,
    ]);
    expect((await ending(cascade({}, 'NV-04'))).problem['type']).toBe('/problems/strategy/task-is-done');
    expect(due < '2030-01-01').toBe(true);
  });
});

describe('what is late', () => {
  const workOf = (kind: string) =>
    story.context.db.rows<{ subject: string; code: string; post: string; state: string }>(
      sql`select w.subject, b.code, w.post, w.state from platform.work_item w join bodies.body b on b.id = w.body
        where w.kind = ${kind} order by w.subject, b.code`,
    );

  it('is said to its lead as a message, a letter, and in its list of work; once a day', async () => {
    await story.become('vanphong');
    const reminder = await call(send(), contract.getReminder, { params: { body: '98' }, query: { language: 'en' } });
    expect(reminder.tasks.map(({ code }) => code)).toContain('NV-11');
    expect(reminder.text).toMatch(/1\. NV-11 .* 15 working days late/);
    const letter = await callRaw(send(), contract.exportReminder, {
      params: { body: '98' },
      query: { language: 'vi' },
    });
    const text = await docxText(Buffer.from(await letter.arrayBuffer()));
    expect(text).toContain('NV-12');
    expect(text).toContain('quá hạn 15 ngày làm việc');
    const remind = (tasks?: string[]) =>
      call(send(), contract.remindLead, { params: { body: '98' }, body: tasks ? { tasks } : {} });
    expect((await remind()).told).toEqual(['NV-11', 'NV-12']);
    expect((await remind()).told).toEqual([]);
    expect((await read('NV-11')).told).toHaveLength(5);
    expect(await workOf('strategy.task-reminder')).toEqual([
      { subject: 'NV-11', code: '98', post: 'leader', state: 'open' },
      { subject: 'NV-12', code: '98', post: 'leader', state: 'open' },
    ]);
    await story.become('tinh');
    expect((await ending(remind())).problem['type']).toBe('/problems/strategy/nothing-to-remind');
  });

  it('is told one body higher each time, once, until it is done or its day is moved', async () => {
    await chaseTasks(story.context);
    await chaseTasks(story.context);
    const { escalated } = await read('NV-11');
    expect(escalated.map(({ body }) => body.code)).toEqual(['TW']);
    const open = await workOf('strategy.task-overdue');
    expect(open).toEqual([
      { subject: 'NV-11', code: 'TW', post: 'leader', state: 'open' },
      { subject: 'NV-12', code: 'TW', post: 'leader', state: 'open' },
    ]);
    // Soon due, and never told: told now.
    expect((await read('NV-15')).told).toHaveLength(1);
    await story.become('vanphong');
    const { task, product } = await read('NV-12');
    const { names, objective, phase, budget, indicator } = task;
    await replan('NV-12', task.version, {
      ...{ names, objective, phase, budget, indicator, product, lead: '98', cooperating: [], dependsOn: [] },
      ...{ due: '2027-01-29', reason: 'Gia hạn' },
    });
    expect((await workOf('strategy.task-overdue')).map(({ state }) => state)).toEqual(['open', 'withdrawn']);
    expect((await read('NV-12')).escalated).toEqual([]);
  });

  it('follows the working days that the profile says', () => {
    const calendar = workingCalendar(story.context.profile);
    const rules = {
      code: 'T-{number}',
      reminders: { before: 5, every: 5, post: 'leader' as const },
      escalation: { days: 5, post: 'leader' as const },
    };
    const task = { due: '2026-11-20', told: [] as string[], escalated: [], state: 'running' as const };
    const reminded = (told: string[], today: string) => isReminderDue({ ...task, told }, rules, today, calendar);
    expect(reminded([], '2026-11-12')).toBe(false);
    expect(reminded([], '2026-11-13')).toBe(true);
    expect(reminded(['2026-11-13'], '2026-11-20')).toBe(false);
    expect(reminded(['2026-11-13'], '2026-11-21')).toBe(true);
    expect(reminded(['2026-11-23'], '2026-11-27')).toBe(false);
    // 24 November is a holiday of the profile.
    expect(reminded(['2026-11-23'], '2026-11-30')).toBe(false);
    expect(reminded(['2026-11-23'], '2026-12-01')).toBe(true);
    const levels = ['2026-11-20', '2026-11-27', '2026-11-30', '2026-12-07'];
    expect(levels.map((day) => levelsDue(task, rules, day, calendar))).toEqual([0, 0, 1, 2]);
    expect(levelsDue({ ...task, state: 'done' }, rules, '2027-01-01', calendar)).toBe(0);
    expect(isReminderDue({ ...task, state: 'done' }, rules, '2027-01-01', calendar)).toBe(false);
  });
});

describe('a view of the list', () => {
  it('is saved under a name, replaced by the same name, and nobody else’s', async () => {
    await story.become('vanphong');
    const save = (query: Record<string, string>) =>
      call(send(), contract.saveTaskView, { body: { name: 'Quá hạn', query } });
    const { id } = await save({ standing: 'overdue' });
    expect(await save({ standing: 'overdue', as: 'board' })).toMatchObject({ id, query: { as: 'board' } });
    await story.become('tinh');
    expect((await call(send(), contract.listTaskViews, {})).items).toEqual([]);
    const drop = () => call(send(), contract.deleteTaskView, { params: { view: id } });
    expect((await ending(drop())).status).toBe(404);
    await story.become('vanphong');
    await drop();
    expect((await call(send(), contract.listTaskViews, {})).items).toEqual([]);
  });
});

describe('a plan held against what there is', () => {
  it('never passes with a circle, however long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (length) => {
        const code = (i: number) => `T-${String(i)}`;
        const tasks = Array.from({ length }, (_, i) => ({
          ...{ code: code(i), due: '2026-01-01', parent: null, aliases: [], lead: 1 },
          depends_on: [code(i + 1)],
        }));
        const last = { code: code(length), due: '2026-01-01', parent: null, aliases: [], lead: 1, depends_on: [] };
        const around: Surroundings = {
          bodies: new Map([['A', { id: 1, isBelow: true }]]),
          ...{ objectives: new Set(), indicators: new Set(), today: '2026-01-01' },
          tasks: new Map([...tasks, last].map((task) => [task.code, task])),
        };
        const closing = { ...plan, lead: 'A', cooperating: [], objective: null, due: '2026-01-01' };
        const subject = { code: code(length), parent: null, before: last, reason: '' };
        const found = checkPlan({ ...closing, dependsOn: [code(0)] }, subject, around);
        expect(found.map(({ reason }) => reason)).toEqual(['predecessor-circle']);
        expect(checkPlan({ ...closing, dependsOn: [] }, subject, around)).toEqual([]);
      }),
    );
  });
});
