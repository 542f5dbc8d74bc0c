/** What is delayed leaves no trace: two worlds that differ in it show the same. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { delayOf, together, visibleReads, wayOf, type DelayedClass, type PersonRead } from './model.ts';

const inspection: DelayedClass = {
  ...{ code: 'inspection', names: { en: 'Inspection' }, citation: 'Rules, s. 5', days: 365 },
  purposes: ['inspect'],
};
const showing = { classes: [inspection], today: '2026-11-30', dayOf: (at: string) => at.slice(0, 10) };

const read = fc.record({
  entry: fc.uuid(),
  at: fc
    .date({ min: new Date('2024-01-01'), max: new Date('2026-11-30'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  action: fc.constantFrom('records.read', 'records.list', 'exchange.lookup'),
  body: fc.constantFrom('A', 'B', null),
  register: fc.constantFrom('members', 'cadres'),
  record: fc.uuid(),
  purpose: fc.constantFrom('count', 'inspect', null),
  fields: fc.constant(null),
}) satisfies fc.Arbitrary<PersonRead>;

it('shows the same in two worlds that differ in what is delayed', () => {
  fc.assert(
    fc.property(fc.array(read, { maxLength: 30 }), fc.array(read, { maxLength: 10 }), (reads, more) => {
      const hidden = more.map((one) => ({ ...one, at: '2026-06-01T00:00:00.000Z', purpose: 'inspect' }));
      const here = together(visibleReads(reads, showing));
      const there = together(visibleReads([...hidden, ...reads], showing));
      expect(there).toEqual(here);
    }),
  );
});
it('twin: without the class the two worlds differ', () => {
  const hidden: PersonRead = {
    ...{ entry: '1', at: '2026-06-01T00:00:00.000Z', action: 'records.read', body: 'A', register: 'members' },
    ...{ record: 'r', purpose: 'inspect', fields: null },
  };
  expect(visibleReads([hidden], showing)).toEqual([]);
  expect(visibleReads([hidden], { ...showing, classes: [] })).toEqual([hidden]);
});
it('shows a delayed read on its day, with the moment at which it was', () => {
  const at = '2025-11-30T08:00:00.000Z';
  const one: PersonRead = {
    ...{ entry: '1', at, action: 'records.read', body: 'A', register: 'members', record: 'r' },
    ...{ purpose: 'inspect', fields: null },
  };
  expect(visibleReads([one], { ...showing, today: '2026-11-29' })).toEqual([]);
  expect(visibleReads([one], showing)).toEqual([one]);
});
it('takes the longest delay of those that match, and none of a class that names nothing', () => {
  const longer = { ...inspection, code: 'longer', days: 700, registers: ['cadres'] };
  const nothing: DelayedClass = { code: 'all', names: {}, citation: 'x', days: 9 };
  const asked = { body: 'A', register: 'cadres', purpose: 'inspect' };
  expect(delayOf(asked, [inspection, longer, nothing])).toBe(700);
  expect(delayOf({ ...asked, register: 'members' }, [inspection, longer, nothing])).toBe(365);
  expect(delayOf({ ...asked, purpose: null }, [inspection, longer, nothing])).toBe(0);
});
it.each([
  ['records.read', 'one'],
  ['records.list', 'list'],
  ['records.export-rows', 'export'],
  ['records.read-history', 'history'],
  ['exchange.batch', 'list'],
  ['registers.lookup', 'lookup'],
  ['registers.read-golden', 'check'],
  ['exchange.open-window', 'window'],
])('says of %s that it is of kind %s', (action, way) => {
  expect(wayOf(action)).toBe(way);
});
