/** A change of the dictionary from the first word to the decision, through the screens: proposed, checked, discussed, approved. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { openStage, word, type Person, type Stage } from './stage.ts';

const ELEMENT = 'DTD.DV.004';
const SOON = 30_000;
const say = (key: string, values?: Readonly<Record<string, string | number>>) => word(`web-dictionary:${key}`, values);

let stage: Stage;
let steward: Person;
let office: Person;
let number = '';

const button = ({ page }: Person, key: string) => page.getByRole('button', { name: say(key), exact: true });
const inDialog = ({ page }: Person, key: string) =>
  page.getByRole('dialog').getByRole('button', { name: say(key), exact: true });
const sees = (person: Person, ...parts: readonly string[]) =>
  expect
    .poll(
      async () => {
        const text = await person.text();
        return parts.filter((part) => !text.includes(part));
      },
      { timeout: SOON },
    )
    .toEqual([]);
const closed = ({ page }: Person) => page.getByRole('dialog').waitFor({ state: 'hidden', timeout: SOON });

async function clean(person: Person): Promise<void> {
  expect(await person.violations()).toEqual([]);
  expect(person.faults()).toEqual([]);
}

describe.skipIf(!existsSync(CHROMIUM))('a change of the dictionary', () => {
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('begins at the page of what is to change, with a reason', async () => {
    steward = await stage.enter('tinh');
    await steward.goto(`/dictionary/elements/${ELEMENT}`);
    await clean(steward);
    await button(steward, 'propose.act').click();
    await steward.page.getByLabel(say('proposals.reason')).fill('Hai mẫu biểu hiểu ngày này khác nhau.');
    await button(steward, 'proposals.create').click();
    await steward.page.waitForURL(/\/dictionary\/proposals\/\d+\/element\//, { timeout: SOON });
    number = /proposals\/(\d+)/.exec(steward.page.url())?.[1] ?? '';
    await sees(steward, ELEMENT, say('saving.saved'));
    await clean(steward);
  });

  it('is stored while it is typed, and says what it changes for those who use it', async () => {
    const definition = steward.page.locator('textarea[lang=vi]').first();
    await definition.fill('Ngày chi bộ tổ chức lễ kết nạp, theo quyết định có hiệu lực.');
    await sees(steward, word('dictionary:change-rules.words'), say('saving.saved'));
    await steward.page.reload();
    await expect.poll(() => definition.inputValue(), { timeout: SOON }).toContain('lễ kết nạp, theo');
    await clean(steward);
  });

  it('names what is wrong at its field, and what is like it, while one types', async () => {
    await steward.goto(`/dictionary/proposals/${number}/element/${ELEMENT}?tab=technical`);
    const name = steward.page.getByLabel(say('attribute.physicalName'));
    const right = await name.inputValue();
    await name.fill('Ngay Vao Dang');
    const wrong = word('dictionary:checks.bad-physical-name', { value: 'Ngay Vao Dang' });
    await sees(steward, wrong);
    await clean(steward);
    await name.fill(right);
    await expect.poll(() => steward.text(), { timeout: SOON }).not.toContain(wrong);
    await sees(steward, say('saving.saved'));
  });

  it('keeps what was typed when somebody else changed the same entry, and shows both', async () => {
    const second = await stage.enter('tinh');
    await second.goto(`/dictionary/proposals/${number}/element/${ELEMENT}`);
    const theirs = second.page.locator('textarea[lang=vi]').first();
    await theirs.waitFor();
    await steward.goto(`/dictionary/proposals/${number}/element/${ELEMENT}`);
    const mine = steward.page.locator('textarea[lang=vi]').first();
    await mine.fill('Bản thứ nhất của định nghĩa, do người thứ nhất soạn.');
    await sees(steward, say('saving.typing'));
    await sees(steward, say('saving.saved'));
    await theirs.fill('Bản thứ hai của định nghĩa, do người thứ hai soạn.');
    const dialog = second.page.getByRole('dialog');
    await dialog.getByText(say('conflict.title')).waitFor({ timeout: SOON });
    expect(await dialog.innerText()).toContain('thứ nhất');
    expect(await dialog.innerText()).toContain('thứ hai');
    await inDialog(second, 'conflict.takeStored').click();
    await closed(second);
    expect(await theirs.inputValue()).toContain('thứ nhất');
    await second.page.context().close();
  });

  it('is handed in by its makers, who cannot decide on it', async () => {
    await steward.goto(`/dictionary/proposals/${number}`);
    await clean(steward);
    await button(steward, 'acts.submit').click();
    await inDialog(steward, 'acts.submit').click();
    await closed(steward);
    await sees(steward, word('proposal:states.in-review'));
    const approve = steward.page.getByRole('button', { name: say('acts.approve'), exact: true });
    expect(await approve.getAttribute('aria-disabled')).toBe('true');
    await clean(steward);
  });

  it('is found, read side by side and commented by the data office', async () => {
    office = await stage.enter('vanphong');
    await office.goto('/dictionary/proposals');
    await sees(office, word('proposal:states.in-review'));
    await clean(office);
    await office.goto(`/dictionary/proposals/${number}?tab=entries`);
    await office.page.locator('summary').first().click();
    await sees(office, say('history.sideBySide'), 'Bản thứ nhất của định nghĩa');
    await clean(office);
    await office.goto(`/dictionary/proposals/${number}?tab=comments`);
    await office.page.getByRole('textbox', { name: say('comments.say') }).fill('Đã đối chiếu với hướng dẫn.');
    await button(office, 'comments.send').click();
    await sees(office, 'Đã đối chiếu với hướng dẫn.');
    await button(office, 'comments.resolve').click();
    await sees(office, say('comments.reopen'));
  });

  it('is approved as a whole, with the number of the decision, and cannot be edited any more', async () => {
    await button(office, 'acts.approve').click();
    await office.page.getByLabel(say('facts.decisionNo')).fill('12-QĐ/VP');
    await inDialog(office, 'acts.approve').click();
    await closed(office);
    await sees(office, word('proposal:states.approved'), '12-QĐ/VP', say('story.approve'));
    await clean(office);
    await steward.goto(`/dictionary/proposals/${number}/element/${ELEMENT}`);
    expect(await steward.page.locator('textarea[lang=vi]').count()).toBe(0);
    await clean(steward);
  });
});
