/** T4: who tries all numbers there are comes to the end of the budget, and the data manager hears of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openServedCounty, posting, type ServedCounty } from '../../../test/harness/served.ts';
import { agreementPage } from '../../governance/pages.ts';
import { setSubjects } from '../../governance/contract.ts';
import { fitting, forgetSubjectsBefore } from '../../governance/take-subjects.ts';
import { call, type ProblemDocument } from '../../platform/http/call.ts';
import { sql } from '../../platform/db/sql.ts';
import type { VoucherSend } from '../vouchers/index.ts';

let county: ServedCounty;
let send: VoucherSend;
beforeAll(async () => {
  county = await openServedCounty();
  send = county.ask(await county.register('B'), 'V-1');
});

const M = '/exchange/v1/members';
const budget = async (subjects: number | null, body = 'DM') => {
  county.become(body, 'data-manager');
  return call(county.http.send, setSubjects, { params: { agreement: 'V-1' }, body: { subjects } });
};
interface Answer {
  readonly status: number;
  readonly rule: string | undefined;
  readonly body: ProblemDocument & { decision?: { rule: string; facts: Record<string, unknown>; words: object } };
}
async function read(answer: Response): Promise<Answer> {
  const body = (await answer.json()) as Answer['body'];
  return { status: answer.status, rule: body.decision?.rule, body };
}
const lookup = async (n: number) => read(await send(`${M}/lookup`, posting({ key: [String(n).padStart(6, '0')] })));
const alerts = () =>
  county.context.db.rows<{ kind: string; subject: string; body: number }>(
    sql`select kind, subject, body from platform.work_item where kind like 'governance.subjects-%' and state = 'open' order by kind`,
  );
/** Guesses in their order, so many at once; how many got another answer than the refusal. */
async function enumerate(from: number, to: number, atOnce = 50): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let n = from; n < to; n += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, to - n) }, (_, i) => lookup(n + i));
    answers.push(...(await Promise.all(some)));
  }
  return answers;
}
const passed = (answers: readonly Answer[]) => answers.filter(({ status }) => status !== 429);

describe('the budget of different records', () => {
  it('ends an enumeration where it says, whoever of the guessed is there', async () => {
    await budget(40);
    const answers = await enumerate(1, 601);
    expect(passed(answers)).toHaveLength(40);
    expect(answers.filter(({ status }) => status === 200).length).toBe(9);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(560);
    // One answer for all that are refused, those that are there and those that are not.
    const said = new Set(
      refused.map(({ body: { instance: _, ...rest } }) => JSON.stringify({ ...rest, retryAfter: 0 })),
    );
    expect(said.size).toBe(1);
    expect(refused[0]?.body.decision).toMatchObject({
      rule: 'governance/subjects-spent',
      facts: { agreement: 'V-1', subjects: 40, read: 40, needed: 41, freeAgain: '2026-11-24' },
      remedy: 'wait-or-raise-subjects',
      whoCanChange: { en: 'Commission' },
    });
    expect(county.context.audited.filter(({ rule }) => rule === 'governance/subjects-spent')).toHaveLength(560);
  });
  it('is told to the data manager before and at the end, once', async () => {
    const subject = `V-1/${String(county.id('B'))}`;
    expect(await alerts()).toEqual([
      { kind: 'governance.subjects-near', subject, body: county.id('DM') },
      { kind: 'governance.subjects-spent', subject, body: county.id('DM') },
    ]);
  });
  it('opens again what was read, and no more by a batch or a list', async () => {
    expect((await lookup(1)).status).toBe(200);
    const batch = async (...keys: string[]) =>
      (await send(`${M}/batch`, posting({ keys: keys.map((key) => [key]) }))).status;
    expect(await batch('000001', '000002')).toBe(200);
    expect(await batch('000001', '000700')).toBe(429);
    // The nine members of A were looked up: the list shows the same records.
    expect((await send(`${M}/records`, { method: 'GET' })).status).toBe(200);
  });
  it('is seen by both sides beside the quota, and asked for without a trace', async () => {
    for (const body of ['DM', 'B']) {
      const page = await agreementPage(county.context, county.caller(body, 'data-manager', 'officer'), 'V-1');
      expect(page.subjects).toBe(40);
      expect(page.grants[0]?.read).toBe(40);
    }
    const opens = (await (await send(M, { method: 'GET' })).json()) as { subjects: object };
    expect(opens.subjects).toEqual({ subjects: 40, read: 40, left: 0, freeAgain: '2026-11-24' });
    const would = await read(await send(`${M}/would`, { method: 'GET' }));
    expect(would.rule).toBe('governance/subjects-spent');
    expect(would.body).toMatchObject({ subjects: { read: 40 } });
  });
  it('is the provider’s to raise: what it says would pass does, and the alert goes', async () => {
    await expect(budget(1000, 'B')).rejects.toThrow();
    await budget(41);
    expect(await alerts()).toEqual([]);
    expect((await lookup(650)).status).toBe(404);
    expect((await lookup(651)).status).toBe(429);
  });
  it('begins anew with the period; which they were is forgotten with the month', async () => {
    county.context.clock.set('2026-12-01T03:00:00Z');
    expect((await lookup(651)).status).toBe(404);
    await forgetSubjectsBefore(county.context.db, '2026-12-01');
    const left = await county.context.db.rows<{ period: string }>(
      sql`select distinct period from governance.subject_seen`,
    );
    expect(left).toEqual([{ period: '2026-12-01' }]);
  });
  it('twin: without it an enumeration comes through, and nobody hears of it', async () => {
    await budget(null);
    expect(passed(await enumerate(1, 301))).toHaveLength(300);
    expect(await alerts()).toEqual([]);
  });
});

describe('which reads fit', () => {
  it('are those that are known, and new ones in their order while there is room', () => {
    const known = new Set(['a']);
    expect(fitting({ known, left: 1 }, ['b', 'a', 'c', 'b'])).toEqual({
      free: [true, true, false, true],
      added: ['b'],
    });
    expect(fitting({ known, left: 0 }, ['b', 'a'])).toEqual({ free: [false, true], added: [] });
    // A budget that was lowered below what was read.
    expect(fitting({ known, left: -5 }, ['b', 'a'])).toEqual({ free: [false, true], added: [] });
  });
});
