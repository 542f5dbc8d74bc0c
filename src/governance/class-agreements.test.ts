import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { ending } from '../../test/harness/story.ts';
import { importBodies } from '../bodies/index.ts';
import { system } from '../platform/caller.ts';
import { sql } from '../platform/db/sql.ts';
import { call } from '../platform/http/call.ts';
import * as contract from './agreement-contract.ts';
import { changeAgreement, getAgreement } from './contract.ts';
import { followBodies } from './follow-bodies.ts';
import { freeAgain, takeReads } from './quota.ts';
import { fillTemplate, limitsOf } from './write-document.ts';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty();
});
const send: AuthorityCounty['http']['send'] = (...request) => county.http.send(...request);
const terms = {
  registers: ['people'],
  names: { en: 'Every commune' },
  for: { class: { level: 'commune' } },
  purpose: 'prefill',
  basis: 'act-1',
  mode: 'lookup',
  rows: 'all',
  quota: 2,
  from: '2026-01-01',
  to: '2026-12-31',
} as const;
const create = (changes: object = {}) =>
  call(send, contract.createAgreements, { body: { ...terms, registers: [...terms.registers], ...changes } });
const page = (agreement: string) => call(send, getAgreement, { params: { agreement } });
const grantsOf = async (agreement: string) => {
  county.become('DM', 'data-manager');
  return (await page(agreement)).grants.map(({ consumer, state }) => `${consumer.code} ${state}`);
};
const by = { account: system.account, body: null, rule: 'test' };
const tree = async (text: string) => {
  await importBodies(county.context, { files: [{ text, format: 'yaml' }], by });
  const { id } = (
    await county.context.db.rows<{ id: number }>(sql`select max(id)::int as id from platform.change_set`)
  )[0] ?? { id: 0 };
  await county.context.db.transaction((tx) => followBodies(county.context).apply(tx, { id, kind: 'bodies' } as never));
};

describe('a class agreement', () => {
  it('reaches every body of its class, opens nothing before security is confirmed, and is one change set', async () => {
    county.become('DM', 'data-manager');
    const reach = await call(send, contract.reachOfClass, { body: { for: terms.for } });
    expect(reach.bodies.map(({ code }) => code)).toEqual(['A', 'B']);
    const count = async () => (await county.context.db.rows(sql`select from platform.change_set`)).length;
    const before = await count();
    const { agreements, grants } = await create({ registers: ['people', 'members'] });
    expect([agreements.length, grants, await count()]).toEqual([2, 4, before + 1]);
    expect(await grantsOf(agreements[0] ?? '')).toEqual(['A security-awaited', 'B security-awaited']);
    // Neither does the other's: the data manager does not confirm security, the technical role does not share.
    const confirm = () => call(send, contract.confirmSecurity, { body: { agreements } });
    expect((await ending(confirm())).status).toBe(403);
    county.become('C', 'data-office');
    expect((await ending(create())).status).toBe(403);
    expect((await confirm()).until).toBe('2027-11-23');
    expect(await grantsOf(agreements[0] ?? '')).toEqual(['A active', 'B active']);
    county.context.clock.set('2026-12-31T03:00:00Z');
    expect(await grantsOf(agreements[0] ?? '')).toEqual(['A active', 'B active']);
    county.context.clock.set('2027-01-01T03:00:00Z'); // past its last day, by itself
    expect(await grantsOf(agreements[0] ?? '')).toEqual(['A expired', 'B expired']);
    county.context.clock.set('2026-11-23T03:00:00Z');
  });
  it('is refused with the place where the terms do not hold', async () => {
    county.become('DM', 'data-manager');
    const slug = async (changes: object) => (await ending(create(changes))).problem;
    expect(await slug({ purpose: 'nothing' })).toMatchObject({
      type: '/problems/governance/terms-unsound',
      at: 'purpose',
    });
    expect(await slug({ to: '2025-01-01' })).toMatchObject({ at: 'to' });
    expect(await slug({ to: '9999-12-31' })).toMatchObject({ at: 'to' });
    expect(await slug({ to: '2026-02-30' })).toMatchObject({ status: 400 });
    expect(await slug({ elements: ['P.99'] })).toMatchObject({ at: 'elements' });
    expect(await slug({ for: { class: { level: 'moon' } } })).toMatchObject({
      type: '/problems/governance/nobody-reached',
    });
    expect(await slug({ registers: ['nothing'] })).toMatchObject({ type: '/problems/governance/register-unknown' });
  });
  it('gives who joins the class a grant, takes it from who leaves, and gives it back; what was revoked by hand stays so', async () => {
    county.become('DM', 'data-manager');
    const brook = (pilot: string) =>
      tree(
        `- { code: B, names: { en: Brook }, kind: commune, level: commune, parent: C, attributes: { pilot: '${pilot}' } }`,
      );
    await brook('yes');
    county.become('DM', 'data-manager');
    const [pilots = ''] = (await create({ for: { class: { attributes: { pilot: 'yes' } } } })).agreements;
    expect(await grantsOf(pilots)).toEqual(['B security-awaited']);
    await brook('no');
    expect(await grantsOf(pilots)).toEqual(['B revoked']);
    await brook('yes');
    expect(await grantsOf(pilots)).toEqual(['B security-awaited']);
    const [all = ''] = (await create()).agreements;
    const commune = (to: string) =>
      `- { code: N, names: { en: Newton }, kind: commune, level: commune, parent: C${to} }`;
    await tree(commune(''));
    expect(await grantsOf(all)).toContain('N security-awaited');
    await tree(commune(', to: 2026-11-01, ended: dissolution'));
    expect(await grantsOf(all)).toContain('N revoked');
    const revoke = { params: { agreement: all }, body: { state: 'revoked', consumer: 'A' } } as const;
    await call(send, changeAgreement, revoke);
    await tree('- { code: M, names: { en: Midton }, kind: commune, level: commune, parent: C }');
    expect(await grantsOf(all)).toEqual(
      expect.arrayContaining(['A revoked', 'B security-awaited', 'M security-awaited']),
    );
  });
});

