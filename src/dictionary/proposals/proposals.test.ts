import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../platform/http/call.ts';
import { sql } from '../../platform/db/sql.ts';
import { listWork, todayOf } from '../../platform/work/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import * as contract from '../contract.ts';
import { currentRelease } from '../current-release.ts';
import { draft, ending, etag, openProposals, type ProposalStory, type Who } from '../testing/proposals.ts';
import { authoredIndex } from './candidate.ts';
import { STEPS, whyNot, type Right, type Standing } from './decide-action.ts';

let story: ProposalStory;
let element: (code: string) => Record<string, unknown>;
beforeAll(async () => {
  story = await openProposals();
  const { plan } = await currentRelease(story.context.db);
  element = (code) => ({ ...(authoredIndex(plan).element.get(code) as Record<string, unknown>) });
});
afterAll(() => story[Symbol.asyncDispose]());

const both = (en: string, fr: string) => ({ en, fr });
const faith = () => ({ ...element('CTY.007'), names: both('Religion', 'Religion') });
const send = () => story.server.send;
type Act = 'submit' | 'approve' | 'return' | 'reject' | 'withdraw';
const ENDPOINTS = {
  submit: contract.submitProposal,
  approve: contract.approveProposal,
  return: contract.returnProposal,
  reject: contract.rejectProposal,
  withdraw: contract.withdrawProposal,
};

const act = (who: Who, what: Act, proposal: number, revision: number, body: Record<string, unknown> = {}) => {
  story.as(who);
  const said = { note: 'looked at', ...body };
  return call(send(), ENDPOINTS[what], { params: { proposal }, body: said, ifMatch: etag(revision) });
};

async function submitted() {
  story.as('steward');
  const { number } = await draft(story, [{ kind: 'element', key: 'CTY.007', authored: faith() }]);
  return act('steward', 'submit', number, 2);
}
const work = async (body: number) => {
  const { context } = story;
  const items = await listWork(context.db, todayOf(context, workingCalendar(context.profile)), { body, posts: null });
  return items.map(({ kind, subject, due, link }) => ({ kind, subject, due, link }));
};

