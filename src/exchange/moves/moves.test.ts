import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../../../test/harness/federation.ts';
import { findBody } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import { editRecord, endRecord, findByKey, loadRows, openRegister, type StoredRecord } from '../../records/index.ts';
import { listSubscriptions } from '../feeds/store/consumed.ts';
import { nodeOfBody } from '../nodes/index.ts';
import { moveHome } from './move-home.ts';
import { countOf, treeOf } from './standing.ts';

const by = { account: 'system', body: null, rule: 'governance/node-itself' };
let nodes: JoinedNodes<'centre' | 'commune'>;
beforeAll(async () => {
  const seats = { centre: { bodies: [] }, commune: { bodies: ['99108'], parent: 'centre' } };
  nodes = await joinedNodes({ nodes: seats, profile: 'vn-federation' });
}, 600_000);
afterAll(() => nodes[Symbol.asyncDispose]());

const card = (n: number) => `099${String(n).padStart(9, '0')}`;
const MEMBER = {
  card_no: '',
  birth_name: 'A',
  birth_date: '1980-03-17',
  sex: 'NU',
  branch: '99215-A1',
  admission_date: '2005-02-03',
  member_status: 'CHINH_THUC',
};

async function load({ context }: JoinedNode, from: number, count: number) {
  const body = await findBody(context.db, '99215');
  async function* rows() {
    await Promise.resolve();
    yield Array.from({ length: count }, (_, i) => ({
      number: i + 2,
      cells: Object.values({ ...MEMBER, card_no: card(from + i) }),
    }));
  }
  const columns = Object.keys(MEMBER).map((field, column) => ({ column, header: field, field }));
  const done = await loadRows(context, {
    register: 'dang-vien',
    body: body?.id ?? 0,
    caller: system,
    columns,
    rows: rows(),
  });
  expect(done.wrong).toBe(0);
}

async function count({ context: { db } }: JoinedNode) {
  return countOf(db, await openRegister(db, 'dang-vien'), await treeOf(db, '99215'));
}

async function held({ context: { db } }: JoinedNode, n: number): Promise<StoredRecord> {
  const found = await findByKey(db, await openRegister(db, 'dang-vien'), [card(n)], { scope: 'all' });
  if (!found) throw new Error('the record is not there');
  return found;
}

async function edit(node: JoinedNode, n: number, name: string) {
  const { record, version } = await held(node, n);
  const one = { register: 'dang-vien', caller: system, record, version, scope: 'all' as const };
  const absent = () => Promise.resolve(new Error('absent'));
  return editRecord(node.context, { ...one, absent, values: { birth_name: name } });
}

describe('a body that moves from the centre to a node of its own, and back', () => {
  it('is counted first, and nothing changes', async () => {
    const { centre, commune } = nodes.all;
    await load(centre, 1, 600);
    const report = await moveHome(centre.context, { body: '99215', to: commune.name, dryRun: true }, by);
    expect(report).toMatchObject({ moved: false, registers: [{ register: 'dang-vien', rows: 600 }] });
    expect((await nodeOfBody(centre.context.db, '99215'))?.name).toBe(centre.name);
    expect((await count(commune)).rows).toBe(0);
  });
  it('takes its rows along, with records and versions; the old home reads them, the new one changes them', async () => {
    const { centre, commune } = nodes.all;
    const before = await count(centre);
    expect((await moveHome(centre.context, { body: '99215', to: commune.name }, by)).moved).toBe(true);
    expect(await count(commune)).toEqual(before);
    for (const { context } of [centre, commune])
      expect((await nodeOfBody(context.db, '99215'))?.name).toBe(commune.name);
    await expect(edit(centre, 1, 'B')).rejects.toMatchObject({ kind: { slug: 'home-elsewhere' } });
    await expect.poll(() => edit(commune, 1, 'B').then(() => 'edited', String), { timeout: 5_000 }).toBe('edited');
  });
  it('is fed from the new home by itself: the old one asks there, and what the body receives comes to its new node', async () => {
    const { centre, commune } = nodes.all;
    const asks = async (node: JoinedNode) =>
      (await listSubscriptions(node.context.db)).map(({ origin, agreement, consumer }) => [
        origin,
        agreement,
        consumer,
      ]);
    await expect.poll(() => asks(centre), { timeout: 20_000 }).toContainEqual([commune.name, 'LT-01', 'TW']);
    await expect.poll(() => asks(commune), { timeout: 20_000 }).toContainEqual([centre.name, 'LT-03', '99215']);
    // Neither lost nor doubled: what is changed there is read here, and nothing stands twice.
    await expect
      .poll(async () => (await held(centre, 1)).values['birth_name'], { timeout: 60_000, interval: 500 })
      .toBe('B');
    expect(await count(centre)).toEqual(await count(commune));
  }, 120_000);
  it('comes back with what was changed and ended there', async () => {
    const { centre, commune } = nodes.all;
    const { record, version } = await held(commune, 2);
    const one = { register: 'dang-vien', caller: system, record, version, scope: 'all' as const };
    await endRecord(commune.context, { ...one, absent: () => Promise.resolve(new Error('absent')) });
    await load(commune, 1_001, 3);
    const before = await count(commune);
    expect((await moveHome(commune.context, { body: '99215', to: centre.name }, by)).moved).toBe(true);
    expect(await count(centre)).toEqual(before);
    expect(before.rows).toBe(602);
    expect((await held(centre, 1)).values['birth_name']).toBe('B');
    await expect(edit(commune, 3, 'C')).rejects.toMatchObject({ kind: { slug: 'home-elsewhere' } });
    await expect.poll(() => edit(centre, 3, 'C').then(() => 'edited', String), { timeout: 5_000 }).toBe('edited');
  });
  it('does not move from where it is not at home, nor to nobody', async () => {
    const { centre, commune } = nodes.all;
    const refused = { kind: { slug: 'move-way' } };
    await expect(moveHome(commune.context, { body: '99215', to: centre.name }, by)).rejects.toMatchObject(refused);
    const nobody = 'node-00000000.artery';
    await expect(moveHome(centre.context, { body: '99215', to: nobody }, by)).rejects.toMatchObject(refused);
  });
  it('stays where it is when the other side is away in the middle', async () => {
    const { centre, commune } = nodes.all;
    commune.away(true);
    await expect(moveHome(centre.context, { body: '99215', to: commune.name }, by)).rejects.toThrow();
    commune.away(false);
    await expect.poll(() => edit(centre, 4, 'D').then(() => 'edited', String), { timeout: 5_000 }).toBe('edited');
  });
});
