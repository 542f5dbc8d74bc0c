/** Approves a connector, stops it, takes it up again. */
import { isDeepStrictEqual } from 'node:util';
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { nextRun } from './model.ts';
import { approvalGiven } from './owe-approval.ts';
import { problems } from './problems.ts';
import * as store from './store/connector.ts';
import { writeChange } from './write-change.ts';

export interface Approval {
  readonly code: string;
  /** As the one who approves read them. */
  readonly hosts: readonly string[];
}

/**
 * From now on it may go where it says, and it runs when it is due.
 * @throws problems.noSuchConnector, problems.ownApproval, problems.hostsChanged
 */
export async function approveConnector(context: Context, { code, hosts }: Approval, by: Author): Promise<void> {
  const act = { action: 'exchange.approve-connector', subject: `connector/${code}`, by };
  await writeChange(context, act, async (tx, changeSet) => {
    const found = await store.lockConnector(tx, code);
    if (!found) throw problems.noSuchConnector();
    if (found.madeBy === by.account) throw problems.ownApproval();
    if (!isDeepStrictEqual(found.hosts, hosts)) throw problems.hostsChanged();
    const now = context.clock.now();
    // The first run is due at once.
    const due = found.everyMinutes === null || found.stopped ? null : now;
    await store.setApproval(tx, code, { account: by.account, now, nextRun: due, changeSet });
    await approvalGiven(context, tx, { what: 'connector', code });
  });
}

/** @throws problems.noSuchConnector */
export async function stopConnector(
  context: Context,
  { code, stopped }: { readonly code: string; readonly stopped: boolean },
  by: Author,
): Promise<void> {
  const act = { action: 'exchange.change-connector', subject: `connector/${code}`, by };
  await writeChange(context, act, async (tx, changeSet) => {
    const found = await store.lockConnector(tx, code);
    if (!found) throw problems.noSuchConnector();
    const due = stopped || found.approvedBy === null ? null : nextRun(context.clock.now(), found.everyMinutes, 0);
    await store.setStopped(tx, code, { stopped, nextRun: due, changeSet });
  });
}
