/** Opens the audit trail of a node: writes entries durably, and keeps the log growing and signed behind them. */
import type { Clock } from '../clock.ts';
import { type Database, type Db, openDatabase } from '../db/db.ts';
import { newId } from '../ids.ts';
import { bell, limiter } from '../wait.ts';
import type { AuditEntry, Ledger } from './audit.ts';
import { type Details, openDetails } from './detail.ts';
import { groupCommit } from './group-commit.ts';
import { changeKey } from './change-key.ts';
import { destroyKey, destroyKeys } from './key-store.ts';
import type { NodeKeys } from './keys.ts';
import { printLeaf, recordsOf, screen } from './leaf.ts';
import { proveEntry, readDetail, signedCheckpoint } from './read.ts';
import { openSequencer, type Sequencer } from './sequence-audit.ts';
import * as store from './store.ts';
import { verifyDatabase } from './verify-database.ts';

const BUSY_TICK_MS = 50;
const QUIET_TICK_MS = 200;
// The log writes on connections of its own: it must not wait for a connection that waits for the log.
const CONNECTIONS = 4;

export class ForeignKeysError extends Error {
  override name = 'ForeignKeysError';
}

/**
 * @param options `held`: nothing is placed or signed before `release`
 * @throws ForeignKeysError when the log of this database belongs to other keys than those in the key folder
 */
export async function openAudit(
  shared: Database,
  clock: Clock,
  keys: NodeKeys,
  { held = false }: { readonly held?: boolean } = {},
): Promise<Ledger> {
  const db = openDatabase(shared.connection, CONNECTIONS);
  try {
    await refuseForeignKeys(db, keys);
  } catch (error) {
    await db[Symbol.asyncDispose]();
    throw error;
  }
  const details = openDetails(db, clock, keys);
  const commits = groupCommit<store.Pending>((entries) => store.insertPending(db, entries));
  let holding = held;
  const sequencer = openSequencer(db, { clock, keys, held: () => holding });
  const oneAtATime = limiter(1);
  const settled = async () => {
    await commits.drained();
    await oneAtATime(() => sequencer.run({ sign: true }));
  };
  const ticking = keepSequencing(sequencer, oneAtATime);
  const recordAll = (tx: Db, entries: readonly AuditEntry[]) => insertAll(tx, entries, { clock, details });
  const record = async (tx: Db, entry: AuditEntry) => (await recordAll(tx, [entry]))[0] ?? '';
  return {
    ...{ record, recordAll },
    append: async (entry) => {
      const pending = await prepare(entry, clock, details);
      await commits.add(pending);
      return pending.id;
    },
    ...holder((next) => (holding = next)),
    settled,
    checkpoint: () => signedCheckpoint(db, keys),
    readDetail: (entry) => readDetail(db, keys, entry),
    prove: (entry) => proveEntry(db, keys, entry),
    verify: async () => {
      await settled();
      return verifyDatabase(db, keys);
    },
    changeKey: (publicKey, by) =>
      oneAtATime(() => db.transaction((tx) => changeKey(tx, publicKey, { keys, by, now: clock.now(), record }))),
    erase: async (protectedFor, by) => {
      const destroyed = await db.transaction(async (tx) => {
        if (!(await destroyKey(tx, protectedFor, clock.now()))) return false;
        await record(tx, { ...by, action: 'ledger.erase', subject: protectedFor, allowed: true });
        return true;
      });
      details.forget(protectedFor);
      return destroyed;
    },
    ...destroyer(details, clock),
    [Symbol.asyncDispose]: async () => {
      await ticking.stop();
      await settled();
      await db[Symbol.asyncDispose]();
    },
  };
}

async function insertAll(
  tx: Db,
  entries: readonly AuditEntry[],
  { clock, details }: { readonly clock: Clock; readonly details: Details },
): Promise<string[]> {
  const pending = await Promise.all(entries.map((entry) => prepare(entry, clock, details)));
  if (pending.length > 0) await store.insertPending(tx, pending);
  return pending.map(({ id }) => id);
}

const destroyer = (details: Details, clock: Clock): Pick<Ledger, 'destroyKeys'> => ({
  destroyKeys: async (tx, names) => {
    const destroyed = await destroyKeys(tx, names, clock.now());
    for (const name of names) details.forget(name);
    return destroyed;
  },
});

const holder = (set: (held: boolean) => void): Pick<Ledger, 'hold' | 'release'> => ({
  hold: () => set(true),
  release: () => set(false),
});

/** An entry made ready to be stored: its leaf, and beside it what may not stand there. */
async function prepare(entry: AuditEntry, clock: Clock, details: Details): Promise<store.Pending> {
  const now = clock.now();
  const id = newId(now);
  const screened = screen(entry);
  const records = recordsOf(entry);
  const withheld = Object.keys(screened.withheld).length > 0 ? { withheld: screened.withheld } : {};
  const telling = entry.detail === undefined && !withheld.withheld ? undefined : { ...withheld, detail: entry.detail };
  const [only] = records.length === 1 ? records : [];
  const owner = entry.protectedFor ?? (only ? `record/${only}` : `account/${screened.entry.actor}`);
  const sealed = telling === undefined ? null : await details.seal(id, owner, telling);
  const leaf = printLeaf({ ...entry, ...screened.entry }, { id, at: now, detailHash: sealed?.hash ?? null, records });
  return { id, leaf, records, detail: sealed };
}

const MASTER_CHECK = 'artery master key';

async function refuseForeignKeys(db: Db, keys: NodeKeys): Promise<void> {
  const { node } = keys;
  const [first] = keys.all();
  const masterCheck = keys.wrap(Buffer.from(MASTER_CHECK), MASTER_CHECK);
  if (first) await store.introduce(db, { node, publicKey: first.publicKey, masterCheck });
  const owner = await store.identity(db);
  // The name, not the key: the first one may have been lost, and another named by the guardians.
  if (owner?.node !== node || !opens(keys, owner.masterCheck)) {
    throw new ForeignKeysError(
      `the audit trail of this database belongs to ${owner?.node ?? 'another node'}, and the key folder holds other ` +
        'keys: set ARTERY_KEYS to the folder that the node was started with (every process of a node shares it)',
    );
  }
}

function opens(keys: NodeKeys, check: Buffer): boolean {
  try {
    return keys.unwrap(check, MASTER_CHECK).toString() === MASTER_CHECK;
  } catch {
    return false;
  }
}

/** The tick that places and signs. A failure is not lost: what waits, waits; the next tick tries again. */
function keepSequencing(sequencer: Sequencer, gate: ReturnType<typeof limiter>): { stop(): Promise<void> } {
  const wake = bell();
  let stopped = false;
  const loop = (async () => {
    while (!stopped) {
      const placed = await gate(() => sequencer.run()).catch(() => 0);
      await wake.pause(placed > 0 ? BUSY_TICK_MS : QUIET_TICK_MS, () => stopped);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      wake.ring();
      await loop;
    },
  };
}
