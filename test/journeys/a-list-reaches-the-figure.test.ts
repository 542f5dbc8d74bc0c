/** The tour on one node: a list is checked, stored and mended, and the figure on the first page follows it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sendList, storeValid, type Sent } from '../harness/send-list.ts';
import { ending } from '../harness/story.ts';
import { openTour } from '../harness/tour.ts';
import { expectations, readFigures } from '../../profiles/vn-demo/story/figures.ts';
import { POINTED_ROW } from '../../profiles/vn-demo/story/officer-file.ts';
import { readToday } from '../../src/exchange/contract.ts';
import { call, callRaw } from '../../src/platform/http/call.ts';
import { exportLog, verifyCopy } from '../../src/platform/ledger/index.ts';
import { listEntries, verify } from '../../src/platform/ledger/contract.ts';
import { listMyWork } from '../../src/platform/work/contract.ts';
import { getBodyRecord, listBodyRecords, listFindings, listLoads, undoChange } from '../../src/records/contract.ts';
import { annotatedLoad, listCorrections } from '../../src/registers/contract.ts';
import {
  disposeComment,
  exportSummary,
  getConsultation,
  getIndicator,
  getTask,
  listTasks,
} from '../../src/strategy/contract.ts';

const figures = readFigures();
const told = expectations(figures);
const officer = figures.communes.find((commune) => commune.file);
const slips = officer?.file;
const MEMBERS = 'dang-vien';
const own = { register: MEMBERS, body: officer?.code ?? '' };
// A neighbour the officer has no say in: the other commune of the same province that has reported.
const neighbour = figures.communes.find((commune) => commune.quarters)?.code ?? '';

const tour = await openTour();
const { as, card, figureNow } = tour;
const file = (name: string) => join(tour.node.files, name);

const neighbours = (record: string) =>
  call(as('xa').send, getBodyRecord, { params: { body: neighbour, register: MEMBERS, record } });

describe('the leader’s first page', () => {
  it('shows the share, who has reported, the band, and that it decides nothing yet', async () => {
    expect(await figureNow()).toEqual(told.start);
    const verified = await card('verified-members');
    expect(verified?.figure).toMatchObject({ expected: told.expected, reporters: told.bodiesReporting });
    expect(verified?.milestone?.value).toBe(figures.milestone.target);
    const silent = figures.communes.filter((commune) => commune.held === undefined);
    expect(new Map(verified?.missingReports.map((one) => [one.body.code, one.expected]))).toEqual(
      new Map(silent.map((commune) => [commune.code, commune.expected])),
    );
  });
  it('leads to the table by commune', async () => {
    const page = await call(as('lanhdao').send, getIndicator, { params: { indicator: 'verified-members' } });
    const shares = page.bodies.filter((one) => one.reported).map((one) => [one.body.code, one.value]);
    expect(Object.fromEntries(shares)).toEqual(told.shares);
  });
  it('has no refusal and no read through the API today', async () => {
    const today = await call(as('lanhdao').send, readToday, {});
    expect(today).toMatchObject({ refusals: 0, apiReads: 0 });
  });
});

let first: Sent;
let firstChange = 0;

describe('the officer’s list', () => {
  it('is asked for, with a day', async () => {
    const work = await call(as('xa').send, listMyWork, {});
    expect(work.counts).toEqual({ open: 1, overdue: 0 });
    expect(work.items[0]?.daysLeft).toBe(2);
  });
  it('has its columns recognised, six of them held by somebody else already', async () => {
    first = await sendList(as('xa'), own, file('danh-sach-dong-lau-q4.xlsx'));
    expect(first.upload.counts).toEqual({ columns: 14, matched: 12, skipped: 2, unknown: 0, held: 6 });
    expect(first.upload.missingKeys).toEqual([]);
  });
  it('is checked line by line, and every slip is found by its kind', () => {
    const { counts, findings, warnings, notes, extra } = first.load;
    expect(counts).toMatchObject({ rows: told.file.lines, ready: told.file.ready, wrong: told.file.toReview });
    expect(findings).toEqual({
      format: slips?.wrongIds,
      date: slips?.impossibleDates,
      double: slips?.doubles,
      missing: slips?.missingNames,
      unknown: slips?.unknownAtSource,
    });
    expect(warnings).toMatchObject({ differs: told.file.corrections });
    expect(Object.values(notes).reduce((sum, n) => sum + n, 0)).toBe(told.file.formerCodes);
    expect(extra['declared']).toMatchObject({
      settledBySource: told.file.settledBySource,
      noKey: told.file.withoutId,
      cellsNotDeclaredAgain: told.file.cells,
    });
  });
  it('says of the row pointed at what to do', async () => {
    const { items } = await call(as('xa').send, listFindings, {
      params: { register: MEMBERS, load: first.load.load },
      query: { kind: 'format' },
      language: 'vi',
    });
    const finding = items.find((item) => item.row === POINTED_ROW);
    expect(finding?.message).toMatch(/12 chữ số.*11/);
  });
  it('comes back as the same workbook with a note in the wrong cell', async () => {
    const answer = await callRaw(as('xa').send, annotatedLoad, {
      params: { register: MEMBERS, load: first.load.load },
      query: {},
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(bytes.length).toBeGreaterThan(readFileSync(file('danh-sach-dong-lau-q4.xlsx')).length);
  });
  it('has stored nothing until she says so', async () => expect(await figureNow()).toEqual(told.start));
  it('moves the figure once it is stored, and turns the verdict', async () => {
    const load = await storeValid(as('xa'), own, first);
    firstChange = load.changeSet ?? 0;
    expect(load.counts.new).toBe(told.file.ready);
    expect(await figureNow()).toEqual(told.firstLoad);
  });
  it('leaves a proposal to correct for each difference', async () => {
    const { open } = await call(as('xa').send, listCorrections, { query: { register: MEMBERS } });
    expect(Object.values(open).reduce((sum, n) => sum + n, 0)).toBe(told.file.corrections);
  });
});

describe('a refusal', () => {
  let problems: Record<string, unknown>[] = [];
  it('of somebody else’s record reads word for word as that of a record that does not exist', async () => {
    const { items } = await call(as('tinh').send, listBodyRecords, {
      params: { body: neighbour, register: MEMBERS },
      query: { limit: 1 },
    });
    const there = await ending(neighbours(items[0]?.record ?? ''));
    const absent = await ending(neighbours('01a00000-0000-7000-8000-000000000000'));
    expect([there.status, absent.status]).toEqual([403, 403]);
    problems = [there.problem, absent.problem].map(({ instance: _request, ...rest }) => rest);
    expect(problems[0]).toEqual(problems[1]);
  });
  it('names the rule, what was asked, and who can change it', () => {
    expect(problems[0]?.['decision']).toMatchObject({ allowed: false, rule: expect.stringContaining('governance/') });
    const asked = figures.communes.find((commune) => commune.code === neighbour);
    expect(problems[0]?.['decision']).toMatchObject({
      facts: { asked: { vi: asked?.name }, you: { vi: officer?.name } },
    });
  });
  it('is counted on the first page', async () => {
    await tour.node.ledger.settled();
    const today = await call(as('lanhdao').send, readToday, {});
    expect(today.refusals).toBe(2);
  });
  it('meets the developer at the edge of the province, by the same rule, and three rows inside it', async () => {
    const list = (body: string) =>
      call(as('lapTrinh').send, listBodyRecords, {
        params: { body, register: MEMBERS },
        query: { limit: 3 },
        headers: { 'x-artery-client': 'api' },
      });
    expect((await list('97')).items).toHaveLength(3);
    const refused = await ending(list('98'));
    expect(refused.status).toBe(403);
    await tour.node.ledger.settled();
    expect(await call(as('lanhdao').send, readToday, {})).toMatchObject({ apiReads: 1 });
    const rule = (problem: Record<string, unknown> | undefined) => (problem?.['decision'] as { rule?: string }).rule;
    expect(rule(refused.problem)).toBe(rule(problems[0]));
  });
});

describe('the strategy', () => {
  const yaml = (name: string) => tour.node.context.profile.read(`strategy/${name}.yaml`) as Record<string, unknown>[];

  it('has its tasks by standing, the oldest overdue first, with what is missing and who was told', async () => {
    const tasks = yaml('tasks') as { code: string; state: string; due: string; told?: string[] }[];
    const { items, counts } = await call(as('lanhdao').send, listTasks, { query: {} });
    const overdue = tasks.filter((task) => task.state !== 'done' && task.due.startsWith('D-'));
    expect(counts).toEqual({
      all: tasks.length,
      done: tasks.filter((task) => task.state === 'done').length,
      running: tasks.filter((task) => task.state === 'running').length - overdue.length,
      overdue: overdue.length,
      notBegun: tasks.filter((task) => task.state === 'not-begun').length,
    });
    const late = (task: { due: string }) => Number(/\d+/.exec(task.due)?.[0]);
    const worst = overdue.sort((a, b) => late(b) - late(a))[0];
    expect(items[0]).toMatchObject({ code: worst?.code, standing: 'overdue' });
    const read = () => call(as('lanhdao').send, getTask, { params: { task: items[0]?.code ?? '' } });
    // The story told it five working days ago: the node tells it again today, and the body above that it is late.
    const told = worst?.told?.length ?? -1;
    await expect.poll(async () => (await read()).told.length).toBe(told + 1);
    await expect.poll(async () => (await read()).escalated.map(({ body }) => body.code)).toEqual(['TW']);
    const page = await read();
    expect(page.missing).toContain('evidence');
  });
  it('has a consultation whose comments are disposed of one by one, and printed', async () => {
    const [source] = yaml('consultations') as {
      code: string;
      invited: { answer?: string }[];
      said: { disposition?: string }[];
    }[];
    const params = { consultation: source?.code ?? '' };
    const before = await call(as('vanphong').send, getConsultation, { params });
    const said = source?.said ?? [];
    const count = (how: string | undefined) => said.filter(({ disposition }) => disposition === how).length;
    const open = count(undefined);
    const disposed = said.length - open;
    const answered = source?.invited.filter((one) => one.answer !== undefined).length ?? 0;
    expect(before.consultation).toMatchObject({
      asked: source?.invited.length,
      answered,
      notAnswered: (source?.invited.length ?? 0) - answered,
      answeredLate: 1,
      comments: said.length,
      disposed,
      open,
    });
    expect(before.dispositions).toEqual({
      accepted: count('accepted'),
      partly: count('partly'),
      explained: count('explained'),
    });
    const comment = before.comments.find((one) => one.disposition === null);
    const after = await call(as('vanphong').send, disposeComment, {
      params: { ...params, comment: comment?.id ?? 0 },
      body: { disposition: 'accepted' },
      ifMatch: `"${String(comment?.version)}"`,
    });
    expect(after.consultation).toMatchObject({ disposed: disposed + 1, open: open - 1 });
    const word = await callRaw(as('vanphong').send, exportSummary, { params, query: {} });
    expect(
      Buffer.from(await word.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });
});

describe('the officer again', () => {
  it('sends the same file: nothing new, nothing changed', async () => {
    const again = await sendList(as('xa'), own, file('danh-sach-dong-lau-q4.xlsx'));
    expect(again.load.counts).toMatchObject({
      new: 0,
      changed: 0,
      unchanged: told.file.ready,
      wrong: told.file.toReview,
    });
    await storeValid(as('xa'), own, again);
    expect(await figureNow()).toEqual(told.firstLoad);
  });
  let mendedChange = 0;
  it('sends the mended lines: they are added, and the figure moves', async () => {
    const mended = await sendList(as('xa'), own, file('danh-sach-dong-lau-q4-da-sua.xlsx'));
    const { lines, stored, waiting } = told.mendedFile;
    expect(mended.load.counts).toMatchObject({ rows: lines, new: stored, wrong: waiting });
    mendedChange = (await storeValid(as('xa'), own, mended)).changeSet ?? 0;
    expect(await figureNow()).toEqual(told.mended);
  });
  it('is refused a file with an identifier that could be real, and nothing of it is kept', async () => {
    const loads = async () =>
      (await call(as('xa').send, listLoads, { params: { register: MEMBERS }, query: { state: 'committed' } })).items;
    const before = await loads();
    const refused = await ending(sendList(as('xa'), own, file('mot-dong-so-that.xlsx')));
    expect(refused).toMatchObject({ status: 422, problem: { type: '/problems/records/real-identifier-refused' } });
    expect(await loads()).toEqual(before);
    expect(await figureNow()).toEqual(told.mended);
  });
  it('undoes the load: it is gone as one', async () => {
    const undone = await call(as('xa').send, undoChange, { params: { changeSet: mendedChange }, body: {} });
    expect(undone.ended).toBe(told.mendedFile.stored);
    expect(await figureNow()).toEqual(told.firstLoad);
  });
});

describe('the audit trail', () => {
  it('has every step with who and why', async () => {
    await tour.node.ledger.settled();
    const entries = await call(as('tuanthu').send, listEntries, { query: { limit: 500 } });
    const officerSteps = entries.items.filter((entry) => entry.actor === as('xa').account);
    expect(officerSteps.filter((entry) => !entry.allowed)).toHaveLength(2);
    expect(officerSteps.filter((entry) => entry.rule === '')).toEqual([]);
    expect(officerSteps.some((entry) => entry.action.startsWith('records.undo'))).toBe(true);
  });
  it('is whole, and a copy with one byte flipped is not', async () => {
    expect(await call(as('tuanthu').send, verify, {})).toMatchObject({ ok: true, firstBad: null });
    const copy = join(tour.folder, 'copy');
    const size = await exportLog(tour.node.context.db, copy);
    expect(await verifyCopy(copy)).toMatchObject({ ok: true, size });
    const entries = join(copy, 'entries.ndjson');
    const bytes = readFileSync(entries);
    const at = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(entries, bytes);
    const verdict = await verifyCopy(copy);
    expect(verdict.ok).toBe(false);
    expect(verdict.firstBad).toBe(bytes.subarray(0, at).toString('latin1').split('\n').length);
  });
});

describe('the node', () => {
  it('starts a second time on the same data, and tells nothing twice', async () => {
    const before = await figureNow();
    await tour.restart();
    expect(await figureNow()).toEqual(before);
    expect(firstChange).toBeGreaterThan(0);
  });
});
