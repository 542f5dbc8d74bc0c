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
    // Properties draw anew in every run, except where one seed is asked for: ARTERY_SEED=1 npm test.
    setupFiles: process.env['ARTERY_SEED'] ? ['test/harness/seed.ts'] : [],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
