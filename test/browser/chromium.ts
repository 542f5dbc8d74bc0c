/** Debian's Chromium for the browser tests: quiet, headless, with a profile folder of its own that is thrown away. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

/** Debian's, unless CHROMIUM names another. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=vi',
];

export interface Window {
  readonly language: 'vi' | 'en' | 'ar';
  readonly width: number;
  readonly height: number;
}

export const desktop = { width: 1440, height: 900 } as const;
export const phone = { width: 390, height: 844 } as const;

export interface Browser extends AsyncDisposable {
  /** A page in that language and size; cookies are shared by all pages of this browser. */
  open(window: Window): Promise<Page>;
  readonly context: BrowserContext;
}

export async function startChromium(): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), 'artery-chromium-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM,
    args: FLAGS,
    viewport: desktop,
  });
  return {
    context,
    async open({ language, width, height }) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height });
      await page.setExtraHTTPHeaders({ 'accept-language': language });
      await page.addInitScript((tag) => {
        document.cookie = `language=${tag}; path=/`;
      }, language);
      return page;
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A browser for several people at once: each context has cookies of its own. */
export const launchChromium = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
