/** Who belongs to the ecosystem, whose home a body is, and what the screens show of it. */
import { listBodies } from '../../bodies/index.ts';
import { briefly } from '../../platform/briefly.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { NodesPage, NodeView } from './nodes-contract.ts';
import { listWitnessed, nodeOfOrigin, witnessedLately } from '../evidence/index.ts';
import { fingerprintOf } from './fingerprint.ts';
import { documentsTaken, findRegistry, getRegistry, ownAddress, ownEntry } from './keep-registry.ts';
import { isLive, keysAt, type KnownNode, type NodeEntry } from './model.ts';
import { charterStanding } from './read-charter.ts';
import { readMoving } from './moving.ts';
import { ownKeys, ownName } from './own-keys.ts';
import { problems } from './problems.ts';
import { idOf } from './registry.ts';
import { listContacts, type Contact } from './store/contact.ts';
import * as store from './store/node.ts';
import { listReports, type Told } from './store/report.ts';

/** Nodes that belong, retired ones too, by age. Empty before the first start. */
export const listNodes = async (db: Db): Promise<KnownNode[]> =>
  (await store.listNodes(db)).filter(({ state }) => state === 'approved' || state === 'retired');

export const findNode = async (db: Db, name: string): Promise<KnownNode | undefined> => store.findNode(db, name);

export interface OwnNode {
  /** `node-xxxxxxxx.artery`. */
  readonly name: string;
  readonly address: string | null;
  readonly parent: string | null;
  /** Name of the root of the ecosystem: its own, for a node that joined nobody. */
  readonly root: string;
  readonly isRoot: boolean;
  readonly bodies: readonly string[];
  readonly entry: NodeEntry | undefined;
}

/** This node itself. @throws NoKeysError where the context has no keys */
export async function ownNode(context: Pick<Context, 'db' | 'keysDir'>): Promise<OwnNode> {
  const name = ownName(context);
  const kept = await findRegistry(context.db);
  const entry = kept && ownEntry(kept.registry, name);
  const root = kept?.registry.root ?? name;
  return {
    name,
    address: entry?.address ?? (await ownAddress(context.db)) ?? null,
    parent: entry?.parent ?? null,
    root,
    isRoot: root === name,
    bodies: entry?.bodies ?? [],
    entry,
  };
}

/** Which node is home of a body, by codes from the body up to the root of the tree. Pure. */
export function homeOf(
  {
    root,
    entries,
  }: { readonly root: string; readonly entries: readonly Pick<NodeEntry, 'name' | 'bodies' | 'state'>[] },
  wayUp: readonly string[],
): string {
  const living = entries.filter(({ state }) => state === 'approved');
  for (const code of wayUp) {
    const home = living.find(({ bodies }) => bodies.includes(code));
    if (home) return home.name;
  }
  return root;
}

/** From each body's code to the name of the node that is its home: one reading of the tree for many questions. */
export async function homesOfBodies(
  db: Db,
  change: (entries: readonly NodeEntry[]) => readonly NodeEntry[] = (entries) => entries,
): Promise<(code: string) => string | undefined> {
  const kept = await findRegistry(db);
  if (!kept) return () => undefined;
  const { root } = kept.registry;
  const entries = change(kept.registry.entries);
  const bodies = await listBodies(db);
  const codes = new Map(bodies.map(({ id, code }) => [id, code]));
  // A code may have had several bearers; the last one listed is the latest.
  const ways = new Map(
    bodies
      .toSorted((a, b) => ((a.to ?? '9999') < (b.to ?? '9999') ? -1 : 1))
      .map(({ code, path }) => [code, path.toReversed().map((id) => codes.get(id) ?? '')]),
  );
  return (code) => {
    const way = ways.get(code);
    return way && homeOf({ root, entries }, way);
  };
}

/** The node that is home of the body with this code; undefined for a code that is not known, or before the first start. */
export async function nodeOfBody(db: Db, code: string): Promise<KnownNode | undefined> {
  const name = (await homesOfBodies(db))(code);
  return name === undefined ? undefined : findNode(db, name);
}

/** Whether records of this body have their home here: true for a node that joined nobody. */
export async function isHomeOf(context: Pick<Context, 'db' | 'keysDir'>, code: string): Promise<boolean> {
  if (context.keysDir === undefined) return true;
  const home = (await homesOfBodies(context.db))(code);
  return home === undefined || home === ownName(context);
}

/** Bodies on their way to another home count as being there. */
const movedAlready =
  (moving: Readonly<Record<string, string>>) =>
  (entries: readonly NodeEntry[]): NodeEntry[] =>
    entries.map((entry) => {
      const stays = entry.bodies.filter((code) => moving[code] === undefined);
      return { ...entry, bodies: [...stays, ...Object.keys(moving).filter((code) => moving[code] === entry.name)] };
    });

