/** Delimited text as rows that know their line; a broken quote is a finding with its line. */
import { CsvError, parse } from 'csv-parse/sync';
import type { Opened } from './model.ts';

export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** @returns undefined when a finding says why it cannot be read */
export function readRows({ file, text, findings }: Opened, delimiter: string, most?: number): Row[] | undefined {
  try {
    const parsed = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000,
      ...(most !== undefined && { to: most }),
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as unknown as { lines?: number }).lines;
    findings.error({ file, ...(line !== undefined && { line }) }, 'unreadable', {
      reason: error.message.slice(0, 200),
    });
    return undefined;
  }
}

/** The separator that the first line has most of, outside of quotes. */
export function delimiterOf(text: string): string {
  const [first = ''] = text.replace(/^\ufeff/, '').split(/\r?\n/, 1);
  const bare = first.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => [bare.split(mark).length - 1, mark] as const);
  return counts.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}
