/** Agreements between nodes: decided at the provider's home, read at every other, with their grants, quota and reason. */
import { dayOf } from '../../src/platform/clock.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';
import { findBody, importBodies, listBodies } from '../../src/bodies/index.ts';
import { greetNodes } from '../../src/exchange/delivery/greet-nodes.ts';
import { receiveParcels } from '../../src/exchange/delivery/receive-parcels.ts';
import { sendParcels } from '../../src/exchange/delivery/send-parcels.ts';
import { waitingFor } from '../../src/exchange/delivery/store/parcel.ts';
import { bodiesTravel } from '../../src/bodies/tree/travel.ts';
import { changeAgreement } from '../../src/governance/change-agreement.ts';
import { confirmSecurity } from '../../src/governance/confirm-security.ts';
import { createAgreements, type NewAgreements } from '../../src/governance/create-agreements.ts';
import { agreementPage } from '../../src/governance/pages.ts';
import { renewAgreement } from '../../src/governance/renew-agreement.ts';
import { listGrants } from '../../src/governance/index.ts';
import { takeReads } from '../../src/governance/index.ts';
import { tellUse } from '../../src/governance/tell-use.ts';
import { agreementTravel } from '../../src/governance/travel/agreements.ts';
import { useTravel } from '../../src/governance/travel/use.ts';
import type { Caller } from '../../src/platform/caller.ts';
import { sql } from '../../src/platform/db/sql.ts';

const travels = [bodiesTravel, agreementTravel, useTravel];
const by = { account: 'system', body: null, rule: 'governance/node-itself' };
let nodes: JoinedNodes<'centre' | 'province' | 'commune'>;
let code = '';
beforeAll(async () => {
  nodes = await joinedNodes({ profile: 'vn-federation' });
  for (const { context } of Object.values(nodes.all)) await greetNodes(context, travels);
  await carry();
}, 600_000);
afterAll(() => nodes[Symbol.asyncDispose]());

async function settle() {
  for (const node of Object.values(nodes.all)) await node.running?.settled();
}
async function carry() {
  for (let i = 0; i < 2; i += 1) {
    await settle();
    for (const node of Object.values(nodes.all)) await sendParcels(node.context, travels);
  }
  await settle();
}

async function officerOf(node: JoinedNode, body: string): Promise<Caller> {
  const id = (await findBody(node.context.db, body))?.id ?? 0;
  return { account: body, name: body, kind: 'person', body: id, roles: ['officer'], language: 'vi' };
}

async function seenAt(node: JoinedNode, of: string) {
  const page = await agreementPage(node.context, await officerOf(node, of), code);
  const { state, reason, quota, quotaPeriod, security, home, to } = page;
  return { state, reason, quota, quotaPeriod, security, home, to, grants: page.grants.map((one) => one.state) };
}

/** Every body of the communes, as one act of the register's data manager. */
const classAgreement = (from: string): NewAgreements => ({
  registers: ['dang-vien'],
  names: { vi: 'Các xã tra cứu đảng viên' },
  consumers: { class: { level: 'commune' } },
  elements: 'all',
  rows: 'own-tree',
  condition: null,
  purpose: 'doi-chieu-ho-so',
  basis: 'luat-du-lieu-11',
  mode: 'query',
  quota: 500,
  quotaPeriod: 'month',
  details: { recipient: 'Văn phòng' },
  from,
  to: '2027-06-30',
});

const adoptions = async ({ context: { db } }: JoinedNode) =>
  (await db.rows(sql`select 1 from platform.change_set where kind = 'agreement' and actor like 'node-%'`)).length;

it('a class agreement decided at the centre is read in the commune: grant, quota, security, and whose it is', async () => {
  const { centre, commune, province } = nodes.all;
  const made = await createAgreements(centre.context, classAgreement('2026-11-01'), by);
  code = made.agreements[0] ?? '';
  await carry();
  const awaited = { state: 'security-awaited', reason: null, quota: 500, quotaPeriod: 'month', security: 'awaited' };
  const expected = { ...awaited, to: '2027-06-30', home: centre.name, grants: ['security-awaited'] };
  expect(await seenAt(commune, '99108')).toEqual(expected);
  await confirmSecurity(centre.context, [code], by);
  await renewAgreement(centre.context, { agreement: code, to: '2027-12-31' }, by);
  await carry();
  expect(await seenAt(commune, '99108')).toMatchObject({ state: 'active', to: '2027-12-31', grants: ['active'] });
  // One act, and each node derives the same grants from the same tree.
  const count = async (node: JoinedNode) =>
    (await listGrants(node.context.db)).filter(({ agreement }) => agreement === code).length;
  expect([await count(commune), await count(province)]).toEqual([made.grants, made.grants]);
});

