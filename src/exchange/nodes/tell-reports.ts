/** Tells the node above how we and those below us stand: when something changed, and before we would seem silent. */
import { witnessedLately } from '../evidence/index.ts';
import { call } from '../../platform/http/call.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { seenFlows } from './read-flow.ts';
import { nodeFetch } from './node-fetch.ts';
import { ownName } from './own-keys.ts';
import { MOST_REPORTS, tellReports as contract, type NodeReport } from './reports-contract.ts';
import * as store from './store/report.ts';

/** What did not change is told again after so long: a page calls a node silent after a minute. */
const AT_LEAST_EVERY_MS = 25_000;
const MOST_FLOWS = 500;

// What was told last, of this process: a new one tells at once.
const told = new WeakMap<Db, { readonly what: string; readonly at: number }>();

/** @throws problems.nodeSilent */
export async function tellReports(context: Context, parent: string): Promise<void> {
  const { db, clock } = context;
  const now = clock.now();
  const below = await store.listUntold(db, MOST_REPORTS - 1);
  const own = await ownNews(context, now);
  const reports = own ? [own.report, ...below] : below;
  if (reports.length === 0) return;
  await call(nodeFetch(context, parent), contract, { body: { reports } });
  await store.markTold(db, below, now);
  if (own) told.set(db, { what: own.what, at: now.getTime() });
}

/** Our own report, unless the last one says the same and is young. */
async function ownNews(context: Context, now: Date) {
  const witnessedAt = (await witnessedLately(context)).at?.toISOString() ?? null;
  const flows = (await seenFlows(context)).slice(0, MOST_FLOWS);
  const what = JSON.stringify([witnessedAt, flows]);
  const last = told.get(context.db);
  if (last?.what === what && now.getTime() - last.at < AT_LEAST_EVERY_MS) return undefined;
  const report: NodeReport = { node: ownName(context), at: now.toISOString(), witnessedAt, flows };
  return { report, what };
}
