/** A request in the browser: written step by step, decided by two side by side, and what comes of it. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { openStage, word, type Person, type Stage } from './stage.ts';

const SOON = 30_000;
const say = (key: string, values?: Readonly<Record<string, string | number>>) => word(`web-request:${key}`, values);

let stage: Stage;
const sees = (person: Person, part: string) =>
  expect.poll(async () => (await person.text()).includes(part), { timeout: SOON }).toBe(true);
const clean = async (person: Person) => {
  expect(await person.violations()).toEqual([]);
  expect(person.faults()).toEqual([]);
};
const button = ({ page }: Person, key: string) => page.getByRole('button', { name: say(key), exact: true });

describe.skipIf(!existsSync(CHROMIUM))('a request', () => {
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('says while it is written what stands against it, and is not sent so', async () => {
    const steward = await stage.enter('tinh');
    await steward.goto('/governance/requests/new?register=dang-vien');
    await sees(steward, word('governance:request.verdicts.cannot'));
    await sees(steward, word('governance:request.findings.no-fields'));
    for (const _ of ['data', 'terms', 'send']) await button(steward, 'next').click();
    expect(await button(steward, 'send').isDisabled()).toBe(true);
    await clean(steward);
  });

  it('is decided by two: each sees only its own form, and the second makes the agreement', async () => {
    const manager = await stage.enter('chuquan');
    await manager.goto('/governance/requests/YC-05');
    await sees(manager, say('content'));
    expect(await button(manager, 'agree').count()).toBe(1);
    await clean(manager);
    await button(manager, 'agree').click();
    await sees(manager, say('agreed'));
    const office = await stage.enter('vanphong');
    await office.goto('/governance/requests/YC-05');
    await sees(office, say('security'));
    expect(await button(office, 'agree').count()).toBe(1);
    await button(office, 'agree').click();
    await sees(office, word('governance:request.stages.granted'));
    await office.page.getByRole('link', { name: /^TT-2/ }).click();
    await sees(office, say('securityState'));
    await clean(office);
  });

  it('is appealed above, where the leader decides', async () => {
    const leader = await stage.enter('lanhdao');
    await leader.goto('/governance/requests/YC-06');
    await sees(leader, say('appeal'));
    expect(await button(leader, 'agree').count()).toBe(1);
    await clean(leader);
  });

  it('a draft is its writer’s: another reads what he would read of none', async () => {
    const officer = await stage.enter('xa');
    await officer.goto('/governance/requests/YC-08');
    await sees(officer, word('governance:request.stages.draft'));
    const steward = await stage.enter('tinh');
    await steward.goto('/governance/requests/YC-08');
    await sees(steward, word('governance:problems.request-not-found.title'));
  });

  it('a class shows whom it reaches today', async () => {
    const manager = await stage.enter('chuquan');
    await manager.goto('/governance/agreements/new');
    const level = manager.page.getByLabel(say('class.level'), { exact: true }).first();
    await level.fill('commune');
    await level.press('Escape');
    await expect
      .poll(async () => (await manager.page.getByRole('group', { name: say('class.reach') }).textContent()) ?? '', {
        timeout: SOON,
      })
      .not.toContain('97-BTC');
    await clean(manager);
  });
});
