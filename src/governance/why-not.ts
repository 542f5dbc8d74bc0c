/**
 * Why an agreement of the asker's own body does not open what was asked: the nearest one, and what stands in its way.
 * Made only of the asker's own agreements, whose terms it knows, and of what was asked; never of a body, a record, or
 * of whether there is one. Pure.
 */
import type { Decision } from '../platform/decision.ts';
import { stateOn, type Grant } from './model.ts';
import type { Question } from './question.ts';

/** From the furthest from passing to the nearest: the last one that is met is told. */
export const causes = [
  'agreement-revoked',
  'agreement-expired',
  'agreement-of-other-purpose',
  'agreement-of-other-mode',
  'agreement-suspended',
  'agreement-not-begun',
  'agreement-security-awaited',
  'agreement-security-lapsed',
  'agreement-on-some-fields',
] as const;
export type Cause = (typeof causes)[number];

/** What the mode of an agreement opens. */
export const opens: Readonly<Record<Grant['mode'], readonly string[]>> = {
  lookup: ['lookup'],
  query: ['lookup', 'query'],
  feed: ['lookup', 'query', 'feed'],
  statistics: ['statistics'],
};

const inState = {
  revoked: 'agreement-revoked',
  expired: 'agreement-expired',
  suspended: 'agreement-suspended',
  'not-begun': 'agreement-not-begun',
  'security-awaited': 'agreement-security-awaited',
  'security-lapsed': 'agreement-security-lapsed',
} as const;

/** What stands in the way of a grant, or nothing. */
export function causeOf(
  grant: Grant,
  { about, permission, day }: Pick<Question, 'about' | 'permission' | 'day'>,
): Cause | undefined {
  const state = stateOn(grant, day);
  if (state === 'revoked' || state === 'expired') return inState[state];
  if (about.purpose !== undefined && about.purpose !== grant.purpose) return 'agreement-of-other-purpose';
  if (!opens[grant.mode].includes(permission.entry?.mode ?? 'query')) return 'agreement-of-other-mode';
  if (state !== 'active') return inState[state];
  return grant.elements === 'all' ? undefined : 'agreement-on-some-fields';
}

/** What a reader asks for beyond the register: some fields, one more read. */
export interface Beyond {
  readonly elements: readonly string[];
  /** Of the agreement that opens it; absent without a quota. */
  readonly quota?: { readonly quota: number; readonly used: number; readonly freeAgain: string };
  /** The budget of different records; absent without one. */
  readonly subjects?: { readonly subjects: number; readonly read: number; readonly freeAgain: string };
}

/** The decision on some fields and one more read, from the decision on the register and the grant that opens it. Pure. */
export function whyNotBeyond(
  decision: Decision,
  grant: Grant | undefined,
  { elements, quota, subjects }: Beyond,
): Decision {
  const isPartly = decision.rule === 'governance/agreement-on-some-fields';
  if (!grant || (!decision.allowed && !isPartly)) return decision;
  const { agreement, purpose: purposeCode } = grant;
  const who = decision.whoCanChange && { whoCanChange: decision.whoCanChange };
  const refused = (cause: string, facts: Decision['facts'], remedy: string): Decision => ({
    allowed: false,
    rule: `governance/${cause}`,
    facts: { ...decision.facts, agreement, purposeCode, ...facts },
    remedy,
    ...who,
  });
  const outside = elements.filter((element) => grant.elements !== 'all' && !grant.elements.includes(element));
  if (outside.length > 0) return refused('field-outside-agreement', { fields: outside.join(', ') }, 'ask-for-fields');
  // Some fields were meant, and whole records asked for: nothing more is open.
  if (isPartly && elements.length === 0) return decision;
  if (quota && quota.used >= quota.quota) return refused('quota-spent', { ...quota }, 'wait-or-raise-quota');
  if (subjects && subjects.read >= subjects.subjects) {
    return refused('subjects-spent', { ...subjects, needed: subjects.subjects + 1 }, 'wait-or-raise-subjects');
  }
  return {
    allowed: true,
    rule: 'governance/granted-by-agreement',
    facts: { ...decision.facts, agreement, purposeCode },
  };
}

/** What would pass, by cause. */
const remedies: Readonly<Record<Cause, string>> = {
  'agreement-revoked': 'agreement',
  'agreement-expired': 'renew-agreement',
  'agreement-of-other-purpose': 'say-its-purpose',
  'agreement-of-other-mode': 'ask-for-mode',
  'agreement-suspended': 'lift-suspension',
  'agreement-not-begun': 'wait-for-first-day',
  'agreement-security-awaited': 'confirm-security',
  'agreement-security-lapsed': 'confirm-security',
  'agreement-on-some-fields': 'ask-for-fields',
};

/**
 * Of a body beyond the asker's tree only an agreement on all rows is told: whether the body is there or not, the others
 * would not open it.
 */
const mayReach = ({ rows }: Grant, { about: { body } }: Question): boolean =>
  rows === 'all' || !body || body.relation === 'same' || body.relation === 'below';

/** The verdict on a read that no agreement opens, or undefined where the asker's body has none on the register. */
export function whyNot(question: Question, facts: Decision['facts']): Decision | undefined {
  const { about, caller, permission } = question;
  const { register } = about;
  if (!register || !caller.body || permission.entry?.changes !== false) return undefined;
  const me = caller.body.id;
  const near = question.grants
    .filter((grant) => grant.register === register.name && grant.consumer === me && mayReach(grant, question))
    .flatMap((grant) => {
      const cause = causeOf(grant, question);
      return cause ? [{ grant, cause }] : [];
    })
    .toSorted((a, b) => causes.indexOf(b.cause) - causes.indexOf(a.cause))[0];
  if (!near) return undefined;
  const { grant, cause } = near;
  const refused = refusalFor(grant, cause);
  return {
    ...refused,
    facts: { ...facts, ...refused.facts },
    ...(register.managerNames && { whoCanChange: register.managerNames }),
  };
}

/** The refusal that a cause gives, to the consumer itself. */
export const refusalFor = (grant: Grant, cause: Cause): Decision => ({
  allowed: false,
  rule: `governance/${cause}`,
  facts: termsOf(grant, cause),
  remedy: remedies[cause],
});

function termsOf(grant: Grant, cause: Cause): Decision['facts'] {
  const { agreement, purpose, from, to, securityUntil } = grant;
  return {
    agreement,
    purposeCode: purpose,
    ...(cause === 'agreement-expired' && { to }),
    ...(cause === 'agreement-not-begun' && { from }),
    ...(cause === 'agreement-security-lapsed' && securityUntil && { securityUntil }),
  };
}
