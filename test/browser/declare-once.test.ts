/** The whole of it on the page: a form is checked, an entry prefilled, a wrong value corrected, and the figures move. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { checkCommuneForm } from './radar-story.ts';
import { fillWhatIsAsked } from './fill-form.ts';
import { openStage, word, type Person, type Stage } from './stage.ts';
import { sql } from '../../src/platform/db/sql.ts';
import type { OnceLine } from '../../src/registers/contract.ts';

const SOON = 30_000;
const once = (key: string, values?: Readonly<Record<string, string | number>>) => word(`web-once:${key}`, values);
const say = (key: string, values?: Readonly<Record<string, string | number>>) => word(`web-registers:${key}`, values);

let stage: Stage;
let officer: Person;
let steward: Person;
let record = '';
let correction = '';
let before: OnceLine | undefined;

const sees = (person: Person, part: string) =>
  expect.poll(async () => (await person.text()).includes(part), { timeout: SOON }).toBe(true);

async function clean(person: Person): Promise<void> {
  expect(await person.violations()).toEqual([]);
  expect(person.faults()).toEqual([]);
}

/** The commune's line of the figures, as the officer's own page asks for them. */
async function figures(): Promise<OnceLine | undefined> {
  const answer = await officer.page.request.get(`${stage.address}/api/once-only?register=dang-vien`);
  return ((await answer.json()) as { items: OnceLine[] }).items.find(({ body }) => body.code === '99101');
}

async function free(): Promise<{ id: string; name: string }> {
  const [person] = await stage.started.node.context.db.rows<{ id: string; name: string }>(sql`
    select p.person_id as id, p.birth_name as name from data.person p
     where not exists (select 1 from data.party_member m where m.person_id = p.person_id) order by p.person_id limit 1`);
  return person as { id: string; name: string };
}

describe.skipIf(!existsSync(CHROMIUM))(
  'a commune’s form is checked, prefilled, corrected, and the figures move',
  () => {
    beforeAll(async () => {
      stage = await openStage();
      officer = await stage.enter('xa');
      steward = await stage.enter('tinh');
      before = await figures();
    });
    afterAll(() => stage[Symbol.asyncDispose]());

    it('the form asks for what is held already, and comes back shorter', async () => {
      const form = await checkCommuneForm(officer);
      expect(form.after).toBeLessThan(form.before);
      const coming = officer.page.waitForEvent('download');
      await officer.page.locator('main button:has(svg.tabler-icon-download)').first().click();
      expect((await coming).suggestedFilename()).toMatch(/-mended\.(xlsx|csv)$/);
      await clean(officer);
    });

    it('an entry asks for the key, and not for what the source answers', async () => {
      const { page } = officer;
      const person = await free();
      await officer.goto('/registers/dang-vien/new');
      await page.keyboard.type(person.id);
      await page.keyboard.press('Enter');
      await sees(officer, person.name);
      expect(await page.locator('#field-birth_name').count()).toBe(0);
      await page.locator('#field-card_no').fill('990000008888');
      await fillWhatIsAsked(page);
      await page.getByRole('button', { name: say('record.create') }).press('Enter');
      await page.waitForURL(/\/records\//, { timeout: SOON });
      record = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      await sees(officer, '990000008888');
      await clean(officer);
    });

    it('the province may not change it, is told who keeps it, and proposes with a paper', async () => {
      const { page } = steward;
      await steward.goto(`/registers/dang-vien/records/${record}/edit`);
      await sees(steward, once('corr.keptBy', { body: 'Xã Đồng Lau' }));
      await clean(steward);
      await page.getByRole('link', { name: once('corr.openRecord') }).click();
      await page.waitForURL((url) => url.pathname.endsWith(record));
      await proposeCard('990000008889');
      await clean(steward);
      const [found] = await stage.started.node.context.db.rows<{ id: string; name: string; said: string }>(sql`
        select c.id::text as id, e.name, c.said from registers.correction c join registers.evidence e on e.correction = c.id
         where c.record_id = ${record}::uuid and c.origin = 'proposed'`);
      expect(found).toMatchObject({ name: 'the-dang.pdf', said: '990000008888' });
      correction = found?.id ?? '';
    });

    it('the commune sees the paper and takes the value over', async () => {
      const { page } = officer;
      await officer.goto('/registers/corrections');
      await page.locator(`a[href$="${correction}"]`).first().click();
      await sees(officer, '990000008889');
      const coming = page.waitForEvent('download');
      await page.getByRole('link', { name: 'the-dang.pdf' }).click();
      expect((await coming).suggestedFilename()).toBe('the-dang.pdf');
      await clean(officer);
      await page.getByRole('button', { name: once('corr.accept') }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: once('corr.accept') })
        .click();
      await sees(officer, word('registers:corrections.taken-over'));
      await officer.goto(`/registers/dang-vien/records/${record}`);
      await sees(officer, '990000008889');
    });

    it('the province finds the answer among its work, and reads it', async () => {
      const { page } = steward;
      await steward.goto('/work');
      await sees(steward, word('registers:work.answered.taken-over'));
      await page.locator(`a[href$="${correction}"]`).first().click();
      await sees(steward, word('registers:corrections.taken-over'));
      await page.getByRole('button', { name: once('corr.read') }).click();
      await expect.poll(() => page.getByRole('button', { name: once('corr.read') }).count(), { timeout: SOON }).toBe(0);
      await steward.goto('/work');
      expect(await steward.text()).not.toContain(word('registers:work.answered.taken-over'));
    });

    it('and the figures have moved: a person known, cells spared, a correction answered in time', async () => {
      await expect
        .poll(async () => (await figures())?.records ?? 0, { timeout: SOON })
        .toBe((before?.records ?? 0) + 1);
      const after = await figures();
      const cells = 6;
      expect(after).toMatchObject({
        found: (before?.found ?? 0) + 1,
        cellsSpared: (before?.cellsSpared ?? 0) + cells,
        asked: (before?.asked ?? 0) + 1,
        hits: (before?.hits ?? 0) + 1,
        correctionsSettled: (before?.correctionsSettled ?? 0) + 1,
        correctionsInTime: (before?.correctionsInTime ?? 0) + 1,
      });
      await officer.goto('/registers/once-only');
      await sees(officer, once('fig.hitsOf', { hits: after?.hits ?? 0, asked: after?.asked ?? 0 }));
      await clean(officer);
    });
  },
);

/** "This is wrong" beside the number of the card: another value, what it is known from, and the paper. */
async function proposeCard(value: string): Promise<void> {
  const { page } = steward;
  await sees(steward, '990000008888');
  const line = page.locator('[data-wrong]').filter({ hasText: '990000008888' });
  await line.getByRole('button', { name: word('web:form.isWrong') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(once('corr.value')).fill(value);
  await dialog.getByLabel(once('corr.evidence')).fill('Thẻ đảng, số in ở mặt trước.');
  const paper = { name: 'the-dang.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF') };
  await dialog.locator('input[type=file]').setInputFiles(paper);
  expect(await steward.violations()).toEqual([]);
  await dialog.getByRole('button', { name: once('corr.propose') }).click();
  await sees(steward, once('corr.title'));
}
