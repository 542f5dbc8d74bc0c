/** The command line on a data folder of its own, as a person at a terminal or a script meets it. */
import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/platform/db/db.ts';
import { startServer } from '../../src/platform/db/embedded.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { readPlaces } from '../harness/cli-files.ts';
import { commandsOn, keepEngine, ownFolder, type Command } from '../harness/cli.ts';
import { initialised } from '../harness/initialised.ts';

const ROOT = join(import.meta.dirname, '../..');
const LIST = join(ROOT, 'demo/files/danh-sach-dong-lau-q4.xlsx');
const folder = ownFolder();
const file = (name: string) => join(folder.path, name);
let artery: Command;
let engine: AsyncDisposable | undefined;

beforeAll(async () => {
  artery = commandsOn(file('data'));
  await initialised(artery.data);
  engine = await keepEngine(artery.data);
}, 300_000);
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
  folder.remove();
});

describe('codes', () => {
  it('says what a code meant on a day: the same code, another place', async () => {
    const then = await artery('codes resolve XA 99231 --on 2025-06-30 --lang vi');
    expect([then.exit, then.stdout.split('\n')[0]]).toEqual([0, readPlaces().before]);
    const today = await artery('codes resolve XA 99231 --on today --json');
    expect(today.json()).toMatchObject({ list: 'XA', code: '99231', meaning: { names: { vi: readPlaces().today } } });
    // Two units had the code: without a day nobody is told the wrong one.
    const asked = await artery('codes resolve XA 99231 --json');
    expect([asked.exit, asked.json()]).toMatchObject([1, { reason: 'day-needed', everyMeaning: [{}, {}] }]);
  });

  it('finds nothing to say about a code that is not there', async () => {
    const said = await artery('codes resolve XA 00000 --json');
    expect([said.exit, said.stdout]).toEqual([2, '']);
    expect(JSON.parse(said.stderr)).toMatchObject({ type: '/problems/dictionary/code-not-found', status: 404 });
  });

  const units = join(ROOT, '../shared/data/vn-units/units-2026.json');
  it.skipIf(!existsSync(units))(
    'imports communes below their provinces; the same file again changes nothing',
    async () => {
      const nested = `codes import XA ${units} --columns code=Wards[].Code,name=Wards[].FullName,parent=Code --json`;
      // The file was written before twelve communes became wards: what is newer is kept, and told (see `plan-import.ts`).
      const older = Array.from({ length: 12 }, () => ({ kind: 'older' }));
      const nothing = { added: 0, changed: 0, ended: 0, changeSet: null };
      const first = await artery(nested);
      expect(first.json()).toMatchObject({ list: 'XA', read: 3321, findings: older });
      expect((await artery(nested)).json()).toMatchObject({ read: 3321, ...nothing, findings: older });
      // The upper level alone; then both levels at once, told and as they are recognised.
      const upper = await artery(`codes import TINH ${units} --json`);
      expect(upper.json()).toMatchObject({ read: 34, findings: older.slice(0, 2) });
      const both = `codes import XA ${units} --columns code=Code,name=FullName,children=Wards --dry-run --json`;
      expect((await artery(both)).json()).toMatchObject({ read: 34 + 3321, added: 0, changed: 0 });
      const seen = await artery(`codes import XA ${units} --dry-run --json`);
      expect(seen.json()).toMatchObject({ read: 34 + 3321, added: 0, changed: 0 });
      const { findings } = seen.json() as { findings: { kind: string }[] };
      expect(new Set(findings.map((one) => one.kind))).toEqual(new Set(['older']));
    },
  );

  it('imports into the upper level for real: a province bears another name from a day on', async () => {
    const path = file('provinces.csv');
    writeFileSync(path, 'code,name\n98,Khe Xanh\n');
    const said = await artery(`codes import TINH ${path} --from 2027-01-01 --json`);
    expect(said.json()).toMatchObject({ list: 'TINH', read: 1, added: 1, ended: 1, findings: [] });
    const on = async (day: string) =>
      (await artery(`codes resolve TINH 98 --on ${day} --lang vi`)).stdout.split('\n')[0];
    expect(await on('2027-01-01')).toBe('Khe Xanh');
    expect(await on('2026-12-31')).not.toBe('Khe Xanh');
  });

  it('says which column a file has not, and that a file has no rows', async () => {
    const path = file('provinces-2.csv');
    writeFileSync(path, 'code,name\n98,Khe Xanh\n');
    const absent = await artery(`codes import TINH ${path} --columns code=Kode,name=name`);
    expect([absent.exit, absent.stdout, absent.stderr]).toEqual([2, '', expect.stringMatching(/Kode.*code, name/)]);
    writeFileSync(path, 'code,name\n');
    const empty = await artery(`codes import TINH ${path} --from 2027-01-01 --complete --json`);
    expect([empty.exit, JSON.parse(empty.stderr)]).toMatchObject([2, { type: '/problems/dictionary/file-empty' }]);
  });
});

