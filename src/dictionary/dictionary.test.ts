import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { listChanges, sequenceChanges } from '../platform/changes/index.ts';
import { Problem } from '../platform/http/problem.ts';
import { sql } from '../platform/db/sql.ts';
import { codeLookup, codesOf } from './codes/codes-of.ts';
import { importCodes, type ImportRequest } from './codes/import-codes.ts';
import { resolveCode } from './codes/resolve-code.ts';
import { currentRelease, getRelease } from './current-release.ts';
import { install } from './install.ts';
import { publishRelease } from './publish-release.ts';
import { search } from './search.ts';
import { by, countyContext, unitFiles } from './testing/context.ts';
import { testFiles, testPlan } from './testing/dictionary.ts';

const TODAY = '2026-11-23';
const slugOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error.kind.slug : String(error);
  }
};
const RESIDENT = 'dictionary/entities/resident.yaml';
const edited = (path: string, from: string, to: string) => ({ [path]: (testFiles[path] as string).replace(from, to) });

describe('releases', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await countyContext(await testDatabase());
  });

  it('are published when the profile is new, and not again when it is the same', async () => {
    expect(await slugOf(currentRelease(context.db))).toBe('no-release');
    await install(context);
    await install(context);
    const release = await currentRelease(context.db);
    expect(release).toMatchObject({ number: 1, edition: '1.0', verdict: 'first' });
    expect(release.plan).toEqual(testPlan());
    expect(context.audited.map((entry) => entry.action)).toEqual(['dictionary.publish-release']);
  });

  it('are numbered, compared with the one before, and remembered', async () => {
    const plan = testPlan(edited(RESIDENT, '{ element: CTY.106 }', '{ element: CTY.106, required: true }'));
    const second = await publishRelease(context, plan, by);
    expect(second).toMatchObject({ number: 2, verdict: 'breaking' });
    expect((await currentRelease(context.db)).hash).toBe(plan.hash);
    expect((await getRelease(context.db, 1)).plan).toEqual(testPlan());
    await publishRelease(context, testPlan(), by);
    expect((await currentRelease(context.db)).number).toBe(3);
    await sequenceChanges(context.db, context.clock.now());
    const changes = await listChanges(context.db, { kind: 'release' });
    expect(changes.map((change) => change.release).sort()).toEqual([1, 2, 3]);
  });

  it('are never changed: the database itself refuses', async () => {
    await expect(context.db.run(sql`update dictionary.release set edition = 'x' where number = 1`)).rejects.toThrow(
      'never changed',
    );
    await expect(context.db.run(sql`delete from dictionary.release where number = 1`)).rejects.toThrow('never changed');
  });

  it('could be changed without the defence', async () => {
    const change = sql`update dictionary.release set edition = 'x' where number = 1`;
    const work = context.db.transaction(async (tx) => {
      await tx.script('alter table dictionary.release disable trigger release_is_immutable');
      expect(await tx.run(change)).toBe(1);
      throw new Error('undone');
    });
    await expect(work).rejects.toThrow('undone');
    expect((await getRelease(context.db, 1)).edition).toBe('1.0');
  });

  it('refuse a plan that was changed after it was compiled', async () => {
    expect(await slugOf(publishRelease(context, { ...testPlan(), release: '9.9' }, by))).toBe('hash-mismatch');
  });

  it('keep their numbers gap-free when several are published at once', async () => {
    const plans = ['2.0', '2.1', '2.2'].map((edition) =>
      testPlan(edited('dictionary/settings.yaml', "'1.0'", `'${edition}'`)),
    );
    await Promise.all(plans.map((plan) => publishRelease(context, plan, by)));
    const rows = await context.db.rows<{ number: number }>(sql`select number from dictionary.release order by number`);
    expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('codes in time', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await countyContext(await testDatabase(), unitFiles);
    await install(context);
  });
  const resolve = (list: string, code: string, on = TODAY) => resolveCode(context.db, { list, code, on, today: TODAY });

  it('answer by day when a code was used again for another unit', async () => {
    expect((await resolve('PARISH', '003', '2025-06-30')).meaning?.names['en']).toBe('Parish of Brook');
    expect((await resolve('PARISH', '003', '2025-07-01')).meaning?.names['en']).toBe('Town of High Dyke');
    expect((await resolve('PARISH', '003')).everyMeaning).toHaveLength(2);
  });

  it('say what became of the unit of that day, whole or in part', async () => {
    expect((await resolve('PARISH', '003', '2025-06-30')).successors).toMatchObject([
      { code: '001', kind: 'part', share: 0.6, names: { en: 'Parish of Ashford' } },
      { code: '004', kind: 'part', share: 0.4 },
    ]);
    expect((await resolve('PARISH', '003')).successors).toEqual([]);
    expect((await resolve('PARISH', '001')).predecessors).toMatchObject([
      { code: '002', names: { en: 'Parish of Old Mill' }, kind: 'whole', share: 1, day: '2025-07-01' },
      { code: '003', names: { en: 'Parish of Brook' }, kind: 'part', share: 0.6 },
    ]);
    expect((await resolve('PARISH', '001', '2025-06-30')).predecessors).toEqual([]);
    expect((await resolve('PARISH', '002', '2025-06-30')).successors).toMatchObject([{ code: '001', kind: 'whole' }]);
    expect((await resolve('PARISH', '001')).successors).toEqual([]);
  });

  it('are asked for their day when they stood for several units, and only then', async () => {
    const ask = (code: string) => resolveCode(context.db, { list: 'PARISH', code, today: TODAY });
    const reused = await ask('003');
    expect(reused).toMatchObject({ reason: 'day-needed', successors: [] });
    expect(reused.meaning).toBeUndefined();
    expect(reused.everyMeaning).toHaveLength(2);
    expect(await ask('001')).toMatchObject({ meaning: { names: { en: 'Parish of Ashford' } } });
    // The one unit that is no more is told with what became of it.
    expect(await ask('002')).toMatchObject({
      meaning: { names: { en: 'Parish of Old Mill' } },
      successors: [{ code: '001', kind: 'whole', share: 1, day: '2025-07-01' }],
    });
    expect(await resolve('PARISH', '002', TODAY)).toMatchObject({ reason: 'not-then', successors: [] });
  });

  it('refuse what there is not', async () => {
    expect(await slugOf(resolve('NONE', '1'))).toBe('code-list-not-found');
    expect(await slugOf(resolve('PARISH', '999'))).toBe('code-not-found');
    expect(await slugOf(resolve('PARISH', '001', '2025-02-30'))).toBe('no-such-day');
  });

  it('come from a source with former codes, splits, codes used again and a dated patch', async () => {
    expect((await resolve('WARD', '1001', '2025-06-30')).meaning?.names).toEqual({ en: 'Ward of Ash' });
    expect((await resolve('WARD', '1001')).meaning?.names).toEqual({ en: 'Ward of Alder' });
    expect((await resolve('WARD', '1002', '2026-04-29')).meaning?.names).toEqual({ en: 'Ward of Birch' });
    expect((await resolve('WARD', '1002')).meaning?.names).toEqual({ en: 'Town of Birch', fr: 'Bouleau' });
    expect((await resolve('WARD', '1008', '2020-01-01')).successors.map((one) => [one.code, one.kind])).toEqual([
      ['1001', 'part'],
      ['1002', 'part'],
    ]);
    expect((await resolve('WARD', '1009', '2020-01-01')).successors.map((one) => one.code)).toEqual(['1001']);
    expect((await resolve('WARD', '1003')).meaning?.names['en']).toBe('Ward of Cédar');
  });

  it('are read by validators as of today', async () => {
    const { plan } = await currentRelease(context.db);
    const lookup = await codeLookup(context.db, plan.entities, TODAY);
    expect(lookup.list('PARISH')?.read('brook')).toMatchObject({ former: '003', codes: ['001', '004'] });
    expect(lookup.list('PARISH')?.read('Newton, South Shire')).toEqual({ code: '005' });
    expect((await codesOf(context.db, 'WARD', TODAY)).map((item) => item.code)).toEqual(['1001', '1002', '1003']);
    expect((await codesOf(context.db, 'WARD', '2020-01-01')).map((item) => item.code)).toEqual([
      '1001',
      '1008',
      '1009',
    ]);
  });

  it('have one meaning a day: the database refuses a second, and would take it without the defence', async () => {
    const second = sql`insert into dictionary.code (list, code, valid_from, names, origin, change_set)
      values ('PARISH', '003', '2024-01-01', '{"en":"Other"}', 'import', 1)`;
    await expect(context.db.run(second)).rejects.toThrow('two meanings on one day');
    const longer = sql`update dictionary.code set valid_to = 'infinity' where list = 'PARISH' and code = '003'`;
    await expect(context.db.run(longer)).rejects.toThrow('two meanings on one day');
    const work = context.db.transaction(async (tx) => {
      await tx.script('alter table dictionary.code disable trigger code_one_meaning_a_day');
      expect(await tx.run(second)).toBe(1);
      throw new Error('undone');
    });
    await expect(work).rejects.toThrow('undone');
  });

  it('are installed once: the same source again writes nothing', async () => {
    const before = context.audited.length;
    await install(context);
    expect(context.audited.length).toBe(before);
  });
});

