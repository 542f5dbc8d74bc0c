/** The technical role is asked for its word on agreements, until it has given it and again when that lapses. Nobody holds the post here. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { ending } from '../../test/harness/story.ts';
import { assignPost } from '../bodies/index.ts';
import { system } from '../platform/caller.ts';
import { makeCalendar } from '../platform/calendar.ts';
import { sql } from '../platform/db/sql.ts';
import { call } from '../platform/http/call.ts';
import { createAccount } from '../platform/identity/index.ts';
import { listWork, todayOf } from '../platform/work/index.ts';
import * as contract from './agreement-contract.ts';
import { changeAgreement } from './contract.ts';
import { securityRound } from './owe-security.ts';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty();
});
const send: AuthorityCounty['http']['send'] = (...request) => county.http.send(...request);
const create = async (registers: string[]) => {
  county.become('DM', 'data-manager');
  const body = {
    ...({
      registers,
      names: { en: 'Every commune' },
      for: { class: { level: 'commune' } },
      purpose: 'prefill',
    } as const),
    ...({ basis: 'act-1', mode: 'lookup', rows: 'all', from: '2026-01-01', to: '2028-12-31' } as const),
  };
  return (await call(send, contract.createAgreements, { body })).agreements;
};
const owed = async () => {
  const today = todayOf(county.context, makeCalendar({ weekend: ['saturday', 'sunday'], editions: [] }));
  const items = await listWork(county.context.db, today, { body: county.id('DM'), posts: ['data-office'] });
  return items
    .filter(({ kind }) => kind === 'governance.confirm-security')
    .map(({ title, link, due }) => [title.values['count'], link, due]);
};
const confirm = (agreements: string[]) => {
  county.become('C', 'data-office');
  return call(send, contract.confirmSecurity, { body: { agreements } });
};

describe('a confirmation of security', () => {
  it('is owed by the technical role, one item for all that wait, and gone when it is given', async () => {
    expect(await owed()).toEqual([]);
    const first = await create(['people', 'members']);
    expect(await owed()).toEqual([[2, '/governance/agreements', null]]);
    await confirm(first.slice(0, 1));
    expect(await owed()).toEqual([[1, `/governance/agreements/${first[1] ?? ''}`, null]]);
    await confirm(first);
    expect(await owed()).toEqual([]);
  });
  it('is owed by the technical unit where a body has one, and given by it', async () => {
    const { context } = county;
    const { id } = await createAccount(context.db, { name: 'engineer', displayName: 'Engineer' });
    const by = { account: system.account, body: null, rule: 'governance/node-itself' };
    await assignPost(context, { account: id, body: 'A', post: 'technical', to: '2026-11-23' }, by);
    const [agreement = ''] = await create(['people']);
    const today = todayOf(context, makeCalendar({ weekend: ['saturday', 'sunday'], editions: [] }));
    const ofUnit = () => listWork(context.db, today, { body: county.id('A'), posts: ['technical'] });
    expect((await ofUnit()).map(({ kind }) => kind)).toEqual(['governance.confirm-security']);
    county.become('A', 'officer');
    const confirmIt = () => ending(call(send, contract.confirmSecurity, { body: { agreements: [agreement] } }));
    expect((await confirmIt()).status).toBe(403);
    county.become('A', 'technical');
    expect((await confirmIt()).status).toBe(200);
    expect(await ofUnit()).toEqual([]);
    await context.db.run(sql`delete from bodies.assignment where account = ${id}`);
    county.become('DM', 'data-manager');
    await call(send, changeAgreement, { params: { agreement }, body: { state: 'revoked' } });
  });
  it('is owed no longer for an agreement that is revoked', async () => {
    const [agreement = ''] = await create(['people']);
    expect(await owed()).toHaveLength(1);
    county.become('DM', 'data-manager');
    await call(send, changeAgreement, { params: { agreement }, body: { state: 'revoked' } });
    expect(await owed()).toEqual([]);
  });
  it('is owed again when it has lapsed, though nobody acted', async () => {
    const { run } = securityRound(county.context);
    county.context.clock.set('2027-11-23T03:00:00Z'); // its last day
    await run(AbortSignal.abort());
    expect(await owed()).toEqual([]);
    county.context.clock.set('2027-11-24T03:00:00Z');
    await run(AbortSignal.abort());
    expect(await owed()).toEqual([[2, '/governance/agreements', '2027-11-23']]);
    county.context.clock.set('2026-11-23T03:00:00Z');
  });
});
