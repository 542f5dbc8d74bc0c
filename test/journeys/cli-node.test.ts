/** The command line beside a running node, against one over HTTP, and what a killed process leaves behind: nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cliOn,
  commandsOn,
  engineGone,
  engines,
  ownFolder,
  startNode,
  stopped,
  type Cli,
  type Command,
} from '../harness/cli.ts';
import { initialised } from '../harness/initialised.ts';

const folder = ownFolder();
const file = (name: string) => join(folder.path, name);
let artery: Cli;
/** The same folder, for what needs no process of its own. */
let ask: Command;

beforeAll(async () => {
  artery = cliOn(file('data'));
  ask = commandsOn(artery.data);
  await initialised(artery.data);
}, 300_000);
afterAll(() => folder.remove());

const letters = (n: number) =>
  [...String(n)]
    .map((digit) => 'ABCDEGHKLM'[Number(digit)])
    .join('')
    .toLowerCase();

const person = (n: number) =>
  `An ${letters(n).replace(/^./, (first) => first.toUpperCase())},099190${String(n).padStart(6, '0')},1990-01-02,NU`;

/** Invented people as CSV, numbered from `from`. */
function people(name: string, from: number, count: number): string {
  const rows = Array.from({ length: count }, (_, i) => person(from + i));
  const path = file(name);
  writeFileSync(path, `${['birth_name,person_id,birth_date,sex', ...rows].join('\n')}\n`);
  return path;
}

/** The same people as members of a commune's branch. */
function members(name: string, from: number, count: number): string {
  const rest = '99101-01,2015-02-03,CHINH_THUC';
  const rows = Array.from(
    { length: count },
    (_, i) => `99101${String(from + i).padStart(7, '0')},${person(from + i)},${rest}`,
  );
  const path = file(name);
  const head = 'card_no,birth_name,person_id,birth_date,sex,branch,admission_date,member_status';
  writeFileSync(path, `${[head, ...rows].join('\n')}\n`);
  return path;
}

interface Loaded {
  readonly stored: boolean;
  readonly load: { readonly changeSet: number; readonly counts: { readonly new: number } };
}

describe('alone', () => {
  it('leaves no engine behind, and two commands at once do not get in each other’s way', async () => {
    const said = await Promise.all([1, 2, 3].map(() => artery('codes resolve XA 99231 --on today --json')));
    expect(said.map((one) => [one.exit, one.stderr])).toEqual([0, 0, 0].map((exit) => [exit, '']));
    expect(engines(artery.data)).toEqual([]);
  }, 120_000);

  it('killed in the middle of a load: nothing of it is there, and the trail is whole', async () => {
    const before = await total();
    const child = artery.start(`load dan-cu ${people('many.csv', 100_000, 60_000)} --body TW --straight`);
    await untilLoading();
    await stopped(child, 'SIGKILL');
    await engineGone(artery.data);
    expect(await total()).toBe(before);
    expect(await ask('audit verify')).toMatchObject({ exit: 0 });
  }, 180_000);

  it('a node that is started meanwhile waits for the end of the command', async () => {
    const loading = artery(`load dan-cu ${people('some.csv', 200_000, 20_000)} --body TW --straight --json`);
    await untilLoading();
    await using node = await startNode(artery);
    expect(await loading).toMatchObject({ exit: 0 });
    expect((await fetch(`${node.address}/health`)).status).toBe(200);
  }, 180_000);
});

/** Until the engine is up: the file is then being opened or read. */
async function untilLoading(): Promise<void> {
  while (engines(artery.data).length === 0) await sleep(10);
  await sleep(1500);
}

async function total(): Promise<number> {
  const out = file('all.ndjson');
  const said = await ask(`export dan-cu --columns person_id --out ${out}`);
  expect(said).toMatchObject({ exit: 0 });
  return readFileSync(out, 'utf8')
    .split('\n')
    .filter((line) => line.includes('record_id')).length;
}

