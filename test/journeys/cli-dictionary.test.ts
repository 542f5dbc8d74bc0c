/** Dictionaries as files at a terminal: compared, signed, verified, rehearsed and adopted. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOn, keepEngine, ownFolder, type Command } from '../harness/cli.ts';
import { initialised } from '../harness/initialised.ts';
import { hashOf } from '../../src/dictionary/canonical.ts';
import type { Plan } from '../../src/dictionary/plan.ts';
import type { RehearsalView } from '../../src/records/contract.ts';
import { testFiles } from '../../src/dictionary/testing/dictionary.ts';

const folder = ownFolder();
const file = (name: string) => join(folder.path, name);
let artery: Command;
let engine: AsyncDisposable | undefined;

/** A profile as data in the folder of the test. */
function profile(name: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries({ 'profile.yaml': 'languages: [en, fr]\n', ...files })) {
    mkdirSync(join(file(name), path, '..'), { recursive: true });
    writeFileSync(join(file(name), path), text);
  }
}
const PEOPLE = 'dictionary/elements/people.yaml';
const tighter = { ...testFiles, [PEOPLE]: testFiles[PEOPLE]!.replace('maxLength: 40', 'maxLength: 30') };

beforeAll(() => {
  artery = commandsOn(file('data'));
  profile('county', testFiles);
  profile('tighter', tighter);
});
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
  folder.remove();
});

describe('dictionary diff', () => {
  it('says entry by entry what changed and why that breaks: exit 1; the same the other way round does not', async () => {
    const said = await artery(`dictionary diff ${file('county')} ${file('tighter')}`);
    expect([said.exit, said.stderr]).toEqual([1, '']);
    expect(said.stdout).toContain('values narrowed from 40 to 30');
    expect(said.stdout).toContain('A value that was right may now be refused.');
    expect(said.stdout).toContain('Breaking · changes: 1 · breaking: 1');
    const back = await artery(`dictionary diff ${file('tighter')} ${file('county')} --json`);
    expect(back.exit).toBe(0);
    expect(back.json()).toMatchObject({ verdict: 'compatible', changes: [{ rule: 'wider' }], renames: [] });
  });

  it('fails on what is no dictionary', async () => {
    writeFileSync(file('other.json'), '{}');
    const said = await artery(`dictionary diff ${file('other.json')} ${file('county')}`);
    expect([said.exit, said.stdout]).toEqual([2, '']);
  });
});

describe('dictionary release and verify', () => {
  const out = file('release-1.json');
  let key = '';

  it('sign with a key that is made when asked, and never write over a release', async () => {
    const words = `dictionary release ${file('county')} --out ${out} --key ${file('office.pem')}`;
    expect((await artery(words)).stderr).toContain('--new-key');
    const said = await artery(`${words} --new-key --json`);
    expect([said.exit, said.stderr]).toEqual([0, '']);
    ({ key } = said.json<{ key: string }>());
    expect(said.json()).toMatchObject({ number: 1, edition: '1.0' });
    expect(statSync(file('office.pem')).mode & 0o777).toBe(0o600);
    expect((await artery(words)).exit).toBe(2);
  });

  it('say whose signature, which number and hash; and fail after a flipped byte or under another key', async () => {
    const said = await artery(`dictionary verify ${out} --public-key ${key} --json`);
    expect(said.json()).toMatchObject({ ok: true, number: 1, key, trusted: true });
    const bytes = readFileSync(out);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file('spoiled.json'), bytes);
    expect((await artery(`dictionary verify ${file('spoiled.json')}`)).exit).toBe(1);
    const other = `dictionary release ${file('tighter')} --out ${file('other-1.json')} --key ${file('other.pem')} --new-key --json`;
    const { key: otherKey } = (await artery(other)).json<{ key: string }>();
    const wrong = await artery(`dictionary verify ${out} --public-key ${otherKey} --json`);
    expect([wrong.exit, wrong.json<{ ok: boolean }>().ok]).toEqual([1, false]);
  });

  it('compare a release with what is being written', async () => {
    const said = await artery(`dictionary diff ${out} ${file('tighter')} --json`);
    expect([said.exit, said.json<{ changes: unknown[] }>().changes.length]).toEqual([1, 1]);
    expect(said.json()).toMatchObject({ versions: [{ kind: 'element', before: '1.0', version: '2.0' }] });
  });

  it('count the version of every entry from the release before, and refuse one that is stated too low', async () => {
    const second = `dictionary release ${file('tighter')} --key ${file('office.pem')} --previous ${out}`;
    const wrong = await artery(`${second} --number 7 --out ${file('seventh.json')}`);
    expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining('The next number is 2, not 7.')]);
    const said = await artery(`${second} --out ${file('release-2.json')} --json`);
    expect([said.exit, said.stderr]).toEqual([0, '']);
    const [{ key: element } = { key: '' }] = said.json<{ versions: { key: string }[] }>().versions;
    expect(said.json()).toMatchObject({ number: 2, versions: [{ before: '1.0', version: '2.0' }] });
    // What was signed counts from then on: the way back is compatible, and one more.
    const back = await artery(`dictionary diff ${file('release-2.json')} ${file('county')}`);
    expect(back.stdout).toContain(`${element}: 2.0 → 2.1`);
    profile('low', {
      ...tighter,
      [PEOPLE]: tighter[PEOPLE]!.replace('maxLength: 30', "maxLength: 30\n    version: '1.5'"),
    });
    const check = await artery(`dictionary check ${file('low')} --previous ${out}`);
    expect(check.stdout).toContain(`${element}/version: Version 1.5 is below what this change asks for`);
    const low = await artery(
      `dictionary release ${file('low')} --key ${file('office.pem')} --previous ${out} --out ${file('low.json')}`,
    );
    expect([low.exit, low.stdout]).toEqual([1, expect.stringContaining('Write 2.0 or a higher one')]);
    expect(existsSync(file('low.json'))).toBe(false);
  });
});

