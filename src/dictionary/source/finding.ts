/** What is wrong in an authored dictionary, and where. Words: `checks.<code>` of the dictionary's catalogue. */
import type { Translate } from '../../platform/i18n.ts';

/** An entry of plain data (`../author/`): what it is and its key, `settings` having none. */
export interface EntryRef {
  readonly kind: 'element' | 'entity' | 'code-list' | 'settings';
  readonly key: string;
}

export interface Place {
  /** The file; of plain data the entry's key. */
  readonly file: string;
  /** From 1; 0 in plain data, which has no lines. */
  readonly line: number;
  /** From 1; 0 in plain data. */
  readonly column: number;
  readonly entry?: EntryRef | undefined;
  /** JSON Pointer (RFC 6901) inside the entry. */
  readonly pointer?: string | undefined;
}

/** A place in one short text: `file:line`, or the entry with its pointer. */
export const writePlace = ({ file, line, pointer }: Place): string =>
  pointer === undefined ? `${file}:${String(line)}` : `${file}${pointer}`;

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

const pick = ({ file, line, column, entry, pointer }: Place): Place => ({
  file,
  line,
  column,
  ...(entry && { entry }),
  ...(pointer !== undefined && { pointer }),
});
