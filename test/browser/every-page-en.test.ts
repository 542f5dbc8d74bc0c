/** Every page in English. */
import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { visitEveryPage } from './every-page.ts';

describe.skipIf(!existsSync(CHROMIUM))('in the browser', () => {
  visitEveryPage('en');
});
