import { beforeAll, describe, expect, it } from 'vitest';
import { ending } from '../../../test/harness/story.ts';
import { tellStrategy, type StrategyStory } from '../../../test/harness/strategy.ts';
import { call } from '../../platform/http/call.ts';
import { sql } from '../../platform/db/sql.ts';
import { changeTask, getTask, listObjectives, listTasks } from '../contract.ts';

let story: StrategyStory;
beforeAll(async () => {
  story = await tellStrategy();
});

const send = () => story.server.send;
const read = (task: string) => call(send(), getTask, { params: { task } });
const change = (task: string, version: number | undefined, body: object) =>
  call(send(), changeTask, {
    params: { task },
    body,
    ...(version !== undefined && { ifMatch: `"${String(version)}"` }),
  });

describe('the list', () => {
  it('has the story’s eighteen tasks, most overdue first', async () => {
    await story.become('lanhdao');
    const { items, counts } = await call(send(), listTasks, { query: {} });
    expect(counts).toEqual({ all: 18, done: 7, running: 7, overdue: 3, notBegun: 1 });
    expect(items.slice(0, 3).map(({ code, workingDays }) => [code, workingDays])).toEqual([
      ['NV-11', -15],
      ['NV-12', -8],
      ['NV-13', -2],
    ]);
  });
  it('is narrowed by standing, lead and objective, while the counts stay those of the whole', async () => {
    const { items, counts } = await call(send(), listTasks, { query: { lead: '98', standing: 'overdue' } });
    expect(items.map(({ code }) => code)).toEqual(['NV-11', 'NV-12']);
    expect(counts.all).toBe(18);
    const objectives = await call(send(), listObjectives, {});
    const sum = objectives.items.reduce((total, { tasks }) => total + tasks.all, 0);
    expect(sum).toBe(18);
  });
  it('says of a task what is missing, and who was told when', async () => {
    const page = await read('NV-11');
    expect(page.missing).toEqual(['evidence']);
    expect(page.told.map(({ body }) => body.code)).toEqual(['98', '98', '98', '98']);
    expect(page.told.map(({ day }) => day)).toEqual(page.told.map(({ day }) => day).toSorted());
  });
});

describe('who may say how a task stands', () => {
  it('is the lead body, those above it, and the data office', async () => {
    const may = async () => (await read('NV-15')).allowed['strategy.changeTask'].allowed;
    await story.become('xa');
    expect(await may()).toBe(true);
    await story.become('tinh');
    expect(await may()).toBe(true);
    await story.become('vanphong');
    expect(await may()).toBe(true);
    await story.becomePost('99108', 'officer');
    expect(await may()).toBe(false);
    await story.become('tuanthu');
    expect(await may()).toBe(false);
  });
  it('is nobody else: a foreign body is refused, and nothing changes', async () => {
    const caller = await story.become('xa');
    const before = (await read('NV-11')).task;
    const { status, problem } = await ending(change('NV-11', before.version, { state: 'done', evidence: 'x' }));
    expect([status, problem['type']]).toEqual([403, '/problems/strategy/not-your-task']);
    expect((await read('NV-11')).task).toEqual(before);
    expect(caller.body).not.toBe(before.lead.id);
  });
  it('is not compliance, by the rule that it changes nothing', async () => {
    await story.become('tuanthu');
    const { status, problem } = await ending(change('NV-11', 1, { progress: 10 }));
    expect(status).toBe(403);
    expect(problem['decision']).toMatchObject({ rule: 'governance/compliance-changes-nothing' });
  });
});

describe('a change', () => {
  it('needs the version that was seen', async () => {
    await story.become('vanphong');
    const { version } = (await read('NV-14')).task;
    expect((await ending(change('NV-14', undefined, { progress: 50 }))).status).toBe(428);
    expect((await ending(change('NV-14', version + 1, { progress: 50 }))).status).toBe(412);
    const { task } = await change('NV-14', version, { progress: 50 });
    expect(task).toMatchObject({ progress: 50, version: version + 1 });
    expect((await ending(change('NV-14', version, { progress: 60 }))).status).toBe(412);
  });
  it('of two at once on the same version loses one, and never in silence', async () => {
    const { version } = (await read('NV-09')).task;
    const ends = await Promise.all([71, 72, 73].map((progress) => ending(change('NV-09', version, { progress }))));
    expect(ends.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
    expect((await read('NV-09')).task.version).toBe(version + 1);
  });
  it('to done needs evidence, and closes the task today', async () => {
    const before = (await read('NV-18')).task;
    const refused = await ending(change('NV-18', before.version, { state: 'done' }));
    expect([refused.status, refused.problem['type']]).toEqual([422, '/problems/strategy/evidence-missing']);
    const { task, missing } = await change('NV-18', before.version, { state: 'done', evidence: 'Report 18' });
    expect(task).toMatchObject({ state: 'done', standing: 'done', done: '2026-11-22', progress: 100 });
    expect(missing).toEqual([]);
  });
  it('stands in the task’s history, the audit trail and the change log', async () => {
    const { events } = await read('NV-18');
    expect(events.map(({ what, before, after }) => [what, before, after])).toEqual(
      expect.arrayContaining([
        ['state', 'not-begun', 'done'],
        ['evidence', null, 'Report 18'],
      ]),
    );
    expect(events[0]?.accountName).toMatch(/./);
    const entries = story.context.audited.filter(({ action }) => action === 'strategy.change-task');
    expect(entries.at(-1)).toMatchObject({ subject: 'NV-18', allowed: true });
    const [last] = await story.context.db.rows<{ kind: string; subject: string }>(
      sql`select kind, subject from platform.change_set order by id desc limit 1`,
    );
    expect(last).toMatchObject({ kind: 'strategy', subject: 'NV-18' });
  });
  it('that changes nothing leaves no trace', async () => {
    const { task, events } = await read('NV-18');
    const again = await change('NV-18', task.version, { state: 'done' });
    expect(again.task.version).toBe(task.version);
    expect(again.events).toEqual(events);
  });
  it('of a task that is not there is not found', async () => {
    expect((await ending(change('NV-99', 1, { progress: 1 }))).problem['type']).toBe(
      '/problems/strategy/task-not-found',
    );
  });
});
