/** The release in force, and earlier ones: plans are remembered by hash, so that asking costs one small statement. */
import type { Db } from '../platform/db/db.ts';
import type { ElementPlan, EntityPlan, Plan } from './plan.ts';
import { problems } from './problems.ts';
import * as store from './store/release.ts';

export interface Release {
  readonly number: number;
  readonly edition: string;
  readonly hash: string;
  readonly verdict: string;
  readonly publishedAt: string;
  readonly plan: Plan;
}

// Releases are immutable, so a remembered one is never old; a handful is in use at a time.
const MOST_REMEMBERED = 8;
const remembered = new Map<string, Release>();

/** The newest release of this node. @throws problems.noRelease */
export async function currentRelease(db: Db): Promise<Release> {
  const head = await store.latest(db);
  if (!head) throw problems.noRelease();
  return (await readRelease(db, head.number, head.hash)) as Release;
}

/** The release with this number, or the newest. @throws problems.noRelease, problems.releaseNotFound */
export async function getRelease(db: Db, number: number | undefined): Promise<Release> {
  if (number === undefined) return currentRelease(db);
  const found = await readRelease(db, number);
  if (!found) throw problems.releaseNotFound({ release: number });
  return found;
}

async function readRelease(db: Db, number: number, hash?: string): Promise<Release | undefined> {
  const key = (of: string) => `${String(number)}/${of}`;
  const known = hash === undefined ? undefined : remembered.get(key(hash));
  if (known) return known;
  const row = await store.byNumber(db, number);
  if (!row) return undefined;
  const before = remembered.get(key(row.hash));
  if (before) return before;
  const { published_at: publishedAt, ...rest } = row;
  const release: Release = { ...rest, publishedAt, plan: rest.plan as Plan };
  remembered.set(key(row.hash), release);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return release;
}

/** @throws problems.entityNotFound */
export function getEntity(release: Release, name: string): EntityPlan {
  const entity = release.plan.entities.find((one) => one.name === name || one.code === name);
  if (!entity) throw problems.entityNotFound({ entity: name, release: release.number });
  return entity;
}

/** @throws problems.elementNotFound */
export function getElement(release: Release, code: string): ElementPlan {
  const element = release.plan.elements.find((one) => one.code === code || one.physicalName === code);
  if (!element) throw problems.elementNotFound({ element: code, release: release.number });
  return element;
}
