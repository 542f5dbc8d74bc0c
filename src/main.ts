/** Starts a node, and stops it on a signal. */
import { readConfig } from './platform/config.ts';
import { start } from './start.ts';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Artery needs Node 24 (this is ${process.versions.node}): start it with "npm start", which brings its own.\n`,
  );
  process.exit(2);
}

try {
  const running = await start(readConfig(process.env), (line) => process.stdout.write(`${line}\n`));
  const stop = () => void running[Symbol.asyncDispose]().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}
