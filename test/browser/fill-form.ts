/** What a form still asks, answered with anything it takes: for tests that are about something else. */
import type { Page } from 'playwright-core';
import { word } from './stage.ts';

/** Every required field that stands empty: the first option of a list, a day, or a word. */
export async function fillWhatIsAsked(page: Page): Promise<void> {
  await page.getByRole('button', { name: word('web-registers:record.create') }).press('Enter');
  for (let round = 0; round < 12; round++) {
    const wrong = page.locator('[data-wrong="true"] input:not([type=hidden])').first();
    if ((await wrong.count()) === 0) break;
    const kind = (await wrong.getAttribute('role')) ?? (await wrong.getAttribute('aria-haspopup')) ?? '';
    if (kind === 'combobox' || kind === 'listbox') {
      await wrong.click();
      await page.getByRole('option').first().click();
    } else {
      await wrong.fill('03/02/2015');
    }
    await page.keyboard.press('Tab');
  }
}
