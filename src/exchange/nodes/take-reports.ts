/** Takes what a node tells of itself and of those below it. Nobody tells of anybody else, or of streams of others. */
import type { Context } from '../../platform/context.ts';
import { getRegistry, ownEntry } from './keep-registry.ts';
import type { NodeEntry, Registry } from './model.ts';
import { ownName } from './own-keys.ts';
import { problems } from './problems.ts';
import { SKEW_MS, wayUp } from './registry.ts';
import type { NodeReport } from './reports-contract.ts';
import * as store from './store/report.ts';

/** Each of these can be turned off by a test, which must then see what it defends against. */
export type ReportCheck = 'below' | 'own-flows' | 'clock';

/** @returns how many were newer @throws problems.reportOfOthers, problems.nodeClockOff */
export async function takeReports(context: Context, from: NodeEntry, reports: readonly NodeReport[]): Promise<number> {
  const { registry } = await getRegistry(context.db);
  const now = context.clock.now();
  if (from.parent !== ownName(context)) throw problems.reportOfOthers({ node: from.name });
  for (const report of reports) insist(report, { registry, from, now });
  return reports.length === 0 ? 0 : store.writeReports(context.db, from.name, reports, now);
}

interface Asked {
  readonly registry: Pick<Registry, 'root' | 'entries'>;
  readonly from: NodeEntry;
  readonly now: Date;
}

/** Pure. @throws problems.reportOfOthers, problems.nodeClockOff */
export function insist(report: NodeReport, { registry, from, now }: Asked, off: readonly ReportCheck[] = []): void {
  const on = (check: ReportCheck) => !off.includes(check);
  const { node, flows, at } = report;
  const entry = ownEntry(registry, node);
  const isBelow = entry?.state === 'approved' && wayUp(registry, entry).some(({ name }) => name === from.name);
  if (on('below') && !isBelow) throw problems.reportOfOthers({ node });
  const isOwn = flows.every((flow) => flow.from === node || flow.to === node);
  if (on('own-flows') && !isOwn) throw problems.reportOfOthers({ node });
  // One from tomorrow would outlive every later one.
  const ahead = Date.parse(at) - now.getTime();
  if (on('clock') && ahead > SKEW_MS) throw problems.nodeClockOff({ seconds: Math.round(ahead / 1000) });
}
