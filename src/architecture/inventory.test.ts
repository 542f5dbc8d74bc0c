import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { profileOf } from '../../test/harness/context.ts';
import { line } from '../../test/harness/records.ts';
import { Problem } from '../platform/http/problem.ts';
import { fixedClock } from '../platform/clock.ts';
import { sql } from '../platform/db/sql.ts';
import { readInventory } from './read-inventory.ts';
import { architectureRoom } from './room.ts';

const inventory = `
systems:
  - { code: S1, names: { en: Artery }, body: DM, state: running, kind: platform }
  - { code: S2, names: { en: Old list }, keeper: { en: A firm }, state: retiring, kind: application }
dataSets:
  - { code: D1, system: S1, names: { en: Members }, register: members, entity: member, layer: master, records: 99999 }
  - { code: D2, system: S2, names: { en: Old members }, layer: master, records: 40 }
flows:
  - { code: F1, names: { en: Good }, from: D1, to: S2, mode: api, route: platform, agreement: TT-01 }
  - { code: F2, names: { en: By hand }, from: D2, to: S1, mode: manual, route: direct, reason: { en: No link yet }, ends: D-1 }
  - { code: F3, names: { en: Not yet due }, from: D1, to: S2, mode: file, route: direct, agreement: TT-01, reason: { en: No link yet }, ends: D+1 }
`;

let county: AuthorityCounty;
const withFile = (text: string) => ({
  ...county.context,
  profile: profileOf({ 'architecture/inventory.yaml': text }),
});

beforeAll(async () => {
  county = await openAuthorityCounty({ 'architecture/inventory.yaml': inventory });
  await architectureRoom.install?.(county.context);
  await county.load('A', [line(1), line(2)]);
});

describe('the inventory', () => {
  it('counts what is held here, and shows as declared what is held elsewhere', async () => {
    const { systems, dataSets, counts } = await readInventory(county.context);
    expect(dataSets.map(({ code, records, mapped }) => [code, records, mapped])).toEqual([
      ['D1', 2, true],
      ['D2', 40, false],
    ]);
    expect(
      systems.map(({ code, keeper, dataSets: sets, flowsIn, flowsOut }) => [code, keeper, sets, flowsIn, flowsOut]),
    ).toEqual([
      ['S1', { en: 'Commission' }, 1, 1, 2],
      ['S2', { en: 'A firm' }, 1, 2, 1],
    ]);
    expect(counts).toEqual({ systems: 2, dataSets: 2, mapped: 1, flows: 3, conforming: 2 });
  });
  it('says what each flow breaks, on the day it is asked', async () => {
    const breaks = async (at: string) =>
      Object.fromEntries(
        (await readInventory({ ...county.context, clock: fixedClock(at) })).flows.map((flow) => [
          flow.code,
          flow.breaks,
        ]),
      );
    const old = ['unmapped', 'no-agreement', 'direct-ended', 'manual'];
    expect(await breaks('2026-11-23T03:00:00Z')).toEqual({ F1: [], F2: old, F3: [] });
    expect(await breaks('2026-11-25T03:00:00Z')).toEqual({ F1: [], F2: old, F3: ['direct-ended'] });
  });
  it('is the same after a second start, and takes over what the profile changed', async () => {
    const before = await readInventory(county.context);
    await architectureRoom.install?.(county.context);
    expect(await readInventory(county.context)).toEqual(before);
    await architectureRoom.install?.(withFile(inventory.replace('Old list', 'Older list')));
    const after = await readInventory(county.context);
    expect(after.systems.map((one) => one.names['en'])).toEqual(['Artery', 'Older list']);
    expect(after.counts).toEqual(before.counts);
  });
  it.each([
    ['a form that is none', 'systems: [{ code: S9 }]'],
    ['a body that is none', 'systems: [{ code: S9, names: { en: X }, body: ZZ, state: running, kind: x }]'],
    ['a day that is none', inventory.replace('D+1', 'soon')],
    ['a way that is none', inventory.replace('mode: api', 'mode: pigeon')],
  ])('refuses %s, and keeps what there was', async (_name, text) => {
    const before = await readInventory(county.context);
    const refused = await architectureRoom.install?.(withFile(text)).then(
      () => 'stored',
      (error: unknown) => (error instanceof Problem ? error.kind.slug : 'something else'),
    );
    expect(refused).toBe('profile-broken');
    expect(await readInventory(county.context)).toEqual(before);
  });
  it('cannot hold a direct link without reason and end', async () => {
    const direct = county.context.db.run(
      sql`insert into architecture.flow (code, names, from_data_set, to_system, mode, route)
          values ('F9', '{}', 'D1', 'S2', 'api', 'direct')`,
    );
    await expect(direct).rejects.toThrow(/flow_check/);
  });
});
