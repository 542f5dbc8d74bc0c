#!/usr/bin/env node
// Starts the command line, with the Node that came with `npm ci` where the one that was found is too old for it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  module.enableCompileCache?.();
  await import('../src/cli/main.ts');
} else {
  const node = here('../node_modules/.bin/node');
  if (!existsSync(node)) {
    process.stderr.write(
      `artery needs Node ${NEEDED} (this is ${process.versions.node}): run "npm ci", which brings its own.\n`,
    );
    process.exit(2);
  }
  const child = spawn(node, [here('artery.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends its signals to both; others reach only us.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 2);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
