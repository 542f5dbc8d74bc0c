/** Bến Sỏi's list of the quarter on its officer's page: nine came, four left, and nothing else is asked about them. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOfficer } from '../harness/officers.ts';
import { CHROMIUM } from './chromium.ts';
import { openStage, word, type Stage } from './stage.ts';

const say = (key: string, values?: Readonly<Record<string, string | number>>) => word(`web-registers:${key}`, values);

describe.skipIf(!existsSync(CHROMIUM))('the list of a quarter', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await addOfficer(stage.started.node.context, 'ben-soi', '99108');
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('says how many came and left, and names each of them', async () => {
    const officer = await stage.enter('ben-soi');
    const { page } = officer;
    await officer.goto('/registers/dang-vien/list');
    const fact = (key: string) =>
      page.locator('dt', { hasText: say(`bodyList.counts.${key}`) }).locator('xpath=following-sibling::dd[1]');
    await fact('joined').waitFor();
    const counts = [await fact('people').innerText(), await fact('joined').innerText(), await fact('left').innerText()];
    expect(counts.map((text) => text.replace(/\D/g, ''))).toEqual(['1046', '9', '4']);
    // Twenty-seven differences first, then who left and who came: each is one question, walked through by the arrow.
    expect(await officer.text()).toContain(say('bodyList.progress', { done: 0, all: 40 }));
    await page.getByRole('group').first().focus();
    for (const [kind, steps] of [['left', 27] as const, ['joined', 4] as const]) {
      for (let n = 0; n < steps; n += 1) await page.keyboard.press('ArrowRight');
      await expect.poll(() => officer.text()).toContain(say(`bodyList.kind.${kind}`));
    }
    expect(await officer.violations()).toEqual([]);
    expect(officer.faults()).toEqual([]);
  });
});
