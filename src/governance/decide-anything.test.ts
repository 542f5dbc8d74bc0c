import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asked, OWN, relations } from '../../test/harness/decisions.ts';
import { absentOrHidden, decide, rules } from './decide.ts';
import type { Grant } from './model.ts';
import type { Question, Relation } from './question.ts';
import { visibleRows } from './visible-rows.ts';

const name = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'anyone', 'officer', 'data-manager', 'compliance', 'public'),
);
const texts = fc.dictionary(fc.constantFrom('vi', 'en', 'ar'), fc.string());
const day = fc.constantFrom('2026-01-01', '2026-11-22', '2026-11-23', '2026-11-24', '', 'x');
const anyGrant: fc.Arbitrary<Grant> = fc.record({
  id: fc.integer(),
  agreement: fc.string(),
  register: fc.constantFrom('members', 'cadres'),
  consumer: fc.constantFrom(OWN, 11),
  elements: fc.constantFrom('all' as const, ['a']),
  rows: fc.oneof(
    fc.constantFrom('all' as const, 'own-tree' as const),
    fc.record({ under: fc.constantFrom(1, 5, 6, OWN) }),
  ),
  condition: fc.constantFrom(null, null, 'a == 1'),
  purpose: fc.constantFrom('transfer', 'statistics'),
  basis: fc.string(),
  mode: fc.constantFrom('lookup', 'query', 'feed', 'statistics'),
  from: day,
  to: fc.option(day),
  state: fc.constantFrom('active', 'suspended', 'revoked'),
});
const reach = fc.dictionary(name, fc.constantFrom('everywhere', 'own-tree', 'own-body'));
const question = fc.record({
  caller: fc.record({
    kind: fc.constantFrom('person', 'machine', 'system', 'nobody'),
    body: fc.option(
      fc.record({ id: fc.constantFrom(OWN, 1), names: texts, level: fc.constantFrom('province', 'commune') }),
    ),
    posts: fc.array(name, { maxLength: 4 }),
  }),
  permission: fc.record(
    {
      name,
      entry: fc.record(
        {
          changes: fc.boolean(),
          reach,
          mode: fc.constantFrom('lookup', 'query', 'statistics'),
          conditions: fc.boolean(),
          keeps: fc.constantFrom('edit', 'load'),
        },
        { requiredKeys: ['changes', 'reach'] },
      ),
    },
    { requiredKeys: ['name'] },
  ),
  about: fc.record(
    {
      body: fc.record(
        {
          given: fc.oneof(fc.string(), fc.integer()),
          names: texts,
          relation: fc.constantFrom(...relations),
          path: fc.array(fc.integer({ min: 1, max: 20 })),
          keeper: fc.record({ id: fc.constantFrom(OWN, 1, 7), names: texts }),
        },
        { requiredKeys: ['given', 'relation', 'path'] },
      ),
      register: fc.option(
        fc.record(
          {
            name: fc.constantFrom('members', 'cadres'),
            external: fc.boolean(),
            managerBody: fc.option(fc.constantFrom(OWN, 5)),
            managerNames: texts,
            remedyPurpose: texts,
            keeping: fc.record({ onBehalf: fc.subarray(['province', 'commune']) }),
          },
          { requiredKeys: ['name', 'external', 'managerBody'] },
        ),
      ),
      purpose: fc.constantFrom('transfer', 'statistics', 'other'),
    },
    { requiredKeys: [] },
  ),
  grants: fc.array(anyGrant, { maxLength: 4 }),
  day,
}) as fc.Arbitrary<Question>;

