/** Holds every open access against its grant, second by second: what the grant does not open any more is closed. */
import { listBodies } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Round } from '../../platform/rounds.ts';
import { endAccess } from './change-bi.ts';
import { judgeBi, shownBy } from './judge-bi.ts';
import { openAccesses, setQuery, touch, type Access } from './store/access.ts';
import { connected } from './store/login.ts';

const EVERY_MS = 1_000;

export const biRounds = (context: Context): readonly Round[] => [
  { name: 'exchange.bi', everyMs: EVERY_MS, run: () => keepBi(context) },
];

export async function keepBi(context: Context): Promise<void> {
  const { db, clock, log } = context;
  const accesses = await openAccesses(db);
  if (accesses.length === 0) return;
  const seen = await connected(
    db,
    accesses.map(({ role }) => role),
  );
  if (seen.length > 0)
    await touch(
      db,
      seen.map(({ role }) => role),
      clock.now(),
    );
  const codes = new Map((await listBodies(db)).map(({ id, code }) => [id, code]));
  for (const access of accesses) {
    const rule = await ruleAgainst(context, access);
    if (rule === undefined) continue;
    const code = codes.get(access.consumer) ?? '';
    await endAccess(context, access, { rule, actor: 'system', body: null, code });
    log.info({ agreement: access.agreement, rule }, 'an access of an analysis tool was closed');
  }
}

/** The rule that ends it; where bodies joined or left its trees, or the day is another, only its question is. */
async function ruleAgainst(context: Context, access: Access): Promise<string | undefined> {
  const { decision, opened } = await judgeBi(context, access.agreement, access.consumer);
  if (!decision.allowed || !opened) return decision.rule;
  if (Date.parse(access.validUntil) <= context.clock.now().getTime()) return 'exchange/bi-over';
  const { shape, query } = await shownBy(context, opened);
  if (shape !== access.shape) return 'exchange/bi-other-columns';
  if (query !== access.query) await setQuery(context.db, access.id, query);
  return undefined;
}