describe('beside a running node', () => {
  it('joins its engine and leaves it running; over HTTP the answers are the same', async () => {
    await using node = await startNode(artery);
    const key = file('officer.key');
    expect(await ask('accounts add mai.le --machine --post officer --body 99101')).toMatchObject({ exit: 0 });
    expect(await ask(`accounts key mai.le --out ${key}`)).toMatchObject({ exit: 0 });
    const there = `--node ${node.address} --key-file ${key} --json`;

    for (const words of [
      'codes resolve XA 99231 --on 2025-06-30',
      'bodies list --limit 3',
      'dictionary search "card number"',
      'tasks',
    ]) {
      const [here, over] = [await ask(`${words} --json`), await ask(`${words} ${there}`)];
      expect([words, over.exit, over.stderr]).toEqual([words, here.exit, '']);
      expect(over.json()).toEqual(here.json());
    }
    // What the officer may not see is refused there, with the rule; the terminal sees everything.
    const refused = await ask(`export dan-cu ${there}`);
    expect([refused.exit, JSON.parse(refused.stderr)]).toMatchObject([
      2,
      { status: 403, decision: { allowed: false } },
    ]);
    const list = join(import.meta.dirname, '../../demo/files/danh-sach-dong-lau-q4.xlsx');
    const checked = await ask(`load dang-vien ${list} --body 99101 --dry-run ${there}`);
    expect([checked.exit, checked.json()]).toMatchObject([
      1,
      { stored: false, load: { counts: { ready: 600, wrong: 20 } } },
    ]);
    expect(await ask(`work ${there}`)).toMatchObject({ exit: 0 });

    expect((await ask('reset-demo')).stderr).toContain(artery.data);
    expect((await fetch(`${node.address}/health`)).status).toBe(200);
  }, 180_000);

  it('a node killed among loads: every acknowledged change is there, and no half of another', async () => {
    const [FROM, ROWS, MOST] = [300_000, 300, 12];
    const known = await ask(`load dan-cu ${people('known.csv', FROM, ROWS * MOST)} --body TW --straight --json`);
    expect(known).toMatchObject({ exit: 0, stderr: '' });
    expect(known.json<Loaded>().load.counts.new).toBe(ROWS * MOST);
    const key = file('keeper.key');
    expect(await ask('accounts add keeper --machine --post officer --body 99101')).toMatchObject({ exit: 0 });
    expect(await ask(`accounts key keeper --out ${key}`)).toMatchObject({ exit: 0 });

    const node = await startNode(artery);
    const acknowledged: Loaded[] = [];
    let killing: Promise<void> | undefined;
    for (let i = 0; i < MOST; i++) {
      const path = members(`part-${String(i)}.csv`, FROM + i * ROWS, ROWS);
      const said = await artery(`load dang-vien ${path} --body 99101 --node ${node.address} --key ${key} --json`);
      if (said.exit === 2) break;
      acknowledged.push(said.json<Loaded>());
      // Somewhere in the next load: it takes longer than this.
      if (acknowledged.length === 2) killing = sleep(700).then(() => stopped(node.child, 'SIGKILL'));
    }
    await killing;
    await engineGone(artery.data);
    expect(acknowledged.length).toBeGreaterThanOrEqual(2);
    expect(acknowledged.length).toBeLessThan(MOST);
    expect(acknowledged.map((one) => [one.stored, one.load.counts.new])).toEqual(acknowledged.map(() => [true, ROWS]));

    // A new start finds them, and of the one that was under way all or nothing.
    await using again = await startNode(artery);
    expect((await fetch(`${again.address}/health`)).status).toBe(200);
    const filter = '--where card_no:ge:991010300000 --where card_no:lt:991010400000 --columns card_no';
    const stored = (await ask(`read dang-vien ${filter} --limit 20000 --json`)).json<{ items: unknown[] }>();
    expect([0, ROWS]).toContain(stored.items.length - acknowledged.length * ROWS);
    expect(await ask('audit verify')).toMatchObject({ exit: 0 });
  }, 300_000);
});
