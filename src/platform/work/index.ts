/** Work items' front door: who owes what by when. */
import type { Room } from '../room.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { holdings } from './holdings-store.ts';
import { serveWork } from './routes.ts';

export { bodiesOwing, closeWork, listWork, openWork, todayOf, workCounts, type ListWork, type Today } from './work.ts';
export type { Closing, NewWork } from './model.ts';

export const workRoom: Room = { name: 'work', permissions, problems, routes: serveWork, holdings };
