import { describe, expect, it } from 'vitest';
import { alignRows } from './align-rows.ts';
import { columnLetter } from '../export/column-letter.ts';
import { locateTable } from './find-table.ts';
import type { RawRow } from './model.ts';

const sheet = (rows: readonly (readonly string[])[]): RawRow[] => rows.map((cells, i) => ({ number: i + 1, cells }));
const nothing = () => 0;
const wants =
  (...names: string[]) =>
  (headers: readonly string[]) =>
    names.filter((name) => headers.includes(name)).length / names.length;

async function align(rows: RawRow[], ragged = true) {
  const place = locateTable(rows, nothing)!;
  const out: RawRow[] = [];
  async function* once() {
    yield rows;
  }
  for await (const batch of alignRows(once(), { place, total: undefined, ragged, footRows: [] })) out.push(...batch);
  return out;
}

describe('locating the headers', () => {
  it('takes the first full row of words when nothing is known', () => {
    const place = locateTable(
      sheet([['a title'], ['id', 'name', 'born'], ['1', 'x', '2000-01-01'], ['2', 'y', '2000-01-01']]),
      nothing,
    );
    expect(place).toMatchObject({
      headerRows: [2],
      firstRow: 3,
      confidence: 0,
      titleRows: [{ number: 1, text: 'a title' }],
    });
  });

  it('takes the row that fits best, even below rows that look like headers', () => {
    const rows = sheet([
      ['one', 'two', 'three'],
      ['alpha', 'beta', 'gamma'],
      ['x', 'y', 'z'],
    ]);
    expect(locateTable(rows, wants('alpha', 'beta'))).toMatchObject({ headerRows: [2], confidence: 1 });
  });

  it('combines three header rows', () => {
    const place = locateTable(
      sheet([
        ['id', 'place', '', '', 'n'],
        ['', 'home', '', 'now', ''],
        ['', 'town', 'land', '', ''],
        ['1', 'a', 'b', 'c', '2'],
      ]),
      nothing,
    );
    expect(place?.columns.map((column) => column.header)).toEqual([
      'id',
      'place / home / town',
      'place / home / land',
      'place / now',
      'n',
    ]);
  });

  it('does not take a row of data for a second header row', () => {
    expect(
      locateTable(
        sheet([
          ['id', 'name', ''],
          ['a', 'x', 'note'],
          ['b', 'y', 'note'],
        ]),
        nothing,
      )?.headerRows,
    ).toEqual([1]);
  });

  it('keeps columns that have data and no name', () => {
    const place = locateTable(
      sheet([
        ['id', '', 'name'],
        ['1', 'q', 'x'],
      ]),
      nothing,
    );
    expect(place?.columns.map((column) => [column.letter, column.header])).toEqual([
      ['A', 'id'],
      ['B', ''],
      ['C', 'name'],
    ]);
  });

  it('finds a list of one column by its name only', () => {
    const rows = sheet([['code'], ['01'], ['02']]);
    expect(locateTable(rows, wants('code'))?.headerRows).toEqual([1]);
    expect(locateTable(rows, nothing)).toBeUndefined();
  });

  it('says when there is nothing', () => {
    expect(locateTable([], nothing)).toBeUndefined();
    expect(locateTable(sheet([[], ['  ']]), nothing)).toBeUndefined();
  });

  it('names columns as spreadsheets do', () => {
    expect([0, 25, 26, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});

describe('aligning rows', () => {
  it('says which rows of a text file are too short or too long', async () => {
    const rows = await align(
      sheet([
        ['a', 'b', 'c'],
        ['1', '2'],
        ['1', '2', '3', 'more'],
        ['1', '2', '3', ''],
      ]),
    );
    expect(rows.map((row) => row.troubles)).toEqual([
      [{ column: -1, rule: 'row-too-short', value: '2' }],
      [{ column: -1, rule: 'row-too-long', value: 'more' }],
      undefined,
    ]);
    expect(rows[0]?.cells).toEqual(['1', '2', '']);
  });

  it('takes missing cells of a workbook for empty ones', async () => {
    expect(
      (
        await align(
          sheet([
            ['a', 'b', 'c'],
            ['1', '2'],
          ]),
          false,
        )
      )[0],
    ).toEqual({ number: 2, cells: ['1', '2', ''] });
  });
});
