/** Signatures of guardians come back; with enough of them the charter is in force, and the registry is made anew under it. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { MalformedNoteError, signNote } from '../../platform/ledger/checkpoint.ts';
import { placed, recordAct, spreadRegistry } from './change-entry.ts';
import {
  charterText,
  countSigners,
  judgeCharter,
  missingSigners,
  parseCharter,
  withSignatures,
  type Charter,
} from './charter.ts';
import { findCharter } from './keep-charter.ts';
import { getRegistry, issueNext, ownEntry } from './keep-registry.ts';
import { isLive, type NodeEntry, type UnsignedEntry } from './model.ts';
import { liveOwnKeys, ownKeys, ownName } from './own-keys.ts';
import { problems } from './problems.ts';
import { signEntry } from './registry.ts';
import { settleKey } from './settle-key.ts';
import * as store from './store/charter.ts';
import { lockRegistry } from './store/registry.ts';

/**
 * @param brought the proposal's text with the signatures of one or more guardians
 * @returns whether the charter is in force now
 * @throws problems.noProposal, charterSignature, charterRefused, lastKey
 */
export async function bringSignatures(context: Context, brought: string, by: Author): Promise<boolean> {
  const { db } = context;
  const inForce = await db.transaction(async (tx) => {
    await lockRegistry(tx);
    const proposal = await store.findProposal(tx);
    if (!proposal) throw problems.noProposal();
    const last = (await findCharter(tx))?.charter;
    const charter = parseCharter(proposal.note);
    const note = merged(proposal.note, brought, { charter, last });
    const missing = missingSigners(note, charter, last);
    const isWhole = missing.old + missing.new === 0;
    if (isWhole) await putInForce(context, tx, { note, charter, last });
    else await store.writeProposal(tx, note);
    const action = isWhole ? 'exchange.enact-charter' : 'exchange.sign-charter';
    await recordAct(context, tx, { action, node: charter.root, by, detail: { version: charter.version } });
    return isWhole;
  });
  if (!inForce) return false;
  await settleKey(context, by);
  await spreadRegistry(context);
  return true;
}

interface Steps {
  readonly charter: Charter;
  readonly last: Charter | undefined;
}

/** @throws problems.charterSignature */
function merged(note: string, brought: string, { charter, last }: Steps): string {
  const count = (of: string) => [charter, ...(last ? [last] : [])].reduce((sum, one) => sum + countSigners(of, one), 0);
  try {
    if (charterText(parseCharter(brought)) !== charterText(charter))
      throw problems.charterSignature({ fault: 'other-text' });
    if (count(brought) === 0) throw problems.charterSignature({ fault: 'no-guardian' });
    const both = withSignatures(note, brought);
    if (count(both) === count(note)) throw problems.charterSignature({ fault: 'nothing-new' });
    return both;
  } catch (error) {
    if (error instanceof MalformedNoteError) throw problems.charterSignature({ fault: 'malformed' });
    throw error;
  }
}

async function putInForce(context: Context, tx: Db, { note, charter, last }: Steps & { readonly note: string }) {
  const now = context.clock.now();
  const { registry } = await getRegistry(tx);
  const own = ownEntry(registry, ownName(context));
  if (!own) throw problems.nodeNotFound({ node: ownName(context) });
  // The first one is introduced by the key that the others believe so far.
  const introducers = liveOwnKeys(context, own, now.toISOString());
  const whole = last ? note : withSignatures(note, signNote(charterText(charter), introducers));
  const verdict = judgeCharter(whole, { now, last, introducers: introducers.map(({ verifierKey }) => verifierKey) });
  if (!verdict.ok) throw problems.charterRefused({ fault: verdict.fault });
  const [signer] = ownKeys(context).filter(({ verifierKey }) => charter.keys.includes(verifierKey));
  if (!signer) throw problems.lastKey({ key: '' });
  await store.writeCharters(tx, [{ version: charter.version, note: whole }], now);
  await store.deleteProposal(tx);
  const entry = signEntry(chartered(own, charter, now), signer, now);
  await issueNext(context, tx, (kept) => placed(kept, entry));
}

/** The root's entry with the keys that the charter names, for as long as it is in force; others count no more. */
function chartered(own: NodeEntry, { keys, expires }: Charter, now: Date): UnsignedEntry {
  const at = now.toISOString();
  const kept = own.keys.map((one) => {
    if (keys.includes(one.key)) return { ...one, to: expires, revoked: null };
    return isLive(one, at) ? { ...one, revoked: at } : one;
  });
  const listed = new Set(own.keys.map(({ key }) => key));
  const fresh = keys
    .filter((key) => !listed.has(key))
    .map((key) => ({ key, from: at, to: expires, revoked: null, endorsed: null }));
  return { ...own, keys: [...kept, ...fresh] };
}
