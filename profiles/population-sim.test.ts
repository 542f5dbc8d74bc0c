/** The population simulator as a node of its own: the same program, another profile, nobody real. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listBodies } from '../src/bodies/index.ts';
import { currentRelease } from '../src/dictionary/index.ts';
import { listAgreements, listRegisters } from '../src/governance/index.ts';
import { readProfile } from '../src/platform/profile.ts';
import { compileProfileDictionary } from '../src/dictionary/index.ts';
import { findByKey, listRecords, openRegister } from '../src/records/index.ts';
import { wholeNode, type WholeNode } from '../test/harness/whole-node.ts';

describe('the population simulator', () => {
  let node: WholeNode;
  beforeAll(async () => {
    node = await wholeNode({ profile: 'vn-population-sim' });
  }, 120_000);
  afterAll(() => node[Symbol.asyncDispose]());

  it('publishes one register, at home here, and answers by the personal number', async () => {
    const { db } = node.context;
    const [register, ...others] = await listRegisters(db);
    expect(others).toEqual([]);
    expect(register).toMatchObject({ name: 'dan-cu', external: false, state: 'published' });
    const table = await openRegister(db, 'dan-cu');
    const { items } = await listRecords(db, table, { scope: 'all', limit: 500 });
    expect(items).toHaveLength(500);
    const numbers = items.map((one) => String(one.values['person_id']));
    expect(numbers.filter((number) => !number.startsWith('099'))).toEqual([]);
    expect(await findByKey(db, table, [numbers[0] as string], { scope: 'all' })).toMatchObject({
      values: { person_id: numbers[0] },
    });
  });
  it('speaks the release of the trial edition, so that rows pass between them', async () => {
    const demo = compileProfileDictionary(readProfile(import.meta.dirname, 'vn-demo')).plan;
    const { plan } = await currentRelease(node.context.db);
    expect(plan.entities).toEqual(demo?.entities);
    expect(plan.codeLists).toEqual(demo?.codeLists);
  });
  it('has agreements with every commune it knows, and no account of the trial edition', async () => {
    const { db } = node.context;
    const communes = (await listBodies(db)).filter((body) => body.level === 'commune');
    const [lookup, batch] = await listAgreements(db);
    expect(lookup).toMatchObject({ code: 'DC-01', mode: 'lookup' });
    expect(communes.length).toBeGreaterThan(3);
    expect(batch).toMatchObject({ code: 'DC-02', mode: 'query' });
    const visitor = await node.enter('chuquan-dancu');
    expect(visitor.account).not.toBe('');
  });
});
