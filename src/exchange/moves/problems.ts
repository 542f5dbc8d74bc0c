/** Every way a move of a home can be refused. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  moveWay: {
    status: 409,
    title: 'A body does not move this way',
    help: 'It moves from its home to a child that is approved, or back to the parent. Run the command at the node that is its home.',
  },
  moveDiffers: {
    status: 409,
    title: 'The new home does not hold what the old one has',
    help: 'The member `registers` names where. Nothing was moved: the old home goes on. Look for rows that were refused, and try again.',
  },
  moveWaits: {
    status: 409,
    title: 'News of the body has not reached the new home yet',
    help: 'Nothing was moved. `/exchange/flow` shows what waits and why; try again when it has been taken.',
  },
  moveSealed: {
    status: 409,
    title: 'Rows with sealed fields cannot move to another node',
    help: 'The register of the member `register` stores fields sealed under keys of this node, which never leave it. Nothing was moved: the dictionary must not ask for them to be sealed, or the body stays here.',
  },
  moveRefused: {
    status: 422,
    title: 'The new home could not take some rows',
    help: 'The member `refused` names records and reasons. Nothing was moved: mend them and try again.',
  },
});
