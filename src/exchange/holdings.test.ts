/** What exchange holds for a body that ends: it goes over, is told beforehand, and goes back. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { mergeBodies, planMerge, undoMerge } from '../bodies/index.ts';
import { sql } from '../platform/db/sql.ts';
import { holdings } from './store/holdings.ts';

let county: AuthorityCounty;
const by = { account: 'test', body: null, rule: 'test' };
const wish = { from: ['A'], into: 'B', day: '2026-11-23' };
const owners = async () =>
  (
    await county.context.db.rows<{ what: string; code: string }>(sql`
      select what, code from (
        select 'connector' as what, body from exchange.connector
        union all select 'webhook', body from exchange.webhook
        union all select 'key ' || label, body from exchange.client_key
        union all select 'gateway', consumer from exchange.gateway_grant) held
      join bodies.body b on b.id = held.body order by what, code`)
  ).map(({ what, code }) => `${what} ${code}`);

beforeAll(async () => {
  county = await openAuthorityCounty();
  const { db } = county.context;
  const [a, b] = [county.id('A'), county.id('B')];
  await db.run(sql`insert into exchange.connector (code, names, kind, settings, hosts, register, body, made_by, made_at,
      approved_by, change_set)
    values ('town', '{"en": "Town"}', 'rest', '{}', '{}', 'members', ${a}, 'm', now(), 'c', 1)`);
  await db.run(sql`insert into exchange.webhook (code, names, body, url, hosts, kinds, secret, made_by, made_at, change_set)
    values ('told', '{"en": "Told"}', ${a}, 'https://x.example/', '{}', '{}', 's', 'm', now(), 1)`);
  for (const [label, agreements, revoked] of [
    ['all', null, null],
    ['bound', ['TT-01'], null],
    ['gone', null, '2026-01-01'],
  ] as const)
    await db.run(sql`insert into exchange.client_key (client, body, label, profile, secret_hash, sandbox, agreements,
        account, created_at, valid_until, revoked_at)
      values (${label}, ${a}, ${label}, 'gateway', 'x', false, ${agreements === null ? null : [...agreements]}::text[], 'm',
        now(), 'infinity', ${revoked}::timestamptz)`);
  for (const consumer of [a, b])
    await db.run(sql`insert into exchange.gateway_grant (agreement, consumer, account, allowed_at)
      values ('TT-01', ${consumer}, 'm', now())`);
});

describe('a merger', () => {
  it('takes connectors, webhooks and live keys over, says which keys open more, and puts all of it back', async () => {
    const { context } = county;
    const before = await owners();
    const plan = await planMerge(context, context.db, wish, holdings);
    const held = plan.items.filter(({ kind }) => kind !== 'sub-body');
    expect(held.map(({ kind, effect, code }) => `${kind} ${effect} ${code}`).sort()).toEqual([
      'client-key move all',
      'client-key move bound',
      'connector move town',
      'gateway fold TT-01',
      'webhook move told',
    ]);
    expect(plan.obstacles.filter(({ rule }) => rule.startsWith('client'))).toMatchObject([
      { rule: 'client-key-wider', severity: 'warning', values: { key: 'all' } },
    ]);
    const merge = await mergeBodies(context, { ...wish, decision: '1', hash: plan.hash }, by, holdings);
    expect(await owners()).toEqual(['connector B', 'gateway B', 'key all B', 'key bound B', 'key gone A', 'webhook B']);
    await undoMerge(context, { merge, reason: 'No' }, by, holdings);
    expect(await owners()).toEqual(before);
  });
  it('leaves them with the body that ended where nobody says they are held: the twin', async () => {
    const { context } = county;
    const before = await owners();
    const plan = await planMerge(context, context.db, wish, []);
    await mergeBodies(context, { ...wish, decision: '2', hash: plan.hash }, by, []);
    expect(await owners()).toEqual(before);
  });
});