describe('a quota', () => {
  it('is counted by grant and period, on both sides, and says when it is free again', async () => {
    county.become('DM', 'data-manager');
    const [code = ''] = (await create({ quotaPeriod: 'month', to: null })).agreements;
    const { db } = county.context;
    const take = (body: string, day: string, wanted: number) =>
      db.transaction((tx) =>
        takeReads(tx, { agreement: { code, quota: 2, quotaPeriod: 'month' }, consumer: county.id(body), day, wanted }),
      );
    expect([
      await take('A', '2026-11-02', 1),
      await take('A', '2026-11-23', 5),
      await take('A', '2026-11-30', 1),
    ]).toEqual([1, 1, 0]);
    expect(await take('B', '2026-11-23', 1)).toBe(1);
    county.become('C', 'data-office');
    await call(send, contract.confirmSecurity, { body: { agreements: [code] } });
    county.become('A', 'officer');
    expect((await page(code)).grants).toMatchObject([{ consumer: { code: 'A' }, used: 2 }]);
    expect((await page(code)).freeAgain).toBe('2026-12-01');
    expect(await take('A', '2026-12-01', 1)).toBe(1);
    expect([freeAgain('day', '2026-12-31'), freeAgain('month', '2026-12-31')]).toEqual(['2027-01-01', '2027-01-01']);
  });
});

describe('the document', () => {
  it('is the template with its places filled in, and nothing else', () => {
    const template = {
      title: { en: 'Agreement' },
      contents: [{ title: { en: 'Purpose' }, text: { en: '{{purpose}}. {{nothing}}' } }],
      signatures: [{ en: 'For us' }],
    };
    const text = fillTemplate(
      template,
      new Map([
        ['purpose', 'prefilling'],
        ['number', 'No. 1'],
      ]),
      'en',
    );
    expect(text).toMatchObject({ title: 'Agreement', number: 'No. 1', signatures: ['For us'] });
    expect(text.sections).toEqual([{ title: 'Purpose', text: 'Prefilling.' }]);
  });
  it('has quota and budget of different records where it names the quota', () => {
    const t = county.context.words.translator('en');
    const said = (quota: number | null, subjects: number | null) =>
      limitsOf({ quota, quotaPeriod: 'month', subjects }, (key, values) => t(`governance:document.${key}`, values));
    expect([said(200, 150), said(null, 150), said(200, null), said(null, null)]).toEqual([
      '200 a month; 150 different records a month',
      '150 different records a month',
      '200 a month',
      'none',
    ]);
  });
  it('is not made where the profile has no text', async () => {
    county.become('DM', 'data-manager');
    const [agreement = ''] = (await create()).agreements;
    for (const endpoint of [contract.agreementWord, contract.agreementPdf]) {
      const file = call(send, endpoint, { params: { agreement } } as never);
      expect((await ending(file as Promise<unknown>)).problem['type']).toBe('/problems/governance/no-template');
    }
  });
});
