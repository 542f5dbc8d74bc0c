/** Whether a delegation may be given: nobody gives what he does not hold, for a body that is not his to speak for. Pure. */
import type { Decision } from '../../platform/decision.ts';
import type { Permission } from '../../platform/room.ts';
import { isDelegable, type DelegationRules } from './model.ts';

export interface Giving {
  readonly giver: {
    readonly account: string;
    readonly body: number | null;
    /** Whether he acts for somebody else himself. */
    readonly isOnBehalf: boolean;
  };
  readonly body: number;
  readonly toBody: number;
  /** Whether the giver holds a post in the body that will act. */
  readonly isHisOwn: boolean;
  readonly permissions: readonly string[];
  readonly registers: readonly string[] | null;
  /** Registers of the node: without a list, each of them must be the giver's to give. */
  readonly everyRegister: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly today: string;
  /** The last day that the profile allows, counted from the first. */
  readonly lastDay: string;
}

export type DelegationObstacle =
  | { readonly kind: 'on-behalf' | 'from-above' | 'same-body' | 'to-oneself' | 'day-past' | 'too-long' }
  | { readonly kind: 'not-delegable'; readonly permission: string }
  | { readonly kind: 'more-than-held'; readonly permission: string; readonly register?: string; readonly rule: string };

export interface Law {
  readonly rules: DelegationRules;
  readonly entryOf: (permission: string) => Permission | undefined;
  /** What the giver himself may do about the body that is acted for. */
  readonly decide: (permission: string, register: string | undefined) => Decision;
}

/** The first thing that stands in the way; undefined: nothing does. */
export function delegationObstacle(giving: Giving, law: Law): DelegationObstacle | undefined {
  const plain = plainObstacle(giving, law);
  if (plain) return { kind: plain };
  const wrong = giving.permissions.find((name) => !isDelegable(name, law.entryOf(name)));
  if (wrong !== undefined) return { kind: 'not-delegable', permission: wrong };
  for (const permission of giving.permissions) {
    const beyond = beyondGiver(giving, law, permission);
    if (beyond) return beyond;
  }
  return undefined;
}

function plainObstacle(giving: Giving, { rules }: Law) {
  const { giver, body, toBody, from, to, today, lastDay } = giving;
  if (giver.isOnBehalf) return 'on-behalf';
  if (body === toBody) return 'same-body';
  if (giver.body !== body && !rules.fromAbove) return 'from-above';
  if (giving.isHisOwn) return 'to-oneself';
  if (from < today || to < from) return 'day-past';
  return to > lastDay ? 'too-long' : undefined;
}

function beyondGiver(giving: Giving, law: Law, permission: string): DelegationObstacle | undefined {
  const keeps = law.entryOf(permission)?.keeps !== undefined;
  // What changes rows is each register's own matter: who keeps them is asked of each.
  const asked = giving.registers ?? (keeps ? giving.everyRegister : [undefined]);
  for (const register of asked) {
    const decision = law.decide(permission, register);
    // What an agreement opens is not the giver's own.
    if (decision.allowed && decision.rule !== 'governance/granted-by-agreement') continue;
    const kind = 'more-than-held' as const;
    return { kind, permission, rule: decision.rule, ...(register !== undefined && { register }) };
  }
  return undefined;
}
