/** The generated matrix against an independent reference: role × relation × register × agreement × purpose × action. */
import { beforeAll, describe, expect, it } from 'vitest';
import { decide, rules, seeField } from '../../src/governance/decide.ts';
import { fieldRules } from '../../src/governance/rules/fields.ts';
import { allCells, grant, OWN, questionOf } from '../harness/decisions.ts';
import {
  asked,
  cedarAllows,
  cedarShows,
  without,
  withoutField,
  type FieldCell,
  type PurposeCell,
} from './reference.ts';

/** How many different questions are put to Cedar; `ARTERY_CEDAR=all`: all of them. */
const MOST = process.env['ARTERY_CEDAR'] === 'all' ? Infinity : 12_000;
const AT_LEAST = 20_000;

let cells: PurposeCell[] = [];
beforeAll(async () => {
  const plain = await allCells();
  // The purpose that is named counts only where agreements are: those cells come again with the right one and a wrong one.
  const named = plain
    .filter(({ grants, entry }) => grants.length > 0 && entry?.changes === false)
    .flatMap((cell): PurposeCell[] => [
      { ...cell, purpose: 'transfer' },
      { ...cell, purpose: 'another' },
    ]);
  cells = [...plain, ...named];
});

const decided = (cell: PurposeCell): boolean => {
  const question = questionOf(cell);
  return decide({
    ...question,
    about: { ...question.about, ...(cell.purpose !== undefined && { purpose: cell.purpose }) },
  }).allowed;
};

/** Cells in an order that goes through all dimensions evenly, so that a part of them is a fair sample. */
function* spread(): Generator<PurposeCell> {
  const step = 7919;
  for (let i = 0; i < cells.length; i += 1) yield cells[(i * step) % cells.length] as PurposeCell;
}

describe('decide and Cedar', () => {
  it('agree in every cell: 0 differences', { timeout: 300_000 }, () => {
    let compared = 0;
    const differing: PurposeCell[] = [];
    for (const cell of spread()) {
      if (asked() >= MOST && compared >= AT_LEAST) break;
      compared += 1;
      if (cedarAllows(cell) !== decided(cell)) differing.push(cell);
    }
    expect(compared).toBeGreaterThanOrEqual(AT_LEAST);
    expect(differing.slice(0, 3)).toEqual([]);
  });

  it.each([
    'compliance reads',
    'without a post',
    'a post that reaches',
    "one's own body",
    'what stands below',
    'rows that one',
    'the data manager',
  ])('twin: without the policy "%s" they differ', { timeout: 60_000 }, (id) => {
    const policies = without(id);
    let [tried, found] = [0, false];
    for (const cell of spread()) {
      if (tried >= 4000 || found) break;
      // Few cells have a keeper: those are looked for.
      if (id === 'rows that one' && cell.keeper !== OWN) continue;
      tried += 1;
      found = cedarAllows(cell, policies) !== decided(cell);
    }
    expect(found).toBe(true);
  });
});

/** Fields by every label that has a say: for whom, for which purpose, how in part, how secret. */
const labelled: readonly FieldCell['field'][] = ['none', 'secret'].flatMap((secrecy) =>
  [undefined, [], ['keeper'], ['officer', 'steward'], ['keeper', 'data-manager', 'compliance']].flatMap((roles) =>
    [undefined, ['transfer'], ['another']].flatMap((purposes) =>
      [undefined, 'last-four' as const].map((mask) => ({
        ...{ element: 'T.1', secrecy, ...(roles && { roles }), ...(purposes && { purposes }), ...(mask && { mask }) },
      })),
    ),
  ),
);

const fields: readonly FieldCell['field'][] = [
  ...labelled,
  // Four more, so that sevenths of them still meet every cell.
  ...[undefined, ['keeper'], ['officer', 'steward'], []].map((roles) => ({
    ...{ element: 'T.1', secrecy: 'none', sealed: true, ...(roles && { roles }) },
  })),
];

/** What the agreements open of the field: nothing, all by the way, by name, another field. */
const byField = (cell: PurposeCell): PurposeCell[] => [
  cell,
  { ...cell, grants: [grant({ elements: ['T.1'] })] },
  { ...cell, grants: [grant({ elements: ['T.2'], rows: 'own-tree' }), grant({ purpose: 'another' })] },
];

const shown = (cell: FieldCell, list = fieldRules, rows = rules) => {
  const question = questionOf(cell);
  const field = { ...cell.field, name: 'one', names: { en: 'one' } };
  const purpose = cell.purpose === undefined ? {} : { purpose: cell.purpose };
  return seeField({ ...question, about: { ...question.about, ...purpose, field } }, rows, list);
};

/** Cells of the rows in the same order, each with the next of the fields; of what changes something those of a keeper, first. */
function* fieldCells(most: number): Generator<FieldCell> {
  let at = 0;
  const kept = cells.filter(({ keeper }) => keeper === OWN);
  for (const plain of [...kept, ...spread()]) {
    if (plain.entry === undefined || (plain.entry.changes && plain.keeper !== OWN)) continue;
    for (const cell of plain.keeper === OWN ? [plain] : byField(plain)) {
      if (at >= most) return;
      yield { ...cell, field: fields[(at * 7) % fields.length] as FieldCell['field'] };
      at += 1;
    }
  }
}

describe('fields and labels: decide and Cedar', () => {
  it('agree on how each is shown: 0 differences in 20,000 cells', { timeout: 300_000 }, () => {
    const counts = { whole: 0, masked: 0, absent: 0 };
    const differing: unknown[] = [];
    for (const cell of fieldCells(AT_LEAST)) {
      const { show, decision } = shown(cell);
      counts[show] += 1;
      if (show !== cedarShows(cell) || decision.allowed !== (show === 'whole')) differing.push([cell, show]);
    }
    expect(differing.slice(0, 2)).toEqual([]);
    expect(counts.whole + counts.masked + counts.absent).toBe(AT_LEAST);
    expect(Math.min(counts.whole, counts.masked, counts.absent)).toBeGreaterThan(100);
  });

  const differs = (one: (cell: FieldCell) => boolean) => {
    for (const cell of fieldCells(12_000)) if (one(cell)) return true;
    return false;
  };
  it.each(fieldRules.map(({ id }) => id))('twin: without the rule %s they differ', { timeout: 60_000 }, (id) => {
    const list = fieldRules.filter((rule) => rule.id !== id);
    expect(differs((cell) => shown(cell, list).show !== cedarShows(cell))).toBe(true);
  });
  it.each([
    "one's own rows, for",
    'an agreement that names',
    'never under a purpose',
    'never what is secret',
    'never by agreement',
  ])('twin: without the policy "%s" they differ', { timeout: 60_000 }, (id) =>
    expect(differs((cell) => shown(cell).show !== cedarShows(cell, withoutField(id)))).toBe(true),
  );
});
