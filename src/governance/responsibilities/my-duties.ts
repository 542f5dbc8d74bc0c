/** One's own duties: what each post owes, what the body answers for, and what is owed to one's line. */
import { listBodies } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { listWork, todayOf as workToday, workCounts } from '../../platform/work/index.ts';
import { visibleBodies } from '../authorizer.ts';
import { namer } from '../desk.ts';
import { todayOf } from '../write-change.ts';
import type { MyDuties } from './contract.ts';
import { describe, gapLines } from './read-responsibilities.ts';
import { listResponsibilities } from './store/responsibility.ts';

/**
 * Posts with two lines: they answer to the head of their own body, and to the governance unit (domain/vietnam.md §1.5).
 * Both see what they owe; neither sees what the other's officers owe.
 */
const twoLines = ['steward', 'technical', 'contact'];
const MOST = 200;

export async function myDuties(context: Context, caller: Caller): Promise<MyDuties> {
  const { db } = context;
  const day = todayOf(context);
  const { body, roles } = caller;
  const gaps = (await gapLines(context, {})).counts;
  if (body === null) return { posts: [], body: null, responsibilities: [], gaps, line: null };
  const posts = await Promise.all(
    roles.map(async (post) => ({ post, ...(await workCounts(db, { bodies: [body], posts: [post] }, day)) })),
  );
  const held = await listResponsibilities(db, { body, from: day });
  const name = await namer(db, [body]);
  return {
    posts,
    body: name(body),
    responsibilities: await describe(context, held),
    gaps,
    line: await lineOf(context, caller),
  };
}

/** The bodies whose two-line posts answer to this caller: every one for the governance unit, his own for a head. */
async function lineOf(context: Context, caller: Caller): Promise<MyDuties['line']> {
  const { db } = context;
  const visible = await visibleBodies(db, caller, 'governance.read-line');
  const bodies = visible === 'all' ? (await listBodies(db)).map(({ id }) => id) : visible;
  if (bodies.length === 0) return null;
  const today = workToday(context, workingCalendar(context.profile));
  const wanted = { bodies, posts: twoLines };
  const items = await listWork(db, today, { body: bodies, posts: twoLines, limit: MOST });
  const name = await namer(
    db,
    items.map(({ body }) => body),
  );
  return {
    kind: caller.roles.includes('data-office') ? 'governance-unit' : 'own-head',
    items: items.map((item) => ({ ...item, bodyRef: name(item.body) })),
    counts: await workCounts(db, wanted, today.day),
  };
}
