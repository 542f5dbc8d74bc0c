import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { ending } from '../../../test/harness/story.ts';
import { makeCalendar } from '../../platform/calendar.ts';
import { sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import { listWork, todayOf } from '../../platform/work/index.ts';
import { askWhy } from '../agreement-contract.ts';
import { getAgreement } from '../contract.ts';
import * as contract from './request-contract.ts';

const more = `
purposes:
  - { code: visits, names: { en: visits }, bases: [act-1], needs: [T.2, T.7] }
  - { code: study, names: { en: study }, bases: [act-1], microData: true }
mandatory:
  - { register: members, purpose: visits, for: { class: { level: commune } }, elements: [T.2], basis: act-1 }
`;
const rules = `
days: { content: 5, security: 7, registration: 2, appeal: 4 }
securityMonths: 6
codes: { request: 'R-{year}-{number}', agreement: 'A-{year}-{number}' }
reasons: [{ code: too-wide, names: { en: Too wide } }]
`;

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty({ 'governance/more.yaml': more, 'requests/rules.yaml': rules });
});
beforeEach(() => county.context.clock.set('2026-11-23T03:00:00Z')); // a Monday
const send: AuthorityCounty['http']['send'] = (...request) => county.http.send(...request);

const demand = {
  purpose: 'visits',
  purposeText: 'To visit the old',
  basis: 'act-1',
  citation: 'Act 1, art. 2',
  elements: ['T.2', 'T.7'],
  rows: 'all',
  mode: 'query',
  volume: '200 records a month',
  from: '2026-11-23',
  to: '2027-11-22',
  recipient: 'The front office',
  retention: 'Erased after a year',
} as const satisfies contract.DemandInput;
type Changes = Partial<contract.DemandInput>;

const assess = (changes: Changes = {}) => {
  county.become('A', 'officer');
  return call(send, contract.assessRequest, { body: { register: 'members', demand: { ...demand, ...changes } } });
};
const ask = (changes: Changes = {}, draft = false) => {
  county.become('A', 'officer');
  const body = { register: 'members', names: { en: 'Visits' }, demand: { ...demand, ...changes }, draft };
  return call(send, contract.writeRequest, { body });
};
const content = (request: string, allowed = true) =>
  call(send, contract.decideContent, {
    params: { request },
    body: allowed ? { allowed } : { allowed, reason: 'too-wide', text: 'Two of the fields will do.' },
  });
const security = (request: string, allowed = true) =>
  call(send, contract.decideSecurity, {
    params: { request },
    body: allowed ? { allowed } : { allowed, reason: 'too-wide', text: 'No key yet.' },
  });
const rulesOf = ({ findings }: contract.AssessmentPage) => findings.map(({ severity, rule }) => `${severity} ${rule}`);
const changeSets = async () => (await county.context.db.rows(sql`select from platform.change_set`)).length;
const owed = async (body: string, post: string) => {
  const today = todayOf(county.context, makeCalendar({ weekend: ['saturday', 'sunday'], editions: [] }));
  const items = await listWork(county.context.db, today, { body: county.id(body), posts: [post] });
  return items
    .filter(({ kind }) => kind.startsWith('governance.request'))
    .map(({ subject, due }) => ({ subject, due }));
};

