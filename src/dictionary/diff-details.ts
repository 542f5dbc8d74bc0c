/** What else differs between two entries: attributes that no other sentence of a difference is about. */
import { isSame } from './same.ts';

export interface Detail {
  /** The attributes that differ, as they were. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

export type DetailedKind = 'element' | 'entity' | 'code-list' | 'code';

// Attributes that `diff.ts` says in sentences of their own; what is not here is a detail, so that nothing goes unsaid.
const SAID: Readonly<Record<DetailedKind, ReadonlySet<string>>> = {
  element: new Set([
    ...['code', 'dataType', 'sqlType', 'minLength', 'maxLength', 'precision', 'scale', 'pattern', 'range'],
    ...[
      'codeList',
      'references',
      'definition',
      'names',
      'physicalName',
      'labels',
      'authority',
      'reCollectable',
      'unit',
    ],
  ]),
  entity: new Set(['name', 'fields', 'key', 'body', 'validTime', 'checks']),
  'code-list': new Set(['code', 'items', 'successions', 'crosswalks']),
  code: new Set(['code', 'from', 'to', 'names', 'parent']),
};

/** One detail with everything that differs, or none. */
export function detailChanges(kind: DetailedKind, old: object, now: object): Detail[] {
  const [was, is] = [old as Record<string, unknown>, now as Record<string, unknown>];
  const names: string[] = [];
  const look = (name: string) => {
    if (!SAID[kind].has(name) && !isSame(was[name], is[name])) names.push(name);
  };
  for (const name in was) look(name);
  for (const name in is) if (!(name in was)) look(name);
  if (names.length === 0) return [];
  const only = (of: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, of[name] ?? null]));
  return [{ before: only(was), after: only(is) }];
}
