import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CodeSuccession } from '../plan.ts';
import { buildNodes, type GraphCode } from './graph-nodes.ts';
import { successionGraph } from './succession-graph.ts';
import { graphs } from '../testing/graphs.ts';

const unit = (code: string, name: string, from?: string, to?: string): GraphCode => ({
  code,
  names: { en: name },
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});
const whole = (from: string, to: string, day: string): CodeSuccession => ({ from, to, day, kind: 'whole' });
const part = (from: string, to: string, day: string, share?: number): CodeSuccession => ({
  from,
  to,
  day,
  kind: 'part',
  ...(share === undefined ? {} : { share }),
});
const [D1, D2] = ['2010-01-01', '2020-01-01'];

describe('a code on a day', () => {
  const reused = successionGraph(
    [unit('x', 'Old Mill', undefined, D1), unit('x', 'High Dyke', D1), unit('y', 'Ashford')],
    [whole('x', 'y', D1), part('z', 'x', D1)],
  );

  it('means what it meant then, and is never confused with the unit that has the code now', () => {
    expect(reused.resolve('x', '2009-12-31')).toMatchObject({ names: { en: 'Old Mill' }, to: D1 });
    expect(reused.resolve('x', D1)).toMatchObject({ names: { en: 'High Dyke' }, from: D1 });
    expect(reused.recode('x', '2000-01-01', D2).targets.map((one) => one.code)).toEqual(['y']);
    expect(reused.recode('x', D1, D2).targets.map((one) => one.code)).toEqual(['x']);
  });

  it('would be confused if the days of the list were left out', () => {
    const dayless = successionGraph([unit('x', 'High Dyke'), unit('y', 'Ashford')], [whole('x', 'y', D1)]);
    expect(dayless.resolve('x', '2009-12-31')).toMatchObject({ names: { en: 'High Dyke' } });
    expect(reused.resolve('x', '2009-12-31')).toMatchObject({ names: { en: 'Old Mill' } });
  });

  it('is asked for its day when it stood for several units, and only then', () => {
    expect(reused.resolve('x', undefined)).toEqual({ reason: 'day-needed' });
    expect(reused.recode('x', undefined, D2)).toMatchObject({ outcome: 'none', reason: 'day-needed' });
    expect(reused.resolve('y', undefined)).toMatchObject({ names: { en: 'Ashford' } });
    expect(reused.recode('y', undefined, D2)).toMatchObject({ outcome: 'one' });
  });

  it('is asked for its day when another unit was joined to it under the code, but not where the list knows one period', () => {
    const steps = [whole('x', 'x', D1), whole('w', 'x', D1)];
    const joined = successionGraph(
      [unit('x', 'Mossrock', undefined, D1), unit('x', 'Cloudvale', D1), unit('w', 'W')],
      steps,
    );
    expect(joined.resolve('x', undefined)).toEqual({ reason: 'day-needed' });
    expect(joined.recode('x', '2009-12-31', D2)).toMatchObject({ outcome: 'one', targets: [{ code: 'x' }] });
    const grown = successionGraph([unit('x', 'Ashford'), unit('w', 'W')], [whole('w', 'x', D1)]);
    expect(grown.resolve('x', undefined)).toMatchObject({ names: { en: 'Ashford' } });
  });

  it('is one unit when only its name changed', () => {
    const renamed = successionGraph([unit('x', 'Village', undefined, D1), unit('x', 'Town', D1)], []);
    expect(renamed.resolve('x', undefined)).toMatchObject({ names: { en: 'Town' } });
    expect(renamed.recode('x', undefined, D2)).toMatchObject({ outcome: 'one', targets: [{ code: 'x', share: 1 }] });
  });

  it('has a reason when there is no answer', () => {
    const graph = successionGraph([unit('a', 'A', D1, D2), unit('b', 'B')], []);
    expect(graph.recode('zz', D1, D2).reason).toBe('unknown');
    expect(graph.recode('a', '2000-01-01', D2).reason).toBe('not-then');
    expect(graph.recode('a', D1, D2)).toMatchObject({ reason: 'ended', ended: [{ code: 'a' }] });
    expect(graph.recode('b', D2, D1).reason).toBe('backwards');
  });
});