describe('load', () => {
  const kinds = { format: 9, date: 4, missing: 2, double: 3, unknown: 2 };
  interface Loaded {
    stored: boolean;
    findings: { row: number; kind: string; message: string }[];
    load: { state: string; counts: Record<string, number>; findings: Record<string, number>; account: string };
  }

  it('shows what is to review and stores nothing, until it is told to store what passes', async () => {
    const checked = await artery(`load dang-vien ${LIST} --body 99101 --json --findings 100`);
    expect(checked.exit).toBe(1);
    const { stored, load, findings } = checked.json<Loaded>();
    expect([stored, load.state]).toEqual([false, 'checked']);
    expect(load.counts).toMatchObject({ rows: 620, ready: 600, wrong: 20 });
    expect(load.findings).toEqual(kinds);
    expect(findings.length).toBeGreaterThanOrEqual(20);

    const review = file('review.xlsx');
    const done = await artery(`load dang-vien ${LIST} --body 99101 --only-valid --review ${review} --json`);
    expect(done.exit).toBe(1);
    expect(done.json<Loaded>()).toMatchObject({
      stored: true,
      load: { state: 'committed', account: 'terminal', counts: { new: 600, wrong: 20 }, findings: kinds },
    });
    expect(readFileSync(review).subarray(0, 2).toString()).toBe('PK');

    const again = await artery(`load dang-vien ${LIST} --body 99101 --only-valid --json`);
    expect(again.json<Loaded>().load.counts).toMatchObject({ new: 0, changed: 0, unchanged: 600 });
  }, 120_000);

  const people = (rows: readonly string[]) => {
    const path = file(`people-${String(rows.length)}.csv`);
    writeFileSync(path, ['birth_name,person_id,birth_date,sex', ...rows].join('\n'));
    return path;
  };
  const good = Array.from({ length: 50 }, (_, i) => `An Binh,0991900001${String(i).padStart(2, '0')},1990-01-02,NU`);

  it('straight in: whole or not at all, or what passes', async () => {
    const mixed = people([...good, 'An Binh,099,1990-01-02,NU']);
    const refused = await artery(`load dan-cu ${mixed} --body TW --straight --json`);
    expect(refused.exit).toBe(1);
    expect(refused.json<Loaded>()).toMatchObject({
      stored: false,
      load: { counts: { wrong: 1 } },
      findings: [{ row: 52 }],
    });
    expect((await artery('read dan-cu --key 099190000100')).exit).toBe(2);

    const stored = await artery(`load dan-cu ${mixed} --body TW --straight --only-valid --json`);
    expect(stored.exit).toBe(1);
    expect(stored.json<Loaded>()).toMatchObject({ stored: true, load: { counts: { new: 50, wrong: 1 } } });
    expect((await artery('read dan-cu --key 099190000100')).exit).toBe(0);
  }, 120_000);

  it('takes a column by another name, and refuses one that the file has not', async () => {
    const path = file('other.csv');
    writeFileSync(path, 'Who,Number\nAn Binh,099190000777\n');
    const columns = '--columns birth_name=Who,person_id=Number';
    expect(
      (await artery(`load dan-cu ${path} --body TW ${columns} --dry-run --json`)).json<Loaded>().load.counts,
    ).toMatchObject({
      rows: 1,
    });
    const wrong = await artery(`load dan-cu ${path} --body TW --columns birth_name=Name --dry-run`);
    expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining('Who, Number')]);
  });

  it('a real identifier is refused by a trial, whichever way it comes', async () => {
    const path = people(['An Binh,001190000777,1990-01-02,NU']);
    for (const way of ['', '--straight --only-valid']) {
      const said = await artery(`load dan-cu ${path} --body TW ${way} --json`);
      expect([said.exit, said.stderr]).toEqual([2, expect.stringContaining('real-identifier-refused')]);
    }
  }, 60_000);
});