it('one grant suspended, all revoked: with the reason, and only where it is decided', async () => {
  const { centre, commune, province } = nodes.all;
  const reason = { vi: 'Vượt mục đích', en: 'Beyond the purpose' };
  await changeAgreement(centre.context, { agreement: code, state: 'suspended', consumer: '99108', reason }, by);
  await carry();
  expect(await seenAt(commune, '99108')).toMatchObject({ state: 'active', grants: ['suspended'] });
  const grantsOf = async (node: JoinedNode, state: string) =>
    (await listGrants(node.context.db)).filter((one) => one.agreement === code && one.state === state).length;
  expect(await grantsOf(province, 'suspended')).toBe(1);
  await changeAgreement(centre.context, { agreement: code, state: 'active', consumer: '99108' }, by);
  await changeAgreement(centre.context, { agreement: code, state: 'suspended', reason }, by);
  await carry();
  expect(await seenAt(commune, '99108')).toMatchObject({ state: 'suspended', reason, grants: ['suspended'] });
  const here = {
    kind: { room: 'governance', slug: 'decided-elsewhere' },
    extras: { subject: code, node: centre.name },
  };
  await expect(changeAgreement(commune.context, { agreement: code, state: 'active' }, by)).rejects.toMatchObject(here);
  await expect(renewAgreement(commune.context, { agreement: code, to: '2028-01-01' }, by)).rejects.toMatchObject(here);
  await expect(confirmSecurity(commune.context, [code], by)).rejects.toMatchObject(here);
  await expect(createAgreements(commune.context, classAgreement('2026-11-01'), by)).rejects.toMatchObject({
    kind: { slug: 'decided-elsewhere' },
  });
  await changeAgreement(centre.context, { agreement: code, state: 'active' }, by);
  await carry();
  expect(await seenAt(commune, '99108')).toMatchObject({ state: 'active', grants: ['active'] });
});

it('a body that joins the class later has its grant everywhere, one that leaves it loses it', async () => {
  const { centre, commune } = nodes.all;
  const entry = { code: '99301', names: { vi: 'Xã mới' }, kind: 'commune', level: 'commune', parent: '98' };
  const write = (one: object) =>
    importBodies(centre.context, { files: [{ format: 'json', text: JSON.stringify([one]) }], by });
  expect((await write(entry)).stored).toBe(true);
  await carry();
  const grantAt = async (node: JoinedNode) => {
    const id = (await findBody(node.context.db, '99301'))?.id;
    return (await listGrants(node.context.db)).find((one) => one.agreement === code && one.consumer === id)?.state;
  };
  expect([await grantAt(centre), await grantAt(commune)]).toEqual(['active', 'active']);
  await write({ ...entry, level: 'ward' });
  await carry();
  expect([await grantAt(centre), await grantAt(commune)]).toEqual(['revoked', 'revoked']);
});

it('what the provider’s node counts is seen by the reader at hers, the newest word, and held against the quota there', async () => {
  const { centre, province, commune } = nodes.all;
  const readerAt = async (node: JoinedNode) => (await findBody(node.context.db, '99108'))?.id ?? 0;
  const day = dayOf(centre.context.clock.now(), centre.context.profile.timeZone);
  const terms = { code, quota: 500, quotaPeriod: 'month' } as const;
  const read = async (node: JoinedNode, wanted: number) =>
    takeReads(node.context.db, { agreement: terms, consumer: await readerAt(node), day, wanted });
  const seen = async () => {
    const { grants } = await agreementPage(commune.context, await officerOf(commune, '99108'), code);
    return grants.map(({ used, toldAt }) => ({ used, isTold: toldAt !== null }));
  };
  await read(centre, 480);
  expect(await seen()).toEqual([{ used: 0, isTold: false }]);
  expect(await tellUse(centre.context)).toBe(1);
  await carry();
  expect(await seen()).toEqual([{ used: 480, isTold: true }]);
  // Nothing new is nothing said; who reads under it at home is told too, by nobody.
  expect(await tellUse(centre.context)).toBe(0);
  expect(await tellUse(commune.context)).toBe(0);
  expect(await read(commune, 30)).toBe(20);
  const at = new Date(centre.context.clock.now().getTime() - 3_600_000).toISOString();
  const parcel = (id: string, from: string, more: object = {}) => ({
    ...{ id, kind: 'governance.use-told', from, to: '99108', subject: code },
    payload: { uses: [{ agreement: code, since: `${day.slice(0, 7)}-01`, used: 1, seen: 0, at, ...more }] },
  });
  const bring = (node: JoinedNode, one: ReturnType<typeof parcel>) =>
    receiveParcels(commune.context, travels, { origin: node.name, parcels: [one] });
  const { provider } = await agreementPage(commune.context, await officerOf(commune, '99108'), code);
  await bring(centre, parcel('u1', provider.code));
  expect(await seen()).toEqual([{ used: 480, isTold: true }]);
  const forged = { at: new Date(centre.context.clock.now().getTime() + 1000).toISOString(), used: 0 };
  expect(await bring(province, parcel('u2', '97', forged))).toEqual([{ id: 'u2', refused: 'not-yours-to-say' }]);
  expect(await bring(centre, parcel('u3', provider.code, { agreement: 'nobody-knows' }))).toMatchObject([
    { waitsFor: 'unknown-agreement' },
  ]);
  expect(await bring(centre, parcel('u4', provider.code, { used: -1 }))).toEqual([{ id: 'u4', refused: 'unreadable' }]);
  expect(await seen()).toEqual([{ used: 480, isTold: true }]);
  // Twin: who looks at nobody's right to say so writes it.
  const [to, from] = [await readerAt(commune), provider.id];
  const arriving = { parcel: parcel('u5', '97', forged), to, from, origin: province.name, isTheirs: () => true };
  await commune.context.db.transaction((tx) => useTravel.receive(commune.context, tx, arriving));
  expect(await seen()).toEqual([{ used: 20, isTold: true }]);
});

