import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../../test/harness/authorities.ts';
import { atEndOfFile } from '../../../../test/harness/end-of-file.ts';
import { files, line } from '../../../../test/harness/records.ts';
import { startFollowers, type Running } from '../../../platform/changes/index.ts';
import { undoChangeSet } from '../../../records/index.ts';
import { sql } from '../../../platform/db/sql.ts';
import { profileOf } from '../../../../test/harness/context.ts';
import { installStrategy } from '../../install.ts';
import { strategyRoom } from '../../room.ts';
import { readMeasure } from './read-measures.ts';
import { withhold } from './withhold.ts';
import { checkCells } from './check-cells.ts';
import { CELLS } from './follow-cells.ts';
import { cellsOf } from './store/cell.ts';
import * as store from './store/measure.ts';

const measures = `
- { code: heads, names: { en: Members }, register: members, figure: count, by: [state, place] }
- { code: active, names: { en: Active }, register: members, figure: share, counts: "state == 'A'", among: has(state) }
- { code: fees, names: { en: Fees }, register: members, figure: sum, value: fee, by: [state] }
- { code: mean, names: { en: Mean }, register: members, figure: avg, value: 'fee * 2', among: fee > 1 }
- { code: least, names: { en: Least }, register: members, figure: min, value: fee, by: [place] }
- { code: most, names: { en: Most }, register: members, figure: max, value: fee, per: { field: joined_on, unit: year } }
- { code: grown, names: { en: Grown }, register: members, figure: count, among: 'years_between(born_on, today()) >= 18' }
`;

let county: AuthorityCounty;
let running: Running;
beforeAll(async () => {
  county = await openAuthorityCounty({
    'strategy/measures.yaml': measures,
    'dictionary/elements/all.yaml': (files['dictionary/elements/all.yaml'] ?? '').replace(
      'scale: 2',
      'scale: 2\n    personal: none',
    ),
  });
  await strategyRoom.install?.(county.context);
  const own = strategyRoom.followers?.(county.context).filter(({ name }) => name === CELLS) ?? [];
  running = await startFollowers(county.context, own);
  atEndOfFile(() => running[Symbol.asyncDispose]());
});

/** What is kept differs from what is counted in nothing. */
async function agrees() {
  await running.settled();
  for (const one of await store.allMeasures(county.context.db)) {
    expect([one.code, one.fault, await checkCells(county.context, one)]).toEqual([one.code, null, []]);
  }
}

const row = fc.record({
  n: fc.integer({ min: 1, max: 12 }),
  state: fc.constantFrom('A', 'R', ''),
  place: fc.constantFrom('001', '002', ''),
  fee: fc.constantFrom('', '0,50', '1,00', '3,25', '7,10'),
  born_on: fc.constantFrom('17/03/1980', '17/03/2015', ''),
});
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      body: fc.constantFrom('A', 'B'),
      rows: fc.uniqueArray(row, { selector: ({ n }) => n, minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant('undo' as const) },
);

describe('measures that follow the change log', () => {
  it('give what counting all rows gives, whatever was loaded, changed and undone', async () => {
    const { context } = county;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        let last: { change: number; body: string } | undefined;
        for (const one of steps) {
          if (one === 'undo') {
            if (last)
              await undoChangeSet(context, { changeSet: last.change, caller: county.caller(last.body, 'officer') });
            last = undefined;
            continue;
          }
          const rows = one.rows.map(({ n, ...changes }) => line(one.body === 'A' ? n : n + 100, changes));
          const { changeSet } = await county.load(one.body, rows);
          last = changeSet === null ? undefined : { change: changeSet, body: one.body };
        }
        await agrees();
      }),
      { numRuns: 25 },
    );
    expect((await cellsOf(context.db, 'heads')).length).toBeGreaterThan(1);
  });

  it('are red when a cell was moved by hand: the check sees it', async () => {
    const { db } = county.context;
    await county.load('A', [line(1, { state: 'A', place: '001' })]);
    await running.settled();
    await db.run(sql`update strategy.measure_cell set n = n + 1 where measure = 'heads'`);
    const heads = (await store.allMeasures(db)).find(({ code }) => code === 'heads');
    expect(heads && (await checkCells(county.context, heads)).length).toBeGreaterThan(0);
    await db.run(sql`update strategy.measure_cell set n = n - 1 where measure = 'heads'`);
  });

  it('are told without small cells, and of one’s own part of the tree', async () => {
    const page = await readMeasure(county.context, county.caller('C', 'data-office'), 'heads');
    expect(page.groups.filter(({ rows, withheld }) => !withheld && (rows ?? 0) < 5)).toEqual([]);
    const own = await readMeasure(county.context, county.caller('B1', 'leader'), 'heads');
    expect(own.groups).toEqual([]);
    await expect(readMeasure(county.context, county.caller('C', 'leader'), 'none')).rejects.toMatchObject({
      kind: { slug: 'measure-not-found' },
    });
  });

  it.each([
    ['a sum of nothing', 'figure: sum', 'value is wrong (missing'],
    ['a division by 0', 'figure: sum, value: fee / 0', 'divides-by-zero'],
    ['a field that is not there', "figure: count, among: stat == 'A'", 'among is wrong'],
    ['groups of single rows', 'figure: count, by: [card_no]', 'too-fine'],
    ['one person’s value', 'figure: max, value: "years_between(born_on, today())"', 'one-persons'],
  ])('are refused with %s', async (_name, rest, said) => {
    const text = `- { code: bad, names: { en: Bad }, register: members, ${rest} }`;
    const context = { ...county.context, profile: profileOf({ 'strategy/measures.yaml': text }) };
    await expect(installStrategy(context)).rejects.toMatchObject({
      extras: { findings: [expect.objectContaining({ message: expect.stringContaining(said) as unknown })] as unknown },
    });
  });
});

describe('small cells', () => {
  it('are not told, nor reckoned from the total less the others', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 8 }), fc.integer({ min: 2, max: 6 }), (rows, least) => {
        const out = withhold(rows, least);
        rows.forEach((n, i) => expect(n > 0 && n < least && !out.has(i)).toBe(false));
        // The twin: without the second cell the one left out is the total less the others.
        const told = rows.filter((n) => n > 0).length;
        if (out.size === 1) expect(told).toBe(1);
      }),
    );
    expect([...withhold([3, 20, 9], 5)].toSorted()).toEqual([0, 2]);
    expect(withhold([3, 20, 9], 1).size).toBe(0);
  });
});
