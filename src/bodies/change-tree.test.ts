import { beforeAll, describe, expect, it } from 'vitest';
import { STORY, by, load, slugOf } from '../../test/harness/bodies-story.ts';
import { testContext, type TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { sql } from '../platform/db/sql.ts';
import { createAccount } from '../platform/identity/index.ts';
import { assignPost } from './assign-post.ts';
import { nameBodies, postsOf } from './callers.ts';
import { closeBody } from './close-body.ts';
import { bodiesEdition } from './edition.ts';
import { exportBodies } from './export-bodies.ts';
import { importBodies } from './import-bodies.ts';
import { moveBody } from './move-body.ts';
import { bodyHistory } from './pages.ts';
import { getBody, isWithin, pathOf, successionOf } from './read.ts';

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
