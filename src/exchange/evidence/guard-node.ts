/** The boot fence at work: asks who may know more of this node than its own database, and keeps what comes of it. */
import { currentPosition } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { call, type Send } from '../../platform/http/call.ts';
import { headPosition } from '../../platform/ledger/entry-store.ts';
import { ledgerOf, openKeys, type NodeKeys } from '../../platform/ledger/index.ts';
import { rootAt } from '../../platform/ledger/read.ts';
import { openOwn, originOf } from '../../platform/ledger/sequence-audit.ts';
import { MissingTileError } from '../../platform/ledger/tiles.ts';
import { witnessedLogs } from './evidence-contract.ts';
import { closedFence, stepFence, type Cursor, type FenceState } from '../protocol/index.ts';
import { epochOf, type Peer } from './model.ts';
import { keepSince, readFence, writeFence, type FenceRow } from './store/fence.ts';

// A start does not wait longer than this for who does not answer.
const WITHIN_MS = 5_000;
/** The name under which the node's own key folder speaks: it lies outside of the database. */
export const KEY_FOLDER = 'key-folder';

export type GuardContext = Pick<Context, 'db' | 'clock' | 'audit' | 'log' | 'keysDir'>;

/** Our own signed note, as somebody outside of this database keeps it. */
interface Held {
  readonly at: Cursor;
  readonly note: string;
}

/** `held`: null for one that has never seen this log. */
type Saying = { readonly by: string } & (
  { readonly silent: true } | { readonly silent: false; readonly held: Held | null }
);
/** `agrees`: what it holds is a beginning of our tree. */
type Heard = Saying & ({ readonly silent: true } | { readonly silent: false; readonly agrees: boolean });

/**
 * Asks the key folder, and each witness that can be asked, for the last it saw of this node's audit trail. Run before
 * anything is written or signed at a start, and again whenever a witness disagrees. Behind a closed fence the ledger is
 * held, and stays held until the loss is declared.
 * @param starting nothing has been written since this database was opened
 */
export async function guardNode(
  context: GuardContext,
  peers: readonly Peer[],
  { starting = false }: { readonly starting?: boolean } = {},
): Promise<FenceRow> {
  const { db, audit, keysDir } = context;
  const before = await readFence(db);
  if (keysDir === undefined) return before;
  const ledger = ledgerOf(audit);
  if (before.state === 'fenced') {
    ledger.hold();
    return before;
  }
  // A restored database says what it said then: what it holds now is what it came back with.
  if (starting && before.state === 'open') await keepSince(db, await currentPosition(db));
  const keys = openKeys(keysDir);
  const { epoch } = await headPosition(db);
  const asked = peers.flatMap(({ name, send }) => (send ? [{ name, send }] : []));
  const said = [askKeyFolder(keys, epoch), ...(await Promise.all(asked.map((peer) => askPeer(context, keys, peer))))];
  // Looked at last: another process of this node may have placed and signed while others were asked.
  const head = await headPosition(db);
  const own = { epoch: head.epoch, size: head.position };
  const heard: Heard[] = [];
  for (const one of said)
    heard.push(one.silent ? one : { ...one, agrees: await agrees(context, { keys, own, held: one.held }) });
  const silence = heard.slice(1).every(({ silent }) => silent);
  // Nobody to ask confirms nothing: what was unconfirmed stays so.
  const alone = asked.length > 0 ? silence : before.state === 'unconfirmed';
  return settle(context, { own, heard, alone });
}

interface Settled {
  readonly own: Cursor;
  readonly heard: readonly Heard[];
  /** There are witnesses, and none of them could be asked. */
  readonly alone: boolean;
}

