/** Where words go: the answer to stdout, everything else to stderr; colours and bars only for a person who watches. */
import cliProgress from 'cli-progress';
import { styleText } from 'node:util';

export interface Progress extends Disposable {
  /** So much of the whole is done. */
  at(done: number): void;
  /** What is being done now. */
  say(what: string): void;
}

export interface Terminal {
  readonly isPerson: boolean;
  readonly stdout: NodeJS.WriteStream;
  print(text: string): void;
  /** To stderr. */
  warn(text: string): void;
  paint(colour: Colour, text: string): string;
  /** A bar with what is being done; nothing at all unless a person watches. */
  progress(what: string, whole: number): Progress;
  /** Asks without showing what is typed. */
  askSecret(question: string): Promise<string>;
  ask(question: string): Promise<string>;
  /** All of stdin. */
  readInput(): Promise<string>;
}

export type Colour = 'red' | 'green' | 'yellow' | 'bold' | 'dim';

export interface TerminalOptions {
  readonly noColor: boolean;
  readonly quiet: boolean;
}

export class NoTerminalError extends Error {
  override name = 'NoTerminalError';
}

const silent: Progress = { at: () => undefined, say: () => undefined, [Symbol.dispose]: () => undefined };

export function openTerminal(streams: NodeJS.Process, { noColor, quiet }: TerminalOptions): Terminal {
  const { stdin, stdout, stderr } = streams;
  const paints = stdout.isTTY && !noColor;
  return {
    isPerson: stdin.isTTY && stderr.isTTY,
    stdout,
    print: (text) => void stdout.write(`${text}\n`),
    warn: (text) => void stderr.write(`${text}\n`),
    paint: (colour, text) => (paints ? styleText(colour, text, { validateStream: false }) : text),
    progress: (what, whole) => (stderr.isTTY && !quiet ? openBar(stderr, what, whole) : silent),
    askSecret: (question) => ask(stdin, stderr, { question, shown: false }),
    ask: (question) => ask(stdin, stderr, { question, shown: true }),
    readInput: async () => {
      let text = '';
      stdin.setEncoding('utf8');
      for await (const chunk of stdin) text += String(chunk);
      return text;
    },
  };
}

function openBar(stderr: NodeJS.WriteStream, what: string, whole: number): Progress {
  const bar = new cliProgress.SingleBar({
    stream: stderr,
    format: '{what} {bar} {percentage} % · {duration_formatted}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
  });
  bar.start(whole, 0, { what });
  return {
    at: (done) => bar.update(Math.min(done, whole)),
    say: (next) => bar.update({ what: next }),
    [Symbol.dispose]: () => bar.stop(),
  };
}

const ENTER = /[\r\n]/;
const END = '\u0004';
const BREAK = '\u0003';
const ERASE = ['\u007f', '\b'];

/** @throws NoTerminalError when nobody can be asked, or who is asked breaks off */
function ask(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  { question, shown }: { question: string; shown: boolean },
): Promise<string> {
  if (!stdin.isTTY) return Promise.reject(new NoTerminalError());
  stderr.write(`${question} `);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve, reject) => {
    let typed = '';
    const done = (end: () => void) => {
      stdin.off('data', hear);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      end();
    };
    const hear = (chunk: string) => {
      for (const letter of chunk) {
        if (ENTER.test(letter) || letter === END) return done(() => resolve(typed));
        if (letter === BREAK) return done(() => reject(new NoTerminalError()));
        if (ERASE.includes(letter)) {
          if (typed !== '' && shown) stderr.write('\b \b');
          typed = typed.slice(0, -1);
        } else {
          typed += letter;
          if (shown) stderr.write(letter);
        }
      }
    };
    stdin.on('data', hear);
  });
}
