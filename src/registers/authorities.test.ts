import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { line } from '../../test/harness/records.ts';
import { ending } from '../../test/harness/story.ts';
import { changeAgreement } from '../governance/contract.ts';
import { call } from '../platform/http/call.ts';
import { listAuthorities } from './authority/authorities-contract.ts';
import { lookupPerson } from './contract.ts';
import { registersRoom } from './room.ts';
import { allClaims, putClaim } from './store/claim.ts';

// A second register claims what the population register holds already.
const seats = `
- name: zeats
  entity: seat
  names: { en: Seats }
  definition: { en: Who sits where }
  owner: C
  manager: DM
  stewards: [C]
  updatedBy: { level: commune }
  labels: { sharing: shared, importance: core, personal: basic }
  authorityFor: [T.2, T.9]
`;

// Seats are held against members: a source that is kept on this node.
const against = `
register: zeats
authority: members
key: { here: person_id, there: person_id }
identity: [full_name]
`;

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty({ 'registers/seats.yaml': seats, 'comparisons/seats.yaml': against });
  await county.hold([heldLine(1), heldLine(2)]);
});

describe('the map of sources', () => {
  const read = (query: { register?: string; standing?: 'disputed' | 'none' } = {}) =>
    call(county.http.send, listAuthorities, { query });
  it('has one source an element; a second claim is a dispute', async () => {
    county.become('A', 'officer');
    const { items, counts } = await read();
    const name = items.find((one) => one.element === 'T.2');
    expect(name).toMatchObject({ authority: { name: 'people' }, disputedBy: [{ name: 'zeats' }] });
    expect(items.find((one) => one.element === 'T.9')).toMatchObject({ authority: { name: 'zeats' }, disputedBy: [] });
    expect(counts).toEqual({ elements: 10, withSource: 5, elsewhere: 0, disputed: 1, without: 5 });
    expect((await read({ standing: 'disputed' })).items.map((one) => one.element)).toEqual(['T.2']);
    expect((await read({ standing: 'none' })).items).toHaveLength(5);
    expect((await read({ register: 'zeats' })).items.map((one) => one.element)).toEqual(['T.2', 'T.9']);
  });
  it('is the same after a second start', async () => {
    const before = await allClaims(county.context.db);
    await registersRoom.install?.(county.context);
    expect(await allClaims(county.context.db)).toEqual(before);
  });
  it('never has two sources, in whatever order registers claim', async () => {
    const { db } = county.context;
    const claim = fc.record({ element: fc.constantFrom('X.1', 'X.2'), register: fc.constantFrom('a', 'b', 'c') });
    await fc.assert(
      fc.asyncProperty(fc.array(claim, { minLength: 1, maxLength: 12 }), async (claims) => {
        await db
          .transaction(async (tx) => {
            for (const one of claims) await putClaim(tx, { ...one, since: '2026-01-01', note: null });
            const all = (await allClaims(tx)).filter((one) => one.element.startsWith('X.'));
            for (const element of new Set(claims.map((one) => one.element))) {
              const own = all.filter((one) => one.element === element);
              const first = claims.find((one) => one.element === element);
              expect(own.filter((one) => one.standing === 'authority').map((one) => one.register)).toEqual([
                first?.register,
              ]);
              expect(own).toHaveLength(
                new Set(claims.filter((one) => one.element === element).map((one) => one.register)).size,
              );
            }
            throw new RolledBack();
          })
          .catch((error: unknown) => {
            if (!(error instanceof RolledBack)) throw error;
          });
      }),
      { numRuns: 30 },
    );
  });
});

class RolledBack extends Error {
  override name = 'RolledBack';
}

describe('a look-up at the source', () => {
  const look = (key: string, register = 'people') =>
    call(county.http.send, lookupPerson, { params: { register }, query: { key, purpose: 'prefill' } });
  const asked = () => county.context.audited.filter((entry) => entry.action === 'registers.lookup');

  it('gives an officer what is held, by the agreement, and leaves an entry', async () => {
    county.become('A', 'officer');
    const found = await look('099000000001');
    expect(found).toEqual({
      register: 'people',
      asOf: '2026-11-23',
      values: { citizen_no: '099000000001', full_name: 'Member B', born_on: '1980-03-17', place: '001' },
    });
    expect(asked().at(-1)).toMatchObject({
      subject: 'people',
      purpose: 'prefill',
      allowed: true,
      rule: 'governance/granted-by-agreement',
      counts: { found: 1 },
      body: county.id('A'),
    });
    expect(asked().at(-1)?.records).toHaveLength(1);
  });
  it('says that a key is not held, and leaves an entry of that as well', async () => {
    const before = asked().length;
    const { status, problem } = await ending(look('099000000999'));
    expect([status, problem['type']]).toEqual([404, '/problems/registers/not-held']);
    expect(asked()).toHaveLength(before + 1);
    expect(asked().at(-1)).toMatchObject({ counts: { found: 0 } });
    expect(asked().at(-1)?.records).toBeUndefined();
  });
  it('is refused without the agreement: to the centre, whose grant there is none, and to a purpose it was not made for', async () => {
    county.become('C', 'officer');
    expect((await ending(look('099000000001'))).status).toBe(403);
    county.become('A', 'officer');
    const other = call(county.http.send, lookupPerson, {
      params: { register: 'people' },
      query: { key: '099000000001', purpose: 'curiosity' },
    });
    expect((await ending(other)).status).toBe(403);
    county.become('A', 'leader');
    expect((await ending(look('099000000001'))).status).toBe(403);
  });
  it('is refused to a commune whose grant is suspended, and to no other', async () => {
    county.become('DM', 'data-manager');
    const change = (state: 'active' | 'suspended') =>
      call(county.http.send, changeAgreement, {
        params: { agreement: 'TT-01' },
        body: { state, consumer: 'A', reason: { en: 'Too many questions' } },
      });
    await change('suspended');
    county.become('A', 'officer');
    expect((await ending(look('099000000001'))).status).toBe(403);
    county.become('B', 'officer');
    expect((await ending(look('099000000001'))).status).toBe(200);
    county.become('DM', 'data-manager');
    await change('active');
    county.become('A', 'officer');
    expect((await ending(look('099000000001'))).status).toBe(200);
  });
  it('is no way around scope: of a register kept here it gives the own rows, others are not held', async () => {
    await county.load('B', [line(501)]);
    await county.load('A', [line(7)]);
    county.become('A', 'officer');
    expect((await look('099000000007', 'members').catch(() => undefined))?.values).toMatchObject({
      full_name: 'Member H',
    });
    const [theirs, nobody] = [
      await ending(look('099000000501', 'members')),
      await ending(look('099000000999', 'members')),
    ];
    expect(theirs.problem['type']).toBe('/problems/registers/not-held');
    expect({ ...theirs.problem, instance: '' }).toEqual({ ...nobody.problem, instance: '' });
    county.become('B', 'officer');
    expect((await ending(look('099000000501', 'members'))).status).toBe(200);
  });
  it('needs a register that others are held against', async () => {
    county.become('A', 'officer');
    expect((await ending(look('099000000001', 'zeats'))).problem['type']).toBe('/problems/registers/no-source');
  });
});
