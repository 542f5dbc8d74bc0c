/** Every page in Vietnamese. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { routesAndVisits, visitEveryPage } from './every-page.ts';

it('visits every page that routes.tsx names', () => {
  const { routes, visited } = routesAndVisits();
  expect(routes.length).toBeGreaterThan(30);
  expect(routes).toEqual(visited);
});

describe.skipIf(!existsSync(CHROMIUM))('in the browser', () => {
  visitEveryPage('vi');
});
