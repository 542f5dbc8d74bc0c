import { beforeAll, describe, expect, it } from 'vitest';
import { testContext, type TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { brokenConstraint } from '../platform/db/db.ts';
import { sql } from '../platform/db/sql.ts';
import { Problem } from '../platform/http/problem.ts';
import { createAccount } from '../platform/identity/index.ts';
import { assignPost, endPost, refuseTooWide } from './assign-post.ts';
import { describeCaller, nameBodies, postsOf } from './callers.ts';
import { closeBody } from './close-body.ts';
import { bodiesEdition } from './edition.ts';
import { exportBodies } from './export-bodies.ts';
import { importBodies } from './import-bodies.ts';
import { moveBody } from './move-body.ts';
import { bodyHistory, bodyPage, listPage, treePage } from './pages.ts';
import { findBody, getBody, isWithin, listBodies, pathOf, subtreeIds, successionOf } from './read.ts';
import type { Format } from './authored.ts';

// Invented: as the demo's story has them.
const STORY = `
- { code: TW, names: { en: Centre }, kind: committee, level: central }
- { code: '97', names: { en: Van Moc }, kind: committee, level: province, parent: TW }
- { code: '98', names: { en: Khe Giang }, kind: committee, level: province, parent: TW }
- { code: '99231', names: { en: Da Reu }, kind: commune, level: commune, parent: '98', to: 2025-06-30, ended: merger }
- { code: '99234', names: { en: Khe May (former) }, kind: commune, level: commune, parent: '98', to: 2025-06-30, ended: merger }
- code: '99231'
  names: { vi: Xã Khe Mây, en: Khe May }
  kind: commune
  level: commune
  parent: '98'
  from: 2025-07-01
  aliases: [KM, { name: Old Khe May, to: 2025-06-30 }]
  successions: [{ kind: merge, from: ['99231', '99234'], day: 2025-07-01 }]
- { code: '99215', names: { en: Pho Gach }, kind: commune, level: commune, parent: '98' }
- { code: '99101', names: { vi: Đồng Lau, en: Dong Lau }, kind: commune, level: commune, parent: '97' }
- { code: '99101-01', names: { en: Branch 1 }, kind: branch, level: branch, parent: '99101' }
- { code: '99231-01', names: { en: Branch 1 }, kind: branch, level: branch, parent: '99231' }
`;
const by = { account: 'tester', body: null, rule: 'governance/reaches-everywhere' };
const slugOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? error.kind.slug : String(error)),
  );
const load = (context: TestContext, text: string, format: Format = 'yaml') =>
  importBodies(context, { files: [{ text, format }], by });

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

describe('changing the tree', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await testContext(await testDatabase());
    await load(context, STORY);
  });

  it('moves a body from a day on and keeps where it stood before', async () => {
    await moveBody(context, { body: '99215', parent: '97', day: '2026-11-01' }, by);
    const body = await getBody(context.db, '99215');
    const named = async (on: string) => {
      const names = await nameBodies(context.db, await pathOf(context.db, body.id, on));
      return (await pathOf(context.db, body.id, on)).map((one) => names.get(one)?.code);
    };
    expect(await named('2026-10-31')).toEqual(['TW', '98', '99215']);
    expect(await named('2026-11-01')).toEqual(['TW', '97', '99215']);
    expect(
      (await bodyHistory(context.db, '99215', '2026-11-23')).placements.map(({ parent, from, to }) => [
        parent?.code,
        from,
        to,
      ]),
    ).toEqual([
      ['98', null, '2026-10-31'],
      ['97', '2026-11-01', null],
    ]);
    // What was moved by hand survives a round trip and the next installation of the profile.
    expect(await load(context, await exportBodies(context.db))).toMatchObject({ changed: 0, added: 0, findings: [] });
    await importBodies(context, { files: [{ text: STORY, format: 'yaml' }], by, install: true });
    expect(await named('2026-11-01')).toEqual(['TW', '97', '99215']);
  });

  it('a move entered ahead takes effect on its day', async () => {
    await moveBody(context, { body: '99101', parent: '98', day: '2026-12-01' }, by);
    const [body, khe] = [await getBody(context.db, '99101'), await getBody(context.db, '98')];
    expect(await isWithin(context.db, body.id, khe.id)).toBe(false);
    const before = await bodiesEdition(context.db, '2026-11-30');
    expect(await isWithin(context.db, body.id, khe.id)).toBe(false);
    expect(await bodiesEdition(context.db, '2026-12-01')).toBe(before);
    expect(await isWithin(context.db, body.id, khe.id)).toBe(true);
    await moveBody(context, { body: '99101', parent: '97', day: '2026-12-01' }, by);
  });

  it.each([
    ['would-make-circle', { body: '98', parent: '99231', day: '2026-11-23' }],
    ['would-make-circle', { body: '98', parent: '98', day: '2026-11-23' }],
    ['body-not-found', { body: '98', parent: 'none', day: '2026-11-23' }],
    ['not-in-force', { body: '99231', parent: '97', day: '2025-01-01' }],
  ])('refuses a move: %s', async (slug, move) => {
    expect(await slugOf(moveBody(context, move, by))).toBe(slug);
  });

  it.each([
    ['successor-missing', { body: '99215', lastDay: '2026-11-30', ended: 'merger' as const, successors: [] }],
    ['has-children', { body: '99101', lastDay: '2026-11-30', ended: 'dissolution' as const, successors: [] }],
    [
      'body-not-found',
      { body: '99215', lastDay: '2026-11-30', ended: 'rename' as const, successors: [{ body: '99215', share: 1 }] },
    ],
    [
      'shares-exceed-whole',
      {
        body: '99215',
        lastDay: '2026-11-30',
        ended: 'split' as const,
        successors: [
          { body: '99101', share: 0.7 },
          { body: '99231', share: 0.7 },
        ],
      },
    ],
  ])('refuses to close a body: %s', async (slug, closing) => {
    expect(await slugOf(closeBody(context, closing, by))).toBe(slug);
  });

  it('closes a body with its successor and ends the posts held in it', async () => {
    const account = await createAccount(context.db, { name: 'closing', displayName: 'C' });
    await assignPost(context, { account: account.id, body: '99215', post: 'officer' }, by);
    const successors = [{ body: '99101', share: 1 }];
    const body = await closeBody(context, { body: '99215', lastDay: '2026-11-22', ended: 'merger', successors }, by);
    expect(body).toMatchObject({ to: '2026-11-22', ended: 'merger' });
    expect((await successionOf(context.db, body.id)).to).toMatchObject([
      { kind: 'whole', share: 1, day: '2026-11-23' },
    ]);
    expect(await postsOf(context.db, account.id, '2026-11-22')).toEqual([{ body: body.id, posts: ['officer'] }]);
    expect(await postsOf(context.db, account.id, '2026-11-23')).toEqual([]);
  });

  it('writes every change to the change log and the audit trail, and none for what was refused', async () => {
    const [before, entries] = [await count(context), context.audited.length];
    await slugOf(moveBody(context, { body: '98', parent: '99231', day: '2026-11-23' }, by));
    expect([await count(context), context.audited.length]).toEqual([before, entries]);
    await moveBody(context, { body: '98', parent: null, day: '2026-11-23' }, by);
    expect([await count(context), context.audited.length]).toEqual([before + 1, entries + 1]);
    expect(context.audited.at(-1)).toMatchObject({ action: 'bodies.move-body', subject: 'body 98', allowed: true });
  });
});

