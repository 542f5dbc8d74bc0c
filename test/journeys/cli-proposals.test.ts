/** A change of the dictionary at a terminal: written, checked, handed in; decided by somebody else. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOn, keepEngine, ownFolder, type Command } from '../harness/cli.ts';
import type { ProposalPage } from '../../src/dictionary/contract.ts';

const folder = ownFolder();
const file = (name: string) => join(folder.path, name);
let artery: Command;
let engine: AsyncDisposable | undefined;
const proposal = (words: string) => artery(`dictionary proposal ${words}`);

beforeAll(async () => {
  artery = commandsOn(file('data'));
  const made = await artery('init --profile example-county --admin clerk', {
    env: { ARTERY_ADMIN_PASSWORD: 'a long enough pass phrase' },
  });
  expect([made.exit, made.stderr]).toEqual([0, '']);
  engine = await keepEngine(artery.data);
});
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
  folder.remove();
});

describe('dictionary proposal', () => {
  it('imports, shows, checks and hands in; the terminal that made it does not approve it', async () => {
    writeFileSync(file('cars.csv'), 'plate,colour\nAB-1,red\nAB-2,blue\n');
    const dry = await proposal(`import ${file('cars.csv')} --format csv --as car --dry-run --json`);
    expect(dry.json()).toMatchObject({ proposal: null, counts: { elements: 2 } });
    const made = await proposal(`import ${file('cars.csv')} --format csv --as car --json`);
    expect(made.json()).toMatchObject({ proposal: 1, counts: { errors: 0 } });
    const shown = await proposal('show 1');
    expect([shown.exit, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout).toContain('3 added');
    const checked = await proposal('check 1 --json');
    expect(checked.json<ProposalPage>()).toMatchObject({ state: 'draft', findings: { errors: 0 } });
    const submitted = await proposal('submit 1 --json');
    expect(submitted.json()).toMatchObject({ state: 'in-review' });
    const approved = await proposal('approve 1 --json');
    expect([approved.exit, approved.stdout]).toEqual([2, '']);
    expect(JSON.parse(approved.stderr)).toMatchObject({
      status: 403,
      type: expect.stringContaining('proposal-made-by-you') as string,
    });
    const listed = await proposal('list --state in-review');
    expect(listed.stdout).toContain('In review');
    expect((await proposal('withdraw 1')).exit).toBe(0);
  });

  it('puts entries of a file, and ends with exit 1 as long as there are errors', async () => {
    const made = await proposal('new --title "Colours" --reason "A new form" --json');
    const { number } = made.json<ProposalPage>();
    writeFileSync(
      file('colour.yaml'),
      'code: COLOUR\nnames: { en: Colour }\nitems:\n  - { code: r, names: { en: Red } }\n',
    );
    const put = await proposal(`put ${String(number)} ${file('colour.yaml')} --json`);
    expect(put.json<ProposalPage>()).toMatchObject({ entries: 1, revision: 2 });
    expect(put.exit).toBe(put.json<ProposalPage>().findings.errors > 0 ? 1 : 0);
    const said = await proposal(`comment ${String(number)} "Which red?"`);
    expect(said.stdout).toContain('Comment 1');
    expect((await proposal(`release ${String(number)} --edition 9`)).exit).toBe(2);
    expect((await proposal('show x')).exit).toBe(2);
  });
});

describe('dictionary export of a node', () => {
  interface Read {
    planHash: string;
    counts: { errors: number };
  }
  const read = async (path: string, format: string) =>
    (await artery(`dictionary import ${path} --format ${format} --json`)).json<Read>();

  it('gives what the node has: it comes back to the hash of the release', async () => {
    const made = await artery(`dictionary export --release 1 --format artery --out ${file('own')} --json`);
    expect([made.exit, made.stderr]).toEqual([0, '']);
    const book = await artery(`dictionary export --release 1 --format excel --out ${file('book')} --json`);
    expect(book.json<{ files: string[] }>().files).toEqual([join(file('book'), 'dictionary.xlsx')]);
    const own = await read(file('own'), 'artery');
    expect([own.counts.errors, own.planHash]).toEqual([0, (await read(file('book'), 'excel')).planHash]);
    const profile = await read(join(import.meta.dirname, '../../profiles/example-county'), 'artery');
    expect(own.planHash).toBe(profile.planHash);
    const contracts = await artery(`dictionary export --release 1 --only resident --format odcs --out ${file('odcs')}`);
    expect([contracts.exit, contracts.stdout]).toEqual([0, expect.stringContaining('1')]);
  });

  it('takes files or a node, and says when there is no such release', async () => {
    const both = await artery(`dictionary export example-county --release 1 --format artery --out ${file('no')}`);
    expect([both.exit, both.stderr]).toEqual([2, expect.stringContaining('example-county')]);
    const none = await artery(`dictionary export --release 99 --format artery --out ${file('no')} --json`);
    expect([none.exit, JSON.parse(none.stderr)]).toMatchObject([2, { status: 404 }]);
  });
});
