// One embedded PostgreSQL a run (global set-up), one cloned database a test file.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'test/*.test.ts',
      'test/journeys/**/*.test.ts',
      'profiles/**/*.test.ts',
      'demo/**/*.test.ts',
      'web/**/*.test.ts',
    ],
    globalSetup: ['test/harness/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
