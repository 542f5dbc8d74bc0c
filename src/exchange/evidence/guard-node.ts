/** The boot fence at work: asks who may know more of this node than its own database, and keeps what comes of it. */
import type { Context } from '../../platform/context.ts';
import { call } from '../../platform/http/call.ts';
import { openCheckpoint } from '../../platform/ledger/checkpoint.ts';
import { headPosition } from '../../platform/ledger/entry-store.ts';
import { ledgerOf, openKeys, type NodeKeys } from '../../platform/ledger/index.ts';
import { rootAt } from '../../platform/ledger/read.ts';
import { originOf } from '../../platform/ledger/sequence-audit.ts';
import { MissingTileError } from '../../platform/ledger/tiles.ts';
import { witnessedLogs } from './evidence-contract.ts';
import { type FenceEvent, type FenceState, isWritable, openingFence, step, type Tip, type Witnessed } from './fence.ts';
import { epochOf, nodeOfOrigin, type Peer } from './model.ts';
import { readFence, writeFence, type FenceRow } from './store/fence.ts';

// A start does not wait longer than this for who does not answer.
const WITHIN_MS = 5_000;
/** The name under which the node's own key folder speaks: it lies outside of the database. */
export const KEY_FOLDER = 'key-folder';

type GuardContext = Pick<Context, 'db' | 'clock' | 'audit' | 'log' | 'keysDir'>;

/**
 * Asks the key folder, and each witness that can be asked, for the last it saw of this node's audit trail. Run before
 * anything is written or signed at a start, and again whenever a witness disagrees. The ledger is held while it is not
 * known, and stays held behind a closed fence.
 */
export async function guardNode(context: GuardContext, peers: readonly Peer[]): Promise<FenceState> {
  const { db, clock, audit, keysDir, log } = context;
  const own = tipOf(await headPosition(db));
  if (keysDir === undefined) return openingFence(own, []);
  const keys = openKeys(keysDir);
  const ledger = ledgerOf(audit);
  const before = await readFence(db);
  if (before.state === 'fenced') {
    ledger.hold();
    return stateOf(before, own);
  }
  const witnesses = peers.filter((peer) => peer.send !== null);
  let state = openingFence(own, [KEY_FOLDER, ...witnesses.map(({ name }) => name)]);
  const heard = (event: FenceEvent) => void (state = step(state, event));
  heard(await rememberedAnswer(context, keys, own));
  await Promise.all(witnesses.map(async (peer) => heard(await askFor(context, { keys, own, peer }))));
  // The key folder alone confirms nothing: it may have been restored with the database.
  const alone = state.name === 'open' && witnesses.length > 0 && state.agreed.every((name) => name === KEY_FOLDER);
  if (alone) state = { name: 'unconfirmed', own };
  await writeFence(db, rowOf(state), clock.now());
  if (isWritable(state)) ledger.release();
  else {
    ledger.hold();
    log.error({ own, state: state.name }, 'this node is read-only: its database is older than what was witnessed');
  }
  return state;
}

const tipOf = ({ epoch, position }: { epoch: number; position: number }): Tip => ({ epoch, size: position });

interface Asked {
  readonly keys: NodeKeys;
  readonly own: Tip;
  readonly peer: Peer;
}

/** The newest note of ours that a witness holds, in whichever epoch. */
async function askFor(context: GuardContext, { keys, own, peer }: Asked): Promise<FenceEvent> {
  try {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const { logs } = await call(peer.send!, witnessedLogs, { params: { node: keys.node }, signal });
    const held = logs
      .filter(({ origin }) => origin.startsWith(`${keys.node}/audit/`) && nodeOfOrigin(origin) === keys.node)
      .flatMap(({ note }) => readOwn(note, keys, peer.name) ?? [])
      .sort((a, b) => b.epoch - a.epoch)[0];
    return { kind: 'answered', witness: peer.name, held: held ?? null, agrees: await agrees(context, keys, own, held) };
  } catch (error) {
    context.log.warn({ err: error, witness: peer.name }, 'a witness did not answer');
    return { kind: 'silent', witness: peer.name };
  }
}

/** A note counts only when we signed it ourselves: nobody can stop a node by saying a number. */
function readOwn(note: string, keys: NodeKeys, witness: string): Witnessed | undefined {
  const origin = note.slice(0, note.indexOf('\n'));
  const epoch = epochOf(origin);
  if (epoch === undefined) return undefined;
  try {
    const { size } = openCheckpoint(note, { name: originOf(keys.node, epoch), publicKey: keys.publicKey });
    return { epoch, size, note, witness };
  } catch {
    return undefined;
  }
}

async function rememberedAnswer(context: GuardContext, keys: NodeKeys, own: Tip): Promise<FenceEvent> {
  let held: Witnessed | undefined;
  for (let epoch = own.epoch; ; epoch += 1) {
    const note = keys.remembered(originOf(keys.node, epoch));
    if (note === undefined) break;
    held = readOwn(note, keys, KEY_FOLDER) ?? held;
  }
  return { kind: 'answered', witness: KEY_FOLDER, held: held ?? null, agrees: await agrees(context, keys, own, held) };
}

/** Whether what is held is a beginning of our own tree. What is larger is told apart by its size. */
async function agrees(
  { db }: GuardContext,
  keys: NodeKeys,
  own: Tip,
  held: Witnessed | undefined,
): Promise<boolean> {
  if (!held || held.epoch !== own.epoch || held.size > own.size) return true;
  const key = { name: originOf(keys.node, held.epoch), publicKey: keys.publicKey };
  try {
    return (await rootAt(db, held.epoch, held.size)).equals(openCheckpoint(held.note, key).root);
  } catch (error) {
    if (error instanceof MissingTileError) return false;
    throw error;
  }
}

function rowOf(state: FenceState): Omit<FenceRow, 'since'> {
  const witnessed = state.name === 'fenced' ? state.witnessed : undefined;
  return {
    state: state.name === 'asking' ? 'unconfirmed' : state.name,
    ownEpoch: state.own.epoch,
    ownSize: state.own.size,
    witnessedEpoch: witnessed?.epoch ?? null,
    witnessedSize: witnessed?.size ?? null,
    note: witnessed?.note ?? null,
    witness: witnessed?.witness ?? null,
  };
}

/** What the row says of a closed fence; anything else is asked anew. */
export function stateOf(row: FenceRow, own: Tip): FenceState {
  const { state, witnessedEpoch: epoch, witnessedSize: size, note, witness } = row;
  if (state !== 'fenced' || epoch === null || size === null || note === null || witness === null) {
    return openingFence(own, []);
  }
  const at = { epoch: row.ownEpoch ?? own.epoch, size: row.ownSize ?? own.size };
  return { name: 'fenced', own: at, witnessed: { epoch, size, note, witness } };
}

/** Whether this node is read-only because its database is older than what was witnessed. */
export const isFenced = async ({ db }: Pick<Context, 'db'>): Promise<boolean> =>
  (await readFence(db)).state === 'fenced';
