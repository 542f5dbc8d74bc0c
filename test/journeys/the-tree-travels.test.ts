/** The tree of bodies between nodes: each body is written at its home, and every node comes to the same tree. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';
import { exportBodies, findBody, importBodies, mergeBodies, planMerge, undoMerge } from '../../src/bodies/index.ts';
import { closeBody } from '../../src/bodies/close-body.ts';
import { moveBody } from '../../src/bodies/move-body.ts';
import { bodiesTravel } from '../../src/bodies/tree/travel.ts';
import { greetNodes } from '../../src/exchange/delivery/greet-nodes.ts';
import { receiveParcels } from '../../src/exchange/delivery/receive-parcels.ts';
import { sendParcels } from '../../src/exchange/delivery/send-parcels.ts';
import { listParcels, waitingFor } from '../../src/exchange/delivery/store/parcel.ts';
import { nodeFetch } from '../../src/exchange/nodes/index.ts';
import { sql } from '../../src/platform/db/sql.ts';

const travels = [bodiesTravel];
const by = { account: 'system', body: null, rule: 'governance/node-itself' };
const FAR = '2027-01-01';
let nodes: JoinedNodes<'centre' | 'province' | 'commune'>;
beforeAll(async () => {
  nodes = await joinedNodes();
  for (const { context } of Object.values(nodes.all)) await greetNodes(context, travels);
  await carry();
}, 600_000);
afterAll(() => nodes[Symbol.asyncDispose]());

type Entry = Readonly<Record<string, unknown>>;

async function store({ context }: JoinedNode, ...entries: readonly Entry[]) {
  return importBodies(context, { files: [{ format: 'json', text: JSON.stringify(entries) }], by });
}

const cell = (code: string, parent: string, name = code): Entry => ({
  code,
  names: { vi: name },
  kind: 'branch',
  level: 'branch',
  parent,
});

/** The body as its home would export it, under another name. */
async function renamed(node: JoinedNode, code: string, name: string): Promise<Entry> {
  const all = JSON.parse(await exportBodies(node.context.db, { format: 'json' })) as Entry[];
  const entry = all.findLast((one) => one['code'] === code);
  return { ...entry, names: { ...(entry?.['names'] as Entry), vi: name } };
}

async function settle() {
  for (const node of Object.values(nodes.all)) await node.running?.settled();
}
async function carry() {
  for (let i = 0; i < 2; i += 1) {
    await settle();
    for (const node of Object.values(nodes.all)) await sendParcels(node.context, travels);
  }
}

const nameAt = async ({ context: { db } }: JoinedNode, code: string) => (await findBody(db, code))?.names['vi'];
const namesOf = (code: string) => Promise.all(Object.values(nodes.all).map((node) => nameAt(node, code)));
const treeAt = async ({ context: { db } }: JoinedNode) => exportBodies(db, { format: 'json' });
const adoptions = async ({ context: { db } }: JoinedNode) =>
  (await db.rows(sql`select 1 from platform.change_set where kind = 'bodies' and actor like 'node-%'`)).length;

it('what the centre renames and founds comes down; what a commune does with its cells goes up', async () => {
  const { centre, commune } = nodes.all;
  const founded = { ...cell('99300', '98', 'Xã Mới'), kind: 'commune', level: 'commune' };
  expect((await store(centre, await renamed(centre, '99215', 'Xã Đổi Tên'), founded)).stored).toBe(true);
  expect((await store(commune, await renamed(commune, '99108-01', 'Chi bộ Đổi Tên'))).stored).toBe(true);
  await carry();
  expect(await namesOf('99215')).toEqual(['Xã Đổi Tên', 'Xã Đổi Tên', 'Xã Đổi Tên']);
  expect(await namesOf('99300')).toEqual(['Xã Mới', 'Xã Mới', 'Xã Mới']);
  expect(await namesOf('99108-01')).toEqual(['Chi bộ Đổi Tên', 'Chi bộ Đổi Tên', 'Chi bộ Đổi Tên']);
  const [up] = (await listParcels(centre.context.db, 50)).filter(
    ({ way, node }) => way === 'in' && node === commune.name,
  );
  expect(up).toMatchObject({ kind: 'bodies.changed', from: '99108', to: '*', subject: '99108-01', refused: null });
});