describe('importing codes', () => {
  let context: TestContext;
  const files = {
    'dictionary/codes/county.yaml': 'code: COUNTY\nnames: { en: County, fr: Comté }\nsource: { file: none.csv }\n',
    'dictionary/none.csv': 'code,name\n',
    'dictionary/codes/town.yaml':
      "code: TOWN\nnames: { en: Town, fr: Ville }\nparentList: COUNTY\npattern: '[0-9]{3}'\nsource: { file: none.csv }\n",
  };
  const json = JSON.stringify([
    {
      Code: '1',
      FullName: 'Upland',
      Wards: [
        { Code: '001', FullName: 'Hill' },
        { Code: '002', FullName: 'Dale' },
      ],
    },
    { Code: '2', FullName: 'Lowland', Wards: [{ Code: '003', FullName: 'Fen' }] },
  ]);
  const columns = { code: 'Code', name: 'FullName', children: 'Wards' };
  const run = (request: Partial<ImportRequest>) =>
    importCodes(context, { list: 'TOWN', text: json, format: 'json', columns, ...request }, by);
  const towns = async () =>
    (await codesOf(context.db, 'TOWN', TODAY)).map(
      (item) => `${item.code} ${item.names['en'] ?? ''} ${item.parent ?? ''}`,
    );
  beforeAll(async () => {
    context = await countyContext(await testDatabase(), files);
    await install(context);
  });

  it('rehearses without storing', async () => {
    expect(await run({ dryRun: true })).toMatchObject({ read: 5, added: 5, changeSet: null });
    expect(await towns()).toEqual([]);
  });

  it('reads two levels into two lists, and nothing the second time', async () => {
    expect(await run({})).toMatchObject({ read: 5, added: 5, changed: 0, ended: 0, findings: [] });
    expect(await towns()).toEqual(['001 Hill 1', '002 Dale 1', '003 Fen 2']);
    expect((await codesOf(context.db, 'COUNTY', TODAY)).map((item) => item.code)).toEqual(['1', '2']);
    expect(await run({})).toMatchObject({ added: 0, changed: 0, unchanged: 5, changeSet: null });
  });

  it('reads CSV and YAML, guesses the columns, and keeps other languages', async () => {
    const csv = await run({
      format: 'csv',
      columns: undefined,
      text: '\ufeffcode,name,parent\r\n002,"Dale, New",1\r\n',
    });
    // The four codes that the file does not name are no rows of it.
    expect(csv).toMatchObject({ read: 1, added: 0, changed: 1, unchanged: 0 });
    expect(csv.changes).toEqual([
      { list: 'TOWN', code: '002', kind: 'changed', before: { en: 'Dale' }, after: { en: 'Dale, New' } },
    ]);
    const yaml = await run({ format: 'yaml', columns: { code: 'c', 'name.fr': 'f' }, text: "- { c: '002', f: Val }" });
    expect(yaml).toMatchObject({ changed: 1 });
    expect((await codesOf(context.db, 'TOWN', TODAY))[1]?.names).toEqual({ en: 'Dale, New', fr: 'Val' });
  });

  it('begins a new meaning on its day and keeps the old one', async () => {
    const text = 'code,name,parent\n003,New Fen,2\n';
    expect(await run({ format: 'csv', columns: undefined, text, from: '2026-01-01' })).toMatchObject({
      added: 1,
      ended: 1,
    });
    const on = (day: string) => resolveCode(context.db, { list: 'TOWN', code: '003', on: day, today: TODAY });
    expect((await on('2025-12-31')).meaning?.names['en']).toBe('Fen');
    expect((await on('2026-01-01')).meaning?.names['en']).toBe('New Fen');
  });

  it('keeps what is newer than the file: a row that says what held before is told, and taken only when asked', async () => {
    const text = 'code,name,parent\n003,Fen,2\n001,Hill,1\n';
    const kept = await run({ format: 'csv', columns: undefined, text, dryRun: true });
    expect(kept).toMatchObject({ added: 0, changed: 0, ended: 0, unchanged: 2 });
    expect(kept.findings).toMatchObject([
      { row: 1, kind: 'older', value: '003', newer: { file: { en: 'Fen' }, since: '2026-01-01' } },
    ]);
    // The defence off: the newer name would be gone.
    const taken = await run({ format: 'csv', columns: undefined, text, dryRun: true, older: 'take' });
    expect(taken).toMatchObject({ changed: 1, findings: [{ kind: 'older-taken' }] });
    expect(taken.changes).toMatchObject([{ code: '003', before: { en: 'New Fen' }, after: { en: 'Fen' } }]);
  });

  it('ends what a complete file no longer has, only when asked', async () => {
    const text = 'code,name,parent\n001,Hill,1\n';
    expect(await run({ format: 'csv', columns: undefined, text, from: '2026-06-01' })).toMatchObject({ ended: 0 });
    expect(await run({ format: 'csv', columns: undefined, text, from: '2026-06-01', complete: true })).toMatchObject({
      ended: 2,
    });
    expect(await towns()).toEqual(['001 Hill 1']);
  });

  it('sets rows with a fault apart and stores the others', async () => {
    const text =
      'code,name,parent,from\n010,Ten,1,\n11,Eleven,1,\n,None,1,\n012,,1,\n013,X,9,\n010,Other,1,\n014,Y,1,2026-02-31\n';
    const outcome = await run({ format: 'csv', columns: undefined, text });
    expect(outcome).toMatchObject({ read: 7, added: 1 });
    expect(outcome.findings.map((finding) => [finding.row, finding.kind])).toEqual([
      [2, 'code-form'],
      [3, 'code-missing'],
      [4, 'name-missing'],
      [5, 'unknown-parent'],
      [6, 'double'],
      [7, 'no-such-day'],
    ]);
  });

  it('refuses what it cannot read or may not change', async () => {
    expect(await slugOf(run({ list: 'NONE' }))).toBe('code-list-not-found');
    expect(await slugOf(run({ list: 'SEX' }))).toBe('list-belongs-to-release');
    expect(await slugOf(run({ text: '{' }))).toBe('file-unreadable');
    expect(await slugOf(run({ columns: undefined, text: '[{"x":1}]' }))).toBe('columns-unclear');
    // One sentence about the column that is not there, instead of a finding in every row.
    const pairs = { code: 'Kode', name: 'FullName' };
    expect(await slugOf(run({ columns: pairs, text: '[{"Code":"1","FullName":"One"}]' }))).toBe('column-absent');
    expect(await slugOf(run({ columns: { ...columns, 'children.code': 'Kode' } }))).toBe('column-absent');
    // Nothing in a file never ends every code there is.
    expect(await slugOf(run({ text: '[]', complete: true, from: '2027-01-01' }))).toBe('file-empty');
    expect(await slugOf(run({ from: '2026-13-01' }))).toBe('no-such-day');
  });

  const units = join(import.meta.dirname, '../../../shared/data/vn-units/units-2026.json');
  it.skipIf(!existsSync(units))(
    'imports 34 provinces and 3,321 communes (skipped where the data set is absent)',
    async () => {
      const own = await countyContext(await testDatabase(), {
        ...files,
        'dictionary/codes/town.yaml': files['dictionary/codes/town.yaml'].replace('{3}', '{5}'),
      });
      await install(own);
      const text = readFileSync(units, 'utf8');
      const request = { list: 'TOWN', text, format: 'json', columns } as const;
      expect(await importCodes(own, request, by)).toMatchObject({ read: 3355, added: 3355, findings: [] });
      expect(await codesOf(own.db, 'TOWN', TODAY)).toHaveLength(3321);
      expect(await codesOf(own.db, 'COUNTY', TODAY)).toHaveLength(34);
      expect(await importCodes(own, request, by)).toMatchObject({ added: 0, changed: 0, unchanged: 3355 });
      // The same by the usual names of columns alone: both levels are seen.
      const told = await importCodes(own, { ...request, columns: undefined, dryRun: true }, by);
      expect(told).toMatchObject({ read: 3355, added: 0, changed: 0, findings: [] });
      const upper = await importCodes(own, { ...request, list: 'COUNTY', columns: undefined, dryRun: true }, by);
      expect(upper).toMatchObject({ read: 34, added: 0, changed: 0, unchanged: 34, findings: [] });
    },
  );
});

