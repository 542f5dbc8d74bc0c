import { beforeAll, describe, expect, it } from 'vitest';
import { ending, tellStory, type Story } from '../../../test/harness/story.ts';
import { sql } from '../../platform/db/sql.ts';
import Type from 'typebox';
import { call } from '../../platform/http/call.ts';
import type { Body } from '../../platform/http/endpoint.ts';
import { hoursAfter } from './clock.ts';
import * as contract from './contract.ts';
import * as dossiers from './dossier-contract.ts';
import { insistOnNobody } from './guard.ts';
import * as risks from './risk-contract.ts';
import { lookAtBreaches } from './owe-breach.ts';
import { lookAtDossiers } from './look-at-dossiers.ts';
import { privacyRulesOf, type PrivacyRules } from './rules.ts';

let story: Story;
beforeAll(async () => {
  story = await tellStory();
});
const send: Story['server']['send'] = (...request) => story.server.send(...request);
const as = (name: string) => story.server.become(story.as(name));
const slug = async (work: Promise<unknown>) => {
  const { status, problem } = await ending(work);
  return [status, String(problem['type']).split('/').at(-1)];
};
const at = (moment: string) => story.context.clock.set(moment);
const owedOn = async (subject: string) =>
  (
    await story.context.db.many(
      Type.Object({ kind: Type.String(), post: Type.String(), state: Type.String() }),
      sql`select kind, post, state from platform.work_item where subject = ${subject} order by kind`,
    )
  ).map(({ kind, post, state }) => `${kind.split('.')[1] ?? ''} ${post} ${state}`);

