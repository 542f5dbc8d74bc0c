/** Two people at one mapping: a suggestion accepted by a key, an expression written, and nobody's work lost. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { openStage, word, type Person, type Stage } from './stage.ts';

const MAPPING = '/dictionary/mappings/AX-XA-DV';
const SOON = 30_000;
const say = (key: string, values?: Readonly<Record<string, string | number>>) => word(`web-mapping:${key}`, values);

let stage: Stage;
let first: Person;
let second: Person;

const option = ({ page }: Person, name: string) => page.getByRole('option').filter({ hasText: name }).first();
const button = ({ page }: Person, key: string) => page.getByRole('button', { name: say(key), exact: true });
const sees = (person: Person, part: string) =>
  expect.poll(async () => (await person.text()).includes(part), { timeout: SOON }).toBe(true);

async function clean(person: Person): Promise<void> {
  expect(await person.violations()).toEqual([]);
  expect(person.faults()).toEqual([]);
}

async function open(): Promise<Person> {
  const person = await stage.enter('tinh');
  await person.goto(MAPPING);
  await option(person, 'Quê quán').waitFor({ timeout: SOON });
  return person;
}

describe.skipIf(!existsSync(CHROMIUM))('the workbench of a mapping', () => {
  beforeAll(async () => {
    stage = await openStage();
    [first, second] = [await open(), await open()];
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('shows a suggestion with its reasons, and applies it only when it is accepted', async () => {
    await option(first, 'Quê quán').click();
    await button(first, 'suggestions')
      .or(first.page.getByText(say('suggestions'), { exact: true }))
      .waitFor();
    expect(await option(first, 'Quê quán').textContent()).toContain(say('undecided'));
    await first.page.getByRole('listbox').press('Enter');
    await expect.poll(() => option(first, 'Quê quán').textContent(), { timeout: SOON }).not.toContain(say('undecided'));
    await clean(first);
  });

  it('tries pasted rows on what stands there', async () => {
    await first.page
      .getByLabel(say('paste'))
      .fill('Họ và tên,Ngày sinh\nVũ Thị Mây Hạ,02/03/1990\nLò Văn Khe,31/02/1988');
    await button(first, 'readPasted').click();
    await sees(first, say('rowsRead', { count: 2, tried: 2 }));
    // A day that is in no calendar is found, and the other is read.
    await first.page.getByRole('cell', { name: '31/02/1988' }).waitFor({ timeout: SOON });
    await first.page.getByRole('cell', { name: '1990-03-02' }).waitFor({ timeout: SOON });
    await clean(first);
  });

  it('stores it with If-Match', async () => {
    await button(first, 'save').click();
    await sees(first, say('saved'));
  });

  it('writes an expression and is told at once what is wrong with it, under the strict policy', async () => {
    await option(second, 'Họ và tên').click();
    await second.page.getByLabel(say('transform'), { exact: true }).first().click();
    await second.page.getByRole('option', { name: say('transforms.expression'), exact: true }).click();
    const editor = second.page.locator('.cm-content');
    await editor.fill('colapse(ho_va_ten)');
    await second.page.locator('.cm-lintRange-error').first().waitFor({ timeout: SOON });
    await editor.fill('collapse(ho_va_ten)');
    await second.page.locator('.cm-lintRange-error').first().waitFor({ state: 'detached', timeout: SOON });
    await clean(second);
  });

  it('says that somebody was faster, and lays what was typed on the newer version', async () => {
    await button(second, 'save').click();
    await sees(second, say('stale'));
    second.faults();
    await button(second, 'reload').click();
    await sees(second, say('merged'));
    expect(await option(second, 'Quê quán').textContent()).not.toContain(say('undecided'));
    expect(await second.page.locator('.cm-content').textContent()).toBe('collapse(ho_va_ten)');
    await button(second, 'save').click();
    await sees(second, say('saved'));
    await clean(second);
  });
});
