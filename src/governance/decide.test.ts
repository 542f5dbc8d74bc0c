import { beforeAll, describe, expect, it } from 'vitest';
import {
  allCells,
  allTables,
  asked,
  keeper,
  manager,
  purpose,
  questionOf,
  reference,
  register,
  you,
  type Cell,
} from '../../test/harness/decisions.ts';
import type { Permission } from '../platform/room.ts';
import { decide, rules, type Rule } from './decide.ts';

let cells: Cell[] = [];
beforeAll(async () => {
  cells = await allCells();
});

const differing = (list: readonly Rule[]): Cell[] =>
  cells.filter((cell) => decide(questionOf(cell), list).allowed !== reference(cell));

describe('decide', () => {
  it('agrees with the second opinion in every cell of the rooms’ tables', async () => {
    expect(Object.keys(await allTables()).length).toBeGreaterThan(20);
    expect(cells.length).toBeGreaterThan(20_000);
    expect(differing(rules).slice(0, 3)).toEqual([]);
  });

  // Each rule that can change an answer does: without it some cell goes wrong.
  it.each([
    'governance/compliance-changes-nothing',
    'governance/holds-no-post',
    'governance/post-lacks-permission',
    'governance/no-such-permission',
    'governance/reaches-everywhere',
    'governance/within-own-tree',
    'governance/own-body',
    'governance/keeps-rows',
    'governance/kept-at-other-level',
    'governance/data-manager-of-register',
    'governance/granted-by-agreement',
  ])('needs the rule %s', (id) => {
    const without = rules.filter((rule) => rule.id !== id);
    expect(without).toHaveLength(rules.length - 1);
    const decisions = cells.filter((cell) => {
      const [with_, off] = [decide(questionOf(cell)), decide(questionOf(cell), without)];
      return with_.allowed !== off.allowed || with_.rule !== off.rule;
    });
    expect(decisions.length).toBeGreaterThan(0);
  });
  it.each([
    'compliance-changes-nothing',
    'holds-no-post',
    'within-own-tree',
    'own-body',
    'reaches-everywhere',
    'granted-by-agreement',
    'keeps-rows',
    'kept-at-other-level',
  ])('without the rule %s the matrix goes red', (name) => {
    expect(differing(rules.filter(({ id }) => id !== `governance/${name}`)).length).toBeGreaterThan(0);
  });
  it('with a scope rule that lets everything through the matrix goes red', () => {
    const open: Rule[] = rules.map((rule) =>
      rule.id === 'governance/own-body-scope' ? { ...rule, judge: () => ({ allowed: true, facts: {} }) } : rule,
    );
    expect(differing(open).length).toBeGreaterThan(1000);
  });
  it('refuses when no rule speaks', () => {
    expect(decide(questionOf(cells[0] as Cell), [])).toEqual({
      allowed: false,
      rule: 'governance/no-rule-allows',
      facts: {},
    });
  });

  it('no table gives compliance a permission that changes something', async () => {
    const wrong = Object.entries(await allTables()).filter(([, entry]) => entry.changes && 'compliance' in entry.reach);
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it('sends the province that would edit a commune’s rows to a proposal, and says who keeps them', () => {
    const entry: Permission = { changes: true, keeps: 'edit', reach: { officer: 'own-tree' } };
    const about = register({ keeping: { onBehalf: ['province'] } });
    const cell: Cell = {
      name: 'records.edit',
      entry,
      posts: ['officer'],
      relation: 'below',
      register: about,
      grants: [],
      keeper: 100,
    };
    expect(decide(questionOf(cell))).toEqual({
      allowed: false,
      rule: 'governance/kept-at-other-level',
      facts: { you, asked, keeper },
      remedy: 'propose-correction',
      whoCanChange: keeper,
    });
    // On behalf one loads, where the rule of the register says so; nobody edits on behalf.
    const load: Permission = { ...entry, keeps: 'load' };
    expect(decide(questionOf({ ...cell, entry: load }))).toMatchObject({ allowed: true });
    expect(
      decide(questionOf({ ...cell, entry: load, register: register({ keeping: { onBehalf: [] } }) })),
    ).toMatchObject({
      allowed: false,
      rule: 'governance/kept-at-other-level',
    });
  });

  it('refuses the tour’s visitor as the story tells it', () => {
    const entry: Permission = { changes: false, reach: { officer: 'own-tree' } };
    const cell = {
      name: 'records.read',
      entry,
      posts: ['officer'],
      relation: 'elsewhere',
      register: register(),
      grants: [],
    };
    expect(decide(questionOf(cell as Cell))).toEqual({
      allowed: false,
      rule: 'governance/own-body-scope',
      facts: { you, asked, purpose },
      remedy: 'agreement-for-purpose',
      whoCanChange: manager,
    });
  });
});
