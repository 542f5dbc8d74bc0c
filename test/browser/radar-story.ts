/** The first part of the once-only journey: a form of the story's commune is checked before it goes out. */
import type { Person } from './stage.ts';

export interface CheckedOnPage {
  /** Facts asked before and after, as the page's cards say. */
  readonly before: number;
  readonly after: number;
  /** Names of what is not asked any more. */
  readonly dropped: readonly string[];
}

const numberIn = (text: string) => Number(text.replace(/[^\d]/g, ''));

/** Opens the radar, presses "try with this form" of the example and reads what the page says. */
export async function checkCommuneForm(
  { page, goto }: Person,
  example = 'phieu-ra-soat-ben-soi',
): Promise<CheckedOnPage> {
  await goto('/registers/radar');
  await page.locator(`button[data-example="${example}"]`).press('Enter');
  await page.locator('main table tbody tr').first().waitFor({ timeout: 30_000 });
  const cards = page.locator('main [data-card="value"]');
  const [before = '', after = ''] = await cards.allInnerTexts();
  const dropped = await page.locator('main [data-dropped]').allInnerTexts();
  return { before: numberIn(before), after: numberIn(after), dropped };
}
