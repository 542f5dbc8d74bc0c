/** Who asks at all: the node itself, the public, somebody signed in who holds a post that has the permission. Pure. */
import { reachOf } from './reach.ts';
import { keeperFact } from './keeping.ts';
import type { Question } from '../question.ts';
import { allowed, factsOf, whoCanChange, type Rule, type Verdict } from './rule.ts';

/** Who acts for another body does what was given to him; and reads what everybody reads. */
function notDelegated(question: Question): Verdict | undefined {
  const { onBehalf } = question.caller;
  if (!onBehalf) return undefined;
  const { permission, about } = question;
  if (permission.entry?.changes === false && Object.hasOwn(permission.entry.reach, 'anyone')) return undefined;
  const isGiven = onBehalf.permissions.includes(permission.name);
  const isNamed = onBehalf.registers === null || onBehalf.registers.includes(about.register?.name ?? '');
  if (isGiven && isNamed) return undefined;
  const facts = { ...factsOf(question), by: onBehalf.by, permission: permission.name };
  return { allowed: false, facts, remedy: 'act-in-own-posts', ...whoCanChange(question) };
}

export const askingRules: readonly Rule[] = [
  {
    id: 'governance/node-itself',
    judge: ({ caller }) => (caller.kind === 'system' ? allowed({}) : undefined),
  },
  {
    id: 'governance/public',
    judge: ({ permission }) => (permission.name === 'public' ? allowed({}) : undefined),
  },
  {
    id: 'governance/not-signed-in',
    judge: ({ caller }) => (caller.kind === 'nobody' ? { allowed: false, facts: {}, remedy: 'sign-in' } : undefined),
  },
  {
    id: 'governance/no-such-permission',
    judge: ({ permission }) =>
      permission.entry ? undefined : { allowed: false, facts: { permission: permission.name } },
  },
  { id: 'governance/not-delegated', judge: notDelegated },
  {
    // The person whom data describe signs in like everybody else: what is open to everybody who works here is not hers.
    id: 'governance/holds-no-post',
    judge: ({ caller, permission }) =>
      caller.posts.length === 0 && permission.entry?.own !== true
        ? { allowed: false, facts: {}, remedy: 'own-only' }
        : undefined,
  },
  {
    id: 'governance/compliance-changes-nothing',
    judge: (question) =>
      question.permission.entry?.changes && question.caller.posts.includes('compliance')
        ? { allowed: false, facts: factsOf(question), remedy: 'ask-who-may-change', ...whoCanChange(question) }
        : undefined,
  },
];

/** Asked when no emergency opens it: every other way needs a post that has the permission. */
export const postRules: readonly Rule[] = [
  {
    id: 'governance/post-lacks-permission',
    judge: (question) =>
      reachOf(question, true) === undefined
        ? {
            allowed: false,
            facts: { ...factsOf(question), permission: question.permission.name, ...keeperFact(question) },
            remedy: 'ask-for-post',
            // Posts are given by one's own body, whatever register is meant.
            ...(question.caller.body && { whoCanChange: question.caller.body.names }),
          }
        : undefined,
  },
];
