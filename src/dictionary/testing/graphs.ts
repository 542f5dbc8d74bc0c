/** Generated code lists over time: few codes and few days, so that they are split, merged and used again. */
import fc from 'fast-check';
import type { CodeSuccession } from '../plan.ts';
import type { GraphCode } from '../codes/graph-nodes.ts';

const CODES = ['a', 'b', 'c', 'd', 'e', 'f'];
const DAYS = ['2000-01-01', '2005-01-01', '2010-01-01', '2015-01-01', '2020-01-01'];
const code = fc.constantFrom(...CODES);
const day = fc.constantFrom(...DAYS);

/** Periods of one code, one after the other, some with gaps. */
const periods = fc
  .tuple(code, fc.uniqueArray(day, { minLength: 0, maxLength: 3 }), fc.boolean(), fc.boolean())
  .map(([own, days, fromEver, gap]): readonly GraphCode[] => {
    const bounds: (string | undefined)[] = [...(fromEver ? [undefined] : []), ...days.sort(), undefined];
    return bounds.slice(1).flatMap((to, i) => {
      const from = bounds[i];
      if ((from === undefined && to === undefined && !fromEver) || (gap && i === 1)) return [];
      return [
        {
          code: own,
          names: { en: `${own}${String(i)}` },
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        },
      ];
    });
  });

const succession = fc
  .record({
    from: code,
    to: code,
    day,
    kind: fc.constantFrom('whole' as const, 'part' as const, 'part' as const),
    share: fc.option(
      fc.integer({ min: 1, max: 100 }).map((n) => n / 100),
      { nil: undefined },
    ),
  })
  .map(({ share, ...step }): CodeSuccession =>
    step.kind === 'whole' || share === undefined ? step : { ...step, share },
  );

export const graphs = fc.record({
  codes: fc.uniqueArray(periods, { selector: (own) => own[0]?.code ?? '', maxLength: 6 }).map((all) => all.flat()),
  successions: fc.uniqueArray(succession, { selector: (one) => `${one.from} ${one.to} ${one.day}`, maxLength: 12 }),
  asked: fc.constant([...CODES, 'unknown']),
  from: fc.constantFrom('1999-01-01', '2004-06-01', '2005-01-01', '2012-01-01'),
  to: fc.constantFrom('2004-06-01', '2010-01-01', '2016-01-01', '2026-01-01'),
});
