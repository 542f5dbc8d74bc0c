import { beforeAll, describe, expect, it } from 'vitest';
import { demoProfile, tellStrategy, type StrategyStory } from '../../test/harness/strategy.ts';
import { call } from '../platform/http/call.ts';
import { sql } from '../platform/db/sql.ts';
import { changeTask, contestIndicator, getDocument, listDocuments, listTasks } from './contract.ts';
import { installStrategy } from './install.ts';

let story: StrategyStory;
beforeAll(async () => {
  story = await tellStrategy();
  await story.become('vanphong');
});
const send = () => story.server.send;

describe('the profile’s strategy', () => {
  it('puts the four documents in the order in which people look for them', async () => {
    const { items } = await call(send(), listDocuments, {});
    expect(items.map(({ kind }) => kind)).toEqual(['strategy', 'architecture', 'governance', 'dictionary']);
    expect(items.every(({ note }) => note !== null)).toBe(true);
  });
  it('keeps clauses in their order, with what is to be confirmed', async () => {
    const { parts } = await call(send(), getDocument, { params: { document: 'strategy' } });
    const clauses = parts.flatMap((part) => part.clauses);
    expect(clauses.map(({ number }) => Number(number))).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    expect(clauses.some(({ note }) => note !== null)).toBe(true);
  });
  it('leaves a task as people brought it to stand', async () => {
    const { items } = await call(send(), listTasks, { query: {} });
    const task = items.find(({ code }) => code === 'NV-10');
    await call(send(), changeTask, {
      params: { task: 'NV-10' },
      body: { progress: 95 },
      ifMatch: `"${String(task?.version ?? 0)}"`,
    });
    await installStrategy(story.context);
    const again = await call(send(), listTasks, { query: {} });
    expect(again.items.find(({ code }) => code === 'NV-10')?.progress).toBe(95);
    expect(again.counts).toEqual({ all: 18, done: 7, running: 7, overdue: 3, notBegun: 1 });
  });
  it('tells the dictionary which element is under consultation, and how many speak of it', async () => {
    const [usage] = await story.context.db.rows<{ subject: string; label: Record<string, string> }>(
      sql`select subject, label from dictionary.usage where element = 'DTD.DV.004' and kind = 'consultation'`,
    );
    expect(usage?.subject).toBe('LYK-01');
    expect(usage?.label['en']).toContain('6 comments');
  });
  it.each([
    [
      'a task that is done without evidence',
      'strategy/tasks.yaml',
      /^( *)evidence: .*$/m,
      '',
      'is done without evidence',
    ],
    ['a body that is not there', 'strategy/tasks.yaml', "lead: 'TW-VP'", "lead: 'TW-XX'", 'no body has the code TW-XX'],
  ])('refuses %s', async (_name, file, from, to, message) => {
    const profile = demoProfile({ [file]: (text) => text.replaceAll('code: NV-', 'code: X-').replace(from, to) });
    await expect(installStrategy({ ...story.context, profile })).rejects.toMatchObject({
      extras: {
        findings: [expect.objectContaining({ message: expect.stringContaining(message) as unknown })] as unknown,
      },
    });
  });
});

describe('a figure that somebody contests', () => {
  it('becomes the work of its owner, due in five working days', async () => {
    await story.become('tinh');
    const { work } = await call(send(), contestIndicator, {
      params: { indicator: 'verified-members' },
      body: { reason: 'Two lists were counted twice.' },
    });
    const [item] = await story.context.db.rows<{ due: string; subject: string; post: string }>(
      sql`select due, subject, post from platform.work_item where id = ${work}`,
    );
    expect(item).toMatchObject({ subject: 'verified-members', post: 'data-manager', due: '2026-11-30' });
    expect(story.context.audited.at(-1)).toMatchObject({ action: 'strategy.contest-indicator' });
  });
});
