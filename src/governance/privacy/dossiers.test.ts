import { describe, expect, it } from 'vitest';
import {
  assessmentClock,
  assessmentState,
  stepAssessment,
  stepsOf,
  type Assessment,
  type AssessmentTaken,
} from './assessment.ts';
import { stepTransfer, transferState, type Transfer, type TransferTaken } from './transfer.ts';

const parts = [{ code: 'why', names: { en: 'Why' } }];
const draft: Assessment = {
  ...{ code: 'A', purpose: 'p', registers: ['r'], body: 1, firstProcessing: '2026-09-01', due: '2026-10-31' },
  ...{ calendar: '2026', contents: {}, revision: 1, cause: null, sentOn: null, number: null, lateReason: null },
  ...{ answeredOn: null, answer: null, refreshOn: null, waivedOn: null, waivedBasis: null, waivedReason: null },
  account: 'a',
};
const desk = {
  ...{ today: '2026-11-20', parts, refreshOn: (day: string) => `2027${day.slice(4)}`, dueAfter: () => '2027-01-19' },
};
const take = (one: Assessment, taken: AssessmentTaken) => stepAssessment(one, taken, desk);
const after = (one: Assessment, taken: AssessmentTaken): Assessment => {
  const next = take(one, taken);
  if ('kind' in next) throw new Error(JSON.stringify(next));
  return next;
};
const written = after(draft, { step: 'write', contents: { why: 'Because' } });
const sent = after(written, { step: 'send', on: '2026-10-30', number: '7' });

describe('an impact assessment', () => {
  it('is written, sent, answered, and looked at again', () => {
    expect([assessmentState(draft), assessmentClock(draft, desk.today)]).toEqual([
      'draft',
      { state: 'late', due: '2026-10-31', daysLeft: -20 },
    ]);
    expect(sent).toMatchObject({ sentOn: '2026-10-30', lateReason: null, refreshOn: '2027-10-30' });
    expect(assessmentClock(sent, desk.today)).toMatchObject({ state: 'running', due: '2027-10-30' });
    const answered = after(sent, { step: 'answer', on: '2026-11-02', words: 'Received' });
    expect([assessmentState(answered), stepsOf(answered)]).toEqual(['answered', ['refresh']]);
    const again = after(answered, { step: 'refresh', words: 'A new recipient' });
    expect(again).toMatchObject({ revision: 2, due: '2027-01-19', sentOn: null, contents: { why: 'Because' } });
    expect(assessmentState(again)).toBe('draft');
    expect(after({ ...answered, refreshOn: '2026-12-01' }, { step: 'refresh', words: 'x' }).due).toBe('2026-12-01');
  });

  it('is not needed only on a basis, with a reason; and can be begun after all', () => {
    const waived = after(draft, { step: 'waive', basis: 'law', words: 'Excepted by it' });
    expect([assessmentState(waived), assessmentClock(waived, desk.today).state]).toEqual(['waived', 'stopped']);
    expect(after(waived, { step: 'refresh', words: 'It is needed' })).toMatchObject({ revision: 1, waivedOn: null });
  });

  it.each([
    [draft, { step: 'send', number: '7' }, { kind: 'missing' }],
    [written, { step: 'send' }, { kind: 'needed', field: 'number' }],
    [written, { step: 'send', number: '7' }, { kind: 'late', due: '2026-10-31' }],
    [written, { step: 'send', number: '7', on: '2026-11-21' }, { kind: 'days', latest: '2026-11-20' }],
    [written, { step: 'send', number: '7', on: '2026-08-31' }, { kind: 'days', earliest: '2026-09-01' }],
    [written, { step: 'waive', words: 'x' }, { kind: 'needed', field: 'basis' }],
    [written, { step: 'waive', basis: 'law' }, { kind: 'needed', field: 'words' }],
    [written, { step: 'answer', words: 'x' }, { kind: 'moved-on', state: 'draft' }],
    [sent, { step: 'write', contents: { why: 'Other' } }, { kind: 'moved-on', state: 'sent' }],
    [sent, { step: 'answer', words: 'x', on: '2026-10-29' }, { kind: 'days', earliest: '2026-10-30' }],
    [sent, { step: 'waive', basis: 'law', words: 'x' }, { kind: 'moved-on' }],
    [sent, { step: 'refresh' }, { kind: 'needed', field: 'words' }],
  ] as const)('is refused: %# %j', (one, taken, fault) => {
    expect(take(one, taken)).toMatchObject(fault);
  });
});

describe('a transfer', () => {
  const transfer: Transfer = {
    ...{ code: 'T', title: 't', body: 1, registers: ['r'], categories: [], toBody: null, recipient: 'Archive' },
    ...{ country: null, agreement: null, assessment: null, contents: { why: 'Because' }, from: null, until: null },
    ...{ endedOn: null, endWords: null, account: 'a' },
  };
  const about = { today: '2026-11-20', parts, needsAssessment: true, isAssessed: false };
  const step = (one: Transfer, taken: TransferTaken, isAssessed = false) =>
    stepTransfer(one, taken, { ...about, isAssessed });
  const active: Transfer = { ...transfer, from: '2026-11-01', until: '2026-12-01' };

  it('begins when everything is agreed, and ends with a word on what became of the data', () => {
    const begun = step(transfer, { step: 'begin', until: '2026-12-01' });
    expect(begun).toMatchObject({ from: '2026-11-20', until: '2026-12-01' });
    expect(transferState(begun as Transfer, '2026-11-20')).toBe('active');
    expect(transferState(active, '2026-12-02')).toBe('over');
    expect(step(active, { step: 'end', words: 'Erased there' })).toMatchObject({ endedOn: '2026-11-20' });
  });

  it.each([
    [{ ...transfer, contents: {} }, { step: 'begin', until: '2026-12-01' }, { kind: 'missing' }],
    [{ ...transfer, country: 'XX' }, { step: 'begin', until: '2026-12-01' }, { kind: 'unassessed' }],
    [transfer, { step: 'begin' }, { kind: 'needed', field: 'until' }],
    [transfer, { step: 'begin', until: '2026-11-19' }, { kind: 'days' }],
    [transfer, { step: 'begin', on: '2026-11-19', until: '2026-12-01' }, { kind: 'days' }],
    [transfer, { step: 'end', words: 'x' }, { kind: 'moved-on', state: 'draft' }],
    [active, { step: 'write', contents: { why: 'Other' } }, { kind: 'moved-on', state: 'active' }],
    [active, { step: 'end' }, { kind: 'needed', field: 'words' }],
    [active, { step: 'end', words: 'x', on: '2026-10-31' }, { kind: 'days' }],
    [active, { step: 'end', words: 'x', on: '2026-11-21' }, { kind: 'days' }],
    [
      { ...active, endedOn: '2026-11-10' },
      { step: 'end', words: 'x' },
      { kind: 'moved-on', state: 'ended' },
    ],
  ] as const)('is refused: %# %j', (one, taken, fault) => {
    expect(step(one, taken)).toMatchObject(fault);
  });

  it('abroad: twin: where the profile asks for no assessment, or one was sent, it begins', () => {
    const abroad = { ...transfer, country: 'XX' };
    expect(step(abroad, { step: 'begin', until: '2026-12-01' }, true)).toMatchObject({ from: '2026-11-20' });
    const easy = { ...about, needsAssessment: false };
    expect(stepTransfer(abroad, { step: 'begin', until: '2026-12-01' }, easy)).toMatchObject({ from: '2026-11-20' });
  });
});
