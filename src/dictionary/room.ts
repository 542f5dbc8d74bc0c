/** The room as `node.ts` sees it. */
import type { Room } from '../platform/room.ts';
import { install } from './install.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { proposalProblems } from './proposals/proposal-problems.ts';
import { routes } from './routes.ts';
import { holdings } from './store/holdings.ts';

export const dictionaryRoom: Room = {
  name: 'dictionary',
  permissions,
  problems: { ...problems, ...proposalProblems },
  install,
  routes,
  holdings,
};
