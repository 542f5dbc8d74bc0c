/** The command line beside a running node, against one over HTTP, and what a killed process leaves behind: nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliOn, engineGone, engines, ownFolder, startNode, stopped, type Cli } from '../harness/cli.ts';

const folder = ownFolder();
const file = (name: string) => join(folder.path, name);
let artery: Cli;

beforeAll(async () => {
  artery = cliOn(file('data'));
  expect(await artery('init')).toMatchObject({ exit: 0 });
}, 300_000);
afterAll(() => folder.remove());

const letters = (n: number) =>
  [...String(n)]
    .map((digit) => 'ABCDEGHKLM'[Number(digit)])
    .join('')
    .toLowerCase();

/** Invented people as CSV, numbered from `from`. */
function people(name: string, from: number, count: number): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const n = from + i;
    return `An ${letters(n).replace(/^./, (first) => first.toUpperCase())},099190${String(n).padStart(6, '0')},1990-01-02,NU`;
  });
  const path = file(name);
  writeFileSync(path, `${['birth_name,person_id,birth_date,sex', ...rows].join('\n')}\n`);
  return path;
}

interface Loaded {
  readonly stored: boolean;
  readonly load: { readonly changeSet: number; readonly counts: { readonly new: number } };
}

describe('alone', () => {
  it('leaves no engine behind, and two commands at once do not get in each other’s way', async () => {
    const said = await Promise.all([1, 2, 3].map(() => artery('codes resolve XA 99231 --json')));
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
    expect((await artery('audit verify')).exit).toBe(0);
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
  const said = await artery(`export dan-cu --columns person_id --out ${out}`);
  expect(said).toMatchObject({ exit: 0 });
  return readFileSync(out, 'utf8')
    .split('\n')
    .filter((line) => line.includes('record_id')).length;
}

describe('beside a running node', () => {
  it('joins its engine and leaves it running; over HTTP the answers are the same', async () => {
    await using node = await startNode(artery);
    const key = file('officer.key');
    expect((await artery('accounts add mai.le --machine --post officer --body 99101')).exit).toBe(0);
    expect((await artery(`accounts key mai.le --out ${key}`)).exit).toBe(0);
    const there = `--node ${node.address} --key-file ${key} --json`;

    for (const words of [
      'codes resolve XA 99231',
      'bodies list --limit 3',
      'dictionary search "card number"',
      'tasks',
    ]) {
      const [here, over] = [await artery(`${words} --json`), await artery(`${words} ${there}`)];
      expect([words, over.exit, over.stderr]).toEqual([words, here.exit, '']);
      expect(over.json()).toEqual(here.json());
    }
    // What the officer may not see is refused there, with the rule; the terminal sees everything.
    const refused = await artery(`export dan-cu ${there}`);
    expect([refused.exit, JSON.parse(refused.stderr)]).toMatchObject([
      2,
      { status: 403, decision: { allowed: false } },
    ]);
    const list = join(import.meta.dirname, '../../demo/files/danh-sach-dong-lau-q4.xlsx');
    const checked = await artery(`load dang-vien ${list} --body 99101 --dry-run ${there}`);
    expect([checked.exit, checked.json()]).toMatchObject([
      1,
      { stored: false, load: { counts: { ready: 600, wrong: 20 } } },
    ]);
    expect((await artery(`work ${there}`)).exit).toBe(0);

    expect((await artery('reset-demo')).stderr).toContain(artery.data);
    expect((await fetch(`${node.address}/health`)).status).toBe(200);
  }, 180_000);

  it('a node killed among loads: every acknowledged change is there, and no half of another', async () => {
    const node = await startNode(artery);
    const key = file('keeper.key');
    await artery('accounts add keeper --machine --post data-manager --body TW-BTC');
    await artery(`accounts key keeper --out ${key}`);
    const acknowledged: Loaded[] = [];
    let killed = false;
    const ROWS = 500;
    const loads = async () => {
      for (let i = 0; i < 20; i++) {
        const path = people(`part-${String(i)}.csv`, 300_000 + i * ROWS, ROWS);
        const said = await artery(`load dan-cu ${path} --body TW --node ${node.address} --key-file ${key} --json`);
        if (said.exit === 2) return;
        acknowledged.push(said.json<Loaded>());
        if (acknowledged.length === 2)
          setTimeout(() => void stopped(node.child, 'SIGKILL').then(() => (killed = true)), 900);
      }
    };
    await loads();
    expect(killed).toBe(true);
    await engineGone(artery.data);
    expect(acknowledged.every((one) => one.stored && one.load.counts.new === ROWS)).toBe(true);

    // A new start finds them, and of the one that was under way all or nothing.
    await using again = await startNode(artery);
    expect((await fetch(`${again.address}/health`)).status).toBe(200);
    const filter = '--where person_id:ge:099190300000 --where person_id:lt:099190400000';
    const stored = (await artery(`read dan-cu ${filter} --limit 20000 --columns person_id --json`)).json<{
      items: unknown[];
    }>();
    expect([0, ROWS]).toContain(stored.items.length - acknowledged.length * ROWS);
    expect((await artery('audit verify')).exit).toBe(0);
  }, 240_000);
});