describe('would I be granted', () => {
  it('warns of each field that the purpose does not need, a personal one more', async () => {
    expect(rulesOf(await assess())).toEqual(['note rows-beyond-own-tree']);
    const wide = await assess({ elements: ['T.2', 'T.7', 'T.4'] });
    expect(wide).toMatchObject({ verdict: 'people', kind: 'on-request' });
    expect(wide.findings).toMatchObject([
      { severity: 'serious', rule: 'field-not-needed-basic', element: 'T.4', at: 'elements' },
      { rule: 'rows-beyond-own-tree' },
    ]);
    expect(wide.findings[0]?.words).toBe('“born on” is personal data and not needed for “visits”.');
  });
  it('warns of limits that do not fit one another', async () => {
    expect(rulesOf(await assess({ quota: 100, subjects: 200 }))).toContain('warn budget-above-quota');
    expect(rulesOf(await assess({ quota: 200, subjects: 100 }))).not.toContain('warn budget-above-quota');
    const none = await ending(assess({ subjects: 0 }));
    expect(none.problem).toMatchObject({ status: 400 });
  });
  it('names what stops it, and sending stops at the same', async () => {
    const changes: Changes = { citation: ' ', elements: ['T.99'], condition: 'fee >', to: '2026-01-01', retention: '' };
    const stops = (await assess(changes)).findings.filter(({ severity }) => severity === 'stop');
    expect(stops.map(({ rule }) => rule)).toEqual([
      'basis-without-citation',
      'field-unknown',
      'condition-unsound',
      'ends-before-it-begins',
      'over-already',
      'no-retention',
    ]);
    const sent = await ending(ask(changes));
    expect(sent.problem).toMatchObject({ type: '/problems/governance/request-cannot-be-sent', findings: stops });
    // The twin: as a draft it is kept, and nobody owes an answer.
    const draft = await ask(changes, true);
    expect([draft.stage, draft.due]).toEqual(['draft', null]);
  });
  it('tells the kind: within the mandatory list, on request, or special', async () => {
    expect(await assess({ elements: ['T.2'] })).toMatchObject({ kind: 'automatic', verdict: 'automatic', days: 2 });
    expect(await assess({ elements: ['T.2'], microData: true })).toMatchObject({ kind: 'special', verdict: 'cannot' });
    const special = { purpose: 'study', noReidentification: true, impactAssessment: 'DPIA 7' };
    expect(await assess(special)).toMatchObject({ kind: 'special', verdict: 'people' });
    expect(rulesOf(await assess({ ...special, noReidentification: false }))).toContain('stop promise-missing');
    expect(await assess({ ...special, mode: 'statistics' })).toMatchObject({ kind: 'on-request' });
  });
});

describe('two opinions', () => {
  it('make an agreement whose grant opens what was asked, in one change set', async () => {
    const { code, contentDue, securityDue } = await ask({ quota: 200, quotaPeriod: 'month', subjects: 150 });
    expect([contentDue, securityDue]).toEqual(['2026-11-30', '2026-12-02']);
    expect(await owed('DM', 'data-manager')).toContainEqual({ subject: code, due: contentDue });
    county.become('DM', 'data-manager');
    expect(await content(code)).toMatchObject({ stage: 'deciding', outcome: null, agreement: null });
    county.become('C', 'data-office');
    const before = await changeSets();
    const granted = await security(code);
    expect(await changeSets()).toBe(before + 1);
    expect(granted).toMatchObject({ stage: 'granted', outcome: 'granted', decided: '2026-11-23' });
    expect(await owed('DM', 'data-manager')).toEqual([]);
    county.become('A', 'officer');
    const page = await call(send, getAgreement, { params: { agreement: granted.agreement ?? '' } });
    expect(page).toMatchObject({
      request: code,
      ...{ quota: 200, quotaPeriod: 'month', subjects: 150 },
      state: 'active',
      security: 'confirmed',
      securityUntil: '2027-05-23',
      grants: [{ consumer: { code: 'A' }, state: 'active' }],
    });
    const why = (elements: string[]) =>
      call(send, askWhy, { body: { register: 'members', purpose: 'visits', elements } });
    expect((await why(['T.2'])).decision.allowed).toBe(true);
    expect((await why(['T.4'])).decision).toMatchObject({ rule: 'governance/within-own-tree' });
  });
  it('are two people’s: neither gives the other’s', async () => {
    const { code } = await ask();
    county.become('C', 'data-office');
    expect((await ending(content(code))).status).toBe(403);
    county.become('DM', 'data-manager');
    expect((await ending(security(code))).status).toBe(403);
    county.become('B', 'data-manager');
    expect((await ending(content(code))).status).toBe(403);
    // Twins: with the post each gives its own, and who holds both posts gives one.
    county.become('DM', 'data-manager', 'data-office');
    expect((await content(code)).content).toMatchObject({ allowed: true });
    expect((await ending(security(code))).problem['type']).toBe('/problems/governance/same-person-decides');
    county.become('C', 'data-office');
    expect((await security(code)).stage).toBe('granted');
    expect((await ending(security(code))).status).toBe(409);
  });
  it('of an automatic request are one: its registration', async () => {
    const { code, contentDue, securityDue } = await ask({ elements: ['T.2'] });
    expect([contentDue, securityDue]).toEqual([null, '2026-11-25']);
    county.become('DM', 'data-manager');
    expect((await ending(content(code))).status).toBe(409);
    county.become('C', 'data-office');
    expect(await security(code)).toMatchObject({ kind: 'automatic', stage: 'granted', content: null });
  });
  it('need a reason to refuse', async () => {
    const { code } = await ask();
    county.become('DM', 'data-manager');
    const bare = call(send, contract.decideContent, { params: { request: code }, body: { allowed: false } });
    expect((await ending(bare)).problem).toMatchObject({
      type: '/problems/governance/reason-unknown',
      reasons: ['too-wide'],
    });
    expect(await content(code, false)).toMatchObject({ stage: 'refused', reason: { en: 'Too wide' }, mayAppeal: true });
  });
});

