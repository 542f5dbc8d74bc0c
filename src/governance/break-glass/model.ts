/** An emergency right: what it is, how it stands, what a profile may name, and what stands in the way. Pure. */
import Type, { type Static } from 'typebox';
import type { Permission, PermissionTable } from '../../platform/room.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const EmergencyRight = Type.Object({
  id: Type.String(),
  /** Who begins it, and the body he acts for. */
  account: Type.String(),
  body: Type.Integer(),
  permissions: Type.Array(Type.String()),
  /** Names; null: whichever register. */
  registers: Nullable(Type.Array(Type.String())),
  hours: Type.Number(),
  reason: Type.String(),
  askedAt: Type.String(),
  waitsUntil: Type.String(),
  confirmedBy: Nullable(Type.String()),
  confirmedAt: Nullable(Type.String()),
  endsAt: Nullable(Type.String()),
  endedAt: Nullable(Type.String()),
  endedBy: Nullable(Type.String()),
  reviewedBy: Nullable(Type.String()),
  reviewedAt: Nullable(Type.String()),
  justified: Nullable(Type.Boolean()),
  finding: Nullable(Type.String()),
});
export type EmergencyRight = Static<typeof EmergencyRight>;

/** `asked` waits for a second person; `over` was never confirmed; `ended` waits for its review. */
export type RightState = 'asked' | 'over' | 'open' | 'ended' | 'reviewed';

/** Every moment counts by the clock, not by who came round to write it down. */
export function stateOfRight(right: EmergencyRight, now: Date): RightState {
  if (right.reviewedAt !== null) return 'reviewed';
  if (right.endsAt === null)
    return right.endedAt !== null || Date.parse(right.waitsUntil) <= now.getTime() ? 'over' : 'asked';
  return right.endedAt !== null || Date.parse(right.endsAt) <= now.getTime() ? 'ended' : 'open';
}

/** What the profile says: `breakGlass: { hours: 4, waitMinutes: 60, reviewDays: 5, permissions: [records.read] }`. */
export interface BreakGlassRules {
  /** At most. */
  readonly hours: number;
  /** How long it waits for the second person. */
  readonly waitMinutes: number;
  /** Working days for the review. */
  readonly reviewDays: number;
  /** What may be broken open; empty: nothing. */
  readonly permissions: readonly string[];
}

export const closed: BreakGlassRules = { hours: 0, waitMinutes: 0, reviewDays: 0, permissions: [] };
const LONGEST_HOURS = 72;

/**
 * Why a permission is never broken open, whatever a profile says; undefined: it may be. An emergency opens reading. Data
 * are changed where they arise, and who may do what, who is who, and who looked at whom are no matter of an emergency.
 */
export function neverOpened(name: string, entry: Permission | undefined): 'unknown' | 'changes' | 'kept' | undefined {
  if (!entry) return 'unknown';
  if (entry.changes) return 'changes';
  return entry.strong || entry.own || KEPT.has(name.split('.')[0] ?? '') || name.includes('window')
    ? 'kept'
    : undefined;
}
const KEPT = new Set(['identity', 'ledger', 'approvals', 'governance', 'marks']);

export class BreakGlassError extends Error {
  override name = 'BreakGlassError';
}

/**
 * @param tables of every room; absent: only its times are asked for
 * @throws BreakGlassError naming what cannot be read, or what is never opened
 */
export function breakGlassRules(setting: unknown, tables: PermissionTable | undefined): BreakGlassRules {
  if (setting === undefined || setting === null) return closed;
  const { hours = 4, waitMinutes = 60, reviewDays = 5, permissions } = setting as Record<string, unknown>;
  const number = (name: string, value: unknown, most: number) => {
    if (typeof value !== 'number' || !(value > 0 && value <= most))
      throw new BreakGlassError(`breakGlass.${name} is a number above 0, at most ${String(most)}`);
    return value;
  };
  if (!Array.isArray(permissions) || permissions.length === 0)
    throw new BreakGlassError('breakGlass.permissions is a list of permissions');
  const names = permissions.map(String);
  for (const name of tables ? names : []) {
    const why = neverOpened(name, tables && Object.hasOwn(tables, name) ? tables[name] : undefined);
    if (why !== undefined) throw new BreakGlassError(`breakGlass.permissions: ${name} is never broken open (${why})`);
  }
  return {
    hours: number('hours', hours, LONGEST_HOURS),
    waitMinutes: number('waitMinutes', waitMinutes, 24 * 60),
    reviewDays: Math.ceil(number('reviewDays', reviewDays, 60)),
    permissions: names,
  };
}

export const obstacles = ['own-right', 'not-waiting'] as const;
export type Obstacle = (typeof obstacles)[number];

interface Confirming {
  readonly right: EmergencyRight;
  readonly account: string;
  readonly now: Date;
}
const stands: Readonly<Record<Obstacle, (asked: Confirming) => boolean>> = {
  // The account and not the session: signing in a second time makes nobody a second person.
  'own-right': ({ right, account }) => right.account === account,
  'not-waiting': ({ right, now }) => stateOfRight(right, now) !== 'asked',
};

/** What stands in the way of confirming. @param list another list is for tests that show what each is for */
export const inTheWay = (asked: Confirming, list: readonly Obstacle[] = obstacles): Obstacle | undefined =>
  list.find((obstacle) => stands[obstacle](asked));
