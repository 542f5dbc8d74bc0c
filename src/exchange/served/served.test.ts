/** Registers under vouchers: what is open, what is not, and why not. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openServedCounty, posting, type ServedCounty } from '../../../test/harness/served.ts';
import type { ProblemDocument, Send } from '../../platform/http/call.ts';
import { sql } from '../../platform/db/sql.ts';
import type { KeyFile } from '../vouchers/index.ts';

let county: ServedCounty;
let key: KeyFile;
beforeAll(async () => {
  county = await openServedCounty();
  key = await county.register('B');
});
beforeEach(() => county.context.clock.set('2026-11-23T03:00:00Z'));

const get = async (send: Send, path: string) => read(await send(path, { method: 'GET' }));
const post = async (send: Send, path: string, body: unknown) => read(await send(path, posting(body)));
async function read(answer: Response) {
  const body = (await answer.json()) as ProblemDocument & Record<string, never>;
  return { status: answer.status, rule: answer.headers.get('x-decision'), body };
}
const M = '/exchange/v1/members';

describe('a voucher under an agreement on some fields and rows', () => {
  it('opens these fields of these rows, by key', async () => {
    const found = await post(county.ask(key, 'V-1'), `${M}/lookup`, { key: ['000001'] });
    expect(found).toMatchObject({
      status: 200,
      rule: 'governance/granted-by-agreement',
      body: { register: 'members', release: 1, body: 'A', values: { card_no: '000001', full_name: 'Member B' } },
    });
    expect(Object.keys((found.body as unknown as { values: object }).values)).toEqual([
      'card_no',
      'full_name',
      'place',
    ]);
  });
  it('gives the same answer for what is not there and what is somebody else’s (T4)', async () => {
    const send = county.ask(key, 'V-1');
    const answers = [];
    for (const card of ['000777', '000501']) {
      const { body, ...rest } = await post(send, `${M}/lookup`, { key: [card] });
      answers.push({ ...rest, body: { ...body, instance: '' } });
    }
    expect(answers[0]?.status).toBe(404);
    expect(answers[1]).toEqual(answers[0]);
    // Twin: the row of the other body is there.
    const there = await county.context.db.rows(sql`select 1 from data.member where card_no = '000501'`);
    expect(there).toHaveLength(1);
  });
  it('lists page by page, filtered and ordered by what it opens', async () => {
    const send = county.ask(key, 'V-1');
    const first = await get(send, `${M}/records?limit=4&order=-full_name&where=place:eq:001`);
    const page = first.body as unknown as { items: { values: { full_name: string } }[]; next: string };
    expect(page.items.map(({ values }) => values.full_name)).toEqual(['Member J', 'Member I', 'Member H', 'Member G']);
    const rest = await get(send, `${M}/records?limit=9&order=-full_name&where=place:eq:001&cursor=${page.next}`);
    expect((rest.body as unknown as { items: [] }).items).toHaveLength(5);
  });
  it('gives many by their keys in their order, null for the rest', async () => {
    const keys = [['000003'], ['000501'], ['000001'], ['000999']];
    const { body } = await post(county.ask(key, 'V-1'), `${M}/batch`, { keys });
    const { items } = body as unknown as { items: ({ values: { card_no: string } } | null)[] };
    expect(items.map((item) => item?.values.card_no)).toEqual(['000003', undefined, '000001', undefined]);
  });
  it('says what it opens, without a trace in the quota', async () => {
    const { body } = await get(county.ask(key, 'V-2'), M);
    expect(body).toMatchObject({
      agreement: 'V-2',
      consumer: 'B',
      fields: [{ name: 'full_name', element: 'T.2' }],
      rows: ['A'],
      quota: { quota: 5, used: 0, left: 5, freeAgain: '2026-11-24' },
    });
  });
  it('holds every row against the condition, whose field it never shows', async () => {
    const { body } = await get(county.ask(key, 'V-5'), `${M}/records`);
    const { items } = body as unknown as { items: { values: object }[] };
    expect(items.map(({ values }) => values)).toEqual(
      ['H', 'I', 'J'].map((letter) => ({ full_name: `Member ${letter}` })),
    );
  });
  it('is written down, with the records', async () => {
    const before = county.context.audited.length;
    await post(county.ask(key, 'V-1'), `${M}/lookup`, { key: ['000002'] });
    const [issued, read] = county.context.audited.slice(before);
    expect(issued).toMatchObject({ action: 'exchange.issue-voucher', allowed: true, subject: 'V-1' });
    expect(read).toMatchObject({
      action: 'exchange.lookup',
      actor: `client/${key.client}`,
      body: county.id('B'),
      purpose: 'visits',
      subject: 'members',
      counts: { api: 1, rows: 1 },
    });
    expect(read?.records).toHaveLength(1);
  });
});

describe('a refusal', () => {
  const refused = async (work: Promise<{ status: number; body: ProblemDocument }>) => {
    const { status, body } = await work;
    const { decision } = body as { decision?: { rule: string; remedy?: string; whoCanChange?: object; facts: object } };
    return {
      status,
      rule: decision?.rule,
      remedy: decision?.remedy,
      facts: decision?.facts,
      who: decision?.whoCanChange,
    };
  };
  const asking = (agreement: string, more = {}) =>
    county
      .ask(key, agreement, more)
      .voucher()
      .then(
        () => ({ status: 200, body: {} as ProblemDocument }),
        ({ problem }: { problem: ProblemDocument }) => ({ status: problem.status, body: problem }),
      );
  const manager = { en: 'Commission' };
  it.each([
    ['expired', () => asking('V-3'), 400, 'governance/agreement-expired', 'renew-agreement', manager],
    ['another’s agreement', () => asking('V-4'), 400, 'governance/no-agreement', 'agreement', undefined],
    ['no agreement', () => asking('V-9'), 400, 'governance/no-agreement', 'agreement', undefined],
    [
      'wrong purpose',
      () => asking('V-1', { purpose: 'study' }),
      400,
      'governance/agreement-of-other-purpose',
      'say-its-purpose',
      manager,
    ],
    [
      'mode',
      () => get(county.ask(key, 'V-2'), `${M}/records`),
      403,
      'governance/agreement-of-other-mode',
      'ask-for-mode',
      manager,
    ],
    [
      'field in a filter',
      () => get(county.ask(key, 'V-1'), `${M}/records?where=fee:gt:1`),
      403,
      'governance/field-outside-agreement',
      'ask-for-fields',
      manager,
    ],
    [
      'field in an order',
      () => get(county.ask(key, 'V-1'), `${M}/records?order=fee`),
      403,
      'governance/field-outside-agreement',
      'ask-for-fields',
      manager,
    ],
    [
      'field shown',
      () => post(county.ask(key, 'V-1'), `${M}/lookup`, { key: ['000001'], fields: ['fee'] }),
      403,
      'governance/field-outside-agreement',
      'ask-for-fields',
      manager,
    ],
    [
      'field that is nowhere',
      () => get(county.ask(key, 'V-1'), `${M}/records?where=nothing:gt:1`),
      403,
      'governance/field-outside-agreement',
      'ask-for-fields',
      manager,
    ],
    [
      'other register',
      () => get(county.ask(key, 'V-1'), '/exchange/v1/terms/records'),
      401,
      'exchange/voucher-for-other-register',
      'new-voucher',
      undefined,
    ],
  ])('names rule, way out and who can change it: %s', async (_what, work, status, rule, remedy, who) => {
    expect(await refused(work())).toMatchObject({ status, rule, remedy, ...(who && { who }) });
  });
  it('tells nothing of an agreement that is another’s: the answer is that of one that is not there', async () => {
    const plain = async (code: string) => {
      const { body } = await asking(code);
      return JSON.stringify({ ...body, instance: '', nonce: '' }).replaceAll(code, 'X');
    };
    expect(await plain('V-4')).toBe(await plain('V-9'));
  });
  it('comes at the quota, says when it is free again, and "would I" knows it', async () => {
    county.context.clock.set('2026-11-25T03:00:00Z');
    const send = county.ask(key, 'V-2');
    // Guesses count as reads.
    for (const card of ['000001', '000501', '000002', '000999', '000003']) {
      await post(send, `${M}/lookup`, { key: [card] });
    }
    const { status, body } = await post(send, `${M}/lookup`, { key: ['000001'] });
    expect([status, body['freeAgain']]).toEqual([429, '2026-11-26']);
    expect(body['decision']).toMatchObject({ rule: 'governance/quota-spent', facts: { used: 5, quota: 5 } });
    const would = await get(send, `${M}/would`);
    expect(would).toMatchObject({ status: 200, body: { quota: { left: 0 } } });
    // One function says both: the refusal, and what it would be.
    expect(would.body['decision']).toEqual(body['decision']);
    county.context.clock.set('2026-11-26T03:00:00Z');
    const next = county.ask(key, 'V-2');
    expect(await get(next, `${M}/would`)).toMatchObject({ body: { decision: { allowed: true }, quota: { used: 0 } } });
    expect((await post(next, `${M}/lookup`, { key: ['000001'] })).status).toBe(200);
  });
  it('comes when fields are not any more what they were in the asker’s release', async () => {
    const { db } = county.context;
    const { changedSince } = await import('./open-served.ts');
    const { openRegister } = await import('../../records/index.ts');
    const table = await openRegister(db, 'members');
    const fields = table.entity.fields.map((f) => (f.name === 'place' ? { ...f, sqlType: 'bigint' as const } : f));
    const newer = { ...table, release: 2, entity: { ...table.entity, fields } };
    expect(await changedSince({ db }, { table: newer, elements: ['T.2', 'T.7'] }, 1)).toEqual(['place']);
    // Another field changed: not this asker's.
    expect(await changedSince({ db }, { table: newer, elements: ['T.2'] }, 1)).toEqual([]);
  });
  it('comes at once when the agreement is suspended while the voucher lives', async () => {
    const send = county.ask(key, 'V-1');
    expect((await post(send, `${M}/lookup`, { key: ['000001'] })).status).toBe(200);
    await county.context.db.script(`update governance.agreement set state = 'suspended' where code = 'V-1';
      update governance.head set edition = edition + 1`);
    await new Promise((done) => setTimeout(done, 150));
    const answer = await refused(post(send, `${M}/lookup`, { key: ['000001'] }));
    expect(answer).toMatchObject({ status: 403, rule: 'governance/agreement-suspended', remedy: 'lift-suspension' });
    await county.context.db.script(`update governance.agreement set state = 'active' where code = 'V-1';
      update governance.head set edition = edition + 1`);
  });
});

describe('the sandbox', () => {
  it('answers at the same addresses with invented data, and reads no row', async () => {
    const mine = await county.register('B', { sandbox: true });
    const send = county.ask(mine, 'sandbox:members');
    const { body } = await get(send, `${M}/records?limit=5`);
    const { items } = body as unknown as { items: { body: string; values: { card_no: string } }[] };
    expect(items).toHaveLength(5);
    expect(new Set(items.map((item) => item.body))).toEqual(new Set(['SANDBOX']));
    for (const { values } of items) expect(values.card_no).toMatch(/^[0-9]{6}$/);
    // The key of a real record gives invented values.
    const answers = await Promise.all(
      ['000001', '000002', '000003'].map((card) => post(send, `${M}/lookup`, { key: [card] })),
    );
    const text = JSON.stringify(answers);
    for (const letter of ['B', 'C', 'D']) expect(text).not.toContain(`Member ${letter}`);
    expect(
      await county
        .ask(mine, 'V-1')
        .voucher()
        .catch((e: { problem: unknown }) => e.problem),
    ).toMatchObject({
      decision: { rule: 'exchange/sandbox-key' },
    });
  });
});
