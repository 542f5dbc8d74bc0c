/** What can be said of the code without running it: every check, two at a time, all of them even when one is red. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The longest first. */
const CHECKS = ['typecheck', 'lint', 'boundaries', 'generate:check', 'format:check'] as const;
const AT_ONCE = Math.min(2, availableParallelism());

/** Runs one of package.json's scripts; what it said is printed in one piece. */
async function passes(name: string): Promise<boolean> {
  const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => said.push(part));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  process.stdout.write(Buffer.concat(said));
  if (code !== 0) process.stdout.write(`${name}: failed\n`);
  return code === 0;
}

const waiting = [...CHECKS];
let failed = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) if (!(await passes(name))) failed += 1;
  }),
);
process.exitCode = failed === 0 ? 0 : 1;
