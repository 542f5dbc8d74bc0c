import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { profileOf } from '../../../test/harness/context.ts';
import { checkExpression, compileExpression, expressionFields } from '../../dictionary/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { listRecords, openRegister } from '../../records/index.ts';
import { measuresFollower } from './follow-measures.ts';
import { installStrategy } from '../install.ts';
import { readIndicator } from './read-indicators.ts';
import { countRows, type RowMeasure } from './row-measure.ts';

const indicator = (measure: string) => `
- code: adults-at-work
  names: { en: Adults at work }
  definition: { en: "Of the adults those who are active" }
  kind: share
  register: members
  direction: up
  unit: percent
  ${measure}
`;
const MEASURE = `measure: { counts: "state == 'A'", among: "years_between(born_on, today()) >= 18" }`;

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty();
  await county.load('A', [
    line(2, { state: 'A' }),
    line(3, { state: 'R' }),
    line(5, { state: '' }),
    line(7, { state: 'A', born_on: '' }),
    line(8, { state: 'A', born_on: '17/03/2020', joined_on: '2021-05-19' }),
  ]);
  await county.load('B', [line(21, { state: 'R' }), line(22, { state: 'A', fee: '3,50', place: '002' })]);
  await county.sequence();
});

const printed = (value: unknown) => (value === null || value === undefined ? null : String(value as string));
const withIndicator = (text: string) => ({
  ...county.context,
  profile: profileOf({ 'strategy/indicators.yaml': text }),
});
const count = (measure: RowMeasure) =>
  countRows(county.context.db, 'members', measure, { bodies: 'all', day: '2026-11-22' });

describe('a measure over the rows of a register', () => {
  it('counts by home body, of those who are among them; of whom it cannot be told is in neither', async () => {
    const rows = await count({ counts: "state == 'A'", among: 'years_between(born_on, today()) >= 18' });
    expect(rows?.toSorted((a, b) => a.body - b.body)).toEqual([
      { body: county.id('A'), numerator: 1, denominator: 3 },
      { body: county.id('B'), numerator: 1, denominator: 2 },
    ]);
  });

  it('gives what the same conditions give row by row in the program', async () => {
    const table = await openRegister(county.context.db, 'members');
    const { items } = await listRecords(county.context.db, table, { scope: 'all', limit: 100 });
    const fields = expressionFields(table.entity);
    const names = fields.map(({ name }) => name);
    const holds = (expression: string) => {
      const run = compileExpression(checkExpression(expression, fields, 'boolean'), names);
      const today = Date.UTC(2026, 10, 22) / 86_400_000;
      return (values: Readonly<Record<string, unknown>>) =>
        run({ values: names.map((name) => printed(values[name])), today }) === true;
    };
    const atom = fc.constantFrom(
      ...[
        "state == 'A'",
        'has(born_on)',
        'years_between(born_on, today()) >= 18',
        'fee > 4',
        "place != '001'",
        'joined_on > born_on',
      ],
    );
    const condition = fc
      .tuple(atom, fc.constantFrom('&&', '||'), atom, fc.boolean())
      .map(([a, operator, b, not]) => `${not ? '!' : ''}(${a} ${operator} ${b})`);
    await fc.assert(
      fc.asyncProperty(condition, fc.option(condition), async (counts, among) => {
        const got = (await count({ counts, among })) ?? [];
        const all = items.filter(({ values }) => among === null || holds(among)(values));
        const sum = (of: 'numerator' | 'denominator') => got.reduce((total, row) => total + row[of], 0);
        expect([sum('numerator'), sum('denominator')]).toEqual([
          all.filter(({ values }) => holds(counts)(values)).length,
          all.length,
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('becomes a figure, says itself in words, and stands among the uses of what it reads', async () => {
    const context = withIndicator(indicator(MEASURE));
    await installStrategy(context);
    await context.db.transaction((tx) => measuresFollower().initial(tx, { epoch: 1, position: 2 }));
    const page = await readIndicator(context, { ...county.caller('C', 'leader') }, 'adults-at-work');
    expect(page.card.figure).toMatchObject({ value: 40, numerator: 2, denominator: 5 });
    expect(page.measure).toMatchObject({
      counts: { expression: "state == 'A'", words: { en: 'state is “A”' } },
      among: { words: { en: 'the full years from born on to today is at least 18' } },
    });
    const used = await context.db.rows<{ element: string }>(
      sql`select element from dictionary.usage where kind = 'indicator' and subject = 'adults-at-work' order by element`,
    );
    expect(used.map(({ element }) => element)).toEqual(['T.4', 'T.6']);
  });

  it.each([
    ['a condition that is none', 'measure: { counts: fee + 1 }', 'is wrong'],
    ['a field that is not there', 'measure: { counts: "stat == \'A\'" }', 'is wrong'],
    ['a source beside it', `${MEASURE}\n  source: verified`, 'needs a source or a measure'],
    ['neither of the two', '', 'needs a source or a measure'],
  ])('is refused with %s', async (_name, measure, said) => {
    await expect(installStrategy(withIndicator(indicator(measure)))).rejects.toMatchObject({
      extras: { findings: [expect.objectContaining({ message: expect.stringContaining(said) as unknown })] as unknown },
    });
  });
});
