/**
 * Strong acts ask for a fresh proof of who is at the keyboard, where the profile says so (`stepUp: { minutes: 10 }`;
 * RFC 9470 is the same thing between servers). Which acts are strong is written beside their permission.
 */
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import { problems } from '../problems.ts';
import type { PermissionTable } from '../room.ts';

/** @throws problems.stepUpNeeded */
export type InsistOnStrength = (caller: Caller, permission: string) => void;

export interface Strong {
  readonly tables: readonly PermissionTable[];
  /** Minutes for which a proof is fresh; undefined: the profile does not ask. */
  readonly minutes: number | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

export function insistOnStrength({ tables, minutes, clock }: Strong): InsistOnStrength {
  const strong = new Set(
    tables.flatMap((table) => Object.entries(table).flatMap(([name, entry]) => (entry.strong ? [name] : []))),
  );
  return (caller, permission) => {
    if (minutes === undefined || caller.kind === 'system' || !strong.has(permission)) return;
    // A key is nobody at a keyboard: what it may do was decided when it was made, and strong acts are not among that.
    const proved = caller.authenticatedAt === undefined ? NaN : Date.parse(caller.authenticatedAt);
    const age = clock.now().getTime() - proved;
    // A proof from after now is none: the clock went backwards, or somebody wrote it.
    if (!(age > -60_000 && age <= minutes * 60_000)) throw problems.stepUpNeeded({ minutes });
  };
}

/** What the profile asks. */
export function stepUpMinutes(settings: Readonly<Record<string, unknown>>): number | undefined {
  const { minutes } = (settings['stepUp'] ?? {}) as { minutes?: unknown };
  return typeof minutes === 'number' && minutes > 0 ? minutes : undefined;
}
