import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countStandings, standingOf, type Dated, type Standing } from './standing.ts';

const task = (change: Partial<Dated> = {}): Dated => ({
  state: 'running',
  atRisk: false,
  due: '2026-11-20',
  ...change,
});

it('is overdue from the day after its day, and never when done', () => {
  expect(standingOf(task(), '2026-11-20')).toBe('running');
  expect(standingOf(task(), '2026-11-21')).toBe('overdue');
  expect(standingOf(task({ state: 'not-begun' }), '2026-11-21')).toBe('overdue');
  expect(standingOf(task({ state: 'done' }), '2026-11-21')).toBe('done');
  expect(standingOf(task({ atRisk: true }), '2026-11-20')).toBe('at-risk');
});

it('counts every task exactly once', () => {
  const standing = fc.constantFrom<Standing>('not-begun', 'running', 'at-risk', 'overdue', 'done');
  fc.assert(
    fc.property(fc.array(standing), (all) => {
      const counts = countStandings(all);
      expect(counts.done + counts.running + counts.overdue + counts.notBegun).toBe(counts.all);
      expect(counts.all).toBe(all.length);
    }),
  );
});
