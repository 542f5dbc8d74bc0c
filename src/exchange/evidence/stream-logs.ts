/** The streams this node provides, as logs that are witnessed, and the proof of one record in one of them. */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Db } from '../../platform/db/db.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import {
  consistencyProof,
  type HashAt,
  inclusionProof,
  leafHash,
  newFrontier,
  subtreesRead,
} from '../../platform/ledger/merkle.ts';
import { hashesIn, tilesFor } from '../../platform/ledger/tiles.ts';
import { originOfLog, type FeedStream } from '../feeds/model.ts';
import { newestCheckpoint, readTiles, selectPages } from '../feeds/store/page.ts';
import { listStreams, openStreams } from '../feeds/store/stream.ts';
import { linesOf, readPages, type Page } from '../protocol/index.ts';
import type { OwnLog } from './model.ts';
import { printProof } from './proof-file.ts';
import { coverOfLeaf, ownPolicy, type Trusted } from './prove-entry.ts';
import { allAnswers } from './store/answers.ts';

type Keys = Pick<NodeKeys, 'node' | 'publicKey'>;

/** Open streams that grew since every witness that knows them cosigned: a thousand silent ones cost nothing. */
export async function streamLogs(db: Db, keys: Keys, witnesses: readonly string[]): Promise<OwnLog[]> {
  const seen = new Map<string, number>();
  for (const { origin, witness, size, line } of await allAnswers(db)) {
    if (line !== null) seen.set(`${origin} ${witness}`, size);
  }
  const streams = await openStreams(db);
  return streams
    .map((stream) => logOf(db, keys, stream))
    .filter(({ origin, length }) => witnesses.some((name) => (seen.get(`${origin} ${name}`) ?? 0) < length));
}

function logOf(db: Db, { node, publicKey }: Keys, { id, head }: FeedStream): OwnLog & { readonly length: number } {
  const at = { stream: id, epoch: head.epoch };
  const origin = originOfLog(head.stream, head.epoch);
  return {
    origin,
    length: head.size,
    key: { name: node, publicKey },
    checkpoint: () => newestCheckpoint(db, at),
    consistency: (older, newer) => throughTiles(db, at, (hashes) => consistencyProof(older, newer, hashes)),
  };
}

interface Place {
  readonly stream: number;
  readonly epoch: number;
}

async function throughTiles<T>(db: Db, at: Place, calculate: (hashes: HashAt) => T): Promise<T> {
  const tiles = await readTiles(db, at, tilesFor(subtreesRead(calculate)));
  return calculate(hashesIn(tiles));
}

const unzip = promisify(zstdDecompress);
const AT_ONCE = 64;

interface Found {
  readonly page: Page;
  readonly line: number;
  readonly text: string;
}

/** The newest page of a stream that holds this record and whose body is still kept. */
async function findInStream(db: Db, { id, head }: FeedStream, record: string): Promise<Found | undefined> {
  const at = { stream: id, epoch: head.epoch };
  for (let until = head.size; until > 0; until -= AT_ONCE) {
    const from = Math.max(0, until - AT_ONCE);
    const rows = await selectPages(db, at, from, until - from);
    for (const { body } of rows.toReversed()) {
      const [page] = body ? readPages(await unzip(body)) : [];
      const found = page && lineWith(page, record);
      if (found) return found;
    }
  }
  return undefined;
}

function lineWith(page: Page, record: string): Found | undefined {
  const lines = linesOf(page.body);
  const line = lines.findIndex((one) => one.toString().startsWith(`+\t${record}\t`));
  return line < 0 ? undefined : { page, line, text: lines[line]?.toString() ?? '' };
}

/**
 * Proves that a record left this node, in which version and with which values, among the pages of a stream.
 * @param streams numbers of those to look in; all of the register when absent
 * @returns undefined when none of them holds it, or no checkpoint covers it yet
 */
export async function proveRecord(
  db: Db,
  keys: Keys,
  {
    register,
    record,
    streams,
    trusted,
  }: { register: string; record: string; streams?: readonly number[]; trusted: Trusted },
): Promise<string | undefined> {
  for (const stream of await listStreams(db)) {
    if (stream.register !== register || (streams && !streams.includes(stream.id))) continue;
    const found = await findInStream(db, stream, record);
    const text = found && (await proofOf(db, keys, { stream, found, trusted }));
    if (text !== undefined) return text;
  }
  return undefined;
}

interface Proving {
  readonly stream: FeedStream;
  readonly found: Found;
  readonly trusted: Trusted;
}

async function proofOf(db: Db, keys: Keys, { stream, found, trusted }: Proving): Promise<string | undefined> {
  const { header, salt, body } = found.page;
  const at = { stream: stream.id, epoch: header.epoch };
  const origin = originOfLog(stream.head.stream, header.epoch);
  const cover = await coverOfLeaf(db, { origin, number: header.idx + 1, newest: () => newestCheckpoint(db, at) });
  if (!cover) return undefined;
  const leaves = linesOf(body).map((line) => leafHash(line));
  return printProof({
    content: found.text,
    page: { header, salt, line: found.line, path: inclusionProof(found.line, leaves.length, hashesOver(leaves)) },
    index: header.idx,
    path: await throughTiles(db, at, (hashes) => inclusionProof(header.idx, cover.size, hashes)),
    note: cover.note,
    // Streams are signed in the node's own name.
    policy: ownPolicy(cover, { name: keys.node, publicKey: keys.publicKey }, trusted),
  });
}

/** Subtrees over the few hundred lines of a page, calculated where they are asked for. */
const hashesOver =
  (leaves: readonly Buffer[]): HashAt =>
  (height, index) => {
    const width = 2 ** height;
    const tree = newFrontier();
    for (const leaf of leaves.slice(index * width, (index + 1) * width)) tree.push(leaf);
    return tree.root();
  };
