/** The release in force, and earlier ones: plans are remembered by hash, so that asking costs one small statement. */
import type { Db } from '../platform/db/db.ts';
import type { ElementPlan, EntityPlan, Plan } from './plan.ts';
import { problems } from './problems.ts';
import * as store from './store/release.ts';

export interface Release {
  readonly number: number;
  /** Version of the node's overlay that is laid on it; 0 when there is none. */
  readonly overlay: number;
  readonly edition: string;
  readonly hash: string;
  readonly verdict: string;
  readonly publishedAt: string;
  readonly plan: Plan;
}

// Releases are immutable, so a remembered one is never old; a handful is in use at a time.
const MOST_REMEMBERED = 8;
const remembered = new Map<string, Release>();

/** The newest release of this node, as it holds here: with the node's overlay laid on it. @throws problems.noRelease */
export async function currentRelease(db: Db): Promise<Release> {
  const head = await store.inForce(db);
  if (!head) throw problems.noRelease();
  return (await readRelease(db, head)) as Release;
}

/**
 * The release with this number, or the newest as it holds here.
 * @param overlay the version laid on it; 0: the release as it was published
 * @throws problems.noRelease, problems.releaseNotFound
 */
export async function getRelease(db: Db, number: number | undefined, overlay = 0): Promise<Release> {
  if (number === undefined) return currentRelease(db);
  const found = await readRelease(db, { number, overlay });
  if (!found) throw problems.releaseNotFound({ release: number });
  return found;
}

interface Wanted {
  readonly number: number;
  readonly overlay: number;
  readonly hash?: string;
}

async function readRelease(db: Db, { number, overlay, hash }: Wanted): Promise<Release | undefined> {
  const key = (of: string) => `${String(number)}/${String(overlay)}/${of}`;
  const known = hash === undefined ? undefined : remembered.get(key(hash));
  if (known) return known;
  const row = await (overlay === 0 ? store.byNumber(db, number) : store.withOverlay(db, number, overlay));
  if (!row) return undefined;
  const before = remembered.get(key(row.hash));
  if (before) return before;
  const { published_at: publishedAt, ...rest } = row;
  const release: Release = { ...rest, overlay, publishedAt, plan: rest.plan as Plan };
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
