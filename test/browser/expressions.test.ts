/** The one language where people write it: which rows an agreement opens, and a check of an entity in a proposal. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { openStage, word, type Person, type Stage } from './stage.ts';

const SOON = 30_000;
let stage: Stage;

const button = ({ page }: Person, key: string) => page.getByRole('button', { name: word(key), exact: true });
const sees = (person: Person, part: string) =>
  expect.poll(async () => (await person.text()).includes(part), { timeout: SOON }).toBe(true);

async function clean(person: Person): Promise<void> {
  expect(await person.violations()).toEqual([]);
  expect(person.faults()).toEqual([]);
}

describe.skipIf(!existsSync(CHROMIUM))('the expression language on the screen', () => {
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('says which rows an agreement opens, with faults while one types, and then in words', async () => {
    const manager = await stage.enter('chuquan');
    const { page } = manager;
    await manager.goto('/governance/agreements/TT-02');
    await button(manager, 'governance:condition.change').click();
    const editor = page.locator('.cm-content');
    await editor.fill('years_between(birth_dat, today()) >= 18');
    await page.locator('.cm-lintRange-error').first().waitFor({ timeout: SOON });
    // Emptied by the editor itself: the browser would carry the mark's look into what replaces it.
    await editor.press('ControlOrMeta+a');
    await editor.press('Delete');
    await editor.fill('years_between(birth_date, today()) >= 18');
    await page.locator('.cm-lintRange-error').first().waitFor({ state: 'detached', timeout: SOON });
    await page
      .getByText(word('web-mapping:editor.said', { said: '' }).trim())
      .first()
      .waitFor({ timeout: SOON });
    await clean(manager);
    await button(manager, 'governance:condition.set').click();
    await editor.waitFor({ state: 'detached', timeout: SOON });
    await sees(manager, 'số năm tròn từ Ngày sinh đến hôm nay từ 18 trở lên');
    await clean(manager);
  });

  it('writes the check of an entity, knowing its fields', async () => {
    const steward = await stage.enter('tinh');
    const { page } = steward;
    await steward.goto('/dictionary/entities/party_member');
    await button(steward, 'web-dictionary:propose.act').click();
    await page.getByLabel(word('web-dictionary:proposals.reason')).fill('Kiểm tra chưa rõ.');
    await button(steward, 'web-dictionary:proposals.create').click();
    await page.waitForURL(/\/dictionary\/proposals\/\d+\/entity\//, { timeout: SOON });
    const editor = page.locator('.cm-content').first();
    await editor.waitFor({ timeout: SOON });
    await editor.fill('birth_date < admision_date');
    await page.locator('.cm-lintRange-error').first().waitFor({ timeout: SOON });
    await editor.fill('birth_date < admission_date');
    await expect.poll(() => page.locator('.cm-lintRange-error').count(), { timeout: SOON }).toBe(0);
    await clean(steward);
  });
});
