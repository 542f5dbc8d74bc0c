/** An answer that is overdue goes to the body above: when, to whom, once, and until it is given. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { profileOf } from '../../../test/harness/context.ts';
import { makeCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import { call } from '../../platform/http/call.ts';
import { listWork, todayOf } from '../../platform/work/index.ts';
import { listRequests } from '../contract.ts';
import { escalateOverdue } from './escalate-overdue.ts';
import * as contract from './request-contract.ts';
import { rulesOf } from './rules.ts';

const more = `
purposes:
  - { code: visits, names: { en: visits }, bases: [act-1] }
`;
const rules = (escalation: string) => `
days: { content: 5, security: 7, registration: 2, appeal: 4 }
${escalation}
securityMonths: 6
codes: { request: 'R-{year}-{number}', agreement: 'A-{year}-{number}' }
reasons: [{ code: too-wide, names: { en: Too wide } }]
`;
const SUPERIOR = 'escalation: { days: 2, to: superior, post: leader }';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty({ 'governance/more.yaml': more, 'requests/rules.yaml': rules(SUPERIOR) });
});
beforeEach(() => county.context.clock.set('2026-11-23T03:00:00Z')); // a Monday
const send: AuthorityCounty['http']['send'] = (...request) => county.http.send(...request);
const on = (day: string) => county.context.clock.set(`${day}T03:00:00Z`);

const demand = {
  ...({ purpose: 'visits', purposeText: 'To visit the old', basis: 'act-1', citation: 'Act 1, art. 2' } as const),
  ...({ elements: ['T.2'], rows: 'all', mode: 'query', volume: '200', from: '2026-11-23', to: '2027-11-22' } as const),
  ...{ recipient: 'The front office', retention: 'Erased after a year' },
} satisfies contract.DemandInput;
const ask = async () => {
  county.become('A', 'officer');
  const body = { register: 'members', names: { en: 'Visits' }, demand };
  return (await call(send, contract.writeRequest, { body })).code;
};
const content = (request: string, allowed = true) => {
  county.become('DM', 'data-manager');
  const body = allowed ? { allowed } : { allowed, reason: 'too-wide', text: 'Less will do.' };
  return call(send, contract.decideContent, { params: { request }, body });
};
const read = (request: string) => {
  county.become('C', 'leader');
  return call(send, contract.getRequest, { params: { request } });
};
/** What the leader of a body is to see to, about one request. */
const seesTo = async (request: string, body = 'C') => {
  const today = todayOf(county.context, makeCalendar({ weekend: ['saturday', 'sunday'], editions: [] }));
  const items = await listWork(county.context.db, today, { body: county.id(body), posts: ['leader'] });
  return items.filter(({ subject }) => subject === request).map(({ kind, due }) => `${kind} ${String(due)}`);
};
/** The same county under other rules. */
const under = (text: string): Context => ({
  ...county.context,
  profile: { ...county.context.profile, read: profileOf({ 'requests/rules.yaml': text }).read },
});

describe('an answer that is overdue', () => {
  it('goes to the body above after the days of the profile, and to nobody before', async () => {
    const request = await ask(); // content is due on 30 November, security on 2 December
    on('2026-12-01');
    await escalateOverdue(county.context);
    expect(await read(request)).toMatchObject({ late: 1, escalated: null, escalations: [] });
    expect(await seesTo(request)).toEqual([]);
    on('2026-12-02');
    await escalateOverdue(county.context);
    const told = { part: 'content', due: '2026-11-30', on: '2026-12-02', post: 'leader' };
    expect(await read(request)).toMatchObject({
      escalated: { body: { code: 'C' }, on: '2026-12-02' },
      escalations: [{ ...told, body: { code: 'C' } }],
    });
    expect(await seesTo(request)).toEqual(['governance.request-overdue-content 2026-11-30']);
  });

  it('is told once, and the item above goes when the answer is given; the history stays', async () => {
    const request = await ask();
    on('2026-12-02');
    await escalateOverdue(county.context);
    await escalateOverdue(county.context);
    on('2026-12-03');
    await escalateOverdue(county.context);
    expect((await read(request)).escalations).toHaveLength(1);
    await content(request);
    expect(await seesTo(request)).toEqual([]);
    expect(await read(request)).toMatchObject({ escalated: null, escalations: [{ part: 'content' }] });
    // The other answer is owed still, and is told by itself: its body has none above, so its own leader is.
    on('2026-12-04');
    await escalateOverdue(county.context);
    expect(await read(request)).toMatchObject({ escalated: { body: { code: 'C' }, on: '2026-12-04' } });
    expect(await seesTo(request)).toEqual(['governance.request-overdue-security 2026-12-02']);
  });

  it('is none while the asker has the word: the clock stands, and a later day is told anew', async () => {
    const request = await ask();
    county.become('DM', 'data-manager');
    await call(send, contract.askBack, { params: { request }, body: { words: 'Whom?' } });
    on('2026-12-09');
    await escalateOverdue(county.context);
    expect((await read(request)).escalations).toEqual([]);
    county.become('A', 'officer');
    const body = { names: { en: 'Visits' }, demand, answer: 'The eldest' };
    const { contentDue } = await call(send, contract.rewriteRequest, { params: { request }, body });
    expect(contentDue).toBe('2026-12-16');
    on('2026-12-18');
    await escalateOverdue(county.context);
    expect((await read(request)).escalations).toMatchObject([{ part: 'content', due: '2026-12-16' }]);
  });

  it('may be an appeal: above the body that decides it', async () => {
    const request = await ask();
    await content(request, false);
    county.become('A', 'officer');
    await call(send, contract.appealRequest, { params: { request }, body: { text: 'We need it.' } });
    on('2026-12-01');
    await escalateOverdue(county.context);
    expect((await read(request)).escalations).toMatchObject([{ part: 'appeal', due: '2026-11-27' }]);
  });

  it('goes where the profile says; where it says nothing, to nobody', async () => {
    const request = await ask();
    on('2026-12-02');
    await escalateOverdue(under(rules('')));
    expect((await read(request)).escalations).toEqual([]);
    await escalateOverdue(under(rules('escalation: { days: 1, to: { body: B }, post: data-office }')));
    expect((await read(request)).escalations).toMatchObject([{ body: { code: 'B' }, post: 'data-office' }]);
    // Whoever was told sees the request, though it is neither his body's nor about a register of his.
    county.become('B', 'officer');
    expect(await call(send, contract.getRequest, { params: { request } })).toMatchObject({ code: request });
    expect(() => rulesOf(under(rules('escalation: { days: 0, to: above, post: leader }')).profile)).toThrow();
  });

  it('is found in the list of what is overdue, and nothing else is', async () => {
    const late = await ask();
    on('2026-12-02');
    const fresh = await ask();
    await escalateOverdue(county.context);
    county.become('C', 'leader');
    const codes = async (overdue: boolean) =>
      (await call(send, listRequests, { query: overdue ? { overdue } : {} })).items.map(({ code }) => code);
    expect(await codes(true)).toContain(late);
    expect(await codes(true)).not.toContain(fresh);
    expect(await codes(false)).toContain(fresh);
  });
});
