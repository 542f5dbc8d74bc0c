/** Serves the contract of work items. */
import { workingCalendar } from '../calendar.ts';
import type { Context } from '../context.ts';
import { refusal } from '../http/refusal.ts';
import { serve, type Server } from '../http/serve.ts';
import * as contract from './contract.ts';
import { problems } from './problems.ts';
import * as store from './store.ts';
import { listWork, todayOf } from './work.ts';

const PAGE = 50;
const NOTHING = { items: [], counts: { open: 0, overdue: 0 } };

export function serveWork(server: Server, context: Pick<Context, 'db' | 'clock' | 'profile'>): void {
  const calendar = workingCalendar(context.profile);
  serve(server, contract.listMyWork, async ({ caller, query, t, request }) => {
    const { body, roles } = caller;
    if (body === null) return NOTHING;
    const { limit = PAGE, whose = 'mine', cursor, ...filter } = query;
    if (whose === 'body') {
      const decision = await server.authorize(caller, 'work.read-body', { body });
      if (!decision.allowed) throw refusal(decision, t, request.language);
    }
    const today = todayOf(context, calendar);
    const posts = whose === 'body' ? null : roles;
    const after = cursor === undefined ? {} : { after: readCursor(cursor) };
    const items = await listWork(context.db, today, { ...filter, body, posts, limit: limit + 1, ...after });
    const counts = await store.count(context.db, { bodies: [body], posts }, today.day);
    const last = items[limit - 1];
    return items.length > limit && last
      ? { items: items.slice(0, limit), next: writeCursor(last), counts }
      : { items, counts };
  });
}

const writeCursor = ({ due, id }: { due: string | null; id: string }) =>
  Buffer.from(JSON.stringify([due, id])).toString('base64url');

function readCursor(cursor: string): { due: string | null; id: string } {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, due, id] = /^\[(null|"\d{4}-\d{2}-\d{2}"),"([0-9a-f-]{36})"\]$/.exec(text) ?? [];
  if (!due || !id) throw problems.invalidCursor();
  return { due: due === 'null' ? null : due.slice(1, -1), id };
}
