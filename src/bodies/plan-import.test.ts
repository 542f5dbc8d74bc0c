import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthoredBody } from './authored.ts';
import { inForce, overlap, shiftDay } from './model.ts';
import { planImport } from './plan-import.ts';
import type { Existing } from './planned.ts';

const body = (code: string, more: Partial<AuthoredBody> = {}): AuthoredBody => ({
  code,
  names: { en: code },
  kind: 'commune',
  level: 'commune',
  parents: [],
  from: null,
  to: null,
  ended: null,
  aliases: [],
  attributes: {},
  note: null,
  successions: [],
  at: { file: null, line: null },
  ...more,
});
const under = (code: string) => ({ parents: [{ code, from: null, to: null }] });
const rulesOf = (authored: AuthoredBody[], existing: Existing[] = []) =>
  planImport(authored, existing, []).findings.map(({ rule }) => rule);

const former = body('99231', { to: '2025-06-30', ended: 'merger' });
const successor = body('99231', {
  from: '2025-07-01',
  successions: [{ kind: 'merge', day: '2025-07-01', from: [{ code: '99231', share: 1 }], to: [] }],
});

describe('planning an import', () => {
  it('lets a code pass to another body, and reads successions on both sides of the day', () => {
    const plan = planImport([former, successor], [], []);
    expect(plan.findings).toEqual([]);
    const [before, after] = plan.bodies;
    expect(plan.successions).toEqual([
      { kind: 'merge', day: '2025-07-01', predecessor: before?.id, successor: after?.id, share: 1 },
    ]);
  });
  it('refuses a code borne twice on one day', () => {
    expect(rulesOf([body('A', { to: '2025-07-01' }), body('A', { from: '2025-07-01' })])).toContain('code-twice');
  });
  it('follows the code of a parent to its successor', () => {
    const plan = planImport([former, successor, body('B', under('99231'))], [], []);
    const [before, after, branch] = plan.bodies;
    expect(branch?.placements).toEqual([
      { parent: before?.id, from: null, to: '2025-06-30' },
      { parent: after?.id, from: '2025-07-01', to: null },
    ]);
  });
  it.each([
    ['parent-unknown', [body('A', under('Z'))]],
    ['parent-not-in-force', [body('P', { to: '2020-01-01' }), body('A', { from: '2021-01-01', ...under('P') })]],
    ['parent-ends-earlier', [body('P', { to: '2020-01-01' }), body('A', under('P'))]],
    ['circle', [body('A', under('B')), body('B', under('A'))]],
    ['successor-missing', [body('A', { to: '2025-06-30', ended: 'merger' })]],
    [
      'predecessor-unknown',
      [body('A', { successions: [{ kind: 'whole', day: '2025-07-01', from: [{ code: 'Z', share: 1 }], to: [] }] })],
    ],
    [
      'shares-exceed-whole',
      [
        body('O', { to: '2025-06-30', ended: 'split' }),
        body('A', { successions: [{ kind: 'part', day: '2025-07-01', from: [{ code: 'O', share: 0.6 }], to: [] }] }),
        body('B', { successions: [{ kind: 'part', day: '2025-07-01', from: [{ code: 'O', share: 0.5 }], to: [] }] }),
      ],
    ],
    [
      'two-parents',
      [
        body('P'),
        body('Q'),
        body('A', {
          parents: [
            { code: 'P', from: null, to: '2025-07-01' },
            { code: 'Q', from: '2025-07-01', to: null },
          ],
        }),
      ],
    ],
  ] as const)('finds: %s', (rule, authored) => {
    expect(rulesOf([...authored])).toContain(rule);
  });
  it('lets two bodies change places on a day: that is no circle', () => {
    const [first, second] = [
      body('A', { parents: [{ code: 'B', from: '2026-01-01', to: null }] }),
      body('B', { parents: [{ code: 'A', from: null, to: '2025-12-31' }] }),
    ];
    // B is left without a parent from 2026 on, which is said; a circle is not.
    expect(rulesOf([first, second])).toEqual(['parent-ends-earlier']);
  });
  it('shares of 0.6 and 0.4 are a whole', () => {
    const part = (code: string, share: number) =>
      body(code, { successions: [{ kind: 'part', day: '2025-07-01', from: [{ code: 'O', share }], to: [] }] });
    expect(rulesOf([body('O', { to: '2025-06-30', ended: 'split' }), part('A', 0.6), part('B', 0.4)])).toEqual([]);
  });
  it('warns when the first day of a body changes: it may be a new body with an old code', () => {
    const there: Existing = { ...asExisting(body('A')), id: 1 };
    expect(rulesOf([body('A', { from: '2025-07-01' })], [there])).toEqual(['first-day-changed']);
  });
  it('refuses to close a parent under whom others are left', () => {
    const parent = { ...asExisting(body('P')), id: 1 };
    const child = { ...asExisting(body('C')), id: 2, placements: [{ parent: 1, from: null, to: null }] };
    expect(rulesOf([body('P', { to: '2025-06-30' })], [parent, child])).toContain('child-left-behind');
  });
  it('leaves alone what was changed by hand, when a profile is installed again', () => {
    const there: Existing = { ...asExisting(body('A', { names: { en: 'By hand' } })), id: 1, byHand: true };
    expect(planImport([body('A')], [there], [], true).bodies.map(({ state }) => state)).toEqual(['kept']);
    expect(planImport([body('A')], [there], [], false).bodies.map(({ state }) => state)).toEqual(['changed']);
  });
});

