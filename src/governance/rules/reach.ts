/** How far the posts of the asker reach. Pure. */
import type { Reach } from '../../platform/room.ts';
import type { Holder, Question } from '../question.ts';

const reaches: readonly Reach[] = ['own-body', 'own-tree', 'everywhere'];

/**
 * How far the caller reaches with the permission: the widest of his posts. The post `data-manager` counts on the
 * registers that his body manages, and wherever no register is named.
 */
export function reachOf(question: Question, everyRegister = false): Reach | undefined {
  const reach = question.permission.entry?.reach ?? {};
  const holders: Holder[] = ['anyone', ...(question.caller.posts as Holder[])];
  const held = holders
    .filter((holder) => holder !== 'data-manager' || everyRegister || managesIt(question))
    .flatMap((holder) => (Object.hasOwn(reach, holder) ? (reach[holder] ?? []) : []));
  return held.toSorted((a, b) => reaches.indexOf(b) - reaches.indexOf(a))[0];
}

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
