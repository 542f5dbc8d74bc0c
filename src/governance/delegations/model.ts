/** One body acts for another: what a delegation is, and what may be given. Pure. */
import Type, { type Static } from 'typebox';
import type { Permission } from '../../platform/room.ts';
import { Day } from '../model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const Delegation = Type.Object({
  id: Type.String(),
  /** Who is acted for; who acts; in whose name it was given: the body itself, or one above it. */
  body: Type.Integer(),
  toBody: Type.Integer(),
  givenBy: Type.Integer(),
  /** Posts of whoever gave it, on the day he did. */
  posts: Type.Array(Type.String()),
  permissions: Type.Array(Type.String()),
  /** Names; null: whichever register. */
  registers: Nullable(Type.Array(Type.String())),
  from: Day,
  to: Day,
  reason: Type.String(),
  account: Type.String(),
});
export type Delegation = Static<typeof Delegation>;

export type DelegationState = 'later' | 'in-force' | 'ended' | 'lapsed';

/**
 * @param path of the body that is acted for, from the root down: whoever gave it must still be it, or stand above it
 */
export function stateOfDelegation({ from, to, givenBy }: Delegation, day: string, path: readonly number[]) {
  if (day < from) return 'later' as const;
  if (day > to) return 'ended' as const;
  return path.includes(givenBy) ? ('in-force' as const) : ('lapsed' as const);
}

/** What the profile says: `delegation: { fromAbove: true, days: 366 }`. */
export interface DelegationRules {
  /** Whether a body above may give it for a body of its tree. */
  readonly fromAbove: boolean;
  /** How many days it lasts at most. */
  readonly days: number;
}

const LONGEST_DAYS = 366;
export function delegationRules(setting: unknown): DelegationRules {
  const { fromAbove, days } = (setting ?? {}) as { fromAbove?: unknown; days?: unknown };
  return {
    fromAbove: fromAbove === true,
    days: typeof days === 'number' && days >= 1 && days <= LONGEST_DAYS ? Math.floor(days) : LONGEST_DAYS,
  };
}

/**
 * What can be acted for at all: what posts hold in their body or tree. Not strong acts (accounts, posts, who answers), nor
 * giving delegations on: those stay with whoever holds them.
 */
export function isDelegable(name: string, entry: Permission | undefined): boolean {
  if (!entry || entry.strong === true || KEPT.has(name.split('.')[0] ?? '')) return false;
  return Object.entries(entry.reach).some(([holder, reach]) => holder !== 'anyone' && reach !== 'everywhere');
}
const KEPT = new Set(['identity', 'ledger', 'approvals', 'bodies', 'exchange']);