describe('a breach of personal data', () => {
  const found = '2026-11-22T03:00:00.000Z';
  let code: string;
  const step = (body: Body<typeof contract.stepBreach>) =>
    call(send, contract.stepBreach, { params: { breach: code }, body });
  const texts = { 'su-viec': 'A list', 'hau-qua': 'None known', 'bien-phap': 'Recalled', 'dau-moi': 'The office' };

  it('is reported by an officer, and owed at once to the right posts within 72 hours', async () => {
    as('xa');
    const made = await call(send, contract.reportBreach, {
      body: { title: 'A list went to a wrong address', registers: ['dang-vien'], people: 12 },
    });
    code = made.code;
    expect(made).toEqual({ code: 'SC-2026-001', dueAt: hoursAfter(found, 72) });
    expect((await owedOn(code)).map((one) => one.replace(' data-office', ' office'))).toMatchObject([
      'breach-assess data-manager open',
      expect.stringMatching(/^breach-contain (technical|office) open$/),
      'breach-notify office open',
    ]);
  });

  it('is seen by those who answer, and reads as if it were not there to others', async () => {
    as('xa');
    expect(await slug(call(send, contract.getBreach, { params: { breach: code } }))).toEqual([403, 'refused']);
    as('tinh');
    const [one, other] = [code, 'SC-2026-999'].map((breach) =>
      slug(call(send, contract.getBreach, { params: { breach } })),
    );
    expect((await call(send, contract.readPrivacy, {})).breaches.map((line) => line.code)).not.toContain('SC-DT-01');
    expect(await other).toEqual([404, 'privacy-not-found']);
    expect(await one).toEqual([200, 'undefined']);
    expect(await slug(call(send, contract.getBreach, { params: { breach: 'SC-DT-01' } }))).toEqual(await other);
    as('tuanthu');
    expect((await call(send, contract.readPrivacy, {})).breaches.map((line) => line.code)).toContain('SC-DT-01');
    expect(await slug(step({ step: 'note', words: 'x' }))).toEqual([403, 'refused']);
  });

  it('is assessed, notified, contained and closed; each step ends what was owed', async () => {
    as('vanphong');
    at('2026-11-22T05:00:00Z');
    await step({ step: 'assess', notifies: true, people: 14, contents: { 'su-viec': 'A list' } });
    expect(await slug(step({ step: 'notify', number: '12' }))).toEqual([422, 'privacy-incomplete']);
    await step({ step: 'assess', notifies: true, contents: texts });
    const notified = await step({ step: 'notify', number: '12-TB/VP', at: '2026-11-22T04:30:00Z' });
    expect(notified).toMatchObject({ state: 'notified', people: 14, clock: { state: 'in-time', hoursLeft: null } });
    await step({ step: 'contain', words: 'Deleted there' });
    const { problem } = await ending(step({ step: 'close', words: 'Learned' }));
    expect(problem).toMatchObject({ status: 409, duties: ['persons'] });
    await step({ step: 'persons', words: 'By letter' });
    const closed = await step({ step: 'close', words: 'Learned' });
    expect(closed).toMatchObject({
      state: 'closed',
      owed: [],
      allowed: { 'governance.stepBreach': { allowed: false } },
    });
    expect(closed.entries.map(({ kind }) => kind)).toEqual([
      'report',
      'assess',
      'assess',
      'notify',
      'contain',
      'persons',
      'close',
    ]);
    expect((await owedOn(code)).every((one) => one.endsWith(' done'))).toBe(true);
    expect(await slug(step({ step: 'note', words: 'More' }))).toEqual([409, 'privacy-moved-on']);
    const word = await call(send, contract.breachNotice, { params: { breach: code } });
    expect(word).toBeDefined();
    expect(story.context.audited.map(({ action }) => action)).toContain('governance.notify-breach');
  });

  it('that is late says why, the head is told once, and a clock set back gives no hour back', async () => {
    as('vanphong');
    at('2026-11-22T06:00:00Z');
    ({ code } = await call(send, contract.reportBreach, { body: { title: 'A laptop is gone', drill: true } }));
    await step({ step: 'assess', notifies: true, contents: texts });
    at('2026-11-25T06:00:01Z');
    await lookAtBreaches(story.context);
    await lookAtBreaches(story.context);
    expect((await owedOn(code)).filter((one) => one.startsWith('breach-late'))).toEqual(['breach-late leader open']);
    expect(await slug(step({ step: 'notify', number: '13' }))).toEqual([422, 'notice-late']);
    at('2026-11-22T05:00:00Z');
    const { problem } = await ending(step({ step: 'notify', number: '13' }));
    expect(problem).toMatchObject({ status: 422, due: '2026-11-25T06:00:00.000Z' });
    const late = await step({ step: 'notify', number: '13', lateReason: 'Flooded' });
    expect(late).toMatchObject({ clock: { state: 'answered-late', behind: true }, lateReason: 'Flooded', drill: true });
    expect(late.entries.map(({ kind }) => kind)).toEqual(['report', 'assess', 'late', 'notify']);
    expect(late.entries.at(-1)).toMatchObject({ writtenAt: '2026-11-25T06:00:01.000Z', clockBehind: 262_801 });
    expect((await owedOn(code)).filter((one) => one.startsWith('breach-late'))).toEqual(['breach-late leader done']);
    at('2026-11-26T00:00:00Z');
  });

  const report = (body: Partial<Body<typeof contract.reportBreach>>) =>
    call(send, contract.reportBreach, { body: { title: 'x', ...body } });
  it.each([
    [{ discoveredAt: '2026-11-26T00:00:01Z' }, [422, 'privacy-times-unsound']],
    [{ happenedAt: '2026-11-25T09:00:00Z', discoveredAt: '2026-11-25T08:59:59Z' }, [422, 'privacy-times-unsound']],
    [{ discoveredAt: 'yesterday' }, [400, 'invalid-request']],
    [{ registers: ['nothing'] }, [422, 'privacy-unknown']],
    [{ categories: ['nothing'] }, [422, 'privacy-unknown']],
    [{ body: '000' }, [404, 'body-not-found']],
    [{ people: -1 }, [400, 'invalid-request']],
    [{ words: 'The file of 099190000417' }, [422, 'privacy-names-people']],
  ] as const)('is refused, and nothing is written: %j', async (body, expected) => {
    as('vanphong');
    const before = (await call(send, contract.readPrivacy, {})).breaches.length;
    expect(await slug(report(body as Partial<Body<typeof contract.reportBreach>>))).toEqual([...expected]);
    expect((await call(send, contract.readPrivacy, {})).breaches).toHaveLength(before);
  });

  it('twin: with no identifiers in the rules the text would be taken', () => {
    const rules = privacyRulesOf(story.context.profile) as PrivacyRules;
    const texts = { words: 'The file of 099190000417' };
    expect(() => insistOnNobody(rules, texts)).toThrow();
    expect(() => insistOnNobody({ ...rules, identifiers: [] }, texts)).not.toThrow();
  });

  it('of another body is not reported by an officer, nor handled by a steward', async () => {
    as('xa');
    expect(await slug(report({ body: '99108' }))).toEqual([403, 'refused']);
    as('tinh');
    expect(await slug(step({ step: 'note', words: 'x' }))).toEqual([403, 'refused']);
  });
});