describe('read', () => {
  it('pages, filters, keys, days and formats', async () => {
    interface Page {
      items: { record: string; version: number; values: Record<string, string> }[];
      next?: string;
    }
    const page = (await artery('read dang-vien --limit 3 --columns card_no,birth_name --json')).json<Page>();
    expect(page.items).toHaveLength(3);
    expect(page.next).toBeTypeOf('string');
    const { card_no: key = '', birth_name: name } = page.items[0]?.values ?? {};
    const one = (await artery(`read dang-vien --key ${key} --json`)).json<Page['items'][0]>();
    expect(one.values).toMatchObject({ card_no: key, birth_name: name });
    const csv = await artery(`read dang-vien --key ${key} --columns card_no --format csv`);
    expect(csv.stdout).toContain(key);
    expect(csv.stdout.trim().split('\n').length).toBeLessThanOrEqual(3);
    const few = await artery('read dang-vien --columns card_no --limit 2 --format ndjson');
    expect(
      few.stdout
        .trim()
        .split('\n')
        .filter((line) => line.includes('record_id')),
    ).toHaveLength(2);
    const long = (await artery('read dang-vien --known-on 2020-01-01 --json')).json<Page>();
    expect(long.items).toEqual([]);
    const wrong = await artery('read dang-vien --where nothing:eq:1');
    expect([wrong.exit, wrong.stdout]).toEqual([2, '']);
  }, 120_000);

  it('exports a workbook to a file that appears whole', async () => {
    const out = file('members.xlsx');
    const said = await artery(`export dang-vien --columns person_id --out ${out} --json`);
    expect(said.json()).toMatchObject({ file: out, format: 'xlsx' });
    expect(readFileSync(out).subarray(0, 2).toString()).toBe('PK');
    expect(existsSync(`${out}.part`)).toBe(false);
  });
});

describe('audit', () => {
  it('verifies here and from a copy; after any flipped byte it does not', async () => {
    const sound = await artery('audit verify --json');
    expect([sound.exit, sound.json()]).toMatchObject([0, { ok: true, firstBad: null }]);
    const copy = file('copy');
    expect((await artery(`audit export ${copy}`)).exit).toBe(0);
    // Nothing is needed but the copy: not even a data folder.
    const elsewhere = commandsOn(file('nowhere'));
    expect((await elsewhere(`audit verify ${copy}`)).exit).toBe(0);

    for (const name of ['entries.ndjson', 'hashes', 'checkpoint', 'vkey']) {
      const flipped = file(`flipped-${name}`);
      cpSync(copy, flipped, { recursive: true });
      const bytes = readFileSync(join(flipped, name));
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      writeFileSync(join(flipped, name), bytes);
      const said = await elsewhere(`audit verify ${flipped} --json`);
      expect([name, said.exit, said.json<{ ok: boolean }>().ok]).toEqual([name, 1, false]);
    }
  }, 120_000);

  it('finds one altered letter in the database itself', async () => {
    const alter = async (from: string, to: string) => {
      await using engine = await startServer({ dataDir: join(artery.data, 'postgres'), passing: true });
      await using db = openDatabase({ ...engine.target, database: 'artery' }, 1);
      await db.transaction(async (tx) => {
        // Somebody who owns the database server: its triggers do not stop them.
        await tx.run(sql`set local session_replication_role = replica`);
        const leaf = sql`update platform.audit_entry set leaf = replace(leaf, ${from}, ${to}) where position = 3`;
        expect(await tx.run(leaf)).toBe(1);
      });
    };
    await alter('"actor":"system"', '"actor":"sistem"');
    const altered = await artery('audit verify --json');
    expect([altered.exit, altered.json()]).toMatchObject([1, { ok: false, firstBad: 3 }]);
    await alter('"actor":"sistem"', '"actor":"system"');
    expect((await artery('audit verify')).exit).toBe(0);
  }, 60_000);

  it('names the terminal, and never the value that was looked for', async () => {
    const copy = file('trail');
    await artery('dictionary search identification');
    await artery(`audit export ${copy}`);
    const leaves = readFileSync(join(copy, 'entries.ndjson'), 'utf8');
    expect(leaves).toContain('"cli.command"');
    expect(leaves).toContain('"terminal"');
    expect(leaves).not.toContain('identification');
  }, 60_000);
});