describe('a draft', () => {
  it('says entry by entry what it changes, and in words what that means', async () => {
    story.as('steward');
    const page = await draft(story, [
      { kind: 'element', key: 'CTY.007', authored: { ...element('CTY.007'), maxLength: 20 } },
      { kind: 'entity', key: 'resident', authored: { name: 'resident' } },
    ]);
    expect(page).toMatchObject({ state: 'draft', origin: 'edit', target: 'dictionary', baseRelease: 1, entries: 2 });
    expect(page.author).toMatchObject({ account: story.account('steward'), body: { names: { en: 'North' } } });
    expect(page.findings.errors).toBeGreaterThan(3);
    expect(page.findings.items[0]).toMatchObject({ kind: 'entity', key: 'resident', severity: 'error' });
    expect(page.difference).toBeUndefined();
    const params = { proposal: page.number, kind: 'entity', key: 'resident' } as const;
    const left = await call(send(), contract.dropProposalEntry, { params, ifMatch: etag(page.revision) });
    expect(left).toMatchObject({ entries: 1, findings: { errors: 0 }, difference: { verdict: 'breaking', total: 1 } });
    expect(left.difference?.changes[0]).toMatchObject({
      subject: 'CTY.007',
      reason: 'element.narrowed',
      rule: 'tighter',
    });
    expect(left.difference?.changes[0]?.words?.said).toContain('narrowed');
    const one = { proposal: page.number, kind: 'element', key: 'CTY.007' } as const;
    const entry = await call(send(), contract.getProposalEntry, { params: one });
    expect(entry).toMatchObject({
      action: 'put',
      effect: 'changed',
      differences: [{ pointer: '/maxLength', before: 30, after: 20 }],
    });
    const rows = await call(send(), contract.listProposalEntries, { params: { proposal: page.number } });
    expect(rows.items).toMatchObject([{ key: 'CTY.007', attributes: ['maxLength'], effect: 'changed' }]);
  });

  it('is seen by the release in force only when it is released: readers see nothing of it', async () => {
    story.as('reader');
    const params = { element: 'CTY.007' };
    const { element: read } = await call(send(), contract.getElement, { params });
    expect(read).toMatchObject({ names: { en: 'Faith' }, maxLength: 30 });
  });

  it('is edited on the newest revision only, and one must say which one was seen', async () => {
    story.as('steward');
    const { number } = await draft(story, []);
    const put = (ifMatch?: string) =>
      call(send(), contract.putProposalEntry, {
        params: { proposal: number, kind: 'element', key: 'CTY.007' },
        body: { action: 'put', authored: faith() },
        ...(ifMatch !== undefined && { ifMatch }),
      });
    expect(await ending(put())).toEqual([428, 'precondition-required']);
    expect(await ending(put(etag(2)))).toEqual([412, 'precondition-failed']);
    expect(await put(etag(1))).toMatchObject({ revision: 2, effect: 'changed' });
    expect(await ending(put(etag(1)))).toEqual([412, 'precondition-failed']);
  });

  it('is edited by its makers, their body and the data office; nobody else', async () => {
    story.as('steward');
    const { number } = await draft(story, []);
    const edit = (who: Who, revision: number) => {
      story.as(who);
      return call(send(), contract.editProposal, {
        params: { proposal: number },
        body: { title: 'T' },
        ifMatch: etag(revision),
      });
    };
    expect(await ending(edit('otherSteward', 1))).toEqual([403, 'proposal-not-yours']);
    expect(await ending(edit('reader', 1))).toEqual([403, 'refused']);
    expect(await edit('office', 1)).toMatchObject({ revision: 2, title: 'T' });
  });

  it('says what is wrong with a half-edited entry and what is like it, and stores nothing', async () => {
    story.as('steward');
    const { number } = await draft(story, []);
    const check = (body: { kind: 'element'; key?: string; authored: Record<string, unknown> }) =>
      call(send(), contract.checkProposalEntry, { params: { proposal: number }, body });
    const half = await check({
      kind: 'element',
      authored: { names: both('FULL name', 'nom complet'), dataType: 'string' },
    });
    expect(half.findings.length).toBeGreaterThan(5);
    expect(half.findings.every((one) => one.kind === 'element')).toBe(true);
    expect(half.twins[0]).toMatchObject({ key: 'CTY.002', reasons: [{ reason: 'same-name', theirs: 'Full name' }] });
    const known = await check({
      kind: 'element',
      key: 'CTY.007',
      authored: { ...element('CTY.007'), pattern: '(a+)+b{' },
    });
    expect(known.findings).toMatchObject([{ key: 'CTY.007', pointer: '/pattern', severity: 'error' }]);
    const whole = await check({ kind: 'element', key: 'CTY.007', authored: faith() });
    expect(whole).toMatchObject({ findings: [], changes: [{ reason: 'element.names' }] });
    expect(await call(send(), contract.getProposal, { params: { proposal: number } })).toMatchObject({
      revision: 1,
      entries: 0,
    });
  });

  it('keeps what an entry is called by', async () => {
    story.as('steward');
    const { number } = await draft(story, []);
    const put = (kind: 'element' | 'settings', key: string, authored: Record<string, unknown>) =>
      call(send(), contract.putProposalEntry, {
        params: { proposal: number, kind, key },
        body: { action: 'put', authored },
        ifMatch: etag(1),
      });
    expect(await ending(put('element', 'CTY.007', { code: 'CTY.008' }))).toEqual([422, 'entry-key-differs']);
    expect(await ending(put('settings', 'other', {}))).toEqual([422, 'entry-key-differs']);
    let deep: Record<string, unknown> = {};
    for (let i = 0; i < 100; i += 1) deep = { a: deep };
    expect(await ending(put('element', 'CTY.007', deep))).toEqual([400, 'invalid-request']);
  });
});

