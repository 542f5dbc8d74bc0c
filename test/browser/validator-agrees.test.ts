/** The validator of the screens in a real browser, under a policy that forbids building code: the verdicts of docs/semantics.md. */
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { build, type Rollup } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareCase, newTally, summary, unproven } from '../../src/dictionary/testing/agreement/compare.ts';
import { dictionaries, entityOf } from '../../src/dictionary/testing/agreement/dictionaries.ts';
import { judgeOf, present, schemaOf, type Case } from '../../src/dictionary/testing/agreement/judge.ts';
import { readPromise } from '../../src/dictionary/testing/agreement/rules.ts';
import { refusedInBrowser } from '../../src/dictionary/testing/agreement/refused-in-browser.ts';
import { rowsOf } from '../../src/dictionary/testing/agreement/values.ts';
import { CHROMIUM, desktop, startChromium, type Browser } from './chromium.ts';

const ENTRY = join(import.meta.dirname, '../../src/dictionary/testing/agreement/refused-in-browser.ts');
const DICTIONARIES = 12;
const ROWS = 28;
const LEAST_INSTANCES = 2_000;
// Another one each time; what fails is told with its seed, and fails again when it is set here.
const seed = randomInt(2 ** 31);
const promise = readPromise();

const cases: readonly Case[] = fc.sample(dictionaries, { numRuns: DICTIONARIES, seed }).map((plan, i) => {
  const entity = entityOf(plan);
  return { plan, entity, rows: fc.sample(rowsOf(entity), { numRuns: ROWS, seed: seed + i }) };
});

/** What a browser loads: built as the screens are. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry: ENTRY, name: 'artery', formats: ['iife'] } },
  });
  const [{ output }] = (Array.isArray(built) ? built : [built]) as [Rollup.RollupOutput];
  return output[0].code;
}

type InPage = typeof globalThis & { artery: { refusedInBrowser: typeof refusedInBrowser } };

// As text: JSON is what a server sends, and what an instance is. In a task of the page's own, where the policy holds.
const ask = (page: Page, schema: object, rows: readonly object[]): Promise<string[][]> =>
  page.evaluate(
    ([schemaText, rowsText]) =>
      new Promise<string[][]>((resolve) => {
        setTimeout(() => {
          const [given, asked] = [JSON.parse(schemaText) as object, JSON.parse(rowsText) as readonly object[]];
          resolve((globalThis as InPage).artery.refusedInBrowser(given, asked));
        });
      }),
    [JSON.stringify(schema), JSON.stringify(rows)] as const,
  );

describe.skipIf(!existsSync(CHROMIUM))(`JSON Schema in Chromium (seed ${String(seed)})`, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await startChromium();
    page = await browser.open({ language: 'vi', ...desktop });
    await page.setContent(`<meta http-equiv="content-security-policy" content="script-src 'unsafe-inline'">`);
    await page.addScriptTag({ content: await bundle() });
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  async function held(weaken: (schema: object) => object = (schema) => schema) {
    const tally = newTally();
    for (const one of cases) {
      const schema = weaken(schemaOf(one.plan));
      const refused = await ask(page, schema, one.rows.map(present));
      compareCase(one, { browser: judgeOf(refused) }, promise, tally);
    }
    return tally;
  }

  it('gives the verdicts that are promised, value by value, of two thousand and more', async () => {
    const tally = await held();
    process.stdout.write(`chromium: ${String(tally.instances)} values compared, seed ${String(seed)}\n`);
    expect(summary(tally)).toEqual([]);
    expect(tally.asked.get('browser')).toBeGreaterThanOrEqual(LEAST_INSTANCES);
    expect(unproven(tally, ['browser'], promise)).toEqual([]);
  });

  it('says what the same validator says elsewhere', async () => {
    for (const { plan, rows } of cases) {
      const instances = JSON.parse(JSON.stringify(rows.map(present))) as object[];
      expect(await ask(page, schemaOf(plan), instances)).toEqual(refusedInBrowser(schemaOf(plan), instances));
    }
  });

  const without =
    (...keywords: readonly string[]) =>
    (schema: object) =>
      JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
        keywords.includes(key) ? undefined : value,
      ) as object;
  it.each([
    ['lengths', 'length', without('maxLength', 'minLength')],
    ['patterns', 'pattern', without('pattern')],
    ['lists', 'enum', without('enum')],
    ['what is needed', 'required', without('required')],
  ] as const)('a schema without %s is found out', async (_, rule, weaken) => {
    const { disagreements } = await held(weaken);
    expect(disagreements.flatMap((one) => one.broken)).toContain(rule);
  });

  it('and the policy does forbid building code', async () => {
    const building = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          setTimeout(() => {
            try {
              resolve(String(new Function('return 1')()));
            } catch (error) {
              resolve((error as Error).name);
            }
          });
        }),
    );
    expect(await building).toBe('EvalError');
  });
});
