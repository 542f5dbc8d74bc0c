import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../../../test/harness/federation.ts';
import { findBody } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { createRecord, editRecord, endRecord, findByKey, loadRows, openRegister } from '../../records/index.ts';

let nodes: JoinedNodes<'centre' | 'commune'>;
beforeAll(async () => {
  const seats = { centre: { bodies: [] }, commune: { bodies: ['99108'], parent: 'centre' } };
  nodes = await joinedNodes({ nodes: seats, profile: 'vn-federation' });
}, 240_000);
afterAll(() => nodes[Symbol.asyncDispose]());

const member = (n: number) => ({
  card_no: `099${String(n).padStart(9, '0')}`,
  birth_name: 'A',
  birth_date: '1980-03-17',
  sex: 'NU',
  branch: '99108-A1',
  admission_date: '2005-02-03',
  member_status: 'CHINH_THUC',
});

/** The same node with the defence off: it knows of no other homes. */
const careless = ({ context }: JoinedNode): Context => {
  const { homesElsewhere: _off, ...rest } = context;
  return rest;
};

async function load(context: Context, n: number, code = '99108') {
  const body = await findBody(context.db, code);
  const row = member(n);
  async function* rows() {
    await Promise.resolve();
    yield [{ number: 2, cells: Object.values(row) }];
  }
  const columns = Object.keys(row).map((field, column) => ({ column, header: field, field }));
  return loadRows(context, { register: 'dang-vien', body: body?.id ?? 0, caller: system, columns, rows: rows() });
}

const refusal = { kind: { room: 'records', slug: 'home-elsewhere' } };

describe('records whose home is another node', () => {
  it('are neither loaded, created, changed nor ended here; with the defence off they are', async () => {
    const { centre } = nodes.all;
    const { context } = centre;
    // Where homes are is remembered for a moment, as it was before the commune joined.
    await expect.poll(async () => (await context.homesElsewhere?.())?.size).toBeGreaterThan(0);
    await expect(load(context, 1)).rejects.toMatchObject({ ...refusal, extras: { node: nodes.all.commune.name } });
    expect((await load(careless(centre), 1)).wrong).toBe(0);
    const table = await openRegister(context.db, 'dang-vien');
    const held = await findByKey(context.db, table, [member(1).card_no], { scope: 'all' });
    if (!held) throw new Error('the record is not there');
    const one = {
      register: 'dang-vien',
      caller: system,
      record: held.record,
      version: held.version,
      scope: 'all' as const,
      absent: () => Promise.resolve(new Error('absent')),
    };
    await expect(editRecord(context, { ...one, values: { birth_name: 'B' } })).rejects.toMatchObject(refusal);
    await expect(endRecord(context, one)).rejects.toMatchObject(refusal);
    const body = (await findBody(context.db, '99108'))?.id ?? 0;
    const fresh = { register: 'dang-vien', caller: system, body, values: member(2) };
    await expect(createRecord(context, fresh)).rejects.toMatchObject(refusal);
    const edited = await editRecord(careless(centre), { ...one, values: { birth_name: 'B' } });
    expect(edited.changeSet).not.toBeNull();
  });
  it('come in by no load of a body above them either: such a row is a finding', async () => {
    const done = await load(nodes.all.centre.context, 3, '97');
    expect(done).toMatchObject({ ready: 0, wrong: 1 });
  });
  it('are changed at home', async () => {
    expect(await load(nodes.all.commune.context, 4)).toMatchObject({ wrong: 0 });
  });
});