describe('handing in', () => {
  it('is refused with all errors at once, and when nothing changes', async () => {
    story.as('steward');
    const wrong = { ...element('CTY.007'), pattern: '(', dataType: 'colour' };
    const { number, revision } = await draft(story, [{ kind: 'element', key: 'CTY.007', authored: wrong }]);
    expect(await ending(act('steward', 'submit', number, revision))).toEqual([422, 'proposal-has-errors']);
    const same = await draft(story, [{ kind: 'element', key: 'CTY.007', authored: element('CTY.007') }]);
    expect(await ending(act('steward', 'submit', same.number, same.revision))).toEqual([422, 'proposal-empty']);
  });

  it('becomes work of the data office with a deadline, and freezes every entry', async () => {
    const page = await submitted();
    expect(page).toMatchObject({ state: 'in-review', due: '2026-11-30' });
    const item = {
      kind: 'dictionary.review-proposal',
      subject: `proposal-${String(page.number)}`,
      due: '2026-11-30',
      link: `/dictionary/proposals/${String(page.number)}`,
    };
    expect(await work(story.bodies.office)).toContainEqual(item);
    const params = { proposal: page.number, kind: 'element', key: 'CTY.007' } as const;
    const put = { params, body: { action: 'remove' } as const, ifMatch: etag(page.revision) };
    expect(await ending(call(send(), contract.putProposalEntry, put))).toEqual([409, 'proposal-state-forbids']);
    // The database holds it too, whoever writes.
    const write = story.context.db.run(
      sql`update dictionary.proposal_entry set key = 'X' where proposal = ${page.number}`,
    );
    await expect(write).rejects.toThrow('handed in');
    await act('chief', 'reject', page.number, page.revision);
    expect(await work(story.bodies.office)).not.toContainEqual(item);
  });
});

describe('deciding', () => {
  it('is for others than those who made, edited or submitted it', async () => {
    story.as('office');
    const { number, revision } = await draft(story, [{ kind: 'element', key: 'CTY.007', authored: faith() }]);
    const handedIn = await act('chief', 'submit', number, revision);
    for (const who of ['office', 'chief'] as const) {
      for (const what of ['approve', 'return', 'reject'] as const) {
        expect(await ending(act(who, what, number, handedIn.revision))).toEqual([403, 'proposal-made-by-you']);
      }
    }
    story.as('chief');
    const seen = await call(send(), contract.getProposal, { params: { proposal: number } });
    const approve = seen.actions.find((one) => one.action === 'approve');
    expect(approve).toMatchObject({ allowed: false, reason: 'made-it' });
    expect(approve?.words).toMatch(/made/);
  });

  it('approves from a day on, as work to release; what is approved is never edited', async () => {
    const page = await submitted();
    expect(await ending(act('steward', 'approve', page.number, page.revision))).toEqual([403, 'refused']);
    const early = act('chief', 'approve', page.number, page.revision, { effectiveFrom: '2026-11-22' });
    expect(await ending(early)).toEqual([422, 'effective-day-past']);
    const day = { effectiveFrom: '2026-12-01', decisionNo: '12-QĐ/VP' };
    const approved = await act('chief', 'approve', page.number, page.revision, day);
    expect(approved).toMatchObject({ state: 'approved', ...day });
    expect(approved.history.map((one) => one.action)).toEqual(['create', 'submit', 'approve']);
    const owed = await work(story.bodies.office);
    expect(owed).toContainEqual(expect.objectContaining({ kind: 'dictionary.release-proposal', due: '2026-12-01' }));
    story.as('steward');
    const edit = { params: { proposal: page.number }, body: { title: 'X' }, ifMatch: etag(approved.revision) };
    expect(await ending(call(send(), contract.editProposal, edit))).toEqual([409, 'proposal-state-forbids']);
    const write = story.context.db.run(sql`delete from dictionary.proposal_entry where proposal = ${page.number}`);
    await expect(write).rejects.toThrow('handed in');
  });

  it('sends back with a reason as work of the makers, who may edit and hand in again', async () => {
    const page = await submitted();
    const back = await act('chief', 'return', page.number, page.revision, { note: 'Name the source' });
    expect(back.state).toBe('returned');
    expect(back.history.at(-1)).toMatchObject({ action: 'return', note: 'Name the source' });
    const owed = await work(story.bodies.north);
    expect(owed).toContainEqual(expect.objectContaining({ kind: 'dictionary.mend-proposal', due: '2026-12-07' }));
    const again = await act('steward', 'submit', page.number, back.revision);
    expect(again.state).toBe('in-review');
    expect(await work(story.bodies.north)).toEqual([]);
    const gone = await act('steward', 'withdraw', page.number, again.revision);
    expect(gone.state).toBe('withdrawn');
    expect(await ending(act('steward', 'submit', page.number, gone.revision))).toEqual([409, 'proposal-state-forbids']);
  });

  it('is a table: nothing is allowed that it does not say, whoever asks', () => {
    const rights = new Set<Right>(['propose', 'review', 'release', 'comment']);
    const standing: Standing = {
      state: 'draft',
      makers: new Set(['maker']),
      body: 1,
      changes: 1,
      errors: 0,
      clashes: 0,
      effectiveFrom: null,
      upToDate: false,
    };
    const today = '2026-11-23';
    const why = (action: keyof typeof STEPS, state: Standing['state'], account: string, more = {}) =>
      whyNot(action, { ...standing, state, ...more }, { account, body: null, rights }, today);
    for (const action of Object.keys(STEPS) as (keyof typeof STEPS)[]) {
      for (const state of ['released', 'rejected', 'withdrawn'] as const)
        expect(why(action, state, 'x')).toBe('closed');
    }
    expect(why('approve', 'in-review', 'x')).toBeUndefined();
    expect(why('approve', 'in-review', 'maker')).toBe('made-it');
    expect(why('approve', 'draft', 'x')).toBe('not-in-review');
    expect(why('approve', 'in-review', 'x', { errors: 1 })).toBe('errors');
    expect(why('approve', 'in-review', 'x', { errors: 1, clashes: 1 })).toBe('clashes');
    expect(why('release', 'approved', 'x', { effectiveFrom: '2026-11-24' })).toBe('too-early');
    expect(why('release', 'in-review', 'x')).toBe('not-approved');
    expect(why('edit', 'approved', 'maker')).toBe('immutable');
  });
});