function asExisting({ parents: _p, successions: _s, at: _a, ...rest }: AuthoredBody): Omit<Existing, 'id'> {
  return { ...rest, byHand: false, placements: [] };
}

const day = fc.integer({ min: 0, max: 20 }).map((n) => shiftDay('2025-07-01', n));
const forest = fc
  .array(
    fc.record({
      code: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
      parent: fc.option(fc.constantFrom('A', 'B', 'C', 'D', 'E')),
      from: fc.option(day),
      length: fc.option(fc.nat(10)),
    }),
    { maxLength: 10 },
  )
  .map((entries) =>
    entries.map(({ code, parent, from, length }) =>
      body(code, {
        parents: parent === null ? [] : [{ code: parent, from: null, to: null }],
        from,
        to: length === null ? null : shiftDay(from ?? '2025-07-01', length),
      }),
    ),
  );

describe('whatever is imported', () => {
  it('without an error is a tree on every day, with each code borne once', () => {
    fc.assert(
      fc.property(forest, day, (authored, on) => {
        const { bodies, findings } = planImport(authored, [], []);
        if (findings.some(({ severity }) => severity === 'error')) return;
        const here = bodies.filter((one) => inForce(one, on));
        expect(new Set(here.map(({ code }) => code)).size).toBe(here.length);
        const parentOf = new Map(bodies.map((one) => [one.id, one.placements.find((p) => inForce(p, on))?.parent]));
        for (const one of here) {
          let [at, steps] = [parentOf.get(one.id), 0];
          while (at !== undefined && steps++ <= bodies.length) at = parentOf.get(at);
          expect(at).toBeUndefined();
        }
      }),
    );
  });
  it('is unchanged when it is imported again', () => {
    fc.assert(
      fc.property(forest, (authored) => {
        const first = planImport(authored, [], []);
        if (first.findings.some(({ severity }) => severity === 'error')) return;
        const real = (id: number) => 1 - id;
        const existing = first.bodies.map(({ state: _s, authored: _a, ...rest }) => ({
          ...rest,
          id: real(rest.id),
          byHand: false,
          placements: rest.placements.map((p) => ({ ...p, parent: real(p.parent) })),
        }));
        const second = planImport(authored, existing, []);
        expect(second.bodies.map(({ state }) => state)).toEqual(first.bodies.map(() => 'unchanged'));
      }),
    );
  });
  it('two validities overlap exactly if they share a day', () => {
    const validity = fc
      .tuple(fc.option(day), fc.option(fc.nat(5)))
      .map(([from, n]) => ({ from, to: n === null ? null : shiftDay(from ?? '2025-07-05', n) }));
    fc.assert(
      fc.property(validity, validity, (a, b) => {
        const days = Array.from({ length: 60 }, (_, i) => shiftDay('2025-06-15', i));
        expect(overlap(a, b)).toBe(days.some((d) => inForce(a, d) && inForce(b, d)));
      }),
    );
  });
});
