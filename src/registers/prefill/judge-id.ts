/** An ID as somebody wrote it: the one that is meant, or why it cannot be one. Pure. */

/** Words: `registers:prefill.reasons.<reason>`. `read-as` goes on; all others are not looked up. */
export type IdReason = 'empty' | 'letters' | 'length' | 'old-number' | 'form' | 'double' | 'read-as';

export interface JudgedId {
  /** What is looked up; null when nothing is. */
  readonly key: string | null;
  readonly reason: IdReason | null;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface IdRule {
  /** How many digits an ID has; undefined when it is more than digits. */
  readonly digits: number | undefined;
  /** Whether a text is an ID, by the dictionary's pattern of the authority's key. */
  readonly matches: (text: string) => boolean;
  /** Whether a text is another number that the register takes in that field: a former one, which the authority lacks. */
  readonly isFormer: (text: string) => boolean;
}

// Drawn alike in most faces, and beside each other on no keyboard: whoever typed one of these meant the digit.
const ALIKE: Readonly<Record<string, string>> = { O: '0', o: '0', Q: '0', I: '1', l: '1', '|': '1' };
const GLUE = /[\s.\u00a0\u2007\u202f'’`-]+/g;

export function judgeId(written: string, rule: IdRule): JudgedId {
  // Nearly every one, and most of what a long list costs here.
  if (rule.matches(written)) return taken(written);
  const plain = rule.digits === undefined ? written.trim() : written.normalize('NFKC').replace(GLUE, '');
  if (plain === '') return refused('empty');
  if (rule.matches(plain)) return plain === written.trim() ? taken(plain) : readAs(plain, written);
  if (rule.isFormer(plain)) return refused('old-number', { have: plain.length, need: rule.digits ?? '' });
  if (rule.digits === undefined) return refused('form');
  const mended = [...plain].map((letter) => ALIKE[letter] ?? letter).join('');
  if (mended !== plain && rule.matches(mended)) return readAs(mended, written);
  if (/^\d+$/.test(plain)) return refused('length', { have: plain.length, need: rule.digits });
  return refused('letters', { need: rule.digits });
}

const taken = (key: string): JudgedId => ({ key, reason: null, values: {} });
const readAs = (key: string, written: string): JudgedId => ({ key, reason: 'read-as', values: { key, written } });
const refused = (reason: IdReason, values: JudgedId['values'] = {}): JudgedId => ({ key: null, reason, values });

export interface ListedId extends JudgedId {
  /** Number of the row in the file, as a person sees it. */
  readonly row: number;
  readonly written: string;
}

/** All IDs of a list; one that stood in a row before is said once, with the row. */
export function judgeList(
  rows: readonly { readonly row: number; readonly written: string }[],
  rule: IdRule,
): ListedId[] {
  const seen = new Map<string, number>();
  return rows.map(({ row, written }) => {
    const judged = judgeId(written, rule);
    const before = judged.key === null ? undefined : seen.get(judged.key);
    if (before !== undefined) return { row, written, key: null, reason: 'double', values: { row: before } };
    if (judged.key !== null) seen.set(judged.key, row);
    return { row, written, ...judged };
  });
}

/** How many of some cells look like IDs, 0–1: what a column holds says more than what it is called. */
export function shareOfIds(cells: readonly string[], rule: IdRule): number {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (filled.length === 0) return 0;
  const likely = filled.filter((cell) => {
    const { key, reason } = judgeId(cell, rule);
    return (
      key !== null || reason === 'old-number' || (reason === 'length' && cell.trim().length * 2 > (rule.digits ?? 0))
    );
  });
  return likely.length / filled.length;
}
