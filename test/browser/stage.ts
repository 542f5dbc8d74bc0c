/** A node of its own on a free port of the loopback, a browser, and people who enter as the story's roles. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { axe } from './axe.ts';
import { desktop, launchChromium } from './chromium.ts';
import { toldPlace } from '../harness/told-place.ts';
import { readConfig } from '../../src/platform/config.ts';
import { start, type Started } from '../../src/start.ts';

export type Language = 'vi' | 'en' | 'ar';

export interface Person {
  readonly page: Page;
  /** What went wrong since it was last asked: errors of the console, of scripts, requests that left the node. */
  faults(): string[];
  /** Violations axe finds on the page as it stands; contrast unless told not to. */
  violations(colours?: boolean): Promise<string[]>;
  /** Opens an address as one typed it. */
  goto(path: string): Promise<void>;
  /** Goes to an address as a link of the page does: the program stays, the page changes. */
  follow(path: string): Promise<void>;
  /** Text of the page's main part. */
  text(): Promise<string>;
}

export interface Stage extends AsyncDisposable {
  readonly address: string;
  readonly started: Started;
  /** Folder of the files an officer has. */
  readonly files: string;
  /**
   * Has entered as one of the story's people, and goes to a page next: none is open yet.
   * @param inPlaceOf who leaves the same window: what it has loaded is not loaded again
   */
  enter(name: string, language?: Language, inPlaceOf?: Person): Promise<Person>;
  /** Enters through the button of the door and stands on their first page; without a name: stands before the door. */
  enterByDoor(name: string | undefined, language?: Language): Promise<Person>;
}

export async function openStage(): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const { databaseUrl, folder } = await toldPlace();
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const config = readConfig({
    ARTERY_DATA: folder,
    ARTERY_PORT: '0',
    ARTERY_LOG: 'error',
    ARTERY_PROFILE: 'vn-demo',
    DATABASE_URL: databaseUrl,
  });
  const started = stack.use(await start(config, () => undefined));
  const files = join(folder, 'files');
  const browser = await launchChromium();
  stack.defer(() => browser.close());
  const { address } = started;
  const speak = (context: BrowserContext, language: Language) =>
    context.addCookies([{ name: 'language', value: language, url: address }]);
  const arrive = async (language: Language) => {
    const context = await browser.newContext({ viewport: desktop, locale: language });
    await speak(context, language);
    return watch(context, address);
  };
  const kept = stack.move();
  return {
    address,
    started,
    files,
    enter: async (name, language = 'vi', inPlaceOf) => {
      const person = inPlaceOf ?? (await arrive(language));
      if (inPlaceOf) {
        await person.page.goto('about:blank');
        await person.page.context().clearCookies();
        await speak(person.page.context(), language);
      }
      const { account } = await nameAtDoor(person.page, address, name);
      const answer = await person.page.request.post(`${address}/api/session/demo`, { data: { account } });
      if (!answer.ok()) throw new Error(`${name} is not let in: ${await answer.text()}`);
      return person;
    },
    enterByDoor: async (name, language = 'vi') => {
      const person = await arrive(language);
      await person.goto('/sign-in');
      if (name !== undefined) await passTheDoor(person.page, address, name);
      return person;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

interface AtDoor {
  readonly account: string;
  readonly name: string;
  readonly displayName: string;
}

async function nameAtDoor(page: Page, address: string, name: string): Promise<AtDoor> {
  const { enterAs } = (await (await page.request.get(`${address}/api/session`)).json()) as { enterAs: AtDoor[] };
  const found = enterAs.find((one) => one.name === name);
  if (!found) throw new TypeError(`nobody at the door is called ${name}`);
  return found;
}

async function passTheDoor(page: Page, address: string, name: string): Promise<void> {
  const { displayName } = await nameAtDoor(page, address, name);
  await page.getByRole('button', { name: displayName }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  await page.locator('main h1').first().waitFor();
}

// The browser says every refused request aloud; refusals are asserted where they belong.
const refusal = /Failed to load resource: the server responded with a status of 4\d\d/;

async function watch(context: BrowserContext, address: string): Promise<Person> {
  const page = await context.newPage();
  const quiet = watchRequests(page);
  const heading = page.locator('h1').first();
  const coming = page.locator('main [role=status][data-shape=page]');
  // A page that comes in parts is quiet between them: it has come when its heading outlasts a quiet moment.
  const calm = async () => {
    for (let parts = 0; parts < 5; parts += 1) {
      await heading.waitFor();
      await quiet();
      if ((await heading.isVisible()) && (await coming.count()) === 0) return;
    }
  };
  let heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !refusal.test(message.text())) heard.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => heard.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${address}/`) && !/^(data|blob):/.test(url)) heard.push(`elsewhere: ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) heard.push(`${String(response.status())}: ${response.url()}`);
  });
  return {
    page,
    faults: () => {
      const said = heard;
      heard = [];
      return said;
    },
    violations: async (colours = true) => {
      await calm();
      return (await axe(page, colours)).map(
        ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 3).join('\n  ')}`,
      );
    },
    goto: async (path) => {
      await page.goto(`${address}${path}`);
      await calm();
    },
    follow: async (path) => {
      await page.evaluate((to) => {
        history.pushState(null, '', to);
      }, path);
      await quiet();
      await calm();
    },
    text: async () => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' '),
  };
}

const CALM_MS = 300;
const LONGEST_MS = 8000;

/** Gives a function that waits until nothing was asked of the node for a moment; a stream that stays open is no question. */
function watchRequests(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  let changed = performance.now();
  const touch = () => (changed = performance.now());
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') open.add(request);
    touch();
  });
  const ended = (request: Request) => {
    open.delete(request);
    touch();
  };
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return async () => {
    const until = performance.now() + LONGEST_MS;
    touch();
    while (performance.now() < until && (open.size > 0 || performance.now() - changed < CALM_MS)) await pause(20);
  };
}

/** A word of the Vietnamese screens, `web-registers:match.check`; what stands in braces is filled. */
export function word(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const [room = '', path = ''] = key.split(':');
  const file = join(import.meta.dirname, '..', '..', 'locales', 'vi', `${room}.json`);
  const found = path
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], JSON.parse(readFileSync(file, 'utf8')));
  if (typeof found !== 'string') throw new TypeError(`${key} is no word`);
  return found.replaceAll(/\{\{(\w+)\}\}/g, (_braces, name: string) => String(values[name] ?? ''));
}

const whole = new Intl.NumberFormat('vi');
const tenths = new Intl.NumberFormat('vi', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** As a Vietnamese reader sees them: 3.469, and 86,0. */
export const asWhole = (n: number) => whole.format(n);
export const asTenths = (n: number) => tenths.format(n);