describe('what became of a code', () => {
  it('is composed: shares along a chain are multiplied, and met again they are added', () => {
    const graph = successionGraph(
      [],
      [part('a', 'b', D1, 0.5), part('a', 'c', D1, 0.5), part('b', 'd', D2, 0.4), part('b', 'c', D2, 0.6)],
    );
    const { outcome, targets } = graph.recode('a', '2000-01-01', '2026-01-01');
    expect(outcome).toBe('several');
    expect(targets.map((one) => [one.code, one.kind, Number(one.share?.toFixed(9))])).toEqual([
      ['c', 'part', 0.8],
      ['d', 'part', 0.2],
    ]);
    expect(graph.chain('a', '2000-01-01', '2026-01-01')).toHaveLength(4);
    expect(graph.recode('a', '2000-01-01', '2015-01-01').targets.map((one) => one.code)).toEqual(['b', 'c']);
  });

  it('invents no share, yet knows that parts which all meet again are the whole', () => {
    const graph = successionGraph([], [part('a', 'b', D1), part('a', 'c', D1), whole('b', 'c', D2)]);
    expect(graph.recode('a', '2000-01-01', D1).targets.map((one) => [one.share, one.weight])).toEqual([
      [null, 0.5],
      [null, 0.5],
    ]);
    expect(graph.recode('a', '2000-01-01', D2).targets).toMatchObject([{ code: 'c', kind: 'whole', share: 1 }]);
  });

  it('does not take a single part for the whole', () => {
    const graph = successionGraph([], [part('a', 'b', D1)]);
    expect(graph.recode('a', '2000-01-01', D2).targets).toMatchObject([{ code: 'b', kind: 'part', share: null }]);
  });

  it('leaves the rest with a unit that stays in force when parts leave it', () => {
    const graph = successionGraph([unit('a', 'A'), unit('b', 'B')], [part('a', 'b', D1, 0.25)]);
    expect(graph.recode('a', '2000-01-01', D2).targets.map((one) => [one.code, one.share])).toEqual([
      ['a', 0.75],
      ['b', 0.25],
    ]);
  });

  it('says what ended without a successor beside what went on', () => {
    const graph = successionGraph([unit('b', 'B', D1, D2)], [part('a', 'b', D1, 0.5), part('a', 'c', D1, 0.5)]);
    expect(graph.recode('a', '2000-01-01', D2)).toMatchObject({
      outcome: 'several',
      targets: [{ code: 'c', share: 0.5 }],
      ended: [{ code: 'b', share: 0.5 }],
    });
  });
});

describe('bad successions', () => {
  it('are findings: said twice, more than the whole, in a circle on one day', () => {
    const { findings } = buildNodes(
      [],
      [
        whole('a', 'b', D1),
        whole('a', 'b', D1),
        part('c', 'd', D1, 0.7),
        part('c', 'e', D1, 0.7),
        whole('p', 'q', D2),
        whole('q', 'p', D2),
      ],
    );
    expect(findings.map((one) => [one.kind, one.code])).toEqual([
      ['double', 'a'],
      ['shares-exceed', 'c'],
      ['circle', 'p'],
    ]);
  });

  it('of a unit that came back later are no circle', () => {
    const graph = successionGraph([], [whole('a', 'b', D1), whole('b', 'a', D2)]);
    expect(graph.findings).toEqual([]);
    expect(graph.recode('a', '2000-01-01', D2).targets).toMatchObject([{ code: 'a', share: 1 }]);
  });

  it('beyond the whole state no share that could be believed', () => {
    const graph = successionGraph([], [part('c', 'd', D1, 0.7), part('c', 'e', D1, 0.7)]);
    expect(graph.recode('c', '2000-01-01', D2).targets.map((one) => [one.share, one.weight])).toEqual([
      [null, 0.5],
      [null, 0.5],
    ]);
  });
});

describe('any graph', () => {
  it('gives weights that add up to one, and an answer on every day for what is in force on it', () => {
    fc.assert(
      fc.property(graphs, ({ codes, successions, asked, from, to }) => {
        const graph = successionGraph(codes, successions);
        for (const code of asked) {
          const { targets, ended, reason } = graph.recode(code, from, to);
          const isAnswered = targets.length + ended.length > 0;
          expect(isAnswered).toBe(reason === undefined || reason === 'ended');
          const sum = [...targets, ...ended].reduce((all, one) => all + one.weight, 0);
          if (isAnswered) expect(sum).toBeCloseTo(1, 9);
          for (const one of targets) expect(graph.resolve(one.code, to).reason).toBeUndefined();
        }
      }),
      { numRuns: 300 },
    );
  });

  it('answers the same in one step as in two', () => {
    fc.assert(
      fc.property(graphs, ({ codes, successions, asked, from, to }) => {
        const graph = successionGraph(codes, successions);
        const middle = D1;
        if (from > middle || middle > to) return;
        for (const code of asked) {
          const direct = graph.recode(code, from, to);
          const first = graph.recode(code, from, middle);
          const sums = new Map<string, number>();
          for (const one of first.targets) {
            for (const end of graph.recode(one.code, middle, to).targets) {
              sums.set(end.code, (sums.get(end.code) ?? 0) + one.weight * end.weight);
            }
          }
          for (const one of direct.targets) expect(sums.get(one.code)).toBeCloseTo(one.weight, 9);
          expect(sums.size).toBe(direct.targets.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
