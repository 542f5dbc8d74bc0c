/** The entries of an overlay in one list, with what stands in the way of each. Pure. */
import type { OverlayClash, OverlayView } from '../../src/dictionary/contract.ts';
import type { Texts } from '../../src/platform/texts.ts';

export interface OverlayLine {
  readonly kind: string;
  readonly key: string;
  /** The element, entity or code list that it is about. */
  readonly of: string;
  readonly names?: Texts;
  /** Name and value of what it says, where it has no name of its own. */
  readonly attributes: readonly (readonly [string, string])[];
  readonly clash?: OverlayClash;
}

type Entry = Readonly<Record<string, unknown>>;

const PARTS = [
  ['codeLists', 'code-list', 'code'],
  ['elements', 'element', 'code'],
  ['entities', 'entity', 'name'],
  ['fields', 'field', 'entity'],
  ['rules', 'rule', 'entity'],
  ['tighten', 'tighten', 'element'],
  ['synonyms', 'synonyms', 'element'],
] as const;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Those that are set aside come first. */
export function overlayEntries({ content, clashes }: Pick<OverlayView, 'content' | 'clashes'>): OverlayLine[] {
  const lines = PARTS.flatMap(([part, kind, named]) =>
    (content?.[part] ?? []).map((entry) => lineOf(kind, text(entry[named]), entry, clashes)),
  );
  return lines.toSorted((a, b) => Number(b.clash !== undefined) - Number(a.clash !== undefined));
}

function lineOf(kind: string, of: string, entry: Entry, clashes: readonly OverlayClash[]): OverlayLine {
  const inner = kind === 'field' ? entry['element'] : kind === 'rule' ? entry['name'] : undefined;
  const key = inner === undefined ? of : `${of}.${text(inner)}`;
  const clash = clashes.find((one) => one.kind === kind && one.key === key);
  const names = (entry['names'] ?? entry['message']) as Texts | undefined;
  const attributes = Object.entries(entry)
    .filter(([name]) => !['element', 'entity', 'name', 'code'].includes(name))
    .map(([name, value]) => [name, wordsOf(value)] as const);
  return { kind, key, of, attributes, ...(names && { names }), ...(clash && { clash }) };
}

/** `{ en: ['Creed'] }` as `Creed`, `{ min: '0', max: '12' }` as `0 – 12`. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { min, max, ...rest } = value as Entry;
  if (min !== undefined || max !== undefined) return `${text(min ?? '…')} – ${text(max ?? '…')}`;
  return Object.values(rest).map(wordsOf).join(', ');
}
