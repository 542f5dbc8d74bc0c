import { beforeAll, describe, expect, it } from 'vitest';
import { STORY, by, load, slugOf } from '../../test/harness/bodies-story.ts';
import { testContext, type TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { brokenConstraint } from '../platform/db/db.ts';
import { sql } from '../platform/db/sql.ts';
import { bodiesEdition } from './edition.ts';
import { exportBodies } from './export-bodies.ts';
import { importBodies } from './import-bodies.ts';
import { bodyPage, listPage, treePage } from './pages.ts';
import { findBody, getBody, isWithin, listBodies, pathOf, subtreeIds, successionOf } from './read.ts';

describe('bodies in time', () => {
  let context: TestContext;
  let id: (code: string, on?: string) => Promise<number>;
  beforeAll(async () => {
    context = await testContext(await testDatabase());
    id = async (code, on) => (await getBody(context.db, code, on)).id;
    const { findings, added } = await load(context, STORY);
    expect({ findings, added }).toEqual({ findings: [], added: 10 });
  });

  it('reads the same code as two bodies on two days', async () => {
    expect((await getBody(context.db, '99231', '2025-06-30')).names['en']).toBe('Da Reu');
    expect((await getBody(context.db, '99231', '2025-07-01')).names['en']).toBe('Khe May');
    expect((await getBody(context.db, '99231')).names['en']).toBe('Khe May');
    expect(await findBody(context.db, '99231', '1900-01-01')).toBeDefined();
    expect(await findBody(context.db, await id('99231', '2025-06-30'), '2025-07-01')).toBeUndefined();
    expect(await slugOf(getBody(context.db, 'no such'))).toBe('body-not-found');
  });

  it('stores nothing when the same is imported again, in any format', async () => {
    const edition = await bodiesEdition(context.db, '2026-11-23');
    for (const format of ['yaml', 'json', 'csv'] as const) {
      const again = await load(context, await exportBodies(context.db, { format }), format);
      expect(again).toMatchObject({ stored: true, added: 0, changed: 0, unchanged: 10, changeSet: null, findings: [] });
    }
    expect(await bodiesEdition(context.db, '2026-11-23')).toBe(edition);
  });

  it('stores nothing at all when one body is wrong, and says everything at once', async () => {
    const text = `
- { code: N1, names: { en: New }, kind: k, level: l, parent: TW }
- { code: N2, names: { en: New }, kind: k, level: l, parent: NOWHERE }
- { code: N3, names: { en: New }, kind: k, level: l, parent: N3 }`;
    const { stored, findings } = await load(context, text);
    expect([stored, ...findings.map(({ rule, line }) => [rule, line])]).toEqual([
      false,
      ['parent-unknown', 3],
      ['parent-not-in-force', 4],
    ]);
    expect(await findBody(context.db, 'N1')).toBeUndefined();
  });

  it('a rehearsal says what it would do and does nothing', async () => {
    const text = '- { code: N1, names: { en: New }, kind: k, level: l, parent: TW }';
    const result = await importBodies(context, { files: [{ text, format: 'yaml' }], by, dryRun: true });
    expect(result).toMatchObject({ stored: false, added: 1, findings: [] });
    expect(await findBody(context.db, 'N1')).toBeUndefined();
  });

  it('the database itself refuses a code borne twice on a day; with the rule off it would not', async () => {
    const twice = (tx: Pick<TestContext['db'], 'run'>) =>
      tx.run(sql`insert into bodies.body (code, names, kind, level, search, change_set)
        values ('99231', '{}', 'k', 'l', '', 0)`);
    const broken = await twice(context.db).then(() => undefined, brokenConstraint);
    expect(broken).toBe('body_code_once_a_day');
    const off = context.db.transaction(async (tx) => {
      await tx.script('alter table bodies.body drop constraint body_code_once_a_day');
      expect(await twice(tx)).toBe(1);
      throw new Error('roll back');
    });
    await expect(off).rejects.toThrow('roll back');
  });

  it('knows paths and trees, now and on a day', async () => {
    const [tw, khe, former, now, branch] = [
      await id('TW'),
      await id('98'),
      await id('99231', '2025-06-30'),
      await id('99231'),
      await id('99231-01'),
    ];
    expect(await pathOf(context.db, branch)).toEqual([tw, khe, now, branch]);
    expect(await pathOf(context.db, branch, '2025-06-30')).toEqual([tw, khe, former, branch]);
    expect(await isWithin(context.db, branch, khe)).toBe(true);
    expect(await isWithin(context.db, branch, former)).toBe(false);
    expect(await isWithin(context.db, branch, former, '2025-06-30')).toBe(true);
    expect(await subtreeIds(context.db, former, '2025-06-30')).toEqual([former, branch].sort((a, b) => a - b));
    // Today's tree of the province holds the communes that ended there: their records are still somebody's.
    expect(await subtreeIds(context.db, khe)).toContain(former);
    expect(await subtreeIds(context.db, khe, '2026-01-01')).not.toContain(former);
    expect(await listBodies(context.db, { under: khe, on: '2026-01-01', kind: 'commune' })).toHaveLength(2);
  });

  it('says who came from whom', async () => {
    const now = await id('99231');
    const { from, to } = await successionOf(context.db, now);
    expect(from.map(({ kind, share, day }) => [kind, share, day])).toEqual([
      ['merge', 1, '2025-07-01'],
      ['merge', 1, '2025-07-01'],
    ]);
    expect(to).toEqual([]);
    const page = await bodyPage(context.db, '99231', '2025-06-30');
    expect(page.successors.map(({ body }) => body.names['en'])).toEqual(['Khe May']);
    expect(page.sameCode.map(({ names }) => names['en'])).toEqual(['Da Reu', 'Khe May']);
  });

  it('finds a body by its name without marks, by a former name and by its alias', async () => {
    const find = async (text: string) =>
      (await listPage(context.db, { text }, '2026-11-23')).items.map(({ names }) => names['en']);
    expect(await find('dong lau')).toEqual(['Dong Lau']);
    expect(await find('xa khe')).toEqual(['Khe May']);
    expect(await find('old khe')).toEqual(['Khe May']);
    expect(await find('%')).toHaveLength(10);
  });

  it('pages a level of the tree by code, with the number below each', async () => {
    const first = await treePage(context.db, { parent: 'TW', limit: 1 }, '2026-11-23');
    expect(first.items.map(({ code, children }) => [code, children])).toEqual([['97', 1]]);
    expect(first.total).toBe(2);
    const second = await treePage(context.db, { parent: 'TW', limit: 1, after: first.next ?? '' }, '2026-11-23');
    expect(second.items.map(({ code, children }) => [code, children])).toEqual([['98', 2]]);
    expect(second.next).toBeUndefined();
    expect((await treePage(context.db, { parent: '98', on: '2025-06-30' }, '2026-11-23')).items).toHaveLength(3);
    expect((await treePage(context.db, {}, '2026-11-23')).items.map(({ code }) => code)).toEqual(['TW']);
  });

  it('takes a broken cursor as the beginning', async () => {
    expect((await treePage(context.db, { parent: 'TW', after: 'xyz' }, '2026-11-23')).items).toHaveLength(2);
  });
});