it('doubled and turned around, the last word stands; told again by a greeting, nothing is written', async () => {
  const { centre, commune } = nodes.all;
  await carry();
  commune.away(true);
  const change = (state: 'active' | 'suspended') => changeAgreement(centre.context, { agreement: code, state }, by);
  await change('suspended');
  await settle();
  await change('active');
  await settle();
  const parcels = await waitingFor(centre.context.db, commune.name, 50);
  const mine = parcels.filter(({ kind }) => kind === 'governance.agreements-changed');
  expect(mine).toHaveLength(2);
  const before = await adoptions(commune);
  const bring = (list: typeof parcels) =>
    receiveParcels(commune.context, travels, { origin: centre.name, parcels: list });
  await bring(mine.toReversed());
  await bring(mine);
  expect(await seenAt(commune, '99108')).toMatchObject({ state: 'active' });
  expect(await adoptions(commune)).toBe(before);
  commune.away(false);
  await centre.context.db.run(sql`delete from exchange.greeted`);
  await greetNodes(centre.context, travels);
  await carry();
  expect(await adoptions(commune)).toBe(before);
});

it('a node that says another one’s decision, or takes its code, is refused; with that defence off it is written', async () => {
  const { centre, province, commune } = nodes.all;
  const isHere = () => true;
  const everything = await agreementTravel.everything?.(centre.context.db, isHere, 'x');
  const told = everything?.flatMap(({ payload }) => (payload as { agreements: { code: string }[] }).agreements);
  const one = told?.find((agreement) => agreement.code === code);
  const forged = { ...one, state: 'revoked', at: { epoch: 9, position: 9 } };
  const parcel = (agreement: object, id: string) => ({
    ...{ id, kind: 'governance.agreements-changed', from: '97', to: '*', subject: code },
    payload: { agreements: [agreement] },
  });
  const bring = (agreement: object, id: string) =>
    receiveParcels(commune.context, travels, { origin: province.name, parcels: [parcel(agreement, id)] });
  expect(await bring(forged, 'z1')).toEqual([{ id: 'z1', refused: 'not-yours-to-say' }]);
  expect(await bring({ ...forged, provider: '97' }, 'z2')).toEqual([{ id: 'z2', refused: 'code-taken' }]);
  expect(await bring({}, 'z3')).toEqual([{ id: 'z3', refused: 'unreadable' }]);
  const own = { ...forged, code: 'P-1', provider: '97' };
  const later = (more: object, id: string) => bring({ ...own, ...more }, id);
  expect(await later({ purpose: 'nobody-knows' }, 'z4')).toEqual([
    { id: 'z4', refused: null, waitsFor: 'unknown-purpose' },
  ]);
  expect(await later({ register: 'nobody-knows' }, 'z5')).toMatchObject([{ waitsFor: 'unknown-register' }]);
  expect(await later({ consumers: { bodies: ['nobody'] } }, 'z6')).toMatchObject([{ waitsFor: 'unknown-body' }]);
  expect((await seenAt(commune, '99108')).state).toBe('active');
  const [to = 0] = (await listBodies(commune.context.db)).map(({ id }) => id);
  const arriving = { parcel: parcel(forged, 'z7'), to, from: to, origin: province.name, isTheirs: () => true };
  await commune.context.db.transaction((tx) => agreementTravel.receive(commune.context, tx, arriving));
  expect((await seenAt(commune, '99108')).state).toBe('revoked');
});
