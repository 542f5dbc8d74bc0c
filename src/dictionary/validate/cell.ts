/** A cell's way: from the text in the file to the text that COPY takes. */
import type { CellFinding, FindingKind } from './finding.ts';

/** Where the findings of one row go; null until there is one. */
export interface Sink {
  findings: CellFinding[] | undefined;
}

/** Takes cleaned, non-empty text; gives the typed text, or reports and gives null. */
export type CellReader = (text: string, sink: Sink) => string | null;

export interface Report {
  (sink: Sink, kind: FindingKind, value: string, more?: Partial<CellFinding>): null;
}

export const reporter =
  (field: string): Report =>
  (sink, kind, value, more) => {
    const finding: CellFinding = { field, kind, wording: kind, severity: 'error', value, params: {}, ...more };
    (sink.findings ??= []).push(finding);
    return null;
  };

export interface Settings {
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd';
  readonly decimalMark: ',' | '.';
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly nothing: readonly string[];
  /** The day of checking, YYYY-MM-DD: what `today` in a range and in an expression means. */
  readonly today: string;
  /** Zone of a time without one (IANA name). */
  readonly timeZone: string;
  /** The file has Excel's day numbers in date columns. */
  readonly excelSerials: boolean;
}
