/**
 * What comes back to a home that was restored from an old backup: who holds more than it, and what becomes of that.
 * docs/protocol.md §6.6, §8.4, §8.5. Pure; the simulation and the product ask the same functions.
 */
import { nextVersion } from '../../platform/changes/model.ts';
import type { PageKind } from './page.ts';

/** A record as its home has it. */
export interface OwnVersion {
  /** The newest that there ever was here, standing or ended; 0 when there was none. */
  readonly version: number;
  /** The very version that is held elsewhere is, or was, here with the same values: nothing of it was lost. */
  readonly knows: boolean;
  /** What stands here has the same values, whatever its version. */
  readonly same: boolean;
  /** It was changed or ended here after the node had come back. */
  readonly young: boolean;
}

export type Returned =
  | { readonly act: 'known' }
  /** The home lost it: it stands again, under a version above both. */
  | { readonly act: 'restore'; readonly version: number }
  /**
   * Both sides went on: what is here stays, what is held elsewhere is kept beside it, and people decide. `version`: under
   * which the record goes on here, where it is not above the other one yet.
   */
  | { readonly act: 'meet'; readonly version: number | null };

/**
 * @param held the version that another node holds of a record whose home this is
 * @param epoch of the home's change log now
 */
export function judgeHeld(own: OwnVersion, held: number, epoch: number): Returned {
  const isAbove = own.version > held;
  const above = nextVersion(Math.max(own.version, held), epoch);
  if (own.knows) return { act: 'known' };
  // Newer, and of the life that both know: what is held is a version that was passed over.
  if (isAbove && (!own.young || own.same)) return { act: 'known' };
  if (own.young && !own.same) return { act: 'meet', version: isAbove ? null : above };
  return { act: 'restore', version: above };
}

/** Of what was written between the start and the fence: others may hold other values under the version it had. */
export const renewedVersion = (version: number, epoch: number): number => nextVersion(version, epoch);

/** A snapshot names an older version than is held: its home has lost the newer one, and is given it back. */
export const isLostAtHome = (held: number, line: { readonly kind: PageKind; readonly version: number }): boolean =>
  line.kind === 'snapshot' && held > line.version;
