/** Serves the audit explorer. Reading the trail is written into it. */
import type { Caller } from '../caller.ts';
import type { Context } from '../context.ts';
import { serve, type Server } from '../http/serve.ts';
import { findAccounts } from '../identity/store/account.ts';
import { newId } from '../ids.ts';
import type { Db } from '../db/db.ts';
import type { Sight } from './entry-store.ts';
import * as contract from './explorer-contract.ts';
import { exportEntries } from './export-entries.ts';
import * as store from './filter-store.ts';
import { filterOf } from './list-entries.ts';
import { problems } from './problems.ts';

const MOST_COUNTED = 20_000;
const MOST_VALUES = 12;

export function serveExplorer(
  server: Server,
  context: Pick<Context, 'db' | 'audit' | 'profile' | 'clock' | 'keysDir'>,
  sightOf: (caller: Caller) => Promise<Sight>,
): void {
  const { db, audit, profile, clock } = context;
  const { timeZone } = profile;
  serve(server, contract.readFacets, async ({ caller, query }) => {
    const filter = { ...filterOf({ ...query, timeZone }), timeZone, limit: MOST_COUNTED };
    const counted = await store.countFacets(db, await sightOf(caller), filter);
    const total = counted.filter(({ facet }) => facet === 'allowed').reduce((sum, { count }) => sum + count, 0);
    const names = await namesOf(db, counted);
    const facets = store.FACETS.map((facet) => ({
      facet,
      values: counted
        .filter((one) => one.facet === facet)
        .slice(0, MOST_VALUES)
        .map(({ value, count }) => ({ value, count, name: names.get(value) ?? null })),
    }));
    return { facets, counted: total, more: total >= MOST_COUNTED };
  });
  serve(server, contract.exportEntries, async ({ caller, query, decision, reply }) => {
    const exporting = { sight: await sightOf(caller), filter: filterOf({ ...query, timeZone }), asked: { ...query } };
    const { text, entries } = await exportEntries(context, { ...exporting, by: caller.account });
    await audit.append({
      ...{ action: 'ledger.export-entries', actor: caller.account, body: caller.body, subject: 'audit' },
      ...{ allowed: true, rule: decision.rule, counts: { entries }, detail: { filter: { ...query } } },
    });
    reply.type('text/plain; charset=utf-8');
    reply.header('content-disposition', 'attachment; filename="audit-export.txt"');
    return text;
  });
  serve(server, contract.listFilters, async ({ caller }) => {
    const holder = { account: caller.account, body: caller.body, posts: caller.roles };
    return { items: (await store.filtersFor(db, holder)).map((row) => shown(row, caller)) };
  });
  serve(server, contract.saveFilter, async ({ caller, body }) => {
    const { name, query, post = null } = body;
    if (post !== null && (caller.body === null || !caller.roles.includes(post))) throw problems.filterNotShareable();
    const row = { id: newId(clock.now()), account: caller.account, name, query, post };
    const saved = await store.putFilter(db, { ...row, body: post === null ? null : caller.body, now: clock.now() });
    return shown(saved, caller);
  });
  serve(server, contract.deleteFilter, async ({ caller, params }) => {
    if ((await store.deleteFilter(db, caller.account, params.filter)) === 0) throw problems.filterNotFound();
    return undefined;
  });
}

const shown = ({ account, ...row }: store.FilterRow, caller: Caller) => ({ ...row, mine: account === caller.account });

async function namesOf(db: Db, counted: readonly { facet: string; value: string }[]) {
  const ids = counted.filter(({ facet, value }) => facet === 'actor' && /^[0-9a-f-]{36}$/.test(value));
  const accounts = await findAccounts(
    db,
    ids.slice(0, MOST_VALUES * 2).map(({ value }) => value),
  );
  return new Map(accounts.map((account) => [account.id, account.displayName]));
}