describe('comments', () => {
  it('are made by anybody on the whole, an entry or an attribute, and settled', async () => {
    const page = await submitted();
    const params = { proposal: page.number };
    story.as('reader');
    const say = (body: { text: string; kind?: 'element'; key?: string; pointer?: string }) =>
      call(send(), contract.commentProposal, { params, body });
    const about = { kind: 'element', key: 'CTY.007', pointer: '/names/en' } as const;
    const made = await say({ text: 'Why not “belief”?', ...about });
    expect(made).toMatchObject({ ...about, by: { account: story.account('reader') } });
    await say({ text: 'On the whole: yes' });
    expect(await ending(say({ text: 'x', kind: 'element', key: 'NO.1' }))).toEqual([404, 'proposal-entry-not-found']);
    const of = (query: object) => call(send(), contract.listProposalComments, { params, query });
    expect((await of({ kind: 'element', key: 'CTY.007' })).items).toHaveLength(1);
    const first = await of({ limit: 1 });
    expect((await of({ cursor: first.next })).items).toMatchObject([{ text: 'On the whole: yes' }]);
    const comment = { params: { ...params, comment: made.id }, body: { resolved: true } };
    const settled = await call(send(), contract.resolveProposalComment, comment);
    expect(settled.resolvedBy).toMatchObject({ account: story.account('reader') });
    expect((await of({ open: true })).items).toHaveLength(1);
    const seen = await call(send(), contract.getProposal, { params });
    expect([seen.comments, seen.revision]).toEqual([{ open: 1, total: 2 }, page.revision]);
  });
});

describe('the list', () => {
  it('is a page, newest first, by state, maker, entry and words', async () => {
    story.as('reader');
    const list = (query: object) => call(send(), contract.listProposals, { query });
    const all = await list({});
    expect(all.items.map((one) => one.number)).toEqual([...all.items.map((one) => one.number)].sort((a, b) => b - a));
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.next });
    expect([...first.items, ...second.items].map((one) => one.number)).toEqual(
      all.items.slice(0, 4).map((one) => one.number),
    );
    expect((await list({ mine: true })).total).toBe(0);
    story.as('chief');
    expect((await list({ mine: true })).total).toBe(1);
    expect((await list({ state: 'withdrawn' })).items.every((one) => one.state === 'withdrawn')).toBe(true);
    expect((await list({ kind: 'element', key: 'CTY.007' })).total).toBeGreaterThan(3);
    expect((await list({ q: 'NAMES OF' })).total).toBeGreaterThan(3);
    expect(await ending(list({ cursor: 'x' }))).toEqual([400, 'proposal-cursor-invalid']);
  });
});