describe('an impact assessment and a transfer', () => {
  const begin = (body: Partial<Body<typeof dossiers.beginAssessment>> = {}) =>
    call(send, dossiers.beginAssessment, {
      body: { purpose: 'thong-ke', registers: ['dang-vien'], firstProcessing: '2026-11-02', ...body },
    });
  const all = Object.fromEntries(
    ['ben-xu-ly', 'muc-dich', 'loai-du-lieu', 'ben-nhan', 'thoi-han', 'bien-phap', 'tac-dong'].map((part) => [
      part,
      'x',
    ]),
  );
  const board = () => call(send, contract.readPrivacy, {});

  it('of the trial: one is half written and due, one transfer runs, and purposes that nobody assessed are said', async () => {
    as('vanphong');
    const { assessments, transfers, unassessed } = await board();
    expect(assessments).toMatchObject([{ code: 'DG-DT-01', state: 'draft', clock: { state: 'running' } }]);
    expect(transfers).toMatchObject([{ code: 'CG-DT-01', state: 'active', written: 7, asked: 7 }]);
    expect(unassessed.length).toBeGreaterThan(0);
    const left = unassessed.find(({ purpose }) => purpose.code === 'doi-chieu-ho-so');
    expect(left?.registers.map((register) => register.code)).not.toContain('dang-vien');
  });

  it('is begun, written, sent with a reason when late, answered, refreshed; work follows', async () => {
    as('chuquan');
    const { code } = await begin({ firstProcessing: '2026-08-03' });
    const params = { assessment: code };
    const step = (body: Body<typeof dossiers.stepAssessment>) => call(send, dossiers.stepAssessment, { params, body });
    expect(await owedOn(code)).toEqual(['send-assessment data-manager open']);
    expect((await board()).unassessed.map(({ purpose }) => purpose.code)).not.toContain('thong-ke');
    const { problem } = await ending(step({ step: 'send', number: '1' }));
    expect(problem).toMatchObject({ status: 422, missing: expect.arrayContaining(['tac-dong']) as unknown });
    await step({ step: 'write', contents: all });
    expect(await slug(step({ step: 'send', number: '1' }))).toEqual([422, 'notice-late']);
    expect(await slug(step({ step: 'waive', basis: 'nothing', words: 'x' }))).toEqual([422, 'privacy-unknown']);
    const sent = await step({ step: 'send', number: '1', lateReason: 'Reorganised' });
    expect(sent).toMatchObject({ state: 'sent', clock: { state: 'running' }, steps: ['answer', 'refresh'] });
    expect(await owedOn(code)).toEqual(['send-assessment data-manager done']);
    at('2027-05-01T00:00:00Z');
    await lookAtDossiers(story.context);
    expect(await owedOn(code)).toContain('refresh-assessment data-manager open');
    const again = await step({ step: 'refresh', words: 'Six months are over' });
    expect(again).toMatchObject({ revision: 2, state: 'draft', revisions: [{ revision: 1, number: '1' }] });
    expect((await owedOn(code)).toSorted()).toEqual([
      'refresh-assessment data-manager done',
      'send-assessment data-manager done',
      'send-assessment data-manager open',
    ]);
    expect(await call(send, dossiers.assessmentDossier, { params })).toBeDefined();
    at('2026-11-26T00:00:00Z');
  });

  it('a transfer is refused while one of its contents is missing, and abroad until it was assessed', async () => {
    as('chuquan');
    const wish = { title: 'Copies', registers: ['dang-vien'], recipient: 'An archive', until: '2026-12-31' };
    const write = (body: Partial<Body<typeof dossiers.writeTransfer>> = {}) =>
      call(send, dossiers.writeTransfer, { body: { ...wish, ...body } });
    const { code } = await write({ country: 'XX' });
    const params = { transfer: code };
    const step = (body: Body<typeof dossiers.stepTransfer>) => call(send, dossiers.stepTransfer, { params, body });
    const { problem } = await ending(step({ step: 'begin' }));
    expect(problem['missing']).toHaveLength(7);
    const seven = ['muc-dich', 'loai-du-lieu', 'thoi-han', 'can-cu', 'bao-ve', 'quyen', 'su-co'];
    await step({ step: 'write', contents: Object.fromEntries(seven.map((part) => [part, 'x'])) });
    expect(await slug(step({ step: 'begin' }))).toEqual([422, 'transfer-unassessed']);
    const one = await begin({ contents: all });
    await call(send, dossiers.stepAssessment, {
      ...{ params: { assessment: one.code }, body: { step: 'send', number: '2' } },
    });
    await step({ step: 'write', assessment: one.code });
    expect(await step({ step: 'begin' })).toMatchObject({ state: 'active', from: '2026-11-26' });
    at('2026-12-10T00:00:00Z');
    await lookAtDossiers(story.context);
    expect(await owedOn(code)).toEqual(['end-transfer data-manager open']);
    expect(await step({ step: 'end', words: 'Erased there' })).toMatchObject({ state: 'ended', steps: [] });
    expect(await owedOn(code)).toEqual(['end-transfer data-manager done']);
    expect(await call(send, dossiers.transferWord, { params })).toBeDefined();
    const before = (await board()).transfers.length;
    const bad = [{ recipient: 'x', to: '97' }, { agreement: 'nothing' }, { country: 'Nowhere' }, { registers: [] }];
    for (const body of bad) expect((await ending(write(body))).status).toBeGreaterThanOrEqual(400);
    expect(await slug(write({ title: 'For 099190000417' }))).toEqual([422, 'privacy-names-people']);
    expect((await board()).transfers).toHaveLength(before);
    as('tuanthu');
    expect(await slug(write())).toEqual([403, 'refused']);
    as('tinh');
    expect(await slug(call(send, dossiers.getTransfer, { params }))).toEqual([404, 'privacy-not-found']);
    expect(await slug(call(send, dossiers.getAssessment, { params: { assessment: 'DG-DT-01' } }))).toEqual([
      404,
      'privacy-not-found',
    ]);
  });
});

