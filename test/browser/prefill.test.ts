/** Give before you ask, in the browser: the key first, a lost connection, the body's own list answered by the keyboard. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { fillWhatIsAsked } from './fill-form.ts';
import { openStage, word, type Person, type Stage } from './stage.ts';
import { sql } from '../../src/platform/db/sql.ts';

const SOON = 30_000;
const say = (key: string, values?: Readonly<Record<string, string | number>>) => word(`web-registers:${key}`, values);

let stage: Stage;
let officer: Person;
let free: { id: string; name: string };

const sees = (part: string) =>
  expect.poll(async () => (await officer.text()).includes(part), { timeout: SOON }).toBe(true);
const press = (key: string) => officer.page.keyboard.press(key);

async function clean(): Promise<void> {
  expect(await officer.violations()).toEqual([]);
}

describe.skipIf(!existsSync(CHROMIUM))('what is known is not asked', () => {
  beforeAll(async () => {
    stage = await openStage();
    officer = await stage.enter('xa');
    // Somebody of the population register who is no member yet.
    const [person] = await stage.started.node.context.db.rows<{ id: string; name: string }>(sql`
      select p.person_id as id, p.birth_name as name from data.person p
       where not exists (select 1 from data.party_member m where m.person_id = p.person_id) order by p.person_id limit 1`);
    free = person as { id: string; name: string };
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('asks for the key first, and nothing that the source answers', async () => {
    const { page } = officer;
    await officer.goto('/registers/dang-vien/new');
    expect(await page.getByLabel(say('prefill.key')).evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await page.locator('[id^="field-"]').count()).toBe(0);
    await clean();
    // As it is typed by hand: blanks, and the letter O for the first zero.
    await page.keyboard.type(`O${free.id.slice(1, 3)} ${free.id.slice(3)}`);
    await press('Enter');
    await sees(free.name);
    expect(await page.locator('#field-birth_name').count()).toBe(0);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id ?? '')).toMatch(/^field-/);
    // Nothing lies over the form where the cursor was put.
    expect(await page.getByRole('option').count()).toBe(0);
    await clean();
  });

  it('lets a held value be called wrong: it is asked after all, and says what the source has', async () => {
    const { page } = officer;
    await page
      .getByRole('button', { name: word('web:form.isWrong') })
      .first()
      .press('Enter');
    await page.locator('#field-birth_name').waitFor({ timeout: SOON });
    await sees(say('form.disputed', { value: free.name }));
    await page.locator('#field-birth_name').fill(`${free.name} Sửa`);
  });

  it('keeps the draft when the page is closed', async () => {
    const { page } = officer;
    await page.locator('#field-card_no').fill('990000009999');
    await officer.goto('/registers/dang-vien/new');
    await sees(say('draft.restored'));
    expect(await page.locator('#field-card_no').inputValue()).toBe('990000009999');
    expect(await page.locator('#field-birth_name').inputValue()).toBe(`${free.name} Sửa`);
    await clean();
  });

  it('keeps the answer when the connection is lost, and sends it once when it is back', async () => {
    const { page } = officer;
    await fillWhatIsAsked(page);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: say('record.create') }).press('Enter');
    await sees(say('draft.waiting'));
    await clean();
    await page.context().setOffline(false);
    await page.waitForURL(/\/records\//, { timeout: SOON });
    const stored = await stage.started.node.context.db.rows<{ name: string }>(
      sql`select birth_name as name from data.party_member where card_no = '990000009999'`,
    );
    expect(stored).toEqual([{ name: `${free.name} Sửa` }]);
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('record')))).toEqual([]);
    // What was called wrong is a proposal to the source's side, not a silent copy.
    await expect
      .poll(
        async () =>
          stage.started.node.context.db.rows(sql`select c.field, c.held from registers.correction c
            join data.party_member m on m.record_id = c.record_id where m.card_no = '990000009999' and c.state = 'open'`),
        { timeout: SOON },
      )
      .toEqual([{ field: 'birth_name', held: free.name }]);
  });

  it('gives the body its own list, with the differences alone to answer, by the keyboard', async () => {
    const { page } = officer;
    await officer.goto('/registers/dang-vien/list');
    await sees(say('bodyList.questions'));
    await clean();
    await page.getByRole('group').first().focus();
    await press('1');
    await sees(say('bodyList.progress', { done: 1, all: 1 }));
    await page.getByRole('button', { name: say('bodyList.close') }).press('Enter');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('bodyList.close') })
      .press('Enter');
    await sees(say('bodyList.signed'));
    await clean();
    for (const name of ['bodyList.minutes', 'bodyList.file']) {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: say(name) }).press('Enter'),
      ]);
      expect(
        readFileSync(await file.path())
          .subarray(0, 2)
          .toString(),
      ).toBe('PK');
    }
  });

  it('fills a list of IDs, and says of every one that it cannot why', async () => {
    const { page } = officer;
    await officer.goto('/registers/dang-vien/prefill');
    await clean();
    const list = Buffer.from(`Số định danh\n${free.id}\n099O00000000\n123456789\n`);
    await page.locator('input[type=file]').setInputFiles({ name: 'so.csv', mimeType: 'text/csv', buffer: list });
    await sees(say('prefillList.made'));
    await sees(word('registers:prefill.reasons.old-number', { have: 9, need: 12 }));
    await clean();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: say('prefillList.get') }).click(),
    ]);
    expect(
      readFileSync(await file.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect(join(file.suggestedFilename())).toContain('prefilled');
  });
});
