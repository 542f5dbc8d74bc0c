/** The command line as somebody else's process: what it prints, what it exits with, and a node started by it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { run as runHere } from '../../src/cli/run.ts';
import { startServer } from '../../src/platform/db/embedded.ts';

const PROGRAM = join(import.meta.dirname, '../../bin/artery.js');

export interface Said {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON. */
  json<T = Record<string, unknown>>(): T;
}

export interface Asking {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface Command {
  readonly data: string;
  /** Runs to the end. Words as one text, or each by itself. */
  (words: string | readonly string[], asking?: Asking): Promise<Said>;
}

export interface Cli extends Command {
  /** Starts and goes on; kill it with its own `kill`. */
  start(words: string, asking?: Asking): ChildProcess;
}

/** Words split at blanks, a phrase in double quotes stays whole. */
const split = (words: string | readonly string[]) =>
  typeof words !== 'string'
    ? words
    : [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

/** The command line on one data folder, in English, without a terminal. */
export function cliOn(data: string): Cli {
  const spawned = (words: string | readonly string[], asking: Asking) =>
    spawn(process.execPath, [PROGRAM, ...split(words)], {
      env: environment(data, asking),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const run = async (words: string | readonly string[], asking: Asking = {}): Promise<Said> => {
    const child = spawned(words, asking);
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    child.stdin.on('error', () => undefined);
    child.stdin.end(asking.input ?? '');
    const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return answerOf({ exit, stdout: stdout(), stderr: stderr() });
  };
  return Object.assign(run, { data, start: (words: string, asking: Asking = {}) => spawned(words, asking) });
}

/**
 * The same commands, called in this process: seconds less each, because nothing is loaded anew. What only a process of its
 * own shows (signals, pipes, what is left behind at its end) is asked of `cliOn`.
 */
export function commandsOn(data: string): Command {
  const run = async (words: string | readonly string[], asking: Asking = {}): Promise<Said> => {
    const [stdout, stderr] = [new Paper(), new Paper()];
    const streams = {
      argv: [process.execPath, PROGRAM, ...split(words)],
      env: environment(data, asking),
      stdin: Object.assign(Readable.from([Buffer.from(asking.input ?? '')]), { isTTY: false }),
      stdout,
      stderr,
    };
    const exit = await runHere(streams as unknown as NodeJS.Process);
    return answerOf({ exit, stdout: stdout.text, stderr: stderr.text });
  };
  return Object.assign(run, { data });
}

/** Keeps the folder's engine running between commands, which join it: starting and stopping it is most of a short one. */
export const keepEngine = (data: string) => startServer({ dataDir: join(data, 'postgres'), passing: true });

/** Keeps what is written on it; nobody watches. */
class Paper extends Writable {
  readonly isTTY = false;
  readonly #parts: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.#parts).toString();
  }

  override _write(part: Buffer, _encoding: string, done: () => void): void {
    this.#parts.push(part);
    done();
  }
}

const environment = (data: string, { env }: Asking) => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  LANG: 'en_US.UTF-8',
  ARTERY_DATA: data,
  ...env,
});

const answerOf = (said: Omit<Said, 'json'>): Said => ({ ...said, json: <T>() => JSON.parse(said.stdout) as T });

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => void (text += chunk));
  return () => text;
}

export interface RunningNode extends AsyncDisposable {
  readonly address: string;
  readonly child: ChildProcess;
}

/** `artery start` on a free port; stopped with a signal, as a service manager would. */
export async function startNode(cli: Cli): Promise<RunningNode> {
  const child = cli.start('start --json --port 0', { env: { ARTERY_LOG: 'error' } });
  const stderr = collect(child.stderr as NodeJS.ReadableStream);
  const said = collect(child.stdout as NodeJS.ReadableStream);
  for (;;) {
    const [, address] = /"address":"([^"]+)"/.exec(said()) ?? [];
    if (address !== undefined) return { address, child, [Symbol.asyncDispose]: () => stopped(child, 'SIGTERM') };
    if (child.exitCode !== null) throw new Error(`the node ended: ${stderr()}`);
    await sleep(20);
  }
}

/** Until it is gone, by this signal. */
export async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Process ids of PostgreSQL servers on this folder. */
export function engines(data: string): number[] {
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return found.map(Number).filter((pid) => {
    try {
      const words = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split('\0');
      return words.includes(join(data, 'postgres')) && /(^|\/)postgres$/.test(words[0] ?? '');
    } catch {
      return false;
    }
  });
}

/** Until no PostgreSQL is left on the folder. @throws after `within` milliseconds, naming who is left */
export async function engineGone(data: string, within = 20_000): Promise<void> {
  for (const until = Date.now() + within; engines(data).length > 0;) {
    if (Date.now() > until) throw new Error(`PostgreSQL is left behind: ${engines(data).join(', ')}`);
    await sleep(50);
  }
}

/** A data folder of one's own; it goes with the test file. */
export function ownFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'artery-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Whether the old Node of the system is there, which must hand over to our own. */
export const systemNode = (): string | undefined => {
  const found = spawnSync('/usr/bin/node', ['--version'], { encoding: 'utf8' });
  return found.status === 0 && /^v(18|20|22)\./.test(found.stdout) ? '/usr/bin/node' : undefined;
};
