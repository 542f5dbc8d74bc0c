import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breachState, breachSteps, owedOf, takeStep, type Breach, type StepTaken } from './breach.ts';
import { addMonths, hourClock, hoursAfter, lastDayOf, monotone } from './clock.ts';
import { missingOf } from './parts.ts';
import { faultsOf, namesPeople, type PrivacyRules } from './rules.ts';

const discoveredAt = '2026-11-20T01:00:00.000Z';
const breach: Breach = {
  ...{ code: 'SC-1', title: 'A file went astray', drill: false, body: 1, registers: ['dang-vien'], categories: [] },
  ...{ people: null, estimated: true, happenedAt: null, discoveredAt, dueAt: hoursAfter(discoveredAt, 72) },
  ...{ contents: {}, assessedAt: null, notifies: null, whyNot: null, notifiedAt: null, noticeNumber: null },
  ...{ lateReason: null, personsAt: null, personsHow: null, personsWhyNot: null, containedAt: null },
  ...{ closedAt: null, lesson: null, escalatedAt: null, account: 'a' },
};
const parts = [{ code: 'what', names: { en: 'What' } }];
const now = '2026-11-25T01:00:00.000Z';
const take = (one: Breach, taken: StepTaken, at = now) => takeStep(one, taken, { now: at, parts });
const after = (one: Breach, taken: StepTaken): Breach => {
  const next = take(one, taken);
  if ('kind' in next) throw new Error(JSON.stringify(next));
  return next.breach;
};
const assess: StepTaken = { step: 'assess', at: '2026-11-20T02:00:00Z', notifies: true, contents: { what: 'A file' } };
const inTime: StepTaken = { step: 'notify', at: '2026-11-22T00:00:00Z', number: '1' };

describe('a breach', () => {
  it('goes from discovered to closed, owing what is not done yet', () => {
    expect([breachState(breach), owedOf(breach)]).toEqual(['discovered', ['assess', 'notify', 'contain']]);
    const assessed = after(breach, assess);
    expect([breachState(assessed), owedOf(assessed)]).toEqual(['assessed', ['notify', 'contain', 'persons']]);
    const notified = after(assessed, inTime);
    expect([breachState(notified), owedOf(notified)]).toEqual(['notified', ['contain', 'persons']]);
    const contained = after(notified, { step: 'contain', words: 'Recalled' });
    const told = after(contained, { step: 'persons', whyNot: 'Nobody was harmed' });
    expect([breachState(told), owedOf(told)]).toEqual(['contained', ['close']]);
    const closed = after(told, { step: 'close', words: 'Ask twice' });
    expect([breachState(closed), owedOf(closed), closed.lesson]).toEqual(['closed', [], 'Ask twice']);
    for (const step of breachSteps) expect(take(closed, { step, words: 'x' })).toMatchObject({ kind: 'moved-on' });
  });

  it.each([
    [breach, { step: 'notify', number: '1' }, { kind: 'before', duties: ['assess'] }],
    [breach, { step: 'persons', words: 'By letter' }, { kind: 'before', duties: ['assess'] }],
    [breach, { step: 'assess' }, { kind: 'needed', field: 'notifies' }],
    [breach, { step: 'assess', notifies: false, whyNot: ' ' }, { kind: 'needed', field: 'whyNot' }],
    [breach, { step: 'note', words: '  ' }, { kind: 'needed', field: 'words' }],
    [breach, { step: 'contain' }, { kind: 'needed', field: 'words' }],
    [breach, { step: 'close', words: 'Done' }, { kind: 'before', duties: ['assess', 'notify', 'contain'] }],
    [breach, { ...assess, at: '2026-11-20T00:59:59Z' }, { kind: 'times', earliest: discoveredAt }],
    [breach, { ...assess, at: '2026-11-20T23:59:60Z' }, { kind: 'times' }],
    [breach, { ...assess, at: '0000-01-01T00:00:00Z' }, { kind: 'times' }],
    [breach, { ...assess, at: '2026-11-25T01:00:01Z' }, { kind: 'times', latest: now }],
    [after(breach, { ...assess, contents: { what: ' ' } }), inTime, { kind: 'missing' }],
    [after(breach, assess), { ...inTime, number: '' }, { kind: 'needed', field: 'number' }],
    [after(breach, assess), { step: 'notify', number: '1' }, { kind: 'late', due: breach.dueAt }],
    [after(after(breach, assess), inTime), inTime, { kind: 'moved-on', state: 'notified' }],
    [after(after(breach, assess), inTime), { step: 'assess', notifies: false, whyNot: 'x' }, { kind: 'moved-on' }],
  ] as const)('is refused: %# %j', (one, taken, fault) => {
    expect(take(one, taken)).toMatchObject(fault);
  });

  it('a late notice gives its reason, and keeps it', () => {
    const late = after(after(breach, assess), { step: 'notify', number: '1', lateReason: 'The office was flooded' });
    expect(late).toMatchObject({ notifiedAt: now, lateReason: 'The office was flooded' });
  });

  it('of which nobody is notified says why, and owes no notice', () => {
    const one = after(breach, { ...assess, notifies: false, whyNot: 'No harm can come of it' });
    expect(owedOf(one)).toEqual(['contain', 'persons']);
    expect(take(one, inTime)).toMatchObject({ kind: 'moved-on' });
  });

  it('whatever is done in whatever order: times never run backwards and nothing is closed with something owed', () => {
    const step = fc.record({
      step: fc.constantFrom(...breachSteps),
      at: fc.integer({ min: -2, max: 130 }).map((hours) => hoursAfter(discoveredAt, hours)),
      words: fc.constantFrom('', 'words'),
      number: fc.constantFrom('', '7'),
      notifies: fc.boolean(),
      whyNot: fc.constantFrom('', 'because'),
      contents: fc.constantFrom({}, { what: 'A file' }),
      lateReason: fc.constantFrom('', 'late'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        let one = breach;
        for (const taken of steps) {
          const next = take(one, taken);
          if (!('kind' in next)) one = next.breach;
        }
        const done = [one.assessedAt, one.notifiedAt, one.containedAt, one.personsAt].filter((at) => at !== null);
        for (const at of done) expect(at >= discoveredAt && at <= now).toBe(true);
        if (one.notifiedAt !== null && one.notifiedAt > one.dueAt) expect(one.lateReason).toBe('late');
        if (one.closedAt === null) return;
        expect(done.every((at) => at <= (one.closedAt ?? ''))).toBe(true);
        expect([one.assessedAt, one.containedAt, one.personsAt].includes(null)).toBe(false);
        expect(one.notifiedAt !== null || one.notifies === false).toBe(true);
      }),
    );
  });
});

