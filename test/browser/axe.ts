/** Runs axe-core in a page: WCAG 2.0 to 2.2, levels A and AA. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Violation {
  readonly id: string;
  readonly help: string;
  /** Where, as CSS selectors with the HTML found there. */
  readonly nodes: readonly string[];
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly {
      readonly target: readonly unknown[];
      readonly html: string;
      readonly failureSummary: string;
    }[];
  }[];
}

/**
 * The script is evaluated, not inserted, so the page's own content policy stays as it is.
 * @param colours whether contrast is measured too: the dearest rule, and one the language does not change
 */
export async function axe(page: Page, colours = true): Promise<Violation[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const violations = (await page.evaluate(async (colours) => {
    // Menus and dialogs stand beside the landmarks by design (ARIA APG); the best practice "region" knows no portals.
    const open = document.querySelector('[data-mantine-shared-portal-node] > *') !== null;
    const { axe } = globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResult> } };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { region: { enabled: !open }, 'color-contrast': { enabled: colours } },
      resultTypes: ['violations'],
    });
    return violations;
  }, colours)) as AxeResult['violations'];
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(
      (node) =>
        `${node.target.join(' ')}  ${node.html.slice(0, 160)}\n        ${node.failureSummary.replaceAll('\n', ' ').slice(0, 260)}`,
    ),
  }));
}
