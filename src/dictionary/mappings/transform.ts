/** A transform as an expression of the one language, over the source fields by their identifiers. Pure. */
import { fold } from '../../platform/search/fold.ts';
import type { FieldType, Tables } from '../expression/ast.ts';
import type { MappingLine, SourceField, Transform } from './model.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
const RESERVED = new Set(['true', 'false', 'null', 'in']);

/** Headers are no identifiers: each field gets one that is its own, readable and the same every time. */
export function identifiers(fields: readonly SourceField[]): ReadonlyMap<string, string> {
  const taken = new Set(fields.map((field) => field.name).filter((name) => isName(name)));
  const found = new Map<string, string>();
  for (const { name } of fields) {
    if (found.has(name)) continue;
    let id = name;
    for (let n = 1; !isName(id) || (id !== name && taken.has(id)); n += 1) {
      const bare = fold(name)
        .replaceAll(/[^a-z0-9]+/g, '_')
        .slice(0, 50)
        .replaceAll(/^_+|_+$/g, '');
      id = `${/^[a-z]/.test(bare) ? bare : `f_${bare}`}${n === 1 ? '' : `_${String(n)}`}`;
    }
    taken.add(id);
    found.set(name, id);
  }
  return found;
}

const isName = (text: string) => NAME.test(text) && !RESERVED.has(text);

/** What an expression over the source may read: every cell is a text until it says otherwise. */
export const sourceFields = (ids: ReadonlyMap<string, string>): readonly FieldType[] =>
  [...ids.values()].map((name) => ({ name, type: 'text' }));

const quote = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}'`;

const VALUES = 'values';
const CROSSWALK = 'crosswalk';

/** @returns undefined when the line has no source, or several and nothing that makes one of them */
export function lineExpression(line: MappingLine, ids: ReadonlyMap<string, string>): string | undefined {
  const { transform } = line;
  if (transform?.kind === 'expression') return transform.expression;
  const names = line.from.flatMap((name) => ids.get(name) ?? []);
  const [first, second] = names;
  if (first === undefined) return undefined;
  if (transform?.kind === 'join') return `join(${[quote(transform.separator), ...names].join(', ')})`;
  if (second !== undefined) return undefined;
  return transform ? oneExpression(transform, first) : first;
}

function oneExpression(transform: Exclude<Transform, { kind: 'join' | 'expression' }>, field: string): string {
  switch (transform.kind) {
    case 'values':
      return `lookup(trim(${field}), ${quote(VALUES)}${transform.otherwise === 'keep' ? `, ${field}` : ''})`;
    case 'crosswalk':
      return `lookup(trim(${field}), ${quote(CROSSWALK)})`;
    case 'date':
      return dayExpression(transform.notation, field);
    case 'split': {
      const clean = transform.separator.trim() === '' ? 'collapse' : 'trim';
      return `trim(split(${clean}(${field}), ${quote(transform.separator)}, ${String(transform.part)}))`;
    }
    case 'unit':
      return `convert(number(trim(${field}), ${quote(transform.decimalMark ?? '.')}), ${quote(transform.from)}, ${quote(transform.to)})`;
  }
}

const ISO = 'yyyy-mm-dd';

/** A cell of a workbook that is a day, and no text, comes as an ISO day whatever the sheet shows. */
const dayExpression = (notation: string, field: string) => {
  const read = (as: string) => `date(trim(${field}), ${quote(as)})`;
  return notation === ISO ? read(ISO) : `first_of(${read(notation)}, ${read(ISO)})`;
};

/**
 * Tables a line's expression may name.
 * @param certain what the crosswalk of the line is sure of
 */
export function lineTables({ transform }: MappingLine, certain?: ReadonlyMap<string, string>): Tables {
  if (transform?.kind === 'values') return new Map([[VALUES, new Map(Object.entries(transform.values))]]);
  return new Map(transform?.kind === 'crosswalk' ? [[CROSSWALK, certain ?? new Map<string, string>()]] : []);
}
