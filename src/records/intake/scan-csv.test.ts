import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLimits } from './limits.ts';
import type { RawRow } from './model.ts';
import { createScanner, type ScanOptions } from './scan-csv.ts';

function scan(text: string, options: Partial<ScanOptions> = {}, cuts: readonly number[] = []): RawRow[] {
  const scanner = createScanner({ delimiter: ',', ...options });
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  const pieces = places.slice(1).map((place, i) => text.slice(places[i], place));
  return [...pieces.flatMap((piece) => scanner.push(piece)), ...scanner.end()];
}

const cellsOf = (rows: readonly RawRow[]) => rows.map((row) => row.cells);

/** csv-parse, the strictest reader of RFC 4180 there is, as the measure. */
function reference(text: string, delimiter: string): string[][] | string {
  try {
    return parse(text, { delimiter, relax_column_count: true, record_delimiter: ['\r\n', '\n'] });
  } catch (error) {
    return (error as { code: string }).code;
  }
}

// Empty lines are rows here, because people count them; csv-parse reads them as one empty cell too.
const soup = fc.array(fc.constantFrom('a', 'bc', 'é', ' ', ',', ',', '"', '"', '""', '\n', '\r\n', ';'), {
  maxLength: 40,
});
const cuts = fc.array(fc.nat(), { maxLength: 6 });

describe('the scanner', () => {
  it('gives what csv-parse gives for whatever csv-parse accepts, however the text is cut', () => {
    fc.assert(
      fc.property(soup, cuts, (parts, where) => {
        const text = parts.join('');
        const expected = reference(text, ',');
        if (typeof expected === 'string') return;
        const rows = scan(text, {}, where);
        expect(cellsOf(rows)).toEqual(expected);
        expect(rows.every((row) => row.troubles === undefined)).toBe(true);
        expect(rows.map((row) => row.number)).toEqual(rows.map((_, i) => i + 1));
      }),
      { numRuns: 5_000 },
    );
  });

  it('says which cell is meant where csv-parse stops', () => {
    fc.assert(
      fc.property(soup, (parts) => {
        const text = parts.join('');
        const expected = reference(text, ',');
        if (expected === 'CSV_QUOTE_NOT_CLOSED') expect(() => scan(text)).toThrow(/never closed/);
        if (expected === 'CSV_INVALID_CLOSING_QUOTE') {
          const troubles = tryScan(text)?.flatMap((row) => row.troubles ?? []) ?? ['unclosed'];
          expect(troubles.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads back any table that was written with quotation marks', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('', '"', '\n', '\r\n', 'a,b', '007', '100 %', "'"),
    );
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, cuts, fc.constantFrom('\n', '\r\n'), (rows, where, end) => {
        const text =
          rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join(end) + end;
        expect(cellsOf(scan(text, {}, where))).toEqual(rows);
      }),
    );
  });

  it('reads lines that end as on old Macs', () => {
    expect(cellsOf(scan('a;b\rc;d\r', { delimiter: ';', lineEnd: '\r' }))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('keeps what follows a closing mark and says so', () => {
    const [row] = scan('x,"ab"c,d\n');
    expect(row).toEqual({
      number: 1,
      cells: ['x', 'abc', 'd'],
      troubles: [{ column: 1, rule: 'stray-quote', value: 'abc' }],
    });
  });

  it('refuses a line of a million columns before it is complete', () => {
    const scanner = createScanner({ delimiter: ',' });
    expect(() => scanner.push('a,'.repeat(20_000))).toThrow(/more columns/);
    expect(() => scan(`${'a,'.repeat(csvLimits.columns + 1)}\n`)).toThrow(/more columns/);
    expect(() => scan(`"a"${',"b"'.repeat(csvLimits.columns)}\n`)).toThrow(/more columns/);
  });

  it('reads as many columns as the limit allows', () => {
    expect(scan(`${'a,'.repeat(csvLimits.columns - 1)}a\n`)[0]?.cells).toHaveLength(csvLimits.columns);
  });

  it('refuses a quotation mark that swallows the file, naming the row', () => {
    const limits = { ...csvLimits, cellChars: 100 };
    expect(() => scan(`a,b\nc,"d\n${'e,f\n'.repeat(100)}`, { limits })).toThrow(
      expect.objectContaining({ extras: expect.objectContaining({ row: 2 }) }),
    );
  });

  it('refuses a line that never ends', () => {
    const scanner = createScanner({ delimiter: ',', limits: { ...csvLimits, lineChars: 10_000 } });
    expect(() => scanner.push('x'.repeat(10_001))).toThrow(/too long/);
  });
});

function tryScan(text: string): RawRow[] | undefined {
  try {
    return scan(text);
  } catch {
    return undefined;
  }
}
