/** A mapping while it is edited: pure changes, what is unfinished, and two people's changes laid together. */
import type { Mapping, MappingLine, SourceField, Transform } from '../../../src/dictionary/mapping-contract.ts';
import { sameValue } from '../compare-entries.ts';

export type FieldState = 'mapped' | 'outside' | 'undecided' | 'wrong';
export type TransformKind = Transform['kind'] | 'none';

/** Lines that read a source field, with their places. */
export const linesOf = ({ lines }: Mapping, source: string): readonly (readonly [place: number, line: MappingLine])[] =>
  lines.flatMap((line, place) => (line.from.includes(source) ? [[place, line] as const] : []));

export function stateOf(mapping: Mapping, field: SourceField, wrong: ReadonlySet<number>): FieldState {
  const lines = linesOf(mapping, field.name);
  if (lines.some(([place]) => wrong.has(place))) return 'wrong';
  if (lines.length > 0) return 'mapped';
  return field.outside === undefined ? 'undecided' : 'outside';
}

export const undecided = (mapping: Mapping): readonly string[] =>
  mapping.fields.filter((field) => stateOf(mapping, field, new Set()) === 'undecided').map(({ name }) => name);

/** The next source field nobody has decided about, from the given one on, around the end. */
export function nextUndecided(mapping: Mapping, from: string): string | undefined {
  const names = mapping.fields.map(({ name }) => name);
  const at = names.indexOf(from);
  const open = new Set(undecided(mapping));
  return [...names.slice(at + 1), ...names.slice(0, at)].find((name) => open.has(name));
}

export function addLine(mapping: Mapping, source: string, to: string, transform?: Transform): Mapping {
  const line: MappingLine = {
    to,
    from: [source],
    relation: transform ? 'transformed' : 'same',
    ...(transform && { transform }),
  };
  return {
    ...mapping,
    fields: mapping.fields.map((field) => (field.name === source ? withOutside(field, undefined) : field)),
    lines: [...mapping.lines.filter((one) => one.to !== to), line],
  };
}

/** Source fields that are not there yet, after those that are. */
export function addFields(mapping: Mapping, fields: readonly SourceField[]): Mapping {
  const known = new Map(mapping.fields.map((field) => [field.name, field]));
  for (const field of fields) if (!known.has(field.name)) known.set(field.name, field);
  return { ...mapping, fields: [...known.values()] };
}

export const putLine = (mapping: Mapping, place: number, line: MappingLine): Mapping => ({
  ...mapping,
  lines: mapping.lines.map((one, at) => (at === place ? line : one)),
});

export const dropLine = (mapping: Mapping, place: number): Mapping => ({
  ...mapping,
  lines: mapping.lines.filter((_, at) => at !== place),
});

function withOutside({ outside: _before, ...field }: SourceField, outside: string | undefined): SourceField {
  return outside === undefined ? field : { ...field, outside };
}

/** @param why `undefined`: it is a matter of the dictionary after all */
export const setOutside = (mapping: Mapping, source: string, why: string | undefined): Mapping => ({
  ...mapping,
  fields: mapping.fields.map((field) => (field.name === source ? withOutside(field, why) : field)),
});

const blanks: Readonly<Record<Transform['kind'], Transform>> = {
  values: { kind: 'values', values: {} },
  date: { kind: 'date', notation: 'dd/mm/yyyy' },
  split: { kind: 'split', separator: ' ', part: 0 },
  join: { kind: 'join', separator: ' ' },
  unit: { kind: 'unit', from: '', to: '' },
  crosswalk: { kind: 'crosswalk', list: '' },
  expression: { kind: 'expression', expression: '' },
};

/** Another kind of transform; an expression begins with what the line said before. */
export function withTransform(line: MappingLine, kind: TransformKind, expression?: string | null): MappingLine {
  const { transform: _before, ...plain } = line;
  if (kind === 'none') return { ...plain, relation: line.relation === 'transformed' ? 'same' : line.relation };
  const blank = blanks[kind];
  const transform = blank.kind === 'expression' ? { ...blank, expression: expression ?? '' } : blank;
  return { ...plain, relation: 'transformed', transform };
}

/** What the node would not even read: a part of the transform is still empty. */
export function isUnfinished({ transform }: MappingLine): boolean {
  switch (transform?.kind) {
    case 'date':
      return transform.notation === '';
    case 'split':
      return transform.separator === '' || !Number.isInteger(transform.part) || Math.abs(transform.part) > 50;
    case 'unit':
      return transform.from === '' || transform.to === '';
    case 'crosswalk':
      return transform.list === '';
    case 'expression':
      return transform.expression.trim() === '';
    default:
      return false;
  }
}

const isFieldUnfinished = (field: SourceField) => field.outside === '';

export const unfinishedIn = ({ fields, lines }: Mapping): boolean =>
  lines.some(isUnfinished) || fields.some(isFieldUnfinished);

export interface Merged {
  readonly mapping: Mapping;
  /** Fields of the dictionary and source fields that both changed, each otherwise: mine stands. */
  readonly clashes: readonly string[];
}

/** Theirs with my changes on top: nothing of mine is lost, and nothing of theirs that I did not touch. */
export function mergeMapping(base: Mapping, mine: Mapping, theirs: Mapping): Merged {
  const lines = mergeLists(base.lines, mine.lines, theirs.lines, ({ to }) => to);
  const fields = mergeLists(base.fields, mine.fields, theirs.fields, ({ name }) => name);
  return {
    mapping: { ...theirs, fields: fields.items, lines: lines.items },
    clashes: [...new Set([...lines.clashes, ...fields.clashes])],
  };
}

function mergeLists<T>(base: readonly T[], mine: readonly T[], theirs: readonly T[], keyOf: (item: T) => string) {
  const by = (items: readonly T[]) => new Map(items.map((item) => [keyOf(item), item]));
  const [before, own, other] = [by(base), by(mine), by(theirs)];
  const clashes: string[] = [];
  const items = [...new Set([...other.keys(), ...own.keys()])].flatMap((key) => {
    const [was, is, else_] = [before.get(key), own.get(key), other.get(key)];
    const [iChanged, theyChanged] = [!sameValue(was, is), !sameValue(was, else_)];
    if (iChanged && theyChanged && !sameValue(is, else_)) clashes.push(key);
    return (iChanged ? is : else_) ?? [];
  });
  return { items: items as T[], clashes };
}