async function count(context: TestContext): Promise<number> {
  return (await context.db.rows(sql`select from platform.change_set where kind = 'bodies'`)).length;
}

describe('posts', () => {
  let context: TestContext;
  let account: string;
  beforeAll(async () => {
    context = await testContext(await testDatabase());
    await load(context, STORY);
    account = (await createAccount(context.db, { name: 'xa', displayName: 'Xa' })).id;
  });

  it('make the caller: body, posts and name', async () => {
    expect(await describeCaller(context.db, account, 'vi')).toMatchObject({ body: null, roles: [] });
    await assignPost(context, { account, body: '99101', post: 'officer' }, by);
    await assignPost(context, { account, body: '98', post: 'steward' }, by);
    const [here, there] = [await getBody(context.db, '99101'), await getBody(context.db, '98')];
    expect(await describeCaller(context.db, account, 'vi')).toEqual({
      account,
      name: 'Xa',
      kind: 'person',
      body: here.id,
      roles: ['officer'],
      language: 'vi',
    });
    expect(await describeCaller(context.db, account, 'vi', there.id)).toMatchObject({
      body: there.id,
      roles: ['steward'],
    });
    // Nobody acts for a body in which he holds no post.
    expect(await describeCaller(context.db, account, 'vi', 999)).toMatchObject({ body: here.id });
  });

  it('of an unknown account are nobody’s', async () => {
    expect(await describeCaller(context.db, 'system', 'en')).toMatchObject({ kind: 'nobody', body: null });
    const stranger = '01890000-0000-7000-8000-000000000000';
    expect(await describeCaller(context.db, stranger, 'en')).toMatchObject({ kind: 'nobody', roles: [] });
  });

  it('are held once at a time', async () => {
    expect(await slugOf(assignPost(context, { account, body: '99101', post: 'officer' }, by))).toBe('already-held');
  });

  it('keep compliance apart from every other', async () => {
    expect(await slugOf(assignPost(context, { account, body: 'TW', post: 'compliance' }, by))).toBe('posts-conflict');
    const auditor = (await createAccount(context.db, { name: 'tuanthu', displayName: 'T' })).id;
    await assignPost(context, { account: auditor, body: 'TW', post: 'compliance' }, by);
    expect(await slugOf(assignPost(context, { account: auditor, body: 'TW', post: 'officer' }, by))).toBe(
      'posts-conflict',
    );
  });

  it('end, and then give nothing', async () => {
    const body = await getBody(context.db, '98');
    const [held] = await context.db.rows<{ id: number }>(
      sql`select id from bodies.assignment where account = ${account} and body = ${body.id}`,
    );
    const foreign = await getBody(context.db, '97');
    const assignment = held?.id ?? 0;
    expect(await slugOf(endPost(context, { body: foreign, assignment }, by))).toBe('assignment-not-found');
    await endPost(context, { body, assignment }, by);
    expect((await postsOf(context.db, account, '2026-11-23')).map(({ body: where }) => where)).not.toContain(body.id);
  });

  it('that reach everywhere are given by an administrator only', () => {
    expect(() => refuseTooWide('compliance', ['data-office', 'leader'])).toThrow(Problem);
    expect(() => refuseTooWide('data-office', ['leader'])).toThrow(Problem);
    refuseTooWide('officer', ['leader']);
    refuseTooWide('compliance', ['administrator']);
  });
});
