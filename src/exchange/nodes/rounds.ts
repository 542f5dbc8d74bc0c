/** What a node does about the registry while it runs: joins, keeps the document fresh, renews its key before it is over. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { call } from '../../platform/http/call.ts';
import type { Round } from '../../platform/rounds.ts';
import { announceAddress, rotateKey } from './change-own.ts';
import { spreadRegistry } from './change-entry.ts';
import { askParent, findJoining } from './join-parent.ts';
import { findCharter } from './keep-charter.ts';
import { acceptRegistry, getRegistry, ownAddress, ownEntry, refreshRegistry } from './keep-registry.ts';
import { KEY_OVERLAP_MS, keysAt, type NodeEntry } from './model.ts';
import { nodeFetch } from './node-fetch.ts';
import * as contract from './nodes-contract.ts';
import { ownName } from './own-keys.ts';
import { settleKey } from './settle-key.ts';
import { forgetCalls } from './store/contact.ts';
import { tellReports } from './tell-reports.ts';

/** How soon a node hears of a new document that nobody brought it, and whether its parent is there. */
const EVERY_MS = 10_000;

export const nodeRounds = (context: Context): Round[] =>
  context.keysDir === undefined
    ? []
    : [{ name: 'exchange.registry', everyMs: EVERY_MS, run: () => tendRegistry(context) }];

/** One round: what cannot be done now is done in the next. */
export async function tendRegistry(context: Context): Promise<void> {
  const { db, clock } = context;
  if (!(await isInstalled(context))) return;
  await forgetCalls(db, clock.now());
  if ((await findJoining(context))?.state === 'asked') await askParent(context);
  if (await refreshRegistry(context)) await spreadRegistry(context);
  const { registry } = await getRegistry(db);
  const entry = ownEntry(registry, ownName(context));
  if (!entry) return;
  if (entry.parent !== null) await fetchFrom(context, entry.parent);
  if (entry.parent !== null) await tellReports(context, entry.parent);
  const address = await ownAddress(db);
  if (address !== undefined) await announceAddress(context, address);
  await settleKey(context, node);
  // Under a charter the root's keys are its guardians' to change.
  const isFree = entry.parent !== null || (await findCharter(db)) === undefined;
  if (isFree && isKeyDue(entry, clock.now())) await rotateKey(context, node);
}

const node: Author = { account: 'system', body: null, rule: 'governance/node-itself' };

const isInstalled = async ({ db }: Context) =>
  getRegistry(db).then(
    () => true,
    () => false,
  );

/** Asks the parent for a newer document. @throws problems.nodeSilent, problems.registryRefused */
export async function fetchFrom(context: Context, parent: string): Promise<void> {
  const { registry } = await getRegistry(context.db);
  const query = { have: registry.version, charter: (await findCharter(context.db))?.charter.version ?? 0 };
  const { note, charters = [] } = await call(nodeFetch(context, parent), contract.readRegistry, { query });
  if (note !== null) await acceptRegistry(context, note, { charters });
}

/** The newest key is in its last days, and there is room for another. */
function isKeyDue(entry: NodeEntry, now: Date): boolean {
  const live = keysAt(entry, now.toISOString());
  return live.length === 1 && Date.parse(live[0]?.to ?? '') - now.getTime() < KEY_OVERLAP_MS;
}
