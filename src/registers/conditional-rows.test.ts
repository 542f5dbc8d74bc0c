import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { line } from '../../test/harness/records.ts';
import { askDecisions, getAgreement, setCondition } from '../governance/contract.ts';
import { call, callRaw, ProblemError } from '../platform/http/call.ts';
import { lookupPerson } from './contract.ts';
import { exportRecords, getRecord, listRecords, lookupRecord, recordHistory } from '../records/contract.ts';

const CONDITION = "state == 'A' && years_between(born_on, today()) >= 18";
const governance = `
agreements:
  - code: TT-02
    names: { en: Brook reads the active members of Ashford }
    register: members
    for: { bodies: [B] }
    rows: { under: A }
    condition: "${CONDITION}"
    purpose: prefill
    basis: act-1
    mode: query
    from: D-100
`;

let county: AuthorityCounty;
const ids = new Map<string, string>();
beforeAll(async () => {
  county = await openAuthorityCounty({ 'governance/more.yaml': governance });
  // Of Ashford: one active, one resting, one of whom nobody knows, one who is a child; and two of Brook itself.
  await county.load('A', [
    line(2, { state: 'A' }),
    line(3, { state: 'R' }),
    line(4, { state: '' }),
    line(6, { state: 'A', born_on: '17/03/2020', joined_on: '2021-05-19' }),
  ]);
  await county.load('B', [line(21, { state: 'R' }), line(22)]);
  for (const n of [2, 3, 4, 6, 21, 22]) {
    const card = String(n).padStart(6, '0');
    ids.set(card, (await county.member(card))?.record ?? '');
  }
  county.become('B', 'officer');
});

const params = { register: 'members' };
const { send } = { send: (...given: Parameters<AuthorityCounty['http']['send']>) => county.http.send(...given) };
const cards = async (where: string[] = []) => {
  const page = await call(send, listRecords, { params, query: { where, count: true } });
  return { cards: page.items.map(({ values }) => values['card_no']).toSorted(), total: page.total };
};
const problemOf = (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem : undefined),
  );

describe('an agreement that opens only the rows that meet a condition', () => {
  it('lists and counts those, and the own body’s as a whole', async () => {
    expect(await cards()).toEqual({ cards: ['000002', '000021', '000022'], total: 3 });
    // A filter cannot reach behind the condition.
    expect(await cards(['state:null'])).toEqual({ cards: [], total: 0 });
  });

  it('gives out no other row in an export', async () => {
    const answer = await callRaw(send, exportRecords, { params, query: { format: 'csv' } });
    const text = await answer.text();
    expect(
      ['000002', '000003', '000004', '000006'].map(
        (card) => text.includes(`${card},Member`) || text.includes(`${card};Member`),
      ),
    ).toEqual([true, false, false, false]);
  });

  it('shows one record that meets it, also when the asked columns have nothing of the condition', async () => {
    const record = ids.get('000002') ?? '';
    const seen = await call(send, getRecord, { params: { ...params, record }, query: { columns: 'full_name' } });
    expect(seen.values).toEqual({ full_name: 'Member C' });
    const asked = await call(send, lookupRecord, { params, query: { key: ['000002'] } });
    expect(asked.record).toBe(record);
  });

  it('answers for one that does not as for one that is not there', async () => {
    const none = await problemOf(
      call(send, getRecord, { params: { ...params, record: '00000000-0000-7000-8000-00000000dead' }, query: {} }),
    );
    expect(none).toMatchObject({ status: 403 });
    for (const card of ['000003', '000004', '000006']) {
      const { instance: _a, ...refused } =
        (await problemOf(call(send, getRecord, { params: { ...params, record: ids.get(card) ?? '' }, query: {} }))) ??
        {};
      const { instance: _b, ...absent } = none ?? {};
      expect(refused).toEqual(absent);
    }
  });

  it('opens nothing where the readers know no conditions: the history stays closed', async () => {
    const found = await problemOf(
      call(send, recordHistory, { params: { ...params, record: ids.get('000002') ?? '' } }),
    );
    expect(found).toMatchObject({ status: 403 });
  });

  it('is told by the decision, in words', async () => {
    const [decision] = await call(send, askDecisions, {
      body: [{ permission: 'records.read', about: { register: 'members', body: 'A' } }],
    });
    expect(decision).toMatchObject({
      allowed: true,
      rule: 'governance/granted-by-agreement',
      facts: {
        agreement: 'TT-02',
        condition: { en: 'state is “A” and the full years from born on to today is at least 18' },
      },
    });
  });
});

describe('a look-up at the trusted source under a condition', () => {
  it('answers for who is outside it as for who is not held', async () => {
    await county.hold([heldLine(2), heldLine(3, { place: '002' })]);
    county.become('DM', 'data-manager');
    await call(send, setCondition, { params: { agreement: 'TT-01' }, body: { condition: "place == '001'" } });
    county.become('B', 'officer');
    const look = (n: number) =>
      call(send, lookupPerson, {
        params: { register: 'people' },
        query: { key: `099${String(n).padStart(9, '0')}`, purpose: 'prefill' },
      });
    expect((await look(2)).values).toMatchObject({ place: '001' });
    const [outside, absent] = await Promise.all([look(3), look(9)].map(problemOf));
    expect(outside).toMatchObject({ status: 404 });
    expect({ ...outside, instance: '' }).toEqual({ ...absent, instance: '' });
  });
});

describe('whoever provides the rows', () => {
  it('says which by an expression, and is told what is wrong with it', async () => {
    county.become('DM', 'data-manager');
    const wrong = (condition: string) =>
      problemOf(call(send, setCondition, { params: { agreement: 'TT-02' }, body: { condition } }));
    expect(await wrong("stat == 'A'")).toMatchObject({
      status: 422,
      type: '/problems/governance/condition-unsound',
      findings: [{ from: 0, to: 4 }],
    });
    // It must give true or false, and stay within the limit of cost.
    expect(await wrong('years_between(born_on, today())')).toMatchObject({ status: 422 });
    expect(
      await wrong(`'${'x'.repeat(1900)}' == full_name || contains(replace(full_name, 'a', '${'y'.repeat(60)}'), 'z')`),
    ).toBeDefined();
    const set = await call(send, setCondition, { params: { agreement: 'TT-02' }, body: { condition: 'has(state)' } });
    expect(set.condition).toEqual({
      expression: 'has(state)',
      words: { en: 'state is stated', vi: 'có state', ar: 'state مذكور' },
    });
    county.become('B', 'officer');
    expect((await cards()).cards).toEqual(['000002', '000003', '000006', '000021', '000022']);
  });

  it('and nobody else does', async () => {
    county.become('B', 'officer');
    const found = await problemOf(
      call(send, setCondition, { params: { agreement: 'TT-02' }, body: { condition: null } }),
    );
    expect(found).toMatchObject({ status: 403 });
  });

  it('may take it away: then the whole tree is open', async () => {
    county.become('DM', 'data-manager');
    await call(send, setCondition, { params: { agreement: 'TT-02' }, body: { condition: null } });
    expect((await call(send, getAgreement, { params: { agreement: 'TT-02' } })).condition).toBeNull();
    county.become('B', 'officer');
    expect((await cards()).total).toBe(6);
  });
});