it('is written at its home only, and whoever tries elsewhere is told whose it is', async () => {
  const { province, commune, centre } = nodes.all;
  const refusal = {
    kind: { room: 'bodies', slug: 'home-elsewhere' },
    extras: { code: '99108-02', node: commune.name },
  };
  const move = { body: '99108-02', parent: '99108-01', day: FAR };
  await expect(moveBody(province.context, move, by)).rejects.toMatchObject(refusal);
  const close = { body: '99108-02', lastDay: FAR, ended: 'dissolution' as const, successors: [] };
  await expect(closeBody(province.context, close, by)).rejects.toMatchObject(refusal);
  const wish = { from: ['99108-02'], into: '99108-01', day: '2026-11-01' };
  const plan = await planMerge(province.context, province.context.db, wish, []);
  expect(plan.obstacles).toContainEqual(expect.objectContaining({ rule: 'home-elsewhere', severity: 'block' }));
  const stored = await store(province, await renamed(province, '99108-02', 'X'), cell('99108-90', '99108'));
  expect(stored).toMatchObject({ stored: false });
  expect(stored.findings.map(({ rule, code, values }) => [rule, code, values['node']])).toEqual([
    ['home-elsewhere', '99108-02', commune.name],
    ['home-elsewhere', '99108-90', commune.name],
  ]);
  const root = { ...cell('XX', ''), parent: undefined };
  expect((await store(commune, root)).findings).toMatchObject([
    { rule: 'home-elsewhere', values: { node: centre.name } },
  ]);
});

it('with that defence off at one node, the others refuse what it says and write it down', async () => {
  const { province, commune } = nodes.all;
  const { homesElsewhere: _off, ...careless } = province.context;
  const entry = await renamed(province, '99108-03', 'Chiếm');
  const files = [{ format: 'json' as const, text: JSON.stringify([entry]) }];
  expect((await importBodies(careless, { files, by })).stored).toBe(true);
  await carry();
  // It does not even say so: what is at home elsewhere is told by its own node. So it is said for it.
  const told = (more: object, id: string) => ({
    ...{ id, kind: 'bodies.changed', from: '97', to: '*', subject: 'x' },
    payload: { bodies: [{ entry, at: { epoch: 9, position: 9 } }], gone: [], ...more },
  });
  const bring = (more: object, id: string) =>
    receiveParcels(commune.context, travels, { origin: province.name, parcels: [told(more, id)] });
  expect(await bring({}, 'y1')).toEqual([{ id: 'y1', refused: 'not-yours-to-say' }]);
  const hung = { entry: cell('97-99', '99108'), at: { epoch: 9, position: 9 } };
  expect(await bring({ bodies: [hung] }, 'y2')).toEqual([{ id: 'y2', refused: 'not-yours-to-say' }]);
  const root = { entry: { ...cell('97-98', ''), parent: undefined }, at: { epoch: 9, position: 9 } };
  expect(await bring({ bodies: [root] }, 'y3')).toEqual([{ id: 'y3', refused: 'not-yours-to-say' }]);
  expect(await bring({ bodies: [], gone: [{ code: '99108-03', from: null }] }, 'y4')).toEqual([
    { id: 'y4', refused: 'not-yours-to-say' },
  ]);
  expect(await bring({ bodies: 'x' }, 'y5')).toEqual([{ id: 'y5', refused: 'unreadable' }]);
  expect(await nameAt(commune, '99108-03')).not.toBe('Chiếm');
  const audited = () =>
    commune.context.db.rows(
      sql`select 1 from platform.audit_entry where action = 'exchange.take-parcel' and actor = ${province.name} and not allowed`,
    );
  await expect.poll(async () => (await audited()).length, { timeout: 5_000 }).toBe(5);
  // Twin: were its word believed, it would be written.
  const believed = { parcel: told({}, 'y6'), to: 0, from: 0, origin: province.name, isTheirs: () => true };
  await commune.context.db.transaction((tx) => bodiesTravel.receive(commune.context, tx, believed));
  expect(await nameAt(commune, '99108-03')).toBe('Chiếm');
});

it('doubled and turned around it comes to the same; what rests on a body to come is parked, and never dropped', async () => {
  const { province, commune } = nodes.all;
  await carry();
  province.away(true);
  await store(commune, cell('99108-N1', '99108', 'Một'));
  await settle();
  await store(commune, cell('99108-N2', '99108-N1', 'Dưới một'));
  await settle();
  await store(commune, await renamed(commune, '99108-N1', 'Một, đổi'));
  await settle();
  const parcels = await waitingFor(commune.context.db, province.name, 50);
  expect(parcels).toHaveLength(3);
  const before = await adoptions(province);
  const bring = (list: typeof parcels) =>
    receiveParcels(province.context, travels, { origin: commune.name, parcels: list });
  const [, second, third] = parcels;
  if (!second || !third) throw new Error('three parcels were expected');
  expect(await bring([second])).toEqual([{ id: second.id, refused: null, waitsFor: 'parent-unknown' }]);
  expect(await bring([third])).toEqual([{ id: third.id, refused: null }]);
  const parked = [{ id: second.id, refused: null }];
  expect(await bring([second])).toEqual(parked);
  expect(await bring(parcels)).toEqual(parcels.map(({ id }) => ({ id, refused: null })));
  expect([await nameAt(province, '99108-N1'), await nameAt(province, '99108-N2')]).toEqual(['Một, đổi', 'Dưới một']);
  expect(await adoptions(province)).toBe(before + 2);
  province.away(false);
  await carry();
  expect(await adoptions(province)).toBe(before + 2);
});

