/** The versions of the entries of a release of this node. */
import type { Db } from '../../platform/db/db.ts';
import type { Plan } from '../plan.ts';
import * as store from '../store/entry-version.ts';
import { FIRST_VERSION, type VersionedKind, type Versions } from './entry-version.ts';

type Mutable = Record<VersionedKind, Record<string, string>>;

/** Also of entries that went before it: their numbers are not given again. */
export async function versionsAsOf(db: Db, release: number): Promise<Versions> {
  const found: Mutable = { element: {}, entity: {}, 'code-list': {} };
  for (const { kind, key, version } of await store.asOf(db, release)) found[kind][key] = version;
  return found;
}

/** Of the entries that a plan has, and of no others. */
export function versionsOfPlan(plan: Plan, known: Versions): Versions {
  const pick = (kind: VersionedKind, keys: readonly string[]) =>
    Object.fromEntries(keys.map((key) => [key, known[kind][key] ?? FIRST_VERSION]));
  return {
    element: pick(
      'element',
      plan.elements.map(({ code }) => code),
    ),
    entity: pick(
      'entity',
      plan.entities.map(({ name }) => name),
    ),
    'code-list': pick(
      'code-list',
      plan.codeLists.map(({ code }) => code),
    ),
  };
}

export async function versionOf(db: Db, kind: VersionedKind, key: string, release: number): Promise<string> {
  const found = (await store.ofEntry(db, kind, key)).find((one) => one.release <= release);
  return found?.version ?? FIRST_VERSION;
}

export interface VersionChange {
  readonly kind: VersionedKind;
  readonly key: string;
  /** Absent when the entry is new since then. */
  readonly before?: string;
  readonly version: string;
}

/** Entries of the later release whose version is another than in the earlier one. */
export async function versionSteps(db: Db, { from, to }: { from: number; to: number }): Promise<VersionChange[]> {
  if (from === to - 1) {
    const steps = await store.begunBy(db, to);
    return steps.map(({ before, ...one }) => ({ ...one, ...(before !== null && { before }) }));
  }
  const [old, now] = [await versionsAsOf(db, from), await versionsAsOf(db, to)];
  return (['element', 'entity', 'code-list'] as const).flatMap((kind) =>
    Object.entries(now[kind]).flatMap(([key, version]) => {
      const before = old[kind][key];
      return before === version ? [] : [{ kind, key, version, ...(before !== undefined && { before }) }];
    }),
  );
}
