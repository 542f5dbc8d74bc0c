import { beforeAll, describe, expect, it } from 'vitest';
import { STORY, by, load, slugOf } from '../../test/harness/bodies-story.ts';
import { testContext, type TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { sql } from '../platform/db/sql.ts';
import { Problem } from '../platform/http/problem.ts';
import { createAccount } from '../platform/identity/index.ts';
import { assignPost, endPost, refuseOneself, refuseTooWide } from './assign-post.ts';
import { describeCaller, postsOf } from './callers.ts';
import { getBody } from './read.ts';

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
    expect(() => refuseTooWide('technical', ['leader'])).toThrow(Problem);
    refuseTooWide('technical', ['data-office']);
    refuseTooWide('officer', ['leader']);
    refuseTooWide('compliance', ['administrator']);
  });

  it('are given by somebody else', () => {
    expect(() => refuseOneself(account, { account })).toThrow(Problem);
    // Twin: to anybody else it passes.
    refuseOneself(account, { account: 'system' });
  });

  it('of compliance stand apart from the data office, in either order, and are never outsourced', async () => {
    const named = async (name: string, employment?: 'contractor') =>
      (await createAccount(context.db, { name, displayName: name, employment })).id;
    const [office, auditor, outside] = [await named('vp'), await named('kt'), await named('thue', 'contractor')];
    await assignPost(context, { account: office, body: '97', post: 'data-office' }, by);
    const give = (who: string, body: string, post: 'compliance' | 'data-office' | 'officer') =>
      slugOf(assignPost(context, { account: who, body, post }, by));
    expect(await give(auditor, '97', 'compliance')).toBe('compliance-not-independent');
    expect(await give(office, 'TW', 'data-office')).toBe('compliance-not-independent');
    expect(await give(outside, '98', 'compliance')).toBe('compliance-outsourced');
    // Twins: another body, another post.
    expect(await give(auditor, '98', 'compliance')).not.toBe('compliance-not-independent');
    expect(await give(outside, '98', 'officer')).not.toBe('compliance-outsourced');
  });
});
