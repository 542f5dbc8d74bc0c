/**
 * Looks at pages: opens each in three languages and at phone width, takes screenshots outside the repository, runs axe
 * and prints what it found, with every console error and every request that went elsewhere.
 *
 *   npx node test/browser/look.ts                      canned answers, every page
 *   npx node test/browser/look.ts --only dictionary    pages whose name contains the word
 *   npx node test/browser/look.ts --url http://127.0.0.1:8080 --as lanhdao /strategy /registers
 */
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { axe } from './axe.ts';
import { lookAs } from './canned/node.ts';
import { serveCanned } from './canned/server.ts';
import { pages as cannedPages } from './canned/pages.ts';
import { desktop, phone, startChromium, type Browser, type Window } from './chromium.ts';

const FOLDER = process.env['LOOK_TO'] ?? '/tmp/look';

const views: readonly (Window & { readonly name: string })[] = [
  { name: 'vi', language: 'vi', ...desktop },
  { name: 'en', language: 'en', ...desktop },
  { name: 'ar', language: 'ar', ...desktop },
  { name: 'vi-phone', language: 'vi', ...phone },
  { name: 'ar-phone', language: 'ar', ...phone },
];

export interface Look {
  readonly name: string;
  readonly path: string;
  /** Who looks, of the canned people; the leader when absent, `nobody` for the door. */
  readonly as?: string;
  /** Done before the screenshot: opening a menu, pressing a button. */
  readonly act?: (page: Page) => Promise<unknown>;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    as: { type: 'string' },
    only: { type: 'string', default: '' },
    views: { type: 'string', default: views.map(({ name }) => name).join(',') },
    full: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
  },
});

/** Enters as one of the demo's people through the same endpoint as the button does. */
async function enter(browser: Browser, url: string, name: string): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.evaluate(async (wanted) => {
    const session = (await (await fetch('/api/session')).json()) as { enterAs: { name: string; account: string }[] };
    const account = session.enterAs.find((one) => one.name === wanted)?.account;
    await fetch('/api/session/demo', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account }),
    });
  }, name);
  await page.close();
}

async function lookAt(browser: Browser, url: string, look: Look): Promise<number> {
  let problems = 0;
  lookAs(look.as ?? 'lanhdao');
  for (const view of views.filter(({ name }) => values.views.split(',').includes(name))) {
    const page = await browser.open(view);
    const heard: string[] = [];
    page.on(
      'console',
      (message) =>
        message.type() === 'error' && !/status of 403/.test(message.text()) && heard.push(`console: ${message.text()}`),
    );
    page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()))
        heard.push(`elsewhere: ${request.url()}`);
    });
    await page.goto(`${url}${look.path}`);
    await page.waitForSelector('h1', { timeout: 15_000 }).catch(() => heard.push('no h1'));
    await page.waitForTimeout(700);
    await look.act?.(page);
    if (await page.$('[data-not-found]')) heard.push('no such page');
    await page.screenshot({ path: `${FOLDER}/${look.name}.${view.name}.png`, fullPage: values.full });
    const violations = await axe(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) heard.push(`the page is ${wide} px wider than the window`);
    problems += violations.length + heard.length;
    process.stdout.write(
      `${look.name} ${view.name}: axe ${violations.length}${heard.map((line) => `\n    ${line}`).join('')}\n`,
    );
    for (const { id, help, nodes } of violations)
      process.stdout.write(`    ${id}: ${help}\n      ${nodes.join('\n      ')}\n`);
    await page.close();
  }
  return problems;
}

async function main(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const web = `${FOLDER}/web`;
  if (!values.url && !values.built) {
    execFileSync('npx', ['vite', 'build', '--mode', 'look', '--outDir', web, '--logLevel', 'warn'], {
      stdio: 'inherit',
    });
  }
  await using canned = values.url ? undefined : await serveCanned(web);
  const url = values.url ?? canned?.url ?? '';
  await using browser = await startChromium();
  if (values.as) await enter(browser, url, values.as);
  const asked = positionals.map((path): Look => ({
    name: path.replaceAll(/\W+/g, '-').replace(/^-|-$/g, '') || 'home',
    path,
  }));
  const looks = (asked.length > 0 ? asked : cannedPages).filter(({ name }) => name.includes(values.only));
  let problems = 0;
  for (const look of looks) problems += await lookAt(browser, url, look);
  process.stdout.write(`${problems} problems; screenshots in ${FOLDER}\n`);
  process.exitCode = problems > 0 ? 1 : 0;
}

await main();
