/** Consultations and tasks over three nodes: asked at the centre, answered in the commune, disposed at the centre; a task is reported on and judged. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';
import { greetNodes } from '../../src/exchange/delivery/greet-nodes.ts';
import { receiveParcels } from '../../src/exchange/delivery/receive-parcels.ts';
import { sendParcels } from '../../src/exchange/delivery/send-parcels.ts';
import { findBody } from '../../src/bodies/index.ts';
import type { Caller } from '../../src/platform/caller.ts';
import type { Problem } from '../../src/platform/http/problem.ts';
import type { Parcel } from '../../src/platform/travel.ts';
import { arrivingFrom, tried } from '../harness/tried.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { answerConsultation, type OfficialAnswer } from '../../src/strategy/consultations/answer-consultation.ts';
import { changeTask } from '../../src/strategy/tasks/change-task.ts';
import { cascadeTask } from '../../src/strategy/tasks/cascade-task.ts';
import { importTasks } from '../../src/strategy/tasks/import-tasks.ts';
import { disposeComment } from '../../src/strategy/consultations/dispose-comment.ts';
import { listConsultations, readConsultation } from '../../src/strategy/consultations/read-consultations.ts';
import { readTask } from '../../src/strategy/tasks/read-tasks.ts';
import { consultationTravel } from '../../src/strategy/travel/consultations.ts';
import { takeAnswer } from '../../src/strategy/travel/take-answer.ts';
import { takeTask, type TaskCheck } from '../../src/strategy/travel/take-task.ts';
import { takeReport, type ReportCheck } from '../../src/strategy/travel/take-report.ts';
import { taskTravel } from '../../src/strategy/travel/tasks.ts';
import type { Answered, Reported } from '../../src/strategy/travel/told.ts';

const LONG_MS = 240_000;
const travels = [consultationTravel, taskTravel];
const code = 'LYK-02';
let nodes: JoinedNodes<'centre' | 'province' | 'commune'>;
beforeAll(async () => {
  const seats = {
    centre: { bodies: [], profile: 'vn-federation-centre' },
    province: { bodies: ['97'], parent: 'centre', profile: 'vn-federation-province' },
    commune: { bodies: ['99108'], parent: 'province', profile: 'vn-federation-ben-soi' },
  };
  nodes = await joinedNodes({ nodes: seats });
  await nodes.tend();
  await nodes.tend();
  for (const node of Object.values(nodes.all)) await greetNodes(node.context, travels);
  await carry();
}, 900_000);
afterAll(() => nodes[Symbol.asyncDispose]());

async function carry(...without: JoinedNode[]) {
  for (let round = 0; round < 3; round += 1) {
    for (const node of Object.values(nodes.all)) {
      await node.running?.settled();
      if (!without.includes(node)) await sendParcels(node.context, travels);
    }
  }
  for (const node of Object.values(nodes.all)) await node.running?.settled();
}

async function as({ context: { db } }: JoinedNode, body: string, post = 'officer'): Promise<Caller> {
  const id = (await findBody(db, body))?.id ?? 0;
  return { account: 'someone', name: 'Someone', kind: 'person', body: id, roles: [post], language: 'vi' } as Caller;
}
const page = async (node: JoinedNode, body: string, post?: string) =>
  readConsultation(node.context, await as(node, body, post), code);
const withWords = (...comments: OfficialAnswer['comments']): OfficialAnswer => ({
  answer: 'agree-with-comments',
  comments,
});
const answer = async (node: JoinedNode, body: string, given: OfficialAnswer) =>
  answerConsultation(node.context, await as(node, body), code, given);
const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it was taken'),
    (error: unknown) => error as Problem,
  );
const slugOf = async (work: Promise<unknown>) => (await problemOf(work)).kind.slug;

describe('a consultation', () => {
  it('is told to the nodes of those who are asked, and each sees its own part, the draft and the counts of all', async () => {
    const { centre, province, commune } = nodes.all;
    for (const [node, body, own, here] of [
      // The other commune is at home with the province.
      [province, '97', 'vm', ['dl', 'vm']],
      [commune, '99108', 'bs', ['bs']],
    ] as const) {
      const seen = await page(node, body);
      expect(seen).toMatchObject({ home: centre.name, own, sent: null, drafter: { code: 'TW-VP' } });
      expect(seen.consultation).toMatchObject({ asked: 4, answered: 1, notAnswered: 3, comments: 0 });
      expect(seen.invitations.map((one) => one.code)).toEqual(here);
      expect(seen.allowed).toMatchObject({
        'strategy.answerConsultation': { allowed: true },
        'strategy.disposeComment': { allowed: false },
      });
      expect(seen.heard).not.toBeNull();
    }
    // The other consultation asks nobody in the commune.
    expect((await listConsultations(commune.context)).map((one) => one.code)).toEqual([code]);
    expect((await listConsultations(province.context)).map((one) => one.code)).toEqual([code, 'LYK-01']);
    expect((await page(centre, 'TW-VP', 'data-office')).home).toBeNull();
  });

  it('is answered by the rules of the home already at the body’s node', async () => {
    const { commune, province } = nodes.all;
    expect(await slugOf(answer(commune, '99108', withWords()))).toBe('answer-mismatch');
    expect(await slugOf(answer(commune, '99108', withWords({ clause: '99', text: 'x' })))).toBe('unknown-clause');
    expect(await slugOf(answer(province, '97-BTC', withWords({ clause: '1', text: 'x' })))).toBe('not-invited');
    const huge = Array.from({ length: 250 }, () => ({ clause: '1', text: 'ế'.repeat(4000) }));
    expect(await slugOf(answer(commune, '99108', withWords(...huge)))).toBe('answer-too-large');
    const dispose = disposeComment(
      commune.context,
      await as(commune, '99108', 'data-office'),
      { consultation: code, comment: 1, version: 1 },
      { disposition: 'accepted' },
    );
    expect(await problemOf(dispose)).toMatchObject({
      kind: { slug: 'home-elsewhere' },
      extras: { node: nodes.all.centre.name },
    });
  });

  it(
    'is answered while the line is cut: it waits, comes later, counts by the day on which it was given, and is numbered at home',
    async () => {
      const { centre, commune } = nodes.all;
      centre.away(true);
      await answer(
        commune,
        '99108',
        withWords({ clause: '1', text: 'Ghi rõ cấp xã', proposal: 'Thêm “cấp xã”' }, { clause: '3', text: 'Đồng ý' }),
      );
      await carry();
      const waiting = await page(commune, '99108');
      expect(waiting.sent).toMatchObject({ answer: 'agree-with-comments', comments: 2, refused: null });
      expect(waiting.allowed['strategy.answerConsultation'].allowed).toBe(false);
      expect(await slugOf(answer(commune, '99108', { answer: 'agree', comments: [] }))).toBe('already-answered');
      // Meanwhile its due day has passed at the centre: it was given in time.
      await centre.context.db.run(
        sql`update strategy.invitation set due = current_date + 1 where consultation = ${code} and code = 'bs'`,
      );
      centre.away(false);
      await carry();
      const home = await page(centre, 'TW-VP', 'data-office');
      expect(home.consultation).toMatchObject({ answered: 2, answeredLate: 0, comments: 2, open: 2 });
      expect(home.invitations.find((one) => one.code === 'bs')).toMatchObject({
        answer: 'agree-with-comments',
        comments: 2,
        late: 0,
      });
      expect(home.invitations.find((one) => one.code === 'bs')?.received).not.toBeNull();
      const back = await page(commune, '99108');
      expect(back.sent).toBeNull();
      expect(back.comments.map(({ number, clause }) => [number, clause])).toEqual([
        [1, '1'],
        [2, '3'],
      ]);
      expect(back.consultation).toMatchObject({ answered: 2, comments: 2 });
      // The province hears the counts, and not what the commune said.
      const other = await page(nodes.all.province, '97');
      expect(other.consultation).toMatchObject({ answered: 2, comments: 2 });
      expect(other.comments).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'comes back answered: disposition, explanation and counts',
    async () => {
      const { centre, commune } = nodes.all;
      const office = await as(centre, 'TW-VP', 'data-office');
      await disposeComment(
        centre.context,
        office,
        { consultation: code, comment: 1, version: 1 },
        { disposition: 'partly', explanation: 'Ghi ở khoản 3' },
      );
      await carry();
      const back = await page(commune, '99108');
      expect(back.comments[0]).toMatchObject({ disposition: 'partly', explanation: 'Ghi ở khoản 3', version: 2 });
      expect(back.dispositions).toEqual({ accepted: 0, partly: 1, explained: 0 });
      expect(back.consultation).toMatchObject({ disposed: 1, open: 1 });
    },
    LONG_MS,
  );

  it(
    'refuses a second answer, and tells the sender why',
    async () => {
      const { centre, province } = nodes.all;
      // Somebody of the province answers at the centre while its own node is cut off.
      province.away(true);
      await answer(centre, '97', { answer: 'no-opinion', comments: [] });
      await answer(province, '97', { answer: 'agree', comments: [] });
      province.away(false);
      await carry();
      const told = await page(province, '97');
      expect(told.sent).toMatchObject({ answer: 'agree', refused: 'already-answered' });
      expect(told.invitations[1]).toMatchObject({ code: 'vm', answer: 'no-opinion' });
      expect(told.allowed['strategy.answerConsultation'].allowed).toBe(false);
      expect((await page(centre, 'TW-VP')).consultation.answered).toBe(3);
    },
    LONG_MS,
  );

  it(
    'takes nothing that others say, nor what is not a day, nor what cannot be read; each only once',
    async () => {
      const { centre, commune, province } = nodes.all;
      const said = (more: Partial<Answered>, parcel: Partial<Parcel> = {}): Parcel => ({
        ...{ id: `x-${JSON.stringify([more, parcel])}`.slice(0, 300), kind: 'strategy.answer-given' },
        ...{ from: '99108', to: 'TW-VP', subject: code },
        payload: { consultation: code, id: 'again', answer: 'agree', day: '2026-01-01', comments: [], ...more },
        ...parcel,
      });
      const bring = async (origin: JoinedNode, parcel: Parcel) =>
        (await receiveParcels(centre.context, travels, { origin: origin.name, parcels: [parcel] }))[0]?.refused;
      expect(await bring(province, said({}))).toBe('not-yours-to-say');
      expect(await bring(commune, said({}))).toBe('day-ahead');
      expect(await bring(commune, said({ day: '2999-01-01' }))).toBe('day-ahead');
      expect(await bring(commune, said({ consultation: 'none' }))).toBe('unknown-consultation');
      expect(await bring(commune, said({ day: 'soon' }))).toBe('unreadable');
      expect(await bring(commune, said({}, { kind: 'strategy.something' }))).toBe('unknown-kind');
      const { opens } = (await page(centre, 'TW-VP')).consultation;
      expect(await bring(commune, said({ day: opens }))).toBe('already-answered');
      // What the home says is taken from the home only.
      const stands = { ...said({}, { kind: 'strategy.consultation-stands', from: '97', to: '99108' }), payload: {} };
      const [refused] = await receiveParcels(commune.context, travels, { origin: province.name, parcels: [stands] });
      expect(refused?.refused).toBe('unreadable');
    },
    LONG_MS,
  );

  it('takes no older word of the home for the newer one, nor any word twice', async () => {
    const { centre, commune } = nodes.all;
    const before = await page(commune, '99108');
    const [first] = await commune.context.db.rows<{ payload: { at: object; invitation: object } }>(
      sql`select payload from exchange.parcel_in where kind = 'strategy.consultation-stands' order by received_at limit 1`,
    );
    const way = { kind: 'strategy.consultation-stands', from: 'TW-VP', to: '99108', subject: code };
    const bring = (id: string, payload: unknown) =>
      receiveParcels(commune.context, travels, { origin: centre.name, parcels: [{ id, ...way, payload }] });
    expect(await bring('older', first?.payload)).toEqual([{ id: 'older', refused: null }]);
    expect(await page(commune, '99108')).toEqual(before);
    // The twin: said as something newer, it would take the answer back.
    const newer = { ...first?.payload, at: { epoch: 9, position: 9 } };
    expect(await bring('newer', newer)).toEqual([{ id: 'newer', refused: null }]);
    expect((await page(commune, '99108')).invitations[0]?.answer).toBeNull();
    expect(await bring('newer', newer)).toEqual([{ id: 'newer', refused: null }]);
  });

  it('twin: were the day not looked at, an answer of tomorrow would count', async () => {
    const { centre, commune } = nodes.all;
    const { db } = centre.context;
    const told: Answered = { consultation: code, id: 't', answer: 'agree', day: '2999-01-01', comments: [] };
    await tried(db, async (tx) => {
      await tx.run(sql`update strategy.invitation set answer = null, answered = null, received = null, answer_id = null
          where consultation = ${code} and code = 'bs'`);
      const arriving = await arrivingFrom(tx, '99108', commune, 'TW-VP');
      const context = { ...centre.context, db: tx as typeof db };
      expect(await takeAnswer(context, tx, arriving, { told })).toEqual({ taken: false, reason: 'day-ahead' });
      expect(await takeAnswer(context, tx, arriving, { told, off: ['day'] })).toEqual({ taken: true });
    });
  });
});

describe('a task', () => {
  const task = async (node: JoinedNode, which: string) => readTask(node.context, await as(node, '99108'), which);
  const change = async (node: JoinedNode, which: string, what: Parameters<typeof changeTask>[3], body = '99108') => {
    const { version } = (await task(node, which)).task;
    await changeTask(node.context, await as(node, body), { code: which, version }, what);
  };

  it('is told to whoever leads and helps; the province’s own is at home there', async () => {
    const { centre, province, commune } = nodes.all;
    expect(await task(commune, 'NV-19')).toMatchObject({
      home: centre.name,
      sent: null,
      allowed: { 'strategy.changeTask': { allowed: true } },
    });
    expect(await task(province, 'NV-19')).toMatchObject({
      home: centre.name,
      allowed: { 'strategy.changeTask': { allowed: false } },
    });
    expect(await task(commune, 'VM-01')).toMatchObject({ home: province.name, task: { standing: 'overdue' } });
    expect((await task(province, 'VM-01')).home).toBeNull();
    expect(await slugOf(task(centre, 'VM-01'))).toBe('task-not-found');
    expect(await slugOf(task(commune, 'NV-11'))).toBe('task-not-found');
  });

  it(
    'is reported on twice without a line; both arrive, the home judges and tells back',
    async () => {
      const { centre, commune } = nodes.all;
      centre.away(true);
      await change(commune, 'NV-19', { progress: 60 });
      await carry();
      expect(await slugOf(change(commune, 'NV-19', { state: 'done' }))).toBe('evidence-missing');
      await change(commune, 'NV-19', { progress: 80 });
      expect(await task(commune, 'NV-19')).toMatchObject({
        sent: { progress: 80, refused: null },
        task: { progress: 30 },
      });
      centre.away(false);
      await carry();
      expect((await task(centre, 'NV-19')).task.progress).toBe(80);
      expect(await task(commune, 'NV-19')).toMatchObject({ sent: null, task: { progress: 80 } });
      await change(commune, 'NV-19', { state: 'done', evidence: 'Danh sách số 12' });
      await carry();
      expect(await task(centre, 'NV-19')).toMatchObject({ evidence: 'Danh sách số 12', task: { state: 'done' } });
      // Who helps hears it too.
      expect((await task(nodes.all.province, 'NV-19')).task.standing).toBe('done');
    },
    LONG_MS,
  );

  it(
    'that its home changed meanwhile stays as the home says; the report is refused and shown, and can be said again',
    async () => {
      const { province, commune } = nodes.all;
      province.away(true);
      await change(commune, 'VM-01', { progress: 50 });
      const { version } = (await task(province, 'VM-01')).task;
      const office = await as(province, '97', 'data-office');
      await changeTask(province.context, office, { code: 'VM-01', version }, { progress: 10 });
      province.away(false);
      await carry();
      expect(await task(province, 'VM-01')).toMatchObject({ task: { progress: 10 } });
      expect(await task(commune, 'VM-01')).toMatchObject({
        task: { progress: 10 },
        sent: { progress: 50, refused: 'changed-meanwhile' },
      });
      await change(commune, 'VM-01', { progress: 50 });
      await carry();
      expect(await task(province, 'VM-01')).toMatchObject({ task: { progress: 50 } });
      expect((await task(commune, 'VM-01')).sent).toBeNull();
    },
    LONG_MS,
  );

  it(
    'is passed on by its lead: the part is at home there, goes to its lead, and shows under the whole where that was given',
    async () => {
      const { centre, province, commune } = nodes.all;
      const steward = await as(province, '97', 'steward');
      const { given } = await cascadeTask(province.context, steward, { code: 'NV-10', leads: ['99108'] });
      expect(given).toEqual(['NV-10.99108']);
      await carry();
      expect(await task(commune, 'NV-10.99108')).toMatchObject({
        home: province.name,
        task: { parent: 'NV-10', giver: { code: '97' }, lead: { code: '99108' } },
      });
      expect((await task(centre, 'NV-10')).parts.map((part) => part.code)).toEqual(given);
    },
    LONG_MS,
  );

  it('has no part that its lead did not give', async () => {
    const { centre, province } = nodes.all;
    const { db } = centre.context;
    const told = {
      ...{ at: { epoch: 9, position: 1 }, code: 'X-1', names: { en: 'Ours' }, objective: null, phase: null },
      ...{ lead: '97', cooperating: [], state: 'running' as const, at_risk: false, due: '2027-01-29', done: null },
      ...{ progress: null, product: null, evidence: null, indicator: null, told: [], version: 1, report: null },
    };
    const taking = (parent: string, off: readonly TaskCheck[] = []) => {
      return tried(db, async (tx) => {
        const arriving = await arrivingFrom(tx, '97', province);
        const context = { ...centre.context, db: tx as typeof db };
        return takeTask(context, tx, arriving, { told: { ...told, parent }, off });
      });
    };
    expect(await taking('NV-10')).toEqual({ taken: true });
    expect(await taking('NV-11')).toEqual({ taken: false, reason: 'not-yours-to-say' });
    expect(await taking('NV-11', ['whole'])).toEqual({ taken: true });
  });

  it(
    'is changed in a list at its home only; a new one is at home where it is written, and goes to its lead',
    async () => {
      const { province, commune } = nodes.all;
      const list = async (node: JoinedNode, body: string, ...rows: string[]) => {
        const head = 'Code,Task,Objective,Lead,Cooperating,Deadline,State,Progress (%),Evidence';
        const upload = Readable.from([Buffer.from([head, ...rows].join('\n'))]);
        const t = node.context.words.translator('en');
        const caller = await as(node, body, 'data-office');
        return importTasks(node.context, caller, { upload, language: 'en', t, dryRun: false, reason: 'As decided' });
      };
      const theirs = await list(commune, '99108', 'NV-19,Another name,MT-1,99108,97,2027-01-31,Done,100,List 12');
      expect(theirs).toMatchObject({ stored: false, differences: [], findings: [{ row: 2, column: 'code' }] });
      expect(theirs.findings[0]?.message).toContain(nodes.all.centre.name);
      const own = await list(province, '97', 'VM-02,Train the contacts,,99108,,2027-02-28,Not begun,,');
      expect(own).toMatchObject({ stored: true, added: 1, findings: [] });
      await carry();
      expect(await task(commune, 'VM-02')).toMatchObject({
        home: province.name,
        task: { giver: { code: '97' }, lead: { code: '99108' }, due: '2027-02-28' },
      });
    },
    LONG_MS,
  );

  it('is reported on by its lead body only; twins of each rule', async () => {
    const { centre, commune } = nodes.all;
    const { db } = centre.context;
    const { version } = (await task(centre, 'NV-19')).task;
    const told: Reported = {
      ...{ task: 'NV-19', id: 'r', base: version, day: '2026-01-01', state: 'running', progress: 5, evidence: null },
    };
    const take = (more: Partial<Reported>, body: string, off: readonly ReportCheck[] = []) => {
      return tried(db, async (tx) => {
        const arriving = await arrivingFrom(tx, body, commune);
        return takeReport({ ...centre.context, db: tx as typeof db }, tx, arriving, {
          told: { ...told, ...more },
          off,
        });
      });
    };
    const refused = (reason: string) => ({ taken: false, reason });
    expect(await take({}, '99108')).toEqual({ taken: true });
    for (const [more, body, reason, check] of [
      [{}, '97', 'not-yours-to-say', 'lead'],
      [{ base: 1 }, '99108', 'changed-meanwhile', 'version'],
      [{ day: '2999-01-01' }, '99108', 'day-ahead', 'day'],
      [{ state: 'done', evidence: null }, '99108', 'evidence-missing', 'evidence'],
    ] as const) {
      expect(await take(more, body)).toEqual(refused(reason));
      expect(await take(more, body, [check])).toEqual({ taken: true });
    }
    expect(await take({ task: 'none' }, '99108')).toEqual(refused('unknown-task'));
  });
});
