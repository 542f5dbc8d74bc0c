/** Which body a row belongs to: the one that loads, or the one its own field names, within the loading body's tree. */
import { homesElsewhere, listBodies, type Elsewhere } from '../bodies/index.ts';
import type { EntityPlan } from '../dictionary/index.ts';
import type { Db } from '../platform/db/db.ts';
import { fold } from '../platform/search/fold.ts';
import type { Finding } from './model.ts';
import { problems } from './problems.ts';

export { homesElsewhere, type Elsewhere };

/** @throws problems.homeElsewhere */
export function insistOnHome(elsewhere: Elsewhere, body: number): void {
  const node = elsewhere.get(body);
  if (node !== undefined) throw problems.homeElsewhere({ node });
}

export interface HomeBodies {
  /** The home of a row whose body field says `value`; no id when the row may not be stored by this load. */
  of(value: string | null): { readonly id?: number; readonly finding?: Omit<Finding, 'row' | 'field'> };
  /** The loading body and everything below it: the records it may change. */
  readonly allowed: readonly number[];
}

/**
 * Codes come first, then names where they are unique in the tree. What names no body of the tree keeps the loading body
 * as its home and gets a warning: the field itself is stored as it stands, and quality follows it up.
 */
export async function homeBodies(
  db: Db,
  entity: EntityPlan,
  body: number,
  elsewhere: Elsewhere = new Map(),
): Promise<HomeBodies> {
  const tree = await listBodies(db, { under: body });
  const allowed = tree.map((one) => one.id).filter((id) => !elsewhere.has(id));
  const own = { id: body };
  if (entity.body.how === 'uploader') return { of: () => own, allowed };
  const byName = new Map<string, { id: number } | null>();
  for (const one of tree) {
    for (const name of Object.values(one.names)) {
      const key = fold(name);
      const known = byName.get(key);
      byName.set(key, known === undefined || known?.id === one.id ? { id: one.id } : null);
    }
  }
  const byCode = new Map(tree.filter((one) => one.to === null).map((one) => [one.code, { id: one.id }]));
  const unknown = (value: string) => ({
    id: body,
    finding: { kind: 'body', rule: 'unknown-body', catalogue: 'records', severity: 'warning' as const, value },
  });
  const remembered = new Map<string, ReturnType<HomeBodies['of']>>();
  const away = (value: string) => ({
    finding: { kind: 'body', rule: 'home-elsewhere', catalogue: 'records', severity: 'error' as const, value },
  });
  const find = (value: string): ReturnType<HomeBodies['of']> => {
    const found = byCode.get(value) ?? byName.get(fold(value));
    if (found && elsewhere.has(found.id)) return away(value.slice(0, 200));
    return found ?? unknown(value.slice(0, 200));
  };
  const of = (value: string | null) => {
    if (value === null) return own;
    const known = remembered.get(value);
    if (known) return known;
    const found = find(value);
    if (remembered.size < 100_000) remembered.set(value, found);
    return found;
  };
  return { of, allowed };
}
