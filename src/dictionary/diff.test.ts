import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, hashOf } from './canonical.ts';
import { describeChange } from './describe-change.ts';
import { diffPlans } from './diff.ts';
import type { Plan } from './plan.ts';
import { isSame } from './same.ts';
import { testFiles, testPlan } from './testing/dictionary.ts';

const PEOPLE = 'dictionary/elements/people.yaml';
const HOMES = 'dictionary/elements/households.yaml';
const RESIDENT = 'dictionary/entities/resident.yaml';
const before = testPlan();
const edited = (path: string, from: string, to: string) =>
  testPlan({ [path]: (testFiles[path] as string).replace(from, to) });
const reasons = (after: ReturnType<typeof testPlan>) => diffPlans(before, after).changes.map((one) => one.reason);

const catalogue: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../locales/en/dictionary.json'), 'utf8'),
);
const wordOf = (path: string) =>
  path.split('.').reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], catalogue);

const CROSSWALK = "crosswalks: [{ to: SHIRE, links: [{ from: '1', to: N, kind: part }] }]\n";

describe('the difference of two plans', () => {
  it('is empty for the same plan', () => {
    expect(diffPlans(before, testPlan())).toEqual({ verdict: 'compatible', changes: [], renames: [] });
  });

  it.each([
    ['element.definition', 'compatible', edited(PEOPLE, 'as entered at birth', 'as entered')],
    ['element.names', 'compatible', edited(PEOPLE, 'en: "Full name"', 'en: "Whole name"')],
    ['element.widened', 'compatible', edited(PEOPLE, 'maxLength: 40', 'maxLength: 50')],
    ['element.narrowed', 'breaking', edited(PEOPLE, 'maxLength: 40', 'maxLength: 30')],
    ['element.narrowed', 'breaking', edited(PEOPLE, 'minLength: 2', 'minLength: 3')],
    ['element.narrowed', 'breaking', edited(PEOPLE, "'[^0-9]+'", "'[^0-8]+'")],
    ['element.widened', 'compatible', edited(PEOPLE, "    pattern: '[^0-9]+'\n", '')],
    ['element.narrowed', 'breaking', edited(HOMES, 'max: 30', 'max: 20')],
    ['element.widened', 'compatible', edited(HOMES, 'max: 30', 'max: 40')],
    ['element.narrowed', 'breaking', edited(HOMES, '{ min: 0 }', '{ min: 0, max: 9 }')],
    ['element.type', 'breaking', edited(HOMES, 'dataType: datetime', 'dataType: date')],
    [
      'element.labels',
      'compatible',
      edited(PEOPLE, '    masking: hidden\n', '    masking: hidden\n    sharing: restricted\n'),
    ],
    ['element.renamed', 'breaking', edited(PEOPLE, 'physicalName: faith', 'physicalName: belief')],
    ['field.removed', 'breaking', edited(RESIDENT, '  - { element: CTY.107 }\n', '')],
    ['field.required', 'breaking', edited(RESIDENT, '{ element: CTY.107 }', '{ element: CTY.107, required: true }')],
    ['field.optional', 'compatible', edited(RESIDENT, 'group: person, required: true', 'group: person')],
    ['check.added', 'breaking', edited(RESIDENT, 'name: out_after_in', 'name: other')],
    ['check.removed', 'compatible', edited(RESIDENT, 'name: out_after_in', 'name: other')],
    [
      'code.added',
      'compatible',
      testPlan({ 'dictionary/codes/x.yaml': "extends: SEX\nitems: [{ code: '9', names: { en: a, fr: b } }]\n" }),
    ],
    ['code.removed', 'breaking', edited('dictionary/codes/sex.yaml', "code: '2'", "code: '3'")],
    ['code.names', 'compatible', edited('dictionary/codes/sex.yaml', 'en: "Male"', 'en: "Man"')],
    ['code.unexplained', 'breaking', edited('dictionary/codes/sex.yaml', "code: '2'", "code: '3'")],
    ['code-list.crosswalks', 'compatible', edited('dictionary/codes/sex.yaml', 'pattern:', `${CROSSWALK}pattern:`)],
  ])('says %s, %s', (reason, verdict, after) => {
    const change = diffPlans(before, after).changes.find((one) => one.reason === reason);
    expect(change?.verdict).toBe(verdict);
  });

  it('leaves no attribute unsaid: whatever is taken away, there is a change, with words for it and for its rule', () => {
    const taken = (['elements', 'entities', 'codeLists'] as const).flatMap((part) => {
      const [first, ...rest] = before[part] as unknown as [Record<string, unknown>, ...unknown[]];
      const identity = ['code', 'name', 'fields', 'checks', 'items', 'successions', 'sqlType'];
      return Object.keys(first)
        .filter((name) => first[name] !== undefined && !identity.includes(name))
        .map((name) => [name, { ...before, [part]: [{ ...first, [name]: null }, ...rest] } as Plan] as const);
    });
    expect(taken.length).toBeGreaterThan(35);
    for (const [name, after] of taken) {
      const { changes } = diffPlans(before, after);
      expect(changes.length, name).toBeGreaterThan(0);
      for (const { reason, rule } of changes) {
        expect(wordOf(`changes.${reason}`), reason).toBeTypeOf('string');
        expect(wordOf(`change-rules.${rule}`), rule).toBeTypeOf('string');
      }
    }
  });

  it('says what stood there in words, never as JSON', () => {
    const words = (after: Plan) =>
      diffPlans(before, after).changes.map((one) =>
        describeChange(one, 'en', (key, values) =>
          key.startsWith('dictionary:successions.')
            ? String(wordOf(key.slice('dictionary:'.length))).replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
                String(values?.[name]),
              )
            : `${key} ${String(values?.['after'])}`,
        ),
      );
    expect(words(edited(HOMES, 'max: 30', 'max: 20'))[0]).toMatchObject({ before: '0 – 30', after: '0 – 20' });
    const renamed = words(edited(PEOPLE, 'en: "Full name"', 'en: "Whole name"'))[0];
    expect(renamed).toMatchObject({
      before: 'Full name',
      after: 'Whole name',
      said: 'dictionary:changes.element.names Whole name',
    });
    const passed = (successions: object[]) => ({ ...before.codeLists[0]!, successions }) as Plan['codeLists'][number];
    const told = words({
      ...before,
      codeLists: [
        passed([{ from: 'A', to: 'B', kind: 'part', share: 0.6, day: '2025-07-01' }]),
        ...before.codeLists.slice(1),
      ],
    });
    expect(told.map(({ after }) => after)).toEqual(['60 % of A become B on 2025-07-01']);
    expect(told[0]?.before).toBe(
      '002 becomes 001 on 2025-07-01, 60 % of 003 become 001 on 2025-07-01, 40 % of 003 become 004 on 2025-07-01',
    );
    // What a standard said beside is pages long: only the members that differ are told.
    const beside = (team: string) => ({
      ...before,
      entities: before.entities.map((one, place) =>
        place > 0 ? one : { ...one, carried: { odcs: { contract: { team, price: { amount: 9 } }, stamp: team } } },
      ),
    });
    const [said] = diffPlans(beside('Ash'), beside('Elm')).changes.map((one) =>
      describeChange(one, 'en', (key) => key),
    );
    expect([said?.before, said?.after].join(' ')).toMatch(/Ash.*Elm/);
    expect([said?.before, said?.after].join(' ')).not.toMatch(/amount|stamp/);
  });

  it('asks what became of a code that goes or is used again, until the list says it', () => {
    const reasons = (from: Plan, to: Plan) =>
      diffPlans(from, to)
        .changes.filter(({ rule }) => rule === 'unexplained')
        .map(({ reason, subject }) => `${reason} ${subject}`);
    const list = (items: object[], more: object = {}): Plan => {
      const own = {
        ...before.codeLists.find(({ code }) => code === 'SEX'),
        version: '1',
        items,
        successions: [],
        ...more,
      };
      return { ...before, codeLists: [own] } as Plan;
    };
    const item = (code: string, en: string, days: object = {}) => ({ code, names: { en }, aliases: [], ...days });
    const step = { from: 'NB', to: 'NE', day: '2026-01-01', kind: 'whole' };
    const [old, ended] = [item('NB', 'Nebraska'), item('NB', 'Nebraska', { to: '2026-01-01' })];
    const now = [ended, item('NE', 'Nebraska', { from: '2026-01-01' })];
    expect(reasons(list([old]), list(now))).toEqual(['code.unexplained SEX/NB', 'code-list.same-version SEX']);
    expect(reasons(list([old]), list(now, { version: '2', successions: [step] }))).toEqual([]);
    const link = { from: 'NB', to: 'NE', kind: 'same' };
    expect(reasons(list([old]), list(now, { version: '2', crosswalks: [{ to: 'OTHER', links: [link] }] }))).toEqual([]);
    const reused = [ended, item('NB', 'New Brunswick', { from: '2026-01-01' })];
    expect(reasons(list([old]), list(reused, { version: '2' }))).toEqual(['code.reused SEX/NB']);
    expect(reasons(list([old]), list([item('NB', 'State of Nebraska')]))).toEqual([]);
  });

  it('calls a code breaking when it ends sooner, and compatible when it ends later', () => {
    const ending = (to: string | undefined): Plan => ({
      ...before,
      codeLists: before.codeLists.map((list) =>
        list.code === 'SEX' ? { ...list, items: list.items.map((item) => ({ ...item, ...(to && { to }) })) } : list,
      ),
    });
    const verdicts = (a: Plan, b: Plan) => [...new Set(diffPlans(a, b).changes.map((one) => one.verdict))];
    expect(verdicts(ending(undefined), ending('2030-01-01'))).toEqual(['breaking']);
    expect(verdicts(ending('2030-01-01'), ending('2031-01-01'))).toEqual(['compatible']);
  });

  it('is breaking as soon as one change is', () => {
    const after = edited(PEOPLE, 'maxLength: 40', 'maxLength: 30');
    expect(diffPlans(before, after).verdict).toBe('breaking');
    expect(diffPlans(after, before).verdict).toBe('compatible');
    expect(reasons(after)).toEqual(['element.narrowed']);
  });

  it('says of an added field whether old records can be without it', () => {
    const line = '  - { element: CTY.007 }\n';
    const optional = edited(RESIDENT, '  - { element: CTY.107 }\n', `  - { element: CTY.107 }\n${line}`);
    expect(diffPlans(before, optional)).toMatchObject({
      verdict: 'compatible',
      changes: [{ subject: 'resident.faith' }],
    });
    const required = line.replace('CTY.007', 'CTY.007, required: true');
    const needed = edited(RESIDENT, '  - { element: CTY.107 }\n', `  - { element: CTY.107 }\n${required}`);
    expect(diffPlans(before, needed).verdict).toBe('breaking');
  });
});

describe('the same', () => {
  it('is what prints the same canonical JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(isSame(a, b)).toBe(canonical(a) === canonical(b));
        expect(isSame(a, JSON.parse(JSON.stringify(a)))).toBe(true);
        expect(isSame({ a, more: undefined }, { a })).toBe(true);
        expect(isSame({ a, more: 1 }, { a })).toBe(false);
      }),
    );
  });
});

describe('canonical JSON', () => {
  it('is the same for the same value however its members are ordered', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(hashOf(turned)).toBe(hashOf(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('writes the example of RFC 8785 §3.2.3', () => {
    const example = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonical(example)) as object)).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });
});
