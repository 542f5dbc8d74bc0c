import { describe, expect, it } from 'vitest';
import { bandOf, endMeasure, riskClock, stepRisk, untreatedOf, type RiskAssessment, type RiskTaken } from './risk.ts';

const level = (value: number) => ({ value, names: {} });
const bands = [
  { from: 1, names: { en: 'Low' }, acts: false },
  { from: 10, names: { en: 'High' }, acts: true },
];
const scale = { likelihood: [1, 2, 3, 4].map(level), impact: [1, 2, 3, 4].map(level), bands };
const desk = { today: '2026-11-20', scale, nextOn: (day: string) => `2027${day.slice(4)}` };
const blank: RiskAssessment = {
  ...{ code: 'R', register: 'r', body: 1, due: '2026-12-01', calendar: '2026', risks: [], measures: [], revision: 1 },
  ...{ cause: null, doneOn: null, conclusion: null, lateReason: null, nextOn: null, account: 'a' },
};
const high = { id: 'r1', what: 'A list goes astray', likelihood: 3, impact: 4 };
const low = { id: 'r2', what: 'A printer jams', likelihood: 1, impact: 2 };
const ask = { id: 'm1', risk: 'r1', what: 'Ask twice', body: 1, post: 'technical', due: '2027-01-10' } as const;
const after = (one: RiskAssessment, taken: RiskTaken, at = desk): RiskAssessment => {
  const next = stepRisk(one, taken, at);
  if ('kind' in next) throw new Error(JSON.stringify(next));
  return next;
};
const written = after(blank, { step: 'write', risks: [high, low], measures: [ask] });
const done = after(written, { step: 'finish', words: 'What is left is acceptable' });

describe('an assessment of risks', () => {
  it('scores likelihood by impact, and knows the band of a score', () => {
    expect([1, 9, 10, 25].map((score) => bandOf(score, bands).names['en'])).toEqual(['Low', 'Low', 'High', 'High']);
    expect(untreatedOf({ ...written, measures: [] }, scale)).toEqual([high]);
    expect(untreatedOf(written, scale)).toEqual([]);
  });

  it('is written, finished, and done again after a year; what is owed goes along, and what was ended does not', () => {
    expect(riskClock(written, desk.today)).toEqual({ state: 'running', due: '2026-12-01', daysLeft: 11 });
    expect(done).toMatchObject({ doneOn: '2026-11-20', nextOn: '2027-11-20', measures: [{ decidedOn: '2026-11-20' }] });
    expect(riskClock(done, '2027-11-21')).toMatchObject({ state: 'late', daysLeft: -1 });
    const again = after(done, { step: 'refresh', words: 'A year is over' });
    expect(again).toMatchObject({ revision: 2, due: '2027-11-20', doneOn: null, measures: [{ id: 'm1' }] });
    const ended = endMeasure(done, { measure: 'm1', ended: 'done', words: 'Switched on' }, '2026-12-24');
    expect(ended).toMatchObject({ measures: [{ ended: 'done', endedOn: '2026-12-24', words: 'Switched on' }] });
    expect(after(ended as RiskAssessment, { step: 'refresh', words: 'x' }).measures).toEqual([]);
  });

  it('keeps what was decided when the next is written', () => {
    const again = after(done, { step: 'refresh', words: 'A year is over' });
    const more = { ...ask, id: 'm2', due: '2027-02-01' };
    expect(after(again, { step: 'write', measures: [more] }).measures.map(({ id }) => id)).toEqual(['m1', 'm2']);
    expect(stepRisk(again, { step: 'write', measures: [ask] }, desk)).toMatchObject({ field: 'measures', value: 'm1' });
    expect(stepRisk(again, { step: 'write', risks: [low] }, desk)).toMatchObject({ kind: 'unknown', field: 'risk' });
  });

  it.each([
    [blank, { step: 'finish', words: 'x' }, { kind: 'needed', field: 'risks' }],
    [
      { ...written, measures: [] },
      { step: 'finish', words: 'x' },
      { kind: 'untreated', risks: [high] },
    ],
    [written, { step: 'finish' }, { kind: 'needed', field: 'words' }],
    [written, { step: 'finish', words: 'x', on: '2026-11-21' }, { kind: 'days', latest: '2026-11-20' }],
    [
      { ...written, due: '2026-11-01' },
      { step: 'finish', words: 'x' },
      { kind: 'late', due: '2026-11-01' },
    ],
    [written, { step: 'refresh', words: 'x' }, { kind: 'moved-on', state: 'draft' }],
    [done, { step: 'write', risks: [low] }, { kind: 'moved-on', state: 'done' }],
    [done, { step: 'refresh' }, { kind: 'needed', field: 'words' }],
    [blank, { step: 'write', risks: [high, high] }, { kind: 'unknown', field: 'risks' }],
    [blank, { step: 'write', risks: [{ ...high, impact: 7 }] }, { kind: 'unknown', field: 'impact', value: '7' }],
    [blank, { step: 'write', measures: [ask] }, { kind: 'unknown', field: 'risk', value: 'r1' }],
    [written, { step: 'write', measures: [{ ...ask, due: '2026-11-19' }] }, { kind: 'days' }],
  ] as const)('is refused: %# %j', (one, taken, fault) => {
    expect(stepRisk(one as RiskAssessment, taken as RiskTaken, desk)).toMatchObject(fault);
  });

  it('twin: where no band acts, a high risk is finished without a measure', () => {
    const mild = { ...desk, scale: { ...scale, bands: bands.map((band) => ({ ...band, acts: false })) } };
    expect(after({ ...written, measures: [] }, { step: 'finish', words: 'x' }, mild).doneOn).toBe('2026-11-20');
  });

  it.each([
    [done, { measure: 'm9' }, { kind: 'unknown' }],
    [written, { measure: 'm1' }, { kind: 'moved-on' }],
    [done, { measure: 'm1', words: ' ' }, { kind: 'needed' }],
    [done, { measure: 'm1', on: '2026-11-19' }, { kind: 'days', earliest: '2026-11-20' }],
    [done, { measure: 'm1', on: '2026-11-21' }, { kind: 'days', latest: '2026-11-20' }],
  ] as const)('refuses the end of a measure: %# %j', (one, given, fault) => {
    expect(endMeasure(one, { ended: 'done', words: 'x', ...given }, desk.today)).toMatchObject(fault);
  });
});
