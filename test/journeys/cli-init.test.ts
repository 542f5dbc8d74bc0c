/** Setting up data for real and starting a trial over: what must never be mixed up. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandsOn, engines, ownFolder } from '../harness/cli.ts';

const folder = ownFolder();
const file = (name: string) => join(folder.path, name);
afterAll(() => folder.remove());

describe('for real', () => {
  const artery = commandsOn(file('real'));
  const real = 'init --profile vn-party --no-demo';
  const ARTERY_ADMIN_PASSWORD = 'long enough for this';

  it('refuses what would leave a node half set up, before anything is made', async () => {
    const refusals = [
      ['init --no-demo --admin keeper', 'profile-is-trial', {}],
      [real, 'admin-missing', {}],
      [`${real} --admin keeper`, 'password-missing', {}],
      [`${real} --admin keeper`, 'weak-password', { ARTERY_ADMIN_PASSWORD: 'short' }],
      ['init --profile nobody-has-it', 'ProfileError', {}],
    ] as const;
    for (const [words, why, env] of refusals) {
      const said = await artery(`${words} --json`, { env });
      expect([words, said.exit, said.stdout, said.stderr]).toEqual([words, 2, '', expect.stringContaining(why)]);
    }
    expect(existsSync(artery.data)).toBe(false);
  }, 60_000);

  it('starts empty, with one administrator, and takes identifiers of real people', async () => {
    const made = await artery(`${real} --admin keeper --json`, { env: { ARTERY_ADMIN_PASSWORD } });
    expect(made.stderr).toBe('');
    expect(made.json()).toMatchObject({ profile: 'vn-party', demo: false, administrator: 'keeper' });
    expect(engines(artery.data)).toEqual([]);
    const accounts = (await artery('accounts list --json')).json<{ items: { name: string }[] }>();
    expect(accounts.items.map((one) => one.name)).toEqual(['keeper']);
    const none = (await artery('read dang-vien --json')).json<{ items: unknown[] }>();
    expect(none.items).toEqual([]);
    // A trial refuses the whole file for this (`cli.test.ts`); here it is read like any other.
    const list = file('list.csv');
    writeFileSync(list, 'card_no,birth_name,person_id\n011000000001,An Binh,001190000777\n');
    const root =
      (await artery('bodies list --limit 1 --json')).json<{ items: { code: string }[] }>().items[0]?.code ?? '';
    const checked = await artery(`load dang-vien ${list} --body ${root} --dry-run --json`);
    expect([checked.stderr, checked.json()]).toMatchObject(['', { load: { counts: { rows: 1 } } }]);
    const again = await artery(`${real} --admin other --json`, { env: { ARTERY_ADMIN_PASSWORD } });
    expect([again.exit, again.stderr]).toEqual([2, expect.stringContaining('already-set-up')]);
    // The data remember their profile: nobody has to say it again, and nobody can say another.
    const other = await artery('codes list', { env: { ARTERY_PROFILE: 'vn-demo' } });
    expect([other.exit, other.stderr]).toEqual([2, expect.stringContaining('vn-party')]);
  }, 300_000);

  it('is never removed as a trial', async () => {
    const said = await artery('reset-demo --json');
    expect([said.exit, said.stderr]).toEqual([2, expect.stringContaining('not-a-trial')]);
    expect((await artery('accounts list')).exit).toBe(0);
  }, 60_000);
});

describe('a trial', () => {
  it('goes when it is told to, with its keys, and leaves what is not its own', async () => {
    const artery = commandsOn(file('trial'));
    expect((await artery('reset-demo --json')).json()).toEqual({ removed: false });
    expect((await artery('init')).exit).toBe(0);
    writeFileSync(join(artery.data, 'mine.txt'), 'not of Artery');
    expect((await artery('reset-demo --json')).json()).toMatchObject({ removed: true });
    expect(existsSync(join(artery.data, 'postgres'))).toBe(false);
    expect(existsSync(join(artery.data, 'keys'))).toBe(false);
    expect(existsSync(join(artery.data, 'mine.txt'))).toBe(true);
    expect((await artery('codes list')).exit).toBe(2);
  }, 300_000);
});
