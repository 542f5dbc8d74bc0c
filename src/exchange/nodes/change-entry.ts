/** Changes of the registry: signed by whoever may, issued by the root, kept here, and told to those around. */
import type { Author } from '../../bodies/index.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { call, ProblemError } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import * as contract from './nodes-contract.ts';
import { chartersAfter } from './keep-charter.ts';
import { acceptRegistry, getRegistry, issueNext, ownEntry } from './keep-registry.ts';
import type { NodeEntry, Registry, UnsignedEntry } from './model.ts';
import { nodeFetch } from './node-fetch.ts';
import { liveOwnKeys, ownName } from './own-keys.ts';
import { problems } from './problems.ts';
import { homeOf, homesOfBodies } from './read-nodes.ts';
import { isVouchedFor, signEntry, wayUp } from './registry.ts';

export interface Act {
  /** `exchange.verb-noun`. */
  readonly action: string;
  /** The node it is about. */
  readonly node: string;
  readonly by: Author;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Audit entry and change set of an act, in its transaction. */
export async function recordAct(context: Context, tx: Db, { action, node, by, detail }: Act): Promise<void> {
  const subject = `node/${node}`;
  const { account: actor, body, rule } = by;
  const id = await takeChangeSet(tx);
  const entry = { action, actor, body, subject, allowed: true, rule, ...(detail && { detail }) };
  const cause = await context.audit.record(tx, entry);
  await appendChangeSet(tx, { id, kind: 'governance', subject, body, actor, cause, begunAt: context.clock.now() });
}

/** The entries with this one in its place. */
export const placed = (registry: Registry, entry: NodeEntry): NodeEntry[] => [
  ...registry.entries.filter(({ name }) => name !== entry.name),
  entry,
];

/**
 * Signs an entry, has the root issue the next document with it, and keeps that together with the act.
 * @throws problems.rootSilent, and whatever the root refuses
 */
export async function publishEntry(
  context: Context,
  unsigned: UnsignedEntry,
  record: (tx: Db) => Promise<void>,
): Promise<void> {
  const { db, clock } = context;
  const now = clock.now();
  const { registry } = await getRegistry(db);
  const own = ownName(context);
  const [key] = liveOwnKeys(context, ownEntry(registry, own), now.toISOString());
  if (!key) throw problems.nodeNotAdmitted({ node: own, fault: 'key-expired' });
  const entry = signEntry(unsigned, key, now);
  if (registry.root === own) {
    await db.transaction(async (tx) => {
      await issueNext(context, tx, (last) => placed(last, entry));
      await record(tx);
    });
  } else {
    await acceptRegistry(context, await askRoot(context, registry.root, entry));
    await db.transaction(record);
  }
  await spreadRegistry(context);
}

async function askRoot(context: Context, root: string, entry: NodeEntry): Promise<string> {
  try {
    return (await call(nodeFetch(context, root), contract.submitEntry, { body: { entry } })).note;
  } catch (error) {
    if (error instanceof Problem) throw problems.rootSilent({ root, reason: error.extras['reason'] });
    if (error instanceof ProblemError && error.problem['fault'] !== undefined)
      throw problems.registryRefused({ fault: error.problem['fault'] });
    throw error;
  }
}

/**
 * The root takes an entry that a node signed for one below it.
 * @returns the next document
 * @throws problems.nodeNotFound when this is not the root, problems.registryRefused, problems.joinBodies
 */
export async function takeEntry(context: Context, entry: NodeEntry, from: NodeEntry): Promise<string> {
  const { db } = context;
  const { registry } = await getRegistry(db);
  if (registry.root !== ownName(context)) throw problems.nodeNotFound({ node: registry.root });
  const next = { root: registry.root, entries: placed(registry, entry) };
  const known = ownEntry(registry, entry.name);
  const isBelow = wayUp(next, entry).some(({ name }) => name === from.name);
  if (entry.signed.by !== from.name || entry.name === from.name || !isBelow || !isVouchedFor(next, entry))
    throw problems.registryRefused({ fault: 'entry-unsigned' });
  // An old entry brought once more must not undo a newer one.
  if (known && known.signed.at >= entry.signed.at) throw problems.registryRefused({ fault: 'older' });
  await insistOnBodies(db, registry, { entry, parent: entry.parent ?? '' });
  const by: Author = { account: 'system', body: null, rule: 'exchange/approved-below' };
  const note = await db.transaction(async (tx) => {
    const issued = await issueNext(context, tx, (last) => placed(last, entry));
    await recordAct(context, tx, { action: 'exchange.take-entry', node: entry.name, by, detail: { from: from.name } });
    return issued;
  });
  await spreadRegistry(context, from.name);
  return note;
}

/** Bodies must be at home at the parent, or at the node already. @throws problems.joinBodies */
export async function insistOnBodies(
  db: Db,
  registry: Registry,
  { entry, parent }: { entry: Pick<UnsignedEntry, 'name' | 'bodies'>; parent: string },
): Promise<void> {
  const homes = await homesOfBodies(db);
  const wrong = entry.bodies.filter((code) => ![parent, entry.name].includes(homes(code) ?? ''));
  // A code that stands in an entry already is somebody's, whatever the tree here says of it.
  const taken = entry.bodies.filter((code) => ![registry.root, parent, entry.name].includes(homeOf(registry, [code])));
  if (wrong.length + taken.length > 0) throw problems.joinBodies({ bodies: [...new Set([...wrong, ...taken])] });
}

/** Tells parent and children that there is a newer document; whoever is away fetches it later. */
export async function spreadRegistry(context: Context, except?: string): Promise<void> {
  const { registry, note } = await getRegistry(context.db);
  const charters = await chartersAfter(context.db, 0);
  const own = ownName(context);
  const parent = ownEntry(registry, own)?.parent;
  const around = registry.entries.filter(
    ({ name, parent: above, state, address }) =>
      (name === parent || above === own) && name !== except && state === 'approved' && address !== null,
  );
  await Promise.allSettled(
    around.map(({ name }) =>
      call(nodeFetch(context, name), contract.offerRegistry, {
        body: { note, charters },
        signal: AbortSignal.timeout(5_000),
      }),
    ),
  );
}