describe('on the way', () => {
  it('a question stops the clocks until it is answered', async () => {
    const { code, contentDue } = await ask();
    county.become('DM', 'data-manager');
    const asked = { params: { request: code }, body: { words: 'Whom do you visit?' } };
    expect(await call(send, contract.askBack, asked)).toMatchObject({
      stage: 'asked-back',
      turn: { code: 'A' },
      due: null,
    });
    expect((await ending(content(code))).status).toBe(409);
    county.context.clock.set('2026-11-26T03:00:00Z'); // three working days later
    county.become('B', 'officer');
    const answer = { params: { request: code }, body: { names: { en: 'Visits' }, demand, answer: 'The eldest' } };
    expect((await ending(call(send, contract.rewriteRequest, answer))).status).toBe(404);
    county.become('A', 'officer');
    const going = await call(send, contract.rewriteRequest, answer);
    expect(contentDue).toBe('2026-11-30');
    expect(going).toMatchObject({ stage: 'deciding', contentDue: '2026-12-03', asked: '2026-11-23' });
    expect(going.notes.map(({ kind, words }) => [kind, words])).toEqual([
      ['question', 'Whom do you visit?'],
      ['answer', 'The eldest'],
    ]);
  });
  it('a refusal is appealed once, to the body above, and security keeps its say', async () => {
    const { code } = await ask();
    county.become('DM', 'data-manager');
    await content(code, false);
    const appeal = () =>
      call(send, contract.appealRequest, { params: { request: code }, body: { text: 'We need it.' } });
    county.become('A', 'officer');
    expect(await appeal()).toMatchObject({ stage: 'appealed', appeal: { body: { code: 'C' }, due: '2026-11-27' } });
    const decide = (allowed: boolean) =>
      call(send, contract.decideAppeal, {
        params: { request: code },
        body: allowed ? { allowed } : { allowed, reason: 'too-wide', text: 'It stands.' },
      });
    county.become('DM', 'data-manager');
    expect((await ending(decide(true))).status).toBe(403);
    county.become('C', 'leader');
    expect(await decide(true)).toMatchObject({ stage: 'deciding', content: { allowed: true }, security: null });
    county.become('B', 'data-office');
    expect((await security(code)).stage).toBe('granted');
    // Once: where it stands, there is no second appeal.
    const other = await ask();
    county.become('DM', 'data-manager');
    await content(other.code, false);
    const again = () =>
      call(send, contract.appealRequest, { params: { request: other.code }, body: { text: 'Please.' } });
    county.become('A', 'officer');
    await again();
    county.become('C', 'leader');
    const params = { request: other.code };
    await call(send, contract.decideAppeal, {
      params,
      body: { allowed: false, reason: 'too-wide', text: 'It stands.' },
    });
    county.become('A', 'officer');
    expect((await ending(again())).problem['type']).toBe('/problems/governance/no-appeal');
  });
  it('the asker withdraws it, and nobody else', async () => {
    const { code } = await ask();
    const withdraw = () => call(send, contract.withdrawRequest, { params: { request: code }, body: {} });
    county.become('DM', 'data-manager');
    expect((await ending(withdraw())).status).toBe(403);
    county.become('A', 'officer');
    expect((await withdraw()).stage).toBe('withdrawn');
    expect((await owed('DM', 'data-manager')).map(({ subject }) => subject)).not.toContain(code);
  });
  it('another’s request and none read the same', async () => {
    const { code } = await ask();
    county.become('B', 'officer');
    const read = async (request: string) =>
      (await ending(call(send, contract.getRequest, { params: { request } }))).problem;
    const [hidden, none] = [await read(code), await read('R-2026-999')];
    expect(String(hidden['detail']).replace(code, '')).toBe(String(none['detail']).replace('R-2026-999', ''));
  });
});
