/** The generated matrix against an independent reference: role × relation × register × agreement × purpose × action. */
import { beforeAll, describe, expect, it } from 'vitest';
import { decide } from '../../src/governance/decide.ts';
import { allCells, OWN, questionOf } from '../harness/decisions.ts';
import { asked, cedarAllows, without, type PurposeCell } from './reference.ts';

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
