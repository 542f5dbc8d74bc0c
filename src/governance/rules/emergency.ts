/** What an emergency right opens: reading, of what it names, while it lasts; and all of it says so. Pure. */
import type { Question } from '../question.ts';
import { allowed, factsOf, type Rule } from './rule.ts';

/**
 * Whether the caller's emergency right covers the question: said of what his own posts open too, so that everything done
 * under it is found. Never of what changes anything, nor of a register that is held outside.
 */
export function opensInEmergency({ caller, permission, about }: Question): boolean {
  const { emergency } = caller;
  if (!emergency || caller.onBehalf || permission.entry?.changes !== false) return false;
  if (!emergency.permissions.includes(permission.name) || about.register?.external === true) return false;
  return emergency.registers === null || emergency.registers.includes(about.register?.name ?? '');
}

export const emergencyRules: readonly Rule[] = [
  {
    id: 'governance/break-glass',
    judge: (question) => (opensInEmergency(question) ? allowed(factsOf(question)) : undefined),
  },
];
