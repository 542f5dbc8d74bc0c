/** Small nodes that feed one another in one process: each with a database and keys of its own. */
import { beforeEach } from 'vitest';
import { testDatabase } from './database.ts';
import { atEndOfFile } from './end-of-file.ts';
import { passingFolder } from './folders.ts';
import { changeRecord, makeFeedNode, subscribeTo, type FeedNode } from './feed-node.ts';
import type { Send } from '../../src/platform/http/call.ts';

export { changeRecord, subscribeTo, type FeedNode };

/** Folder of a node's keys, gone with the file's tests. */
export const keysFolder = (): string => passingFolder('artery-feeds-');

export interface Fed {
  readonly commune: FeedNode;
  readonly centre: FeedNode;
  readonly feed: Awaited<ReturnType<typeof subscribeTo>>;
}

/** Before each test: a commune with the homes A and B, and a centre that has taken what the commune holds (F-C). */
export function fedBeforeEach(then: (fed: Fed) => void): void {
  beforeEach(async () => {
    const commune = await openFeedNode(['A', 'B']);
    const centre = await openFeedNode(['C', 'DM']);
    await commune.load('A', [1, 2, 3]);
    const feed = await subscribeTo(centre, commune, 'F-C', 'C');
    await feed.pull();
    then({ commune, centre, feed });
  }, 60_000);
}

/** Call it in `beforeAll` or `beforeEach`. */
export async function openFeedNode(homes: readonly string[], wrap?: (send: Send) => Send): Promise<FeedNode> {
  const db = await testDatabase();
  const { node, stop } = await makeFeedNode({ db, folder: keysFolder(), homes, ...(wrap && { wrap }) });
  atEndOfFile(stop);
  return node;
}
