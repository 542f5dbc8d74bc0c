/** Dictionaries as files at a terminal: compared, signed, verified, rehearsed and adopted. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliOn, ownFolder, type Cli } from '../harness/cli.ts';
import { testFiles } from '../../src/dictionary/testing/dictionary.ts';

const folder = ownFolder();
const file = (name: string) => join(folder.path, name);
let artery: Cli;

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
  artery = cliOn(file('data'));
  profile('county', testFiles);
  profile('tighter', tighter);
});
afterAll(() => folder.remove());

describe('dictionary diff', () => {
  it('says entry by entry what changed and why that breaks: exit 1; the same the other way round does not', async () => {
    const said = await artery(`dictionary diff ${file('county')} ${file('tighter')}`);
    expect([said.exit, said.stderr]).toEqual([1, '']);
    expect(said.stdout).toContain('values narrowed from 40 to 30');
    expect(said.stdout).toContain('A value that was right may now be refused.');
    expect(said.stdout).toContain('1 changes, 1 of them breaking');
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
  });
});