describe('clocks', () => {
  const clock = (at: string, answered: string | null = null) =>
    hourClock({ from: discoveredAt, due: breach.dueAt, answered, owed: true }, new Date(at));

  it('count hours, not days, and say how they ended', () => {
    expect(clock(discoveredAt)).toEqual({ state: 'running', hoursLeft: 72, behind: false });
    expect(clock('2026-11-23T00:59:59Z')).toMatchObject({ state: 'running', hoursLeft: 0 });
    expect(clock('2026-11-23T01:30:00Z')).toMatchObject({ state: 'late', hoursLeft: -0.5 });
    expect(clock(now, '2026-11-23T01:00:00Z').state).toBe('in-time');
    expect(clock(now, '2026-11-23T01:00:01Z').state).toBe('answered-late');
  });

  it('that run backwards are answered: no hour is given back, and it is said', () => {
    expect(clock('2026-11-19T00:00:00Z')).toEqual({ state: 'running', hoursLeft: 72, behind: true });
    expect(monotone(new Date('2026-11-20T00:00:00Z'), '2026-11-20T00:01:30Z')).toEqual({
      ...{ at: '2026-11-20T00:01:30.000Z', behind: 90 },
    });
    expect(monotone(new Date(now), null)).toEqual({ at: now, behind: 0 });
  });

  it('of days and months end on a day of the calendar', () => {
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    const calendar = { isWorkingDay: (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) };
    expect(lastDayOf('2026-09-29', 60, calendar)).toBe('2026-11-30');
    expect(lastDayOf('2026-09-30', 60, calendar)).toBe('2026-11-30');
  });
});

describe('rules', () => {
  const identifiers = [{ names: { en: 'a personal number' }, pattern: '(?<![0-9])[0-9]{12}(?![0-9])' }];
  it('let no text name a person, and count what is not written', () => {
    expect(namesPeople({ title: 'x', words: 'No. 099190000417.' }, identifiers)).toMatchObject({ field: 'words' });
    expect(namesPeople({ words: 'about 250 people, notice 1234567890123' }, identifiers)).toBeUndefined();
    expect(namesPeople({ words: 'No. 099190000417.' }, [])).toBeUndefined();
    expect(missingOf(parts, { what: '  ' })).toEqual(parts);
  });

  it('that contradict themselves are said', () => {
    const part = { code: 'x', names: {} };
    const level = { value: 1, names: {} };
    const rules = {
      identifiers: [{ names: {}, pattern: '(' }],
      codes: { breach: 'A', assessment: '{number}', risk: '{number}', transfer: '{number}' },
      breach: { parts: [part, part] },
      assessment: { parts: [part] },
      transfer: { parts: [part] },
      risk: { likelihood: [level], impact: [level], bands: [{ from: 2, names: {}, acts: true }] },
    } as unknown as PrivacyRules;
    expect(faultsOf(rules)).toHaveLength(4);
  });
});
