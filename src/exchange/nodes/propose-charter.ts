/** The root's people propose the next charter; its text goes to the guardians, who sign it away from the node. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { MalformedNoteError, parseVerifierKey, signNote } from '../../platform/ledger/checkpoint.ts';
import { recordAct } from './change-entry.ts';
import { CHARTER_LIFE_MS, charterText, isSound, LEAST_THRESHOLD, MOST_GUARDIANS, type Charter } from './charter.ts';
import { findCharter } from './keep-charter.ts';
import { getRegistry, ownEntry } from './keep-registry.ts';
import { keysAt, LIVE_KEYS, type NodeEntry } from './model.ts';
import { newOwnKey, ownKeys, ownName } from './own-keys.ts';
import { problems } from './problems.ts';
import { idOf } from './registry.ts';
import * as store from './store/charter.ts';

export interface Wish {
  /** Verifier keys. */
  readonly guardians: readonly string[];
  readonly threshold: number;
  /** How long it is in force; a year when absent. */
  readonly days?: number;
  /** With a new key of this node: also when the old one is lost. */
  readonly newKey?: boolean;
  /** Ids of keys of this node that shall count no more. */
  readonly drop?: readonly string[];
}

const DAY_MS = 86_400_000;

/** @throws problems.notTheRoot, charterWaits, charterUnsound, keysFull, lastKey */
export async function proposeCharter(context: Context, wish: Wish, by: Author): Promise<void> {
  const { db, clock } = context;
  const now = clock.now();
  const { registry } = await getRegistry(db);
  const own = ownEntry(registry, ownName(context));
  if (!own || registry.root !== own.name) throw problems.notTheRoot({ root: registry.root });
  if (await store.findProposal(db)) throw problems.charterWaits();
  insistOnGuardians(wish);
  const last = (await findCharter(db))?.charter;
  const charter: Charter = {
    root: own.name,
    version: (last?.version ?? 0) + 1,
    issued: now.toISOString(),
    expires: new Date(now.getTime() + Math.min((wish.days ?? 365) * DAY_MS, CHARTER_LIFE_MS)).toISOString(),
    threshold: wish.threshold,
    guardians: [...wish.guardians],
    keys: keysOf(context, own, wish),
  };
  if (!isSound(charter)) throw problems.charterUnsound({ fault: 'guardian-is-node' });
  const note = signNote(charterText(charter), []);
  await db.transaction(async (tx) => {
    if (!(await store.insertProposal(tx, note, by.account, now))) throw problems.charterWaits();
    const { version, threshold } = charter;
    const detail = { version, threshold, guardians: wish.guardians.length, keys: charter.keys.map(idOf) };
    await recordAct(context, tx, { action: 'exchange.propose-charter', node: own.name, by, detail });
  });
}

/** @throws problems.charterUnsound with what is wrong, and with whom */
function insistOnGuardians({ guardians, threshold }: Wish): void {
  const people = new Set<string>();
  for (const guardian of guardians) {
    const bytes = bytesOf(guardian);
    if (bytes === undefined) throw problems.charterUnsound({ fault: 'not-a-key', guardian });
    if (people.has(bytes)) throw problems.charterUnsound({ fault: 'guardian-twice', guardian });
    people.add(bytes);
  }
  if (guardians.length > MOST_GUARDIANS) throw problems.charterUnsound({ fault: 'too-many', most: MOST_GUARDIANS });
  if (threshold < LEAST_THRESHOLD || threshold > guardians.length)
    throw problems.charterUnsound({ fault: 'threshold', least: LEAST_THRESHOLD, most: guardians.length });
}

function bytesOf(guardian: string): string | undefined {
  try {
    return parseVerifierKey(guardian).publicKey.toString('base64');
  } catch (error) {
    if (error instanceof MalformedNoteError) return undefined;
    throw error;
  }
}

/** The keys of ours that shall count. A file that the registry does not know is used before another one is made. */
function keysOf(context: Context, own: NodeEntry, { newKey = false, drop = [] }: Wish): string[] {
  const at = context.clock.now().toISOString();
  const stays = keysAt(own, at).filter(({ key }) => !drop.includes(idOf(key)));
  const unknown = drop.find((id) => own.keys.every(({ key }) => idOf(key) !== id));
  if (unknown !== undefined) throw problems.nodeNotFound({ node: unknown });
  if (stays.length + (newKey ? 1 : 0) > LIVE_KEYS) throw problems.keysFull({ node: own.name });
  const listed = new Set(own.keys.map(({ key }) => key));
  const held = new Set(ownKeys(context).map(({ verifierKey }) => verifierKey));
  if (!newKey && !stays.some(({ key }) => held.has(key))) throw problems.lastKey({ key: drop[0] ?? '' });
  const fresh = () => ownKeys(context).find(({ verifierKey }) => !listed.has(verifierKey)) ?? newOwnKey(context);
  return [...stays.map(({ key }) => key), ...(newKey ? [fresh().verifierKey] : [])];
}

/** @throws problems.noProposal */
export async function withdrawCharter(context: Context, by: Author): Promise<void> {
  await context.db.transaction(async (tx) => {
    if (!(await store.deleteProposal(tx))) throw problems.noProposal();
    await recordAct(context, tx, { action: 'exchange.withdraw-charter', node: ownName(context), by });
  });
}
