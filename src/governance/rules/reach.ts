/** How far the posts of the asker reach. Pure. */
import type { Reach } from '../../platform/room.ts';
import type { Question } from '../question.ts';

const reaches: readonly Reach[] = ['own-body', 'own-tree', 'everywhere'];

// Whoever acts for a body reaches no further than its tree, whatever posts gave it.
const OWN_TREE = reaches.indexOf('own-tree');

/**
 * How far the caller reaches with the permission: the widest of his posts. The post `data-manager` counts on the
 * registers that his body manages, and wherever no register is named.
 */
export function reachOf(question: Question, everyRegister = false): Reach | undefined {
  const reach = question.permission.entry?.reach;
  if (!reach) return undefined;
  let widest = rankOf(reach, 'anyone');
  for (const post of question.caller.posts) {
    if (post === 'data-manager' && !everyRegister && !managesIt(question)) continue;
    widest = Math.max(widest, question.caller.onBehalf ? Math.min(rankOf(reach, post), OWN_TREE) : rankOf(reach, post));
  }
  return reaches[widest];
}

/** Asked a million times a second: no list is made. -1: the holder has no reach. */
const rankOf = (reach: Readonly<Partial<Record<string, Reach>>>, holder: string): number =>
  Object.hasOwn(reach, holder) ? reaches.indexOf(reach[holder] as Reach) : -1;

const managesIt = ({ about, caller }: Question): boolean =>
  !about.register || (caller.body !== null && about.register.managerBody === caller.body.id);

/** The data manager reads all of his registers; data are edited only by the level where they arise. */
export function readsAsManager({ about, caller, permission }: Question): boolean {
  const manager = about.register?.managerBody;
  return (
    permission.entry?.changes === false &&
    Object.hasOwn(permission.entry.reach, 'data-manager') &&
    caller.posts.includes('data-manager') &&
    caller.body !== null &&
    manager === caller.body.id &&
    about.body?.relation !== 'unknown'
  );
}
