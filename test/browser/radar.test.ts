/** A form is held against what registers hold, on the page: in words of each language, and it comes back shorter. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { checkCommuneForm } from './radar-story.ts';
import { openStage, type Stage } from './stage.ts';

const CARD = join(import.meta.dirname, '..', '..', 'profiles', 'vn-demo', 'radar-corpus', 'member-card.csv');

describe.skipIf(!existsSync(CHROMIUM))('the radar', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it.each(['vi', 'en', 'ar'] as const)('says in %s what is held, where and why', async (language) => {
    const officer = await stage.enter('xa', language);
    await officer.goto('/registers/radar');
    await officer.page.locator('input[type=file]').setInputFiles(CARD);
    await officer.page.locator('main table tbody tr').nth(29).waitFor();
    expect(await officer.violations(language === 'vi')).toEqual([]);
    // The console tells a key without a word.
    expect(officer.faults()).toEqual([]);
    expect(await officer.text()).not.toMatch(/radar\.\w/);
    await officer.page.context().close();
  });

  it('gives the form back without what need not be asked', async () => {
    const officer = await stage.enter('xa');
    await officer.goto('/registers/radar');
    await officer.page.locator('input[type=file]').setInputFiles(CARD);
    await officer.page.locator('main table tbody tr').first().waitFor();
    const coming = officer.page.waitForEvent('download');
    await officer.page.locator('main button:has(svg.tabler-icon-download)').first().click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe('member-card-mended.csv');
    expect(officer.faults()).toEqual([]);
  });

  it('checks the form of the story’s commune at one press: eleven facts asked, three left', async () => {
    const officer = await stage.enter('xa');
    const { before, after, dropped } = await checkCommuneForm(officer);
    expect({ before, after }).toEqual({ before: 11, after: 3 });
    expect(dropped).toContain('Tuổi Đảng');
    expect(dropped).not.toContain('Số căn cước');
    expect(await officer.violations()).toEqual([]);
    expect(officer.faults()).toEqual([]);
  });

  it('halves the member card of 30 items, and says so', async () => {
    const officer = await stage.enter('xa');
    const { before, after } = await checkCommuneForm(officer, 'phieu-dang-vien-30-muc');
    expect({ before, after }).toEqual({ before: 30, after: 17 });
  });

  it('leads from who asks the most of what is held to one of its forms', async () => {
    const officer = await stage.enter('xa');
    const { page } = officer;
    await officer.goto('/registers/radar');
    await page.locator('button[data-example="*"]').press('Enter');
    const lines = page.locator('main table').first().locator('tbody tr');
    await lines.nth(2).waitFor();
    const bodies = await lines.allInnerTexts();
    // The card names no body, and asks the most; of the wards the one that asks more of what is held stands first.
    const [first, second] = ['Phường Bến Sỏi', 'Phường Phố Gạch'].map((name) =>
      bodies.findIndex((one) => one.includes(name)),
    );
    expect([first, second]).toEqual([1, 2]);
    expect(await officer.violations()).toEqual([]);
    await lines.nth(1).locator('button').press('Enter');
    const forms = page.locator('main table').nth(1).locator('tbody tr');
    await expect.poll(() => forms.count()).toBe(1);
    await forms.first().locator('button').press('Enter');
    await page.locator('main [data-dropped]').first().waitFor();
    expect(await page.locator('main [data-dropped]').allInnerTexts()).toContain('Tuổi Đảng');
    expect(await officer.violations()).toEqual([]);
    expect(officer.faults()).toEqual([]);
  });
});
