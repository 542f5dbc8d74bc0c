/** Checks the log where it lies, against everything that is drawn from it and against what was signed. */
import type { Database, Db } from '../db/db.ts';
import type { Fault, Verdict } from './audit.ts';
import { canonicalJson } from './canonical.ts';
import { type CheckedEntry, checkLog } from './check-log.ts';
import { AlteredDetailError, openDetail } from './detail.ts';
import { entriesAfter, type EntryRow, headPosition, leafHashes, recordsListed, upperTiles } from './entry-store.ts';
import { findSealed, type SealedDetail } from './key-store.ts';
import type { NodeKeys } from './keys.ts';
import { hashRecords, type Leaf, parseLeaf } from './leaf.ts';
import { isChain, keyAt, type LogKey, verifierOf } from './log-keys.ts';
import { originOf } from './sequence-audit.ts';
import { checkpointsOf, logKeys } from './store.ts';
import { HASH_BYTES, TILE_WIDTH } from './tiles.ts';

const BATCH = 4096;

/**
 * Holds against somebody who can edit every table: leaves are hashed anew and led to the signed roots, the columns shown
 * on screens must say what the leaf says, details must open to what was hashed, and the log may not be shorter than the
 * last checkpoint kept in the key folder.
 */
export async function verifyDatabase(db: Database, keys: NodeKeys): Promise<Verdict> {
  // Read before the snapshot: another process may sign meanwhile, and what it signs must not be missed here.
  const { epoch } = await headPosition(db);
  const origin = originOf(keys.node, epoch);
  const remembered = keys.remembered(origin);
  return db.transaction(
    async (tx) => {
      const head = await headPosition(tx);
      const tiles = new Map(
        (await upperTiles(tx, epoch)).map((tile) => [`${String(tile.level)}/${String(tile.idx)}`, tile.hashes]),
      );
      const chain = await logKeys(tx);
      if (!areOurs(chain, keys)) return { ok: false, size: 0, firstBad: null, fault: 'key-altered', unsigned: 0 };
      const verdict = await checkLog({
        entries: entriesOf(tx, epoch, keys),
        keyAt: (size) => {
          const turn = keyAt(chain, epoch, size);
          return turn && verifierOf(origin, turn);
        },
        notes: await checkpointsOf(tx, epoch),
        remembered,
        size: head.position,
        upper: (level, index) => {
          const hashes = tiles.get(`${String(level)}/${String(Math.floor(index / TILE_WIDTH))}`);
          const from = (index % TILE_WIDTH) * HASH_BYTES;
          return hashes?.subarray(from, from + HASH_BYTES);
        },
      });
      const extra = verdict.ok && verdict.size > head.position;
      return extra ? { ...verdict, ok: false, firstBad: head.position + 1, fault: 'entry-extra' } : verdict;
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

/** Each key that signs is one of the folder's, or was introduced: whoever edits the tables has neither. */
function areOurs(chain: readonly LogKey[], keys: NodeKeys): boolean {
  const held = keys.all();
  const originAt = (epoch: number) => originOf(keys.node, epoch);
  return chain.every(
    (key, i) =>
      held.some(({ publicKey }) => publicKey.equals(key.publicKey)) ||
      i === 0 ||
      isChain(chain.slice(i - 1, i + 1), originAt),
  );
}

async function* entriesOf(tx: Db, epoch: number, keys: NodeKeys): AsyncIterable<CheckedEntry> {
  for (let after = 0; ;) {
    const rows = await entriesAfter(tx, epoch, after, BATCH);
    const last = rows.at(-1);
    if (!last) return;
    // A number that was set far off is a gap, not a range to be read.
    const through = Math.min(last.number, after + BATCH);
    const hashes = await leafHashes(tx, epoch, after + 1, through);
    const records = await recordsListed(tx, epoch, after + 1, through);
    const sealed = await findSealed(
      tx,
      rows.map((row) => row.id),
    );
    const details = new Map(sealed.map((each) => [each.entry, each]));
    for (const row of rows) {
      const beside = { records: records.get(row.number) ?? [], sealed: details.get(row.id) };
      const hash = hashes[row.number - after - 1] ?? null;
      yield { number: row.number, leaf: row.leaf, hash, fault: faultOf(row, beside, keys) };
    }
    after = last.number;
  }
}

interface Beside {
  readonly records: readonly string[];
  readonly sealed: SealedDetail | undefined;
}

function faultOf(row: EntryRow, { records, sealed }: Beside, keys: NodeKeys): Fault | null {
  const leaf = tryParse(row.leaf);
  if (!leaf) return 'entry-altered';
  if (!columnsAgree(row, leaf)) return 'columns-differ';
  if (hashRecords(records) !== leaf.recordsHash) return 'records-differ';
  try {
    openDetail(keys, leaf.detailHash, sealed);
    return null;
  } catch (error) {
    if (error instanceof AlteredDetailError) return 'detail-altered';
    throw error;
  }
}

function tryParse(text: string): Leaf | undefined {
  try {
    return parseLeaf(text);
  } catch {
    return undefined;
  }
}

/** What a screen shows of an entry is what its leaf says. */
function columnsAgree(row: EntryRow, leaf: Leaf): boolean {
  const { id, at, action, actor, body, purpose, subject, allowed, rule, counts, records } = row;
  const shown = { v: 1, id, at, action, actor, body, purpose, subject, allowed, rule, counts, records };
  // What no column shows is held by the hash alone.
  const { recordsHash, detailHash, fields } = leaf;
  return canonicalJson({ ...shown, recordsHash, detailHash, ...(fields && { fields }) }) === row.leaf;
}