describe('dictionary rehearse and adopt', () => {
  const next = file('release-3.json');
  let key = '';
  /** The plan of the trial with another length of one name: as `plan.json`, hashed anew. */
  function planWith(maxLength: number): string {
    const { hash: _, ...plan } = JSON.parse(readFileSync(file('compiled/plan.json'), 'utf8')) as Plan;
    const member = plan.entities.find((one) => one.name === 'party_member')!;
    const { element } = member.fields.find((one) => one.dataType === 'string' && one.maxLength !== undefined)!;
    const changed = {
      ...plan,
      elements: plan.elements.map((one) => (one.code === element ? { ...one, maxLength } : one)),
      entities: plan.entities.map((entity) => ({
        ...entity,
        fields: entity.fields.map((one) => (one.element === element ? { ...one, maxLength } : one)),
      })),
    };
    const path = file(`plan-${String(maxLength)}.json`);
    writeFileSync(path, JSON.stringify({ ...changed, hash: hashOf(changed) }));
    return path;
  }
  const release = async (source: string, out: string, number: number) => {
    const words = `dictionary release ${source} --out ${out} --key ${file('office.pem')} --new-key --number ${String(number)} --json`;
    return (await artery(words)).json<{ key: string }>().key;
  };
  beforeAll(async () => {
    await initialised(artery.data);
    engine = await keepEngine(artery.data);
    expect(await artery(`dictionary compile vn-demo --out ${file('compiled')}`)).toMatchObject({ exit: 0 });
    key = await release(planWith(300), next, 3);
  }, 300_000);

  it('hold a dictionary against the node and change nothing', async () => {
    const same = await artery('dictionary rehearse vn-demo --json');
    expect(same.json()).toMatchObject({ from: 2, verdict: 'compatible', changes: [], registers: [], possible: true });
    expect(same.exit).toBe(0);
    const wider = await artery(`dictionary rehearse ${next}`);
    expect([wider.exit, wider.stderr]).toEqual([0, '']);
    expect(wider.stdout).toContain('It can follow release 2. Nothing was changed.');
  });

  it('name the rows that a narrower rule would refuse: exit 1', async () => {
    const said = await artery(`dictionary rehearse ${planWith(3)} --json`);
    expect(said.exit).toBe(1);
    const { registers, affected } = said.json<RehearsalView>();
    const [failing] = registers.find((one) => one.entity === 'party_member')?.failing ?? [];
    expect(failing).toMatchObject({ kind: 'length', blocks: true, before: 0 });
    expect(failing?.records.length).toBeGreaterThan(10);
    expect(new Set(affected.map((one) => one.kind))).toContain('form');
  });

  it('adopt the next release when somebody vouches for it, and nothing else', async () => {
    const problem = async (words: string) => {
      const said = await artery(`dictionary adopt ${words} --json`);
      return said.exit === 2 ? (JSON.parse(said.stderr) as { type: string }).type.replace(/.*\//, '') : said.exit;
    };
    expect(await problem(next)).toBe('release-key-needed');
    await release('vn-demo', file('again-3.json'), 3);
    expect(await problem(`${file('again-3.json')} --public-key ${key}`)).toBe('release-does-not-fit');
    await release(planWith(3), file('narrow-3.json'), 3);
    expect(await problem(`${file('narrow-3.json')} --public-key ${key}`)).toBe('release-fails');
    expect(await problem(`${next} --public-key ${key}`)).toBe(0);
    expect(await problem(next)).toBe(0);
  });

  it('hand a release on from node to node, in the bytes that were signed', async () => {
    const [first, second] = [file('from-one.json'), file('from-two.json')];
    expect(await artery(`dictionary download 3 --out ${first}`)).toMatchObject({ exit: 0, stderr: '' });
    expect(readFileSync(first)).toEqual(readFileSync(next));
    const twice = await artery(`dictionary download 3 --out ${first}`);
    expect([twice.exit, twice.stderr]).toEqual([2, expect.stringContaining('never written over')]);
    expect((await artery(`dictionary download 2 --out ${file('unsigned.json')} --json`)).stderr).toContain(
      'release-not-signed',
    );
    const other = commandsOn(file('other-data'));
    await initialised(other.data);
    expect((await other(`dictionary adopt ${first} --public-key ${key} --json`)).json()).toMatchObject({ number: 3 });
    expect(await other(`dictionary download 3 --out ${second}`)).toMatchObject({ exit: 0 });
    expect(readFileSync(second)).toEqual(readFileSync(next));
    const verified = await other(`dictionary verify ${second} --public-key ${key} --json`);
    expect(verified.json()).toMatchObject({ ok: true, number: 3, trusted: true });
  }, 300_000);
});
