/** The words of a merge of bodies. Pure. */
import type { Held, Merging, Obstacle } from '../../platform/holdings/model.ts';
import type { Body } from '../model.ts';

/** A body that begins with the merge. */
export interface Founding {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly kind: string;
  readonly level: string;
  /** Code of the body under which it stands, read as of the day; null makes it a root. */
  readonly parent: string | null;
}

export interface MergeWish {
  /** Codes of the bodies that end, read as of the day before. */
  readonly from: readonly string[];
  /** Code of the body they become, read as of the day; or the one that is founded. */
  readonly into: string | Founding;
  /** First day as one body. */
  readonly day: string;
}

export interface HeldItem extends Held {
  readonly kind: string;
}

/** Everything that a merge touches, as it stands now; nothing was written. */
export interface MergePlan {
  readonly wish: MergeWish;
  readonly merging: Merging;
  readonly from: readonly Body[];
  /** Null while it is to be founded. */
  readonly into: Body | null;
  /** The parent of the body that is to be founded. */
  readonly parent: Body | null;
  readonly items: readonly HeldItem[];
  readonly obstacles: readonly Obstacle[];
  /** SHA-256 of all that was seen: another one means that the world has moved since. */
  readonly hash: string;
}

export const isBlocked = ({ obstacles }: Pick<MergePlan, 'obstacles'>): boolean =>
  obstacles.some(({ severity }) => severity === 'block');
