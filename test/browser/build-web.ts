/** Before the browser looks: builds the screens as they stand, and says so when there is no browser to look with. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM } from './chromium.ts';

class NoBrowserError extends Error {
  override name = 'NoBrowserError';
}

export default function setup(): void {
  if (!existsSync(CHROMIUM)) {
    process.stdout.write(
      `NOT RUN: the tests in the browser, because ${CHROMIUM} is absent (Debian: apt-get install chromium; or set CHROMIUM). ` +
        'ARTERY_ALLOW_NOT_RUN=1 lets this pass.\n',
    );
    if (process.env['ARTERY_ALLOW_NOT_RUN'] === '1') return;
    throw new NoBrowserError('no Chromium');
  }
  const vite = join(import.meta.dirname, '..', '..', 'node_modules', 'vite', 'bin', 'vite.js');
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  });
}
