/** Exchange at a terminal: what there is, asking and what stands against it, a class of bodies, taking back, and why not. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { commandsOn, keepEngine, ownFolder, type Command } from '../harness/cli.ts';
import { initialised } from '../harness/initialised.ts';

const folder = ownFolder();
let artery: Command;
let engine: AsyncDisposable | undefined;

function file(name: string, content: unknown): string {
  const path = join(folder.path, name);
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return path;
}

const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const demand = {
  purpose: 'doi-chieu-ho-so',
  purposeText: 'To compare files',
  basis: 'luat-du-lieu-11',
  citation: 'Law on Data, art. 11',
  elements: ['DTD.CN.004', 'DTD.CN.005'],
  rows: 'own-tree',
  mode: 'lookup',
  volume: '200 records a month',
  quota: 200,
  quotaPeriod: 'month',
  from: day(1),
  to: day(300),
  recipient: 'The organising office',
  retention: 'Erased after a year',
};
const asking = { body: '97', register: 'dang-vien', names: { en: 'Files' }, demand };

beforeAll(async () => {
  artery = commandsOn(join(folder.path, 'data'));
  await initialised(artery.data);
  engine = await keepEngine(artery.data);
}, 300_000);
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
  folder.remove();
});

describe('exchange', { timeout: 120_000 }, () => {
  it('catalogue finds with and without tone marks, and prints DCAT', async () => {
    const [marked, plain] = [
      await artery('exchange catalogue "đảng viên"'),
      await artery('exchange catalogue "dang vien"'),
    ];
    expect(marked.exit).toBe(0);
    expect(plain.stdout).toBe(marked.stdout);
    expect((await artery('exchange catalogue nothing-of-the-kind --json')).json<{ items: [] }>().items).toEqual([]);
    const turtle = await artery('exchange catalogue --format turtle');
    expect(turtle.stdout).toContain('dcat:Catalog');
    expect((await artery('exchange catalogue --format xml')).exit).toBe(2);
  });

  it('request says what stands against it before it is sent, then sends it and shows where it stands', async () => {
    const bad = await artery([
      'exchange',
      'request',
      file('bad.yaml', { ...asking, demand: { ...demand, to: '2020-01-01' } }),
      '--dry-run',
    ]);
    expect(bad.exit).toBe(1);
    const good = file('good.yaml', asking);
    const tried = await artery(['exchange', 'request', good, '--dry-run', '--json']);
    expect(tried.json<{ verdict: string }>().verdict, tried.stdout).not.toBe('cannot');
    const sent = await artery(['exchange', 'request', good, '--json']);
    expect(sent).toMatchObject({ exit: 0 });
    const { code, stage } = sent.json<{ code: string; stage: string }>();
    const shown = await artery(`exchange show ${code} --json`);
    expect(shown.json()).toMatchObject({ code, stage });
    expect((await artery('exchange show YC-none')).exit).not.toBe(0);
    const agreement = await artery('exchange show TT-01');
    expect(agreement, agreement.stderr).toMatchObject({ exit: 0 });
    expect(agreement.stdout).toMatch(/\d+ \/ \d+/);
  });

  it('what is no request is answered with its place', async () => {
    expect((await artery(['exchange', 'request', file('list.yaml', '- a\n')])).exit).toBe(2);
    expect((await artery(['exchange', 'request', join(folder.path, 'absent.yaml')])).exit).toBe(2);
    const unknown = await artery(['exchange', 'request', file('unknown.yaml', { ...asking, register: 'nothing' })]);
    expect(unknown.exit).not.toBe(0);
    const wrong = await artery([
      'exchange',
      'request',
      file('wrong.yaml', { ...asking, demand: { ...demand, mode: 'shout' } }),
    ]);
    expect(`${wrong.stdout}${wrong.stderr}`).toContain('mode');
  });

  it('why names rule and remedy, and an agreement for a class is one act that can be taken back', async () => {
    const why = await artery('exchange why dan-cu --permission registers.lookup --elements DTD.CN.001 --json');
    expect([0, 1]).toContain(why.exit);
    expect(why.json<{ decision: { rule: string } }>().decision.rule).toMatch(/\//);
    const granting = {
      registers: ['dang-vien'],
      names: { en: 'Communes compare files' },
      for: { class: { level: 'commune' } },
      ...{ elements: ['DTD.CN.004'], rows: 'own-tree', purpose: 'doi-chieu-ho-so', basis: 'luat-du-lieu-11' },
      ...{ mode: 'lookup', from: day(0), to: day(100) },
    };
    const granted = await artery(['exchange', 'grant', file('class.yaml', granting), '--json']);
    expect(granted, granted.stdout + granted.stderr).toMatchObject({ exit: 0 });
    const { agreements, grants } = granted.json<{ agreements: string[]; grants: number }>();
    expect(agreements).toHaveLength(1);
    expect(grants).toBeGreaterThan(1);
    const one = await artery(`exchange revoke ${agreements[0] ?? ''} --consumer 99108 --suspend`);
    expect(one.exit).toBe(0);
    const all = await artery(`exchange revoke ${agreements[0] ?? ''} --json`);
    expect(all.json()).toMatchObject({ state: 'revoked' });
    expect((await artery('exchange revoke A-none')).exit).not.toBe(0);
  });

  it('gateway lets one consumer in and takes it back; a stranger to the agreement is no consumer', async () => {
    const none = await artery('exchange gateway list TT-01 --json');
    expect(none.json<{ consumers: object[] }>().consumers).toEqual([]);
    const allowed = await artery('exchange gateway allow TT-01 99108 --json');
    expect(allowed, allowed.stdout + allowed.stderr).toMatchObject({ exit: 0 });
    expect(allowed.json<{ consumers: { code: string }[] }>().consumers.map(({ code }) => code)).toEqual(['99108']);
    expect((await artery('exchange gateway list TT-01')).stdout).toContain('99108');
    const forbidden = await artery('exchange gateway forbid TT-01 99108 --json');
    expect(forbidden.json<{ consumers: object[] }>().consumers).toEqual([]);
    expect((await artery('exchange gateway allow TT-none 99108')).exit).not.toBe(0);
  });

  it('bi says why a grant is not opened, and that there is none', async () => {
    // The demo’s agreement whose confirmation has lapsed.
    const refused = await artery('exchange bi open TT-05 98');
    expect(refused.exit).not.toBe(0);
    expect(refused.stderr).toContain('governance/agreement-security-lapsed');
    // Counted, and by single look-ups only: not for a tool that reads many rows.
    expect((await artery('exchange bi open TT-01 99108')).exit).not.toBe(0);
    const listed = await artery('exchange bi list TT-05 --json');
    expect(listed.json()).toMatchObject({ items: [], unfit: null });
    expect((await artery('exchange bi close TT-05 98')).exit).not.toBe(0);
  });

  it('a budget of different records is set, shown and taken away', async () => {
    const set = await artery('agreements subjects TT-01 500 --json');
    expect(set.json()).toMatchObject({ subjects: 500, grants: [{ read: 0 }, {}, {}, {}] });
    expect((await artery('agreements subjects TT-01')).exit).toBe(2);
    for (const wrong of ['many', '0', '1.5']) expect((await artery(`agreements subjects TT-01 ${wrong}`)).exit).toBe(2);
    expect((await artery('agreements subjects TT-01 --none --json')).json()).toMatchObject({ subjects: null });
  });
});
