/** What is wrong in an authored dictionary, and where. Words: `checks.<code>` of the dictionary's catalogue. */
import type { Translate } from '../../platform/i18n.ts';

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface DictionaryFinding extends Place {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly params: Readonly<Record<string, string | number>>;
}

export const describeFinding = (finding: DictionaryFinding, t: Translate): string =>
  t(`dictionary:checks.${finding.code}`, finding.params);

/** Collects findings; the order of the files and lines is restored at the end. */
export class Findings {
  private readonly list: DictionaryFinding[] = [];

  error(place: Place, code: string, params: DictionaryFinding['params'] = {}): void {
    this.list.push({ ...pick(place), code, severity: 'error', params });
  }
  warn(place: Place, code: string, params: DictionaryFinding['params'] = {}): void {
    this.list.push({ ...pick(place), code, severity: 'warning', params });
  }
  all(): readonly DictionaryFinding[] {
    return [...this.list].sort(
      (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
    );
  }
}

const pick = ({ file, line, column }: Place): Place => ({ file, line, column });
