/**
 * What a node says on top of the releases it follows: local entries in the authored shape (AUTHORING.md), and why one of
 * them cannot stand on a release. Pure.
 */
import Type, { type Static } from 'typebox';

const Entry = Type.Record(Type.String(), Type.Unknown());
const entries = Type.Optional(Type.Array(Entry, { maxItems: 5000 }));

export const PREFIX = '^[A-Z][A-Z0-9]{1,11}$';

export const Overlay = Type.Object(
  {
    /** Codes of local elements and lists begin with it and a point: a body's code in letters. No central code may. */
    prefix: Type.String({ pattern: PREFIX }),
    /** Whole elements, code lists and entities, as AUTHORING.md has them; the tier is `local` or `sector`. */
    elements: entries,
    codeLists: entries,
    entities: entries,
    /** `{ entity, element, as?, required?, … }`: one more field of a central or local entity. */
    fields: entries,
    /** `{ entity, name, expression, severity, dimension, message }`: one more rule over the fields of a record. */
    rules: entries,
    /** `{ element, maxLength?, minLength?, range?, … }`: a central element takes less than the centre allows. */
    tighten: entries,
    /** `{ element, synonyms: { en: […] } }`: what people here call a central element. */
    synonyms: entries,
  },
  { additionalProperties: false },
);
export type Overlay = Static<typeof Overlay>;

export type Authored = Readonly<Record<string, unknown>>;

/** The order in which entries are laid on: what others stand on comes first. */
export const kinds = ['code-list', 'element', 'entity', 'field', 'rule', 'tighten', 'synonyms'] as const;
export type Kind = (typeof kinds)[number];

export interface OverlayEntry {
  readonly kind: Kind;
  /** A code, a name, or `entity.field`. */
  readonly key: string;
  readonly authored: Authored;
}

export type Conflict =
  | 'prefix'
  | 'prefix-taken'
  | 'tier'
  | 'code-taken'
  | 'name-taken'
  | 'entity-taken'
  | 'field-taken'
  | 'rule-taken'
  | 'synonym-taken'
  | 'twice'
  | 'element-gone'
  | 'element-withdrawn'
  | 'entity-gone'
  | 'looser'
  | 'pattern-central'
  | 'not-tightenable'
  | 'invalid';

/** Why an entry is set aside; words: `overlay:clashes.<conflict>` and `overlay:remedies.<conflict>`. */
export interface Clash {
  readonly kind: Kind;
  readonly key: string;
  readonly conflict: Conflict;
  readonly attribute?: string;
  readonly local?: string;
  readonly central?: string;
  /** What took its place, or has the name: a code. */
  readonly by?: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Every entry with what names it, in the order in which they are laid on; the order of the document does not matter. */
export function entriesOf(overlay: Overlay): readonly OverlayEntry[] {
  const of = (kind: Kind, list: readonly Authored[] | undefined, key: (authored: Authored) => string) =>
    (list ?? []).map((authored): OverlayEntry => ({ kind, key: key(authored), authored }));
  const all = [
    ...of('code-list', overlay.codeLists, ({ code }) => text(code)),
    ...of('element', overlay.elements, ({ code }) => text(code)),
    ...of('entity', overlay.entities, ({ name }) => text(name)),
    ...of('field', overlay.fields, ({ entity, element }) => `${text(entity)}.${text(element)}`),
    ...of('rule', overlay.rules, ({ entity, name }) => `${text(entity)}.${text(name)}`),
    ...of('tighten', overlay.tighten, ({ element }) => text(element)),
    ...of('synonyms', overlay.synonyms, ({ element }) => text(element)),
  ];
  const place = (entry: OverlayEntry) => kinds.indexOf(entry.kind);
  const said = (entry: OverlayEntry) => `${entry.key}\n${JSON.stringify(entry.authored)}`;
  return all.toSorted((a, b) => place(a) - place(b) || (said(a) < said(b) ? -1 : said(a) > said(b) ? 1 : 0));
}

export const countEntries = (overlay: Overlay): number => entriesOf(overlay).length;
