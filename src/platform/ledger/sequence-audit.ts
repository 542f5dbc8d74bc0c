/** Gives waiting entries their places in the tree, and signs. The same two statements as the change log. */
import type { Clock } from '../clock.ts';
import type { Database, Db } from '../db/db.ts';
import { type Checkpoint, MalformedNoteError, openCheckpoint, signCheckpoint } from './checkpoint.ts';
import type { NodeKeys } from './keys.ts';
import { keyAt, verifierOf } from './log-keys.ts';
import * as store from './store.ts';
import { type GrowingTree, growTree, openTiles } from './tiles.ts';

const BATCH = 2000;
// Often enough that a lost second is all that is not under a signature, seldom enough to be free.
const SIGN_MS = 1000;

export const originOf = (node: string, epoch: number): string => `${node}/audit/e${String(epoch)}`;

export interface Sequencer {
  /**
   * Places what waits and signs, at most once a second unless `sign` is given. Call from one place at a time.
   * @returns how many entries were placed
   */
  run(options?: { readonly sign?: boolean }): Promise<number>;
}

/** The size of the last checkpoint of this log that was kept outside of the database; 0 when there is none that is ours. */
export function rememberedSize(keys: Pick<NodeKeys, 'all' | 'remembered'>, origin: string): number {
  const note = keys.remembered(origin);
  return (note === undefined ? undefined : openOwn(note, keys, origin))?.size ?? 0;
}

/** A checkpoint of this log that one of our keys signed; undefined for everything else. */
export function openOwn(note: string, keys: Pick<NodeKeys, 'all'>, origin: string): Checkpoint | undefined {
  for (const { publicKey } of keys.all()) {
    try {
      return openCheckpoint(note, { name: origin, publicKey });
    } catch (error) {
      if (!(error instanceof MalformedNoteError)) throw error;
    }
  }
  return undefined;
}

interface Sequencing {
  readonly clock: Clock;
  readonly keys: NodeKeys;
  /** While it says so, nothing is placed or signed. */
  readonly held: () => boolean;
}

/** Never goes on with a tree that is smaller than the last one it signed: of a restored database nothing is signed. */
export function openSequencer(db: Database, { clock, keys, held }: Sequencing): Sequencer {
  // The tree as this process left it: good as long as no other process has gone on.
  let mine: { epoch: number; tree: GrowingTree } | undefined;
  let signedAt = -SIGN_MS;

  const treeAt = async (tx: Db, head: { epoch: number; position: number }): Promise<GrowingTree> => {
    if (mine?.epoch === head.epoch && mine.tree.size === head.position) return mine.tree;
    return growTree(head.position, await store.readTiles(tx, head.epoch, openTiles(head.position)));
  };

  const turn = async (sign: boolean): Promise<number> => {
    let note: { origin: string; text: string } | undefined;
    try {
      const placed = await db.transaction(async (tx) => {
        const head = await store.lockHead(tx);
        // Asked when a process begins: what it placed itself cannot be older than what it signed.
        if (!mine && rememberedSize(keys, originOf(keys.node, head.epoch)) > head.position) return 0;
        const tree = await treeAt(tx, head);
        const hashes = await store.placePending(tx, head, BATCH);
        if (hashes.length > 0) {
          await store.writeTiles(tx, head.epoch, tree.append(hashes));
          await store.moveHead(tx, tree.size);
        }
        if (sign && hashes.length < BATCH) note = await signTree(tx, { epoch: head.epoch, tree, clock, keys });
        mine = { epoch: head.epoch, tree };
        return hashes.length;
      });
      if (note) keys.remember(note.origin, note.text);
      return placed;
    } catch (error) {
      mine = undefined; // it may have grown for a transaction that was undone
      throw error;
    }
  };

  return {
    run: async ({ sign = false } = {}) => {
      let total = 0;
      for (;;) {
        if (held()) return total;
        const { pending, unsigned } = await store.news(db);
        const signing = sign || performance.now() - signedAt >= SIGN_MS;
        if (!pending && !(unsigned && signing)) return total;
        const placed = await turn(signing);
        if (signing && placed < BATCH) signedAt = performance.now();
        total += placed;
        if (placed < BATCH) return total;
      }
    },
  };
}

interface Signing {
  readonly epoch: number;
  readonly tree: GrowingTree;
  readonly clock: Clock;
  readonly keys: NodeKeys;
}

/** Signs the tree as it stands, once a size, with the key whose turn it is; not at all while that one is not there. */
async function signTree(tx: Db, { epoch, tree, clock, keys }: Signing) {
  const newest = await store.newestCheckpoint(tx);
  if (newest?.epoch === epoch && newest.size >= tree.size) return undefined;
  const origin = originOf(keys.node, epoch);
  const root = tree.root();
  const turn = keyAt(await store.logKeys(tx), epoch, tree.size);
  const signer = turn && keys.all().find(({ publicKey }) => publicKey.equals(turn.publicKey));
  if (!signer) return undefined;
  const text = signCheckpoint({ origin, size: tree.size, root }, verifierOf(origin, signer), (bytes) =>
    signer.sign(bytes),
  );
  await store.insertCheckpoint(tx, { epoch, size: tree.size, root, note: text }, clock.now());
  return { origin, text };
}
