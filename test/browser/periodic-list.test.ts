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

  it('walks the board of defects, takes one on and contests it, by keys alone', async () => {
    const officer = await stage.enter('ben-soi');
    const { page } = officer;
    await officer.goto('/quality/defects?group=broken-reference');
    const rows = page.locator('[data-defect]');
    await rows.first().waitFor();
    const focused = () =>
      page.evaluate(() => {
        const row = document.activeElement?.closest('tr, [data-panel]');
        return row?.querySelector<HTMLElement>('[data-defect]')?.dataset['defect'];
      });
    await page.keyboard.press('j');
    const first = await focused();
    await page.keyboard.press('j');
    const second = await focused();
    expect([first !== undefined, second !== first]).toEqual([true, true]);
    await page.keyboard.press('k');
    expect(await focused()).toBe(first);
    const claimed = page.waitForResponse((answer) => answer.url().endsWith('/api/defects/acts'));
    await page.keyboard.press('a');
    expect((await claimed).status()).toBe(200);
    await page.keyboard.press('c');
    await page.waitForURL((url) => url.pathname.startsWith('/quality/defects/') && url.search.includes('contest'));
    await page.locator('main textarea').first().focus();
    await page.keyboard.type('Ban ghi dung voi so goc');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => officer.text()).toContain(word('web-quality:contests'));
    expect([await officer.violations(), officer.faults()]).toEqual([[], []]);
  });

  it('walks the matrix by arrows, and says that duties stand with a fresh proof, by keys alone', async () => {
    const office = await stage.enter('vanphong');
    const { page } = office;
    await office.goto('/governance/matrix');
    await page.locator('[data-at="0-0"]').focus();
    const at = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['at']);
    for (const [key, place] of [
      ['ArrowDown', '1-0'],
      ['ArrowRight', '1-1'],
      ['ArrowUp', '0-1'],
      ['Home', '0-0'],
    ] as const) {
      await page.keyboard.press(key);
      expect([key, await at()]).toEqual([key, place]);
    }
    await office.goto('/governance/registers/van-ban');
    // The trial asks for no fresh proof; here the node does, once.
    let asked = 0;
    await page.route('**/api/governance/registers/van-ban/review', async (route) => {
      asked += 1;
      if (asked > 1) return route.continue();
      const problem = { type: '/problems/platform/step-up-needed', title: 'x', status: 403, instance: 'urn:x' };
      return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) });
    });
    await page.getByRole('button', { name: word('web-duties:review') }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const proof = page.getByRole('dialog', { name: word('platform:problems.step-up-needed.title') });
    await proof.waitFor();
    await proof.locator('input[name=password]').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => asked).toBe(2);
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(office.faults()).toEqual([]);
  });

  it('agrees as the second person, by keys alone', async () => {
    const office = await stage.enter('vanphong');
    const session = await office.page.request.get(`${stage.address}/api/session`);
    const { csrf = '' } = (await session.json()) as { csrf?: string };
    const wish = {
      register: 'dang-vien',
      to: { personal: 'basic' },
      reason: 'Only counts are shown',
      basis: 'Decision',
    };
    const kept = await office.page.request.post(`${stage.address}/api/governance/labels/decisions`, {
      headers: { 'x-csrf-token': csrf },
      data: { ...wish, number: '13-QD/VP', reviewOn: '2030-01-01' },
    });
    const { approval } = (await kept.json()) as { approval: string };
    const leader = await stage.enter('lanhdao', 'vi', office);
    const { page } = leader;
    await leader.goto(`/work/approvals/${approval}`);
    const button = page.getByRole('button', { name: word('web-acts:approvals.agree'), exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    const agreed = page.waitForResponse(
      (answer) => answer.request().method() === 'POST' && answer.url().includes('/api/approvals/'),
    );
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect((await agreed).status()).toBe(200);
    await expect.poll(() => button.count()).toBe(0);
    expect([await leader.violations(), leader.faults()]).toEqual([[], []]);
  });
});
