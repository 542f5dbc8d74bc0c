// Debian's Chromium, each file against a node of its own: a clone of the one that was told first; files side by side, the tests of one after each other.
import { defineConfig } from 'vitest/config';
import { useFastTemp } from './test/harness/fast-temp.ts';

useFastTemp();

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/build-web.ts', 'test/harness/global-setup.ts'],
    // What comes a moment later comes later on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 90_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // A page is waited for as long as it is worked on: a third file makes use of the time.
    maxWorkers: 3,
  },
});
