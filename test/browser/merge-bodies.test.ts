/** Two party cells become one in three steps, and are parted again: what a data office does on the screen. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Person, type Stage } from './stage.ts';

describe('merging bodies on the screen', () => {
  let stage: Stage;
  let office: Person;
  beforeAll(async () => {
    stage = await openStage();
    office = await stage.enter('vanphong', 'en');
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const press = (name: string | RegExp) => office.page.getByRole('button', { name }).click();
  const healthy = async () => {
    expect(await office.violations()).toEqual([]);
    expect(office.faults()).toEqual([]);
  };

  it('is refused where one would stand below the other, and says what would pass', async () => {
    await office.goto('/bodies/merge?from=99101&into=99101-01');
    await press('See what it touches');
    await office.page.getByText('the tree would close in a circle').waitFor();
    expect(await office.text()).toContain('Move 99101-01 out from under 99101 first.');
    expect(await office.page.getByRole('button', { name: 'Go on' }).isDisabled()).toBe(true);
    await healthy();
  });

  it('lists what a prepared pair of communes would move, and nothing is written', async () => {
    await office.goto('/bodies/merge?from=99231&into=99215');
    await press('See what it touches');
    const records = office.page.getByTestId('merge-grant');
    await records.waitFor();
    await records.locator('summary').click();
    expect(await records.innerText()).toContain('TT-01');
    expect(await office.text()).toContain('This is a plan: nothing has been written.');
    await healthy();
    await office.goto('/bodies/merges');
    await office.page.getByText('No bodies have been merged here').waitFor();
  });

  it('is done when the decision is given and the name typed', async () => {
    await office.goto('/bodies/merge?from=99101-24&into=99101-23');
    await press('See what it touches');
    await press('Go on');
    const act = office.page.getByRole('button', { name: 'Merge now' });
    await office.page.getByLabel('Decision number').fill('07-QD/DU');
    expect(await act.isDisabled()).toBe(true);
    await office.page.getByLabel(/^Type the name/).fill('branch 24, dong lau');
    await act.click();
    await office.page.waitForURL(/\/bodies\/merges\/[0-9a-f-]{36}$/);
    await office.page.getByText('In force').waitFor();
    expect(await office.text()).toContain('07-QD/DU');
    await healthy();
    await office.goto('/bodies/99101-24?on=2026-01-01');
    await office.page.getByText('Branch 23, Đồng Lau').first().waitFor();
  });

  it('is undone with a reason, and its page says so', async () => {
    await office.goto('/bodies/merges');
    await office.page.getByRole('link', { name: /Branch 24.*Branch 23/ }).click();
    await press('Undo the merge');
    const dialog = office.page.getByRole('dialog');
    await dialog.getByLabel('Why it is undone').fill('The decision was withdrawn');
    await dialog.getByRole('button', { name: 'Undo the merge' }).click();
    await office.page.getByText('The decision was withdrawn').waitFor();
    await healthy();
  });
});