it('a parcel that the other side parks holds up none of the others', async () => {
  const { commune, centre } = nodes.all;
  centre.away(true);
  await store(commune, cell('99108-P1', '99108', 'P1'));
  await settle();
  await commune.context.db
    .run(sql`update exchange.parcel_out set payload = jsonb_set(payload, '{bodies,0,entry,parent}', '"99108-P0"')
    where settled_at is null and subject = '99108-P1' and node = ${centre.name}`);
  centre.away(false);
  await store(commune, cell('99108-P2', '99108', 'P2'));
  await carry();
  expect([await nameAt(centre, '99108-P1'), await nameAt(centre, '99108-P2')]).toEqual([undefined, 'P2']);
  const line = (await listParcels(commune.context.db, 500)).find(({ subject }) => subject === '99108-P1');
  expect(line).toMatchObject({ settledAt: null, waitsFor: 'parent-unknown' });
  await store(commune, cell('99108-P0', '99108', 'P0'));
  await carry();
  await expect.poll(() => nameAt(centre, '99108-P1'), { timeout: 20_000 }).toBe('P1');
  expect((await findBody(centre.context.db, '99108-P1'))?.path).toHaveLength(5);
  // Its home has the last word.
  await store(commune, await renamed(commune, '99108-P1', 'P1, đổi'));
  await carry();
  expect((await findBody(centre.context.db, '99108-P1'))?.path).toHaveLength(4);
});

it('killed between what it did and its receipt, it takes effect once', async () => {
  const { province, commune } = nodes.all;
  await carry();
  const before = await adoptions(province);
  await store(commune, await renamed(commune, '99108-04', 'Một lần'));
  await settle();
  await sendParcels(commune.context, travels, {
    reach: (node) => async (path, init) => {
      await nodeFetch(commune.context, node)(path, init);
      throw new Error('cut');
    },
  });
  expect(await nameAt(province, '99108-04')).toBe('Một lần');
  await carry();
  expect(await adoptions(province)).toBe(before + 1);
  expect((await listParcels(commune.context.db, 500)).filter(({ settledAt }) => settledAt === null)).toEqual([]);
});

it('a merge and its undoing are the same tree everywhere', async () => {
  const { commune, centre, province } = nodes.all;
  const { context } = commune;
  const wish = {
    from: ['99108-05', '99108-06'],
    into: { code: '99108-M', names: { vi: 'Chi bộ gộp' }, kind: 'branch', level: 'branch', parent: '99108' },
    day: '2026-11-01',
  };
  const plan = await planMerge(context, context.db, wish, []);
  const merge = await mergeBodies(context, { ...wish, decision: '01-QD', hash: plan.hash }, by, []);
  await carry();
  const ended = { to: '2026-10-31', ended: 'merger' };
  for (const node of [centre, province]) {
    expect(await findBody(node.context.db, '99108-05')).toMatchObject(ended);
    expect(await nameAt(node, '99108-M')).toBe('Chi bộ gộp');
  }
  await undoMerge(context, { merge, reason: 'A mistake' }, by, []);
  await carry();
  for (const node of [centre, province]) {
    expect(await findBody(node.context.db, '99108-05')).toMatchObject({ to: null, ended: null });
    expect(await findBody(node.context.db, '99108-M')).toBeUndefined();
  }
});

it('whoever was not there is told everything, once; and all three hold the same tree', async () => {
  const { centre, province, commune } = nodes.all;
  for (const { context } of [centre, province, commune]) await context.db.run(sql`delete from exchange.greeted`);
  // What was before it had others beside it is told to nobody.
  centre.away(true);
  await store(commune, await renamed(commune, '99108-07', 'Trước khi nhập'));
  await settle();
  await commune.context.db.run(sql`delete from exchange.parcel_out where node = ${centre.name}`);
  centre.away(false);
  for (const node of [centre, province, commune]) await greetNodes(node.context, travels);
  await carry();
  expect(await nameAt(centre, '99108-07')).toBe('Trước khi nhập');
  // The province took 99108-03 over without asking; it is told what stands there.
  const [first, ...others] = await Promise.all([centre, province, commune].map(treeAt));
  expect(others).toEqual([first, first]);
  for (const node of [centre, province, commune]) expect(await greetNodes(node.context, travels)).toBe(0);
});