describe('accounts', () => {
  it('are made, get posts and keys; a weak password is refused before anything is made', async () => {
    const weak = await artery('accounts add an.binh --password-stdin --json', { input: 'short\n' });
    expect([weak.exit, weak.stderr]).toEqual([2, expect.stringContaining('weak-password')]);
    const made = await artery('accounts add an.binh --password-stdin --post officer --body 99101 --json', {
      input: 'a rather long one\n',
    });
    expect(made.json()).toMatchObject({ name: 'an.binh', kind: 'person' });
    expect((await artery('accounts post an.binh steward 99101')).exit).toBe(0);
    const key = file('an.key');
    const said = await artery(`accounts key an.binh --out ${key} --json`);
    expect(said.stdout).not.toContain(readFileSync(key, 'utf8').trim());
    const list = (await artery('accounts list --json')).json<{ items: { name: string }[] }>();
    expect(list.items.map((one) => one.name)).toContain('an.binh');
    expect((await artery('accounts password an.binh', { input: 'another long one\n' })).exit).toBe(0);
    expect((await artery('accounts password nobody', { input: 'another long one\n' })).exit).toBe(2);
  }, 120_000);
});

describe('the other commands', () => {
  it('bodies go out and come in again as they are', async () => {
    const out = file('bodies.yaml');
    expect((await artery(`bodies export --out ${out}`)).exit).toBe(0);
    const again = await artery(`bodies import ${out} --json`);
    expect(again.json()).toMatchObject({ added: 0, changed: 0, changeSet: null });
    appendFileSync(out, '- code: TW\n  names: 7\n');
    const wrong = await artery(`bodies import ${out} --dry-run --json`);
    expect([wrong.exit, wrong.json<{ stored: boolean }>().stored]).toEqual([1, false]);
    const list = await artery('bodies list --text "dong lau" --json');
    expect(list.json<{ items: { code: string }[] }>().items.map((body) => body.code)).toContain('99101');
  }, 60_000);

  it('work, tasks and the documented API', async () => {
    expect((await artery('work')).exit).toBe(2);
    expect((await artery('work --body 99101 --json')).json()).toMatchObject({
      counts: { open: expect.any(Number) as number },
    });
    const tasks = (await artery('tasks --json')).json<{ items: unknown[]; counts: { all: number } }>();
    expect(tasks.items).toHaveLength(tasks.counts.all);
    const sheet = file('tasks.xlsx');
    expect((await artery(`tasks export ${sheet}`)).exit).toBe(0);
    expect((await artery(`tasks import ${sheet} --dry-run --json`)).json()).toMatchObject({ changed: 0, findings: [] });
    const document = (await artery('openapi')).json<{ openapi: string; paths: object }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).length).toBeGreaterThan(50);
  }, 120_000);
});