async function settle(context: GuardContext, { own, heard, alone }: Settled): Promise<FenceRow> {
  const { db, clock, audit, log } = context;
  const answers = heard.filter((one) => !one.silent);
  // Whose tree is another one than was witnessed has nothing of it for certain.
  const trusted = answers.every(({ agrees }) => agrees) ? own : { epoch: own.epoch, size: 0 };
  let state: FenceState = closedFence(trusted);
  for (const { by, held, agrees } of answers) {
    if (held) state = stepFence(state, { type: 'witnessed', by, at: held.at, agrees }).state;
  }
  state = stepFence(state, { type: 'asked-everybody' }).state;
  const ledger = ledgerOf(audit);
  if (state.mode === 'fenced') {
    ledger.hold();
    log.error({ own, witnessed: state.witnessed }, 'this node is read-only: its database is older than was witnessed');
  } else ledger.release();
  const note = answers.find(({ by }) => by === state.witnessed?.by)?.held?.note;
  await writeFence(db, rowOf(state, { own, alone, note }), clock.now());
  return readFence(db);
}

/** The newest note of ours that a witness holds, in whichever epoch. */
async function askPeer(
  context: GuardContext,
  keys: NodeKeys,
  peer: { readonly name: string; readonly send: Send },
): Promise<Saying> {
  try {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const { logs } = await call(peer.send, witnessedLogs, { params: { node: keys.node }, signal });
    const notes = logs.filter(({ origin }) => origin.startsWith(`${keys.node}/audit/`)).map(({ note }) => note);
    return { by: peer.name, silent: false, held: newestOwn(notes, keys) };
  } catch (error) {
    context.log.warn({ err: error, witness: peer.name }, 'a witness did not answer');
    return { by: peer.name, silent: true };
  }
}

/** The last note that this node kept outside of its database, the epochs after this one included. */
function askKeyFolder(keys: NodeKeys, from: number): Saying {
  const notes: string[] = [];
  for (let epoch = from; ; epoch += 1) {
    const note = keys.remembered(originOf(keys.node, epoch));
    if (note === undefined) break;
    notes.push(note);
  }
  return { by: KEY_FOLDER, silent: false, held: newestOwn(notes, keys) };
}

const newestOwn = (notes: readonly string[], keys: NodeKeys): Held | null =>
  notes.flatMap((note) => readOwn(note, keys) ?? []).sort((a, b) => b.at.epoch - a.at.epoch)[0] ?? null;

/** A note counts only when we signed it ourselves: nobody can stop a node by saying a number. */
function readOwn(note: string, keys: NodeKeys): Held | undefined {
  const origin = note.slice(0, note.indexOf('\n'));
  const epoch = epochOf(origin);
  if (epoch === undefined) return undefined;
  const checkpoint = openOwn(note, keys, originOf(keys.node, epoch));
  return checkpoint && { at: { epoch, size: checkpoint.size }, note };
}

interface Compared {
  readonly keys: NodeKeys;
  readonly own: Cursor;
  readonly held: Held | null;
}

/** Whether what is held is a beginning of our own tree. What is larger is told apart by its size. */
async function agrees({ db }: GuardContext, { keys, own, held }: Compared): Promise<boolean> {
  if (!held || held.at.epoch !== own.epoch || held.at.size > own.size) return true;
  const signed = openOwn(held.note, keys, originOf(keys.node, held.at.epoch));
  try {
    return signed !== undefined && (await rootAt(db, held.at.epoch, held.at.size)).equals(signed.root);
  } catch (error) {
    if (error instanceof MissingTileError) return false;
    throw error;
  }
}

interface Kept {
  readonly own: Cursor;
  readonly alone: boolean;
  readonly note: string | undefined;
}

function rowOf({ mode, witnessed }: FenceState, { own, alone, note }: Kept): Parameters<typeof writeFence>[1] {
  const at = { ownEpoch: own.epoch, ownSize: own.size };
  if (mode !== 'fenced' || !witnessed || note === undefined) {
    // The key folder alone confirms nothing: it may have been restored with the database.
    const none = { witnessedEpoch: null, witnessedSize: null, note: null, witness: null };
    return { state: alone ? 'unconfirmed' : 'open', ...at, ...none };
  }
  const { epoch, size } = witnessed.at;
  return { state: 'fenced', ...at, witnessedEpoch: epoch, witnessedSize: size, note, witness: witnessed.by };
}

/** Whether this node is read-only because its database is older than what was witnessed. */
export const isFenced = async ({ db }: { readonly db: Db }): Promise<boolean> =>
  (await readFence(db)).state === 'fenced';
