/** The command line where there is no node: dictionaries from files, help, what is wrong with a call, another machine's node. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cliOn, commandsOn, ownFolder, systemNode } from '../harness/cli.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = ownFolder();
const file = (name: string) => join(folder.path, name);
afterAll(() => folder.remove());

describe('without a node', () => {
  const nowhere = commandsOn(file('nothing-here'));
  // A program of its own, with its own streams and exit code.
  const program = cliOn(nowhere.data);

  it('a dictionary is checked and compiled from its files alone', async () => {
    const profiles = file('profiles');
    mkdirSync(profiles);
    cpSync(join(ROOT, 'profiles/example-county'), join(profiles, 'mine'), { recursive: true });
    const sound = await nowhere(`dictionary check ${join(profiles, 'mine')} --json`);
    expect([sound.exit, sound.json()]).toEqual([0, { ok: true, findings: [] }]);
    const compiled = await nowhere(`dictionary compile ${join(profiles, 'mine')} --out ${file('compiled')} --json`);
    const { files } = compiled.json<{ files: string[] }>();
    for (const ending of ['plan.json', '.sql', '.staging.sql', '.schema.json', '.ts'])
      expect(files.some((name) => name.endsWith(ending) && existsSync(name))).toBe(true);

    rmSync(join(profiles, 'mine/dictionary/settings.yaml'), { force: true });
    writeFileSync(join(profiles, 'mine/dictionary/settings.yaml'), 'edition: [\n');
    const broken = await nowhere(`dictionary check ${join(profiles, 'mine')}`);
    expect([broken.exit, broken.stdout]).toEqual([1, expect.stringMatching(/settings\.yaml:\d+:\d+: /)]);
  }, 60_000);

  it('says what is wrong with how it was called, in the language asked for, on stderr', async () => {
    const english = await program('lod --lang en');
    expect([english.exit, english.stdout, english.stderr]).toEqual([2, '', expect.stringMatching(/"lod".*load/s)]);
    for (const words of ['load dang-vien', 'load dang-vien x.csv', 'codes', 'codes nothing', 'read x --limit many'])
      expect([words, (await nowhere(words)).exit]).toEqual([words, 2]);
    const none = await program('codes list --json');
    expect([none.exit, JSON.parse(none.stderr)]).toMatchObject([2, { error: 'not-set-up' }]);
    expect(existsSync(nowhere.data)).toBe(false);
    const arabic = await nowhere('codes list --lang ar');
    expect(arabic.stderr).toMatch(/[\u0600-\u06ff]/);
  }, 180_000);

  it('helps with examples, in three languages, without colours', async () => {
    for (const language of ['vi', 'en', 'ar']) {
      const said = await nowhere(`codes import --help --lang ${language}`);
      expect(said.exit).toBe(0);
      expect(said.stdout).toContain('$ artery codes import');
      expect(said.stdout).not.toMatch(/cli:|\u001b/);
    }
    const bare = await nowhere('');
    expect([bare.exit, bare.stdout]).toEqual([0, expect.stringContaining('reset-demo')]);
  }, 60_000);

  it('a key never goes over plain http to another machine', async () => {
    const key = file('some.key');
    writeFileSync(key, 'ak_something\n');
    const said = await nowhere(`tasks --node http://data.example.org --key ${key} --json`);
    expect([said.exit, JSON.parse(said.stderr)]).toMatchObject([2, { error: 'key-in-clear' }]);
    expect((await nowhere(`tasks --node https://data.example.org --json`)).stderr).toContain('key-missing');
    expect((await nowhere(`audit export x --node http://127.0.0.1:1 --key ${key} --json`)).stderr).toContain(
      'local-only',
    );
    expect((await nowhere(`tasks --node http://127.0.0.1:1 --key ${key} --json`)).stderr).toContain('node-silent');
  }, 60_000);

  it('completes for three shells', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { exit, stdout } = await nowhere(`completion ${shell}`);
      expect([exit, stdout]).toEqual([0, expect.stringContaining('only-valid')]);
    }
    const script = (await nowhere('completion bash')).stdout;
    const tried = 'COMP_WORDS=(artery codes res); COMP_CWORD=2; _artery; echo "${COMPREPLY[@]}"';
    expect(spawnSync('bash', ['-c', `${script}\n${tried}`], { encoding: 'utf8' }).stdout.trim()).toBe('resolve');
  }, 60_000);

  const old = systemNode();
  it.skipIf(old === undefined)('an older Node hands over to the one that came along', () => {
    const starter = join(ROOT, 'bin/artery.js');
    const said = spawnSync(old ?? '', [starter, '--version'], { encoding: 'utf8' });
    expect([said.status, said.stderr, said.stdout.trim()]).toEqual([0, '', expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
    expect(spawnSync(old ?? '', [starter, 'nothing-like-it'], { encoding: 'utf8' }).status).toBe(2);
  });
});