describe('whatever is asked', () => {
  it('there is a decision, and the same one again', () => {
    fc.assert(
      fc.property(question, (q) => {
        const decision = decide(q);
        expect(typeof decision.allowed).toBe('boolean');
        expect(rules.map(({ id }) => id)).toContain(decision.rule);
        expect(decide(structuredClone(q))).toEqual(decision);
        expect(typeof visibleRows(q)).toMatch(/string|object/);
      }),
      { numRuns: 2000 },
    );
  });

  it('a refusal is the same for a body that stands elsewhere and for none', () => {
    fc.assert(
      fc.property(
        question,
        fc.constantFrom<Relation>('elsewhere', 'above'),
        fc.array(fc.integer()),
        (q, relation, path) => {
          // What is not there has no keeper.
          const { names: _, keeper: _k, ...body } = q.about.body ?? { given: '99108', relation, path };
          const about = (more: object) => ({ ...q, about: { ...q.about, body: { ...body, ...more } } });
          const there = decide(about({ relation, path }));
          if (there.allowed) return;
          expect(there).toEqual(decide(about({ relation: 'unknown', path: [] })));
          // With the public directory, its name is all that can differ.
          const named = decide(about({ relation, path, names: asked }));
          expect({ ...named, facts: { ...named.facts, asked: 0 } }).toEqual({
            ...there,
            facts: { ...there.facts, asked: 0 },
          });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a record that is hidden and one that is not there are answered alike', () => {
    fc.assert(
      fc.property(question, fc.constantFrom(...relations), fc.array(fc.integer()), (q, relation, path) => {
        const body = { given: '99108', names: asked };
        const hidden = { ...q, about: { ...q.about, body: { ...body, relation, path } } };
        const absent = { ...q, about: { ...q.about, body: { ...body, relation: 'unknown' as const, path: [] } } };
        expect(absentOrHidden(hidden)).toEqual(absentOrHidden(absent));
        expect(absentOrHidden(hidden).allowed).toBe(false);
      }),
    );
  });

  it('an explanation holds only what the asker said, is, or may know', () => {
    fc.assert(
      fc.property(question, (q) => {
        const secret = 'S3CRET';
        const marked: Question = {
          ...q,
          grants: q.grants.map((one) => ({
            ...one,
            basis: secret,
            agreement: one.consumer === OWN ? one.agreement : secret,
          })),
        };
        const decision = decide(marked);
        const known: unknown[] = [
          q.caller.body?.names,
          q.about.body?.names,
          q.about.body?.keeper?.names,
          q.about.body && String(q.about.body.given),
          q.permission.name,
          q.about.register?.managerNames,
          q.about.register?.remedyPurpose,
          ...marked.grants
            .filter(({ consumer }) => consumer === q.caller.body?.id)
            .flatMap((one) => [one.agreement, one.purpose, one.condition, one.from, one.to, one.securityUntil]),
        ];
        for (const value of Object.values(decision.facts)) expect(known).toContainEqual(value);
        if (decision.whoCanChange) expect(known).toContainEqual(decision.whoCanChange);
      }),
      { numRuns: 2000 },
    );
  });

  it('the rows that are visible are those that decide allows, body by body', () => {
    // A body's place is a path of ids; its relation to the caller follows from it.
    const pathOf = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(question, pathOf, (q, path) => {
        const id = path.at(-1) as number;
        const own = q.caller.body?.id;
        const relation: Relation =
          own === id ? 'same' : own !== undefined && path.includes(own) ? 'below' : 'elsewhere';
        // An updating rule as it may be: the nearest body with an even number keeps the rows.
        const keeper = path.findLast((one) => one % 2 === 0) ?? id;
        const keeping = q.about.register?.keeping && { keeper: { id: keeper, names: {} } };
        const about = { ...q.about, body: { given: id, relation, path, ...keeping } };
        const rows = visibleRows(q);
        const whole =
          rows === 'all' ||
          rows.bodies.includes(id) ||
          rows.trees.some((tree) => path.includes(tree)) ||
          rows.keptBy === keeper;
        const some =
          rows !== 'all' &&
          (rows.conditional ?? []).some((one) => one.rows === 'all' || one.rows.some((tree) => path.includes(tree)));
        const seen = whole || some;
        const decision = decide({ ...q, about });
        expect(seen).toBe(decision.allowed);
        // Rows that only a condition opens are never called open as a whole.
        expect('condition' in decision.facts).toBe(decision.allowed && !whole);
      }),
      { numRuns: 5000 },
    );
  });
});