describe('search', () => {
  let context: TestContext;
  const found = async (text: string, options = {}) =>
    (await search(context.db, text, options)).map((hit) => (hit.list ? `${hit.list}/${hit.code}` : hit.code));
  beforeAll(async () => {
    context = await countyContext(await testDatabase(), unitFiles);
    await install(context);
  });

  it('finds by every name, with and without marks, exact and beginning names first', async () => {
    expect((await found('date of birth'))[0]).toBe('CTY.003');
    expect((await found('numero personnel'))[0]).toBe('CTY.001');
    expect((await found('OldPin'))[0]).toBe('CTY.001');
    expect((await found('moved'))[0]).toMatch(/^CTY\.10/);
    expect((await found('Parish'))[0]).toBe('CTY.005');
    expect(await found('parish')).toEqual(expect.arrayContaining(['CTY.006', 'PARISH', 'PARISH/001']));
  });

  it('finds words of definitions after words of names', async () => {
    const hits = await found('birth');
    expect(hits.indexOf('CTY.006')).toBeLessThan(hits.indexOf('CTY.004'));
    expect(hits).toContain('CTY.004');
  });

  it('finds codes by code and by the name of a former unit', async () => {
    expect((await found('003', { kind: 'code' }))[0]).toBe('PARISH/003');
    expect(await found('brook')).toEqual(['PARISH/003']);
    expect(await found('cedar')).toEqual(['WARD/1003']);
  });

  it('tries the nearest words when nothing is found', async () => {
    expect(await found('housholder landlrd')).toEqual([]);
    expect((await found('landlrd'))[0]).toBe('CTY.108');
  });

  it('takes anything a person may type', async () => {
    expect(await found('  ')).toEqual([]);
    for (const text of ["o'clock & | ! :*", "\\'", '((', '%', '_', '𝄞']) expect(await found(text)).toEqual([]);
  });
});
