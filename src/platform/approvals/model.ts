/** What waits for a second person, which acts do, and who may be that person. Pure. */
import type { Caller } from '../caller.ts';

/** An act that needs a second person. */
export interface FourEyesAct {
  readonly permission: string;
  /** Posts that may agree besides those that hold the permission: in the proposer's own body, or one above it. */
  readonly agree: readonly string[];
}

export interface FourEyesRules {
  /** Hours that a proposal waits. */
  readonly hours: number;
  readonly acts: ReadonlyMap<string, FourEyesAct>;
}

export const noFourEyes: FourEyesRules = { hours: 72, acts: new Map() };
const LONGEST_HOURS = 24 * 60;

export class FourEyesError extends Error {
  override name = 'FourEyesError';
}

/**
 * What the profile asks: `fourEyes: { hours: 72, acts: [bodies.merge, { permission: …, agree: [leader] }] }`.
 * @param changes names of the permissions that change something
 * @throws FourEyesError naming what cannot be read
 */
export function readFourEyes(setting: unknown, changes: ReadonlySet<string>): FourEyesRules {
  if (setting === undefined || setting === null) return noFourEyes;
  const { hours = 72, acts } = setting as { hours?: unknown; acts?: unknown };
  if (typeof hours !== 'number' || !(hours > 0 && hours <= LONGEST_HOURS))
    throw new FourEyesError(`fourEyes.hours is a number from 1 to ${String(LONGEST_HOURS)}`);
  if (!Array.isArray(acts)) throw new FourEyesError('fourEyes.acts is a list of permissions');
  const read = acts.map((act): [string, FourEyesAct] => {
    const one = (typeof act === 'string' ? { permission: act } : act) as { permission?: unknown; agree?: unknown };
    const { permission, agree = [] } = one;
    if (typeof permission !== 'string' || !changes.has(permission))
      throw new FourEyesError(`fourEyes.acts: ${String(permission)} is no permission that changes something`);
    if (!Array.isArray(agree)) throw new FourEyesError(`fourEyes.acts: agree of ${permission} is a list of posts`);
    return [permission, { permission, agree: agree.map(String) }];
  });
  return { hours, acts: new Map(read) };
}

export type ApprovalState = 'open' | 'agreeing' | 'done' | 'failed' | 'refused' | 'withdrawn' | 'expired';

/** What is asked of the second person: everything that may stand in the way, gathered beforehand. */
export interface Agreeing {
  readonly proposal: {
    readonly account: string;
    readonly state: ApprovalState;
    readonly expiresAt: string;
    readonly digest: string;
  };
  readonly agreer: Pick<Caller, 'account'>;
  /** What the agreer saw. */
  readonly seen: string;
  /** What lies in the database, hashed anew; null when it does not open. */
  readonly found: string | null;
  /** Whether his body stands below the proposer's. */
  readonly isBelow: boolean;
  /** Whether the request itself names his account. */
  readonly isNamed: boolean;
  readonly isEntitled: boolean;
  readonly now: Date;
}

export const obstacles = [
  'own-proposal',
  'below-proposer',
  'named-in-it',
  'not-entitled',
  'no-longer-open',
  'request-differs',
] as const;
export type Obstacle = (typeof obstacles)[number];

const stands: Readonly<Record<Obstacle, (asked: Agreeing) => boolean>> = {
  // The account and not the session: signing in a second time makes nobody a second person.
  'own-proposal': ({ proposal, agreer }) => proposal.account === agreer.account,
  'below-proposer': ({ isBelow }) => isBelow,
  'named-in-it': ({ isNamed }) => isNamed,
  'not-entitled': ({ isEntitled }) => !isEntitled,
  'no-longer-open': ({ proposal, now }) => proposal.state !== 'open' || Date.parse(proposal.expiresAt) <= now.getTime(),
  'request-differs': ({ proposal, seen, found }) => seen !== proposal.digest || found !== proposal.digest,
};

/**
 * What stands in the way of agreeing, the first of the list; undefined: nothing does.
 * @param list another list is for tests that show what each is for
 */
export function inTheWay(asked: Agreeing, list: readonly Obstacle[] = obstacles): Obstacle | undefined {
  return list.find((obstacle) => stands[obstacle](asked));
}

const SECRET = /pass(word|phrase)|secret|token|^key$|credential/i;
/** What is shown of a request: secrets as dots, everything else as it was written. */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (SECRET.test(name)) return '••••••';
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutSecrets(one, key)]));
}

/** Whether a request says this text anywhere: an account that it is about. */
export function mentions(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value === text;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((one) => mentions(one, text));
}
