/** Who is who at a terminal, beside a running node: the queue, why, what would follow, deciding and taking it back. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold } from '../../src/platform/search/fold.ts';
import type { Duplicate, DuplicateDetail, GoldenPerson } from '../../src/registers/contract.ts';
import { cliOn, commandsOn, ownFolder, startNode, type Command } from '../harness/cli.ts';
import { initialised } from '../harness/initialised.ts';

const folder = ownFolder();
let artery: Command;
let node: Awaited<ReturnType<typeof startNode>>;

interface Queue {
  readonly items: readonly Duplicate[];
  readonly counts: { readonly open: number; readonly different: number };
}
const queue = async (more = '') => (await artery(`duplicates list ${more} --json`)).json<Queue>();
const twins = async (): Promise<Duplicate> => {
  const found = (await queue()).items.find(({ reason }) => reason === 'twins');
  if (!found) throw new Error('no twins wait');
  return found;
};

beforeAll(async () => {
  artery = commandsOn(join(folder.path, 'data'));
  await initialised(artery.data);
  // The story, told by the node as it starts; linkage follows its loads.
  node = await startNode(cliOn(artery.data));
  while ((await queue()).counts.open < 4) await sleep(500);
}, 300_000);
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  folder.remove();
});

describe('duplicates', { timeout: 120_000 }, () => {
  it('lists what waits, by likelihood; shows why, and what each decision would bring', async () => {
    const reasons = (await queue()).items.map(({ reason }) => reason);
    expect(reasons.toSorted()).toEqual(['grey-zone', 'twins', 'two-identifiers', 'two-identifiers']);
    expect((await queue('--below 0.5')).items.map(({ reason }) => reason)).toEqual(['grey-zone']);
    expect((await queue('--least 0.5')).items).toHaveLength(3);
    const { id, left, right } = await twins();
    const said = await artery(`duplicates show ${id}`);
    expect(said.exit).toBe(0);
    const names = said.stdout.split('\n').find((line) => line.startsWith('≈')) ?? '';
    expect([left, right].every(({ label }) => names.includes(label ?? '?'))).toBe(true);
    expect(said.stdout).toContain('the same letters, other marks');
    expect(said.stdout).toMatch(/One person → .*The two hold different verified identifiers/);
    expect(said.stdout).toMatch(/Two people → .* \| /);
  });
  it('decides with a reason, tells the person, and takes it back', async () => {
    const which = (await twins()).id;
    const decided = await artery(`duplicates decide ${which} same --despite-identifiers --reason "two cards" --json`);
    expect(decided.exit).toBe(0);
    const { people } = decided.json<DuplicateDetail>();
    expect(people.left).toBe(people.right);
    const person = await artery(`duplicates person ${people.left ?? ''}`);
    expect(person.stdout).toMatch(/Decided: one person.*two cards/);
    expect((await artery(`duplicates person ${people.left ?? ''} --json`)).json<GoldenPerson>().members).toHaveLength(
      4,
    );
    const undone = await artery(`duplicates undo ${which} --reason misread --json`);
    expect(undone.json<DuplicateDetail>()).toMatchObject({
      state: 'open',
      foreseen: [{ act: 'same' }, { act: 'different' }],
    });
    expect((await queue()).counts).toMatchObject({ open: 4, same: 0 });
  });
  it('finds a person as anybody writes the name, and is certain of nobody when two fit', async () => {
    const { id, left } = await twins();
    const shown = (await artery(`duplicates show ${id} --json`)).json<DuplicateDetail>();
    const born = shown.fields.find(({ field }) => field === 'birth_date')?.left;
    const name = fold(left.label ?? '');
    const two = await artery([
      'duplicates',
      'lookup',
      '--value',
      `name=${name}`,
      '--value',
      `born=${String(born)}`,
      '--json',
    ]);
    expect(two.json<{ known: boolean; people: unknown[] }>()).toMatchObject({ known: false, people: [{}, {}] });
    const nobody = await artery(['duplicates', 'lookup', '--value', 'name=Nobody Atall', '--value', 'born=1/2/1903']);
    expect(nobody.stdout).toContain('Nobody known for certain.');
  });
  it('says what is wrong: no reason, no such outcome, no such pair, nothing to undo, two numbers, no such field', async () => {
    const which = (await twins()).id;
    const none = '00000000-0000-7000-8000-000000000000';
    for (const [words, told] of [
      [`duplicates decide ${which} different`, '--reason'],
      [`duplicates decide ${which} perhaps --reason "who knows"`, 'perhaps'],
      [`duplicates show ${none}`, 'No such pair'],
      [`duplicates undo ${which} --reason "nothing there"`, 'Nothing is decided'],
      [`duplicates decide ${which} same --reason "without a word"`, 'different verified identifiers'],
      ['duplicates lookup --value shoe=42', 'nothing to look up by'],
      ['duplicates list --least often', ''],
    ] as const) {
      const said = await artery(words);
      expect([words, said.exit === 0, said.stderr.includes(told)]).toEqual([words, false, true]);
    }
    expect((await queue()).counts.open).toBe(4);
  });
});
