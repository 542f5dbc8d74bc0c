/** Small nodes that feed one another in one process: each with a database and keys of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { testDatabase } from './database.ts';
import { makeFeedNode, type FeedNode } from './feed-node.ts';
import type { Send } from '../../src/platform/http/call.ts';

export { changeRecord, subscribeTo, type FeedNode } from './feed-node.ts';

/** Folder of a node's keys, gone with the file's tests. */
export function keysFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'artery-feeds-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Call it in `beforeAll` or `beforeEach`. */
export async function openFeedNode(homes: readonly string[], wrap?: (send: Send) => Send): Promise<FeedNode> {
  const db = await testDatabase();
  const { node, stop } = await makeFeedNode({ db, folder: keysFolder(), homes, ...(wrap && { wrap }) });
  afterAll(stop);
  return node;
}
