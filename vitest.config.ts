// One embedded PostgreSQL a run (global set-up), one cloned database a test file.
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { useFastTemp } from './test/harness/fast-temp.ts';
import { filesOfTests } from './test/harness/meets-server.ts';

const { meeting, others } = filesOfTests();
/** Of no server, no process and no folder but its own: such files may share what they import, which is most of their time. */
const isPlain = (file: string) => /^(src\/(?!cli\/)|web\/)/.test(file);

const project = (
  name: string,
  test: NonNullable<TestProjectInlineConfiguration['test']>,
): TestProjectInlineConfiguration => ({
  test: {
    name,
    // Properties draw anew in every run, except where one seed is asked for: ARTERY_SEED=1 npm test.
    setupFiles: ['test/harness/after-file.ts', ...(process.env['ARTERY_SEED'] ? ['test/harness/seed.ts'] : [])],
    // What comes a moment later comes later on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    ...test,
  },
});

useFastTemp();

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('node', {
        include: [...meeting, ...others.filter((file) => !isPlain(file))],
        // One process takes one file after the other: what they import is read once a worker, not once a file.
        isolate: false,
        globalSetup: ['test/harness/global-setup.ts'],
      }),
      project('plain', { include: others.filter(isPlain), isolate: false }),
    ],
  },
});