describe('an assessment of risks', () => {
  const begin = (body: Body<typeof risks.beginRisk>) => call(send, risks.beginRisk, { body });
  const board = () => call(send, contract.readPrivacy, {});
  const high = { id: 'r1', what: 'A list goes astray', likelihood: 4, impact: 4 };

  it('of the trial: one is done and one measure is owed; the other registers with personal data have their clock', async () => {
    as('vanphong');
    const { risks: done, unrisked } = await board();
    expect(done).toMatchObject([{ code: 'RR-DT-01', state: 'done', owed: 1, late: 0, worst: { score: 12 } }]);
    expect(unrisked.map(({ register }) => register.code)).not.toContain('dang-vien');
    expect(unrisked.length).toBeGreaterThan(0);
    expect(unrisked.every(({ clock }) => clock.state === 'running')).toBe(true);
    await lookAtDossiers(story.context);
    expect(await owedOn('RR-DT-01/danh-ba')).toEqual(['risk-measure data-manager open']);
    expect(await owedOn(unrisked[0]?.register.code ?? '')).toEqual([]);
    at(`${String(unrisked[0]?.clock.due)}T00:00:00Z`);
    await lookAtDossiers(story.context);
    expect(await owedOn(unrisked[0]?.register.code ?? '')).toEqual(['begin-risk data-manager open']);
    at('2026-11-26T00:00:00Z');
  });

  it('is begun, written, finished and done again; measures are owed by their posts, and end', async () => {
    as('vanphong');
    const register = (await board()).unrisked[0]?.register.code ?? '';
    const { code } = await begin({ register });
    const params = { risk: code };
    const step = (body: Body<typeof risks.stepRisk>) => call(send, risks.stepRisk, { params, body });
    expect(code).toBe('RR-2026-001');
    expect((await owedOn(register)).filter((one) => one.endsWith('open'))).toEqual([]);
    expect(await slug(begin({ register }))).toEqual([409, 'risk-begun-already']);
    await step({ step: 'write', risks: [high] });
    const { problem } = await ending(step({ step: 'finish', words: 'Fine' }));
    expect(problem).toMatchObject({ status: 422, risks: ['r1'] });
    const measure = { id: 'm1', risk: 'r1', what: 'Ask twice', post: 'technical', due: '2027-01-10' } as const;
    await step({ step: 'write', measures: [measure] });
    expect(await owedOn(`${code}/m1`)).toEqual([]);
    const done = await step({ step: 'finish', words: 'What is left is acceptable' });
    expect(done).toMatchObject({ state: 'done', owed: 1, steps: ['refresh'], mayEnd: ['m1'] });
    expect(await owedOn(`${code}/m1`)).toEqual([expect.stringMatching(/^risk-measure (technical|data-office) open$/)]);
    const end = (ended: 'done' | 'dropped') =>
      call(send, risks.endMeasure, { params: { ...params, measure: 'm1' }, body: { ended, words: 'Switched on' } });
    as('tuanthu');
    expect((await call(send, risks.getRisk, { params })).mayEnd).toEqual([]);
    expect(await slug(end('done'))).toEqual([403, 'refused']);
    as('tinh');
    expect(await slug(end('done'))).toEqual([404, 'privacy-not-found']);
    as('vanphong');
    expect(await end('done')).toMatchObject({ owed: 0, measures: [{ ended: 'done' }] });
    expect((await owedOn(`${code}/m1`))[0]).toMatch(/ done$/);
    expect(await slug(end('done'))).toEqual([409, 'privacy-moved-on']);
    const again = await step({ step: 'refresh', words: 'A change' });
    expect(again).toMatchObject({ revision: 2, revisions: [{ revision: 1, risks: [{ score: 16 }] }] });
    expect(await call(send, risks.riskWord, { params })).toBeDefined();
    expect(story.context.audited.map(({ action }) => action)).toContain('governance.finish-risk');
    const risk = { ...high, id: 'r9' };
    expect(await slug(step({ step: 'write', risks: [{ ...risk, impact: 9 }] }))).toEqual([422, 'privacy-unknown']);
    expect(await slug(step({ step: 'write', risks: [{ ...risk, what: 'Of 099190000417' }] }))).toEqual([
      422,
      'privacy-names-people',
    ]);
    expect(await slug(begin({ register: 'nothing' }))).toEqual([422, 'privacy-unknown']);
    expect((await call(send, risks.getRisk, { params })).risks).toMatchObject([{ id: 'r1' }]);
  });
});
