/** What a declared loss begins, in its transaction: new epochs of streams, new versions, and whom is asked for rows. */
import { listBodies } from '../../bodies/index.ts';
import type { Position } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { changedSince, openForWriting, renewVersions } from '../../records/index.ts';
import { lockStream, openStreams, saveHead, seatsOf } from '../feeds/store/stream.ts';
import { tablesOf } from '../moves/standing.ts';
import { homesOfBodies, listNodes, ownName } from '../nodes/index.ts';
import { openEpoch, renewedVersion } from '../protocol/index.ts';
import { insertFetches } from './store/recovery.ts';

type Recovering = Pick<Context, 'db' | 'clock' | 'audit' | 'keysDir'>;

export interface Beginning {
  /** Of the change log, from now on. */
  readonly epoch: number;
  /** Where the log stood when this node came back: what is after it may bear numbers that others know otherwise. */
  readonly since: Position | null;
}

/** docs/protocol.md §8.4 and §8.5. */
export async function beginRecovery(context: Recovering, tx: Db, { epoch, since }: Beginning): Promise<void> {
  const now = context.clock.now();
  if (context.keysDir === undefined) return;
  const own = ownName(context);
  const nodes = await whomToAsk(tx, own);
  for (const { id } of await openStreams(tx)) {
    const stream = await lockStream(tx, id);
    if (stream) await saveHead(tx, id, { head: openEpoch(stream.head), partial: false, now });
  }
  if (since) await renewYoung(context, tx, { own, epoch, since });
  await insertFetches(tx, epoch, nodes, now);
}

/** Parent, siblings, children, and every node that is home of a body with a seat at one of our streams. */
async function whomToAsk(tx: Db, own: string): Promise<string[]> {
  const nodes = (await listNodes(tx)).filter(
    ({ name, state, address }) => name !== own && state === 'approved' && address,
  );
  const parent = (await listNodes(tx)).find(({ name }) => name === own)?.parent ?? null;
  const homeOf = await homesOfBodies(tx);
  const consumers = new Set<string>();
  for (const { id } of await openStreams(tx)) {
    for (const { consumer } of await seatsOf(tx, id)) {
      const home = homeOf(consumer);
      if (home !== undefined) consumers.add(home);
    }
  }
  const isNear = (node: (typeof nodes)[number]) =>
    node.name === parent || node.parent === own || (parent !== null && node.parent === parent);
  return nodes.filter((node) => isNear(node) || consumers.has(node.name)).map(({ name }) => name);
}

interface Renewal {
  readonly own: string;
  readonly epoch: number;
  readonly since: Position;
}

async function renewYoung(context: Recovering, tx: Db, { own, epoch, since }: Renewal): Promise<void> {
  const homeOf = await homesOfBodies(tx);
  const ours = (await listBodies(tx)).filter(({ code }) => [undefined, own].includes(homeOf(code))).map(({ id }) => id);
  for (const { register } of await tablesOf(tx)) {
    const table = await openForWriting(tx, register);
    const young = await changedSince(tx, table, { since, ours });
    const rows = young.map(({ record, version }) => ({ record, version: renewedVersion(version, epoch) }));
    await renewVersions(context, tx, { table, rows, rule: 'exchange/loss-declared' });
  }
}
