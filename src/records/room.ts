/** The room as `node.ts` sees it. */
import type { RowKeeping } from '../platform/keeping.ts';
import type { Room } from '../platform/room.ts';
import { followReleases } from './follow-releases.ts';
import { install } from './install.ts';
import { problems as exportProblems } from './export/index.ts';
import { problems as intakeProblems } from './intake/index.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { serveLoads } from './serve-loads.ts';
import { serveReleases } from './serve-releases.ts';
import { serveMigrations } from './serve-migrations.ts';
import { serveOverlay } from './serve-overlay.ts';
import { serveReads } from './serve-reads.ts';
import { serveWrites } from './serve-writes.ts';
import { disposalRound, dueRound } from './retention/rounds.ts';
import { serveRetention } from './retention/serve-retention.ts';
import { orderRound } from './retention/orders/carry-out.ts';
import { serveOrders } from './retention/orders/serve-orders.ts';
import { orderTravel } from './retention/orders/travel.ts';
import { holdings } from './store/holdings.ts';

/** @param keepings what other rooms have to do with rows that go */
export const roomOfRecords = (keepings: () => readonly RowKeeping[] = () => []): Room => ({
  name: 'records',
  permissions,
  // The parts of the room say in their own words why a file cannot be read or written.
  problems: { ...problems, ...intakeProblems, ...exportProblems },
  install,
  holdings,
  followers: (context) => [followReleases(context)],
  rounds: (context) => [disposalRound(context, keepings), dueRound(context), orderRound(context)],
  travels: [orderTravel(keepings)],
  routes(server, context) {
    serveReads(server, context);
    serveWrites(server, context);
    serveLoads(server, context);
    serveReleases(server, context);
    serveMigrations(server, context);
    serveOverlay(server, context);
    serveRetention(server, context, keepings);
    serveOrders(server, context);
  },
});

export const recordsRoom: Room = roomOfRecords();