// Homes move seldom, and to know them is one reading of the whole tree. A move waits until nobody remembers the old one.
export const HOMES_REMEMBERED_MS = 500;
const elsewhere = briefly(async (db: Db, key: string): Promise<ReadonlyMap<number, string>> => {
  const [own = ''] = key.split(' ');
  const kept = await findRegistry(db);
  const others = kept?.registry.entries.some(({ name, state }) => name !== own && state === 'approved') ?? false;
  if (!others) return new Map();
  const homeOf = await homesOfBodies(db, movedAlready(await readMoving(db)));
  return new Map(
    (await listBodies(db)).flatMap(({ id, code }) => {
      const home = homeOf(code);
      return home === undefined || home === own ? [] : [[id, home] as const];
    }),
  );
}, HOMES_REMEMBERED_MS);

/** Bodies (ids) whose home is another node, with its name: their records are read here, and changed there. */
export async function bodiesElsewhere(context: Pick<Context, 'db' | 'keysDir'>): Promise<ReadonlyMap<number, string>> {
  if (context.keysDir === undefined) return new Map();
  // A node that just joined knows at once who else is there: a number it gives must not be anybody else's.
  return elsewhere.read(context.db, `${ownName(context)} ${String(documentsTaken(context.db))}`);
}

type Viewing = Pick<Context, 'db' | 'clock' | 'keysDir' | 'profile'>;
// Logs of a thousand nodes and of their streams.
const MOST_LOGS = 5_000;

/** Everything the map of nodes shows. */
export async function nodesPage(context: Viewing): Promise<NodesPage> {
  const { registry, receivedAt } = await getRegistry(context.db);
  const now = context.clock.now().toISOString();
  const views = await viewsOf(context, await store.listNodes(context.db));
  const belongs = ({ state }: NodeView) => state === 'approved' || state === 'retired';
  const { root, version, issued, expires } = registry;
  return {
    own: ownName(context),
    now,
    registry: { root, version, issued, expires, receivedAt, live: now < expires },
    charter: await charterStanding(context),
    nodes: views.filter(belongs),
    requests: views.filter((view) => !belongs(view)),
  };
}

/** @throws problems.nodeNotFound */
export async function nodeView(context: Viewing, name: string): Promise<NodeView> {
  const node = await findNode(context.db, name);
  const [view] = node ? await viewsOf(context, [node]) : [];
  if (!view) throw problems.nodeNotFound({ node: name });
  return view;
}

async function viewsOf(context: Viewing, nodes: readonly KnownNode[]): Promise<NodeView[]> {
  const { db, clock } = context;
  const own = ownName(context);
  const at = clock.now().toISOString();
  const { registry } = await getRegistry(db);
  const contacts = new Map((await listContacts(db)).map((contact) => [contact.node, contact]));
  const names = new Map((await listBodies(db)).map((body) => [body.code, body.names]));
  const witnessed = await witnessedOf(context);
  const told = await toldLately(context);
  return nodes.map((node) => ({
    ...node,
    bodies: node.bodies.map((code) => ({ code, names: names.get(code) ?? null })),
    fingerprint: fingerprintOf((keysAt(node, at)[0] ?? node.keys.at(-1))?.key ?? ''),
    keys: node.keys.map((key) => ({ ...key, id: idOf(key.key), live: isLive(key, at) })),
    isOwn: node.name === own,
    isRoot: node.name === registry.root,
    witnessedAt: witnessed.get(node.name) ?? told.get(node.name)?.report.witnessedAt ?? null,
    contact: contactOf(contacts.get(node.name)),
    told: toldOf(told.get(node.name)),
  }));
}

/** What is older says nothing of today. */
const TOLD_LATELY_MS = 86_400_000;

/** By node: the newest report of each that stands below, of the last day. */
export async function toldLately({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<ReadonlyMap<string, Told>> {
  const since = new Date(clock.now().getTime() - TOLD_LATELY_MS);
  return new Map((await listReports(db, since)).map((one) => [one.report.node, one]));
}

const toldOf = (told: Told | undefined): NodeView['told'] => (told ? { by: told.by, at: told.report.at } : null);

/** By node: when a log of it was last cosigned here, and when enough others last cosigned our own. */
async function witnessedOf(context: Viewing): Promise<ReadonlyMap<string, string | null>> {
  const all = await listWitnessed(context.db, MOST_LOGS);
  const newest = all.toSorted((a, b) => (a.cosignedAt < b.cosignedAt ? -1 : 1));
  const others = newest.map(({ origin, cosignedAt }) => [nodeOfOrigin(origin), cosignedAt] as const);
  const own = (await witnessedLately(context)).at?.toISOString() ?? null;
  return new Map([...others, [ownName(context), own]]);
}

function contactOf(contact: Contact | undefined): NodeView['contact'] {
  if (!contact) return null;
  const { heardAt, failedAt, failure, skewMs, roundTripMs, registryVersion } = contact;
  return { heardAt, failedAt, failure, skewMs, roundTripMs, registryVersion };
}

/** What anybody may know of this node. */
export async function describeOwn(context: Viewing) {
  const { registry } = await getRegistry(context.db);
  const now = context.clock.now().toISOString();
  const { name, address, entry } = await ownNode(context);
  const key = (entry && keysAt(entry, now)[0]?.key) ?? ownKeys(context)[0]?.verifierKey ?? '';
  const { root, version } = registry;
  return { name, key, fingerprint: fingerprintOf(key), address, root, registryVersion: version, now };
}
