/** The proof of one record: from one's own streams, or from the provider of the stream by which it came. */
import { callRaw, ProblemError, type Send } from '../../platform/http/call.ts';
import type { Consumer } from '../feeds/apply-pages.ts';
import { findSubscription, listConsumed } from '../feeds/store/consumed.ts';
import { originOfNote } from './add-checkpoint.ts';
import { proveServedRecord } from './evidence-contract.ts';
import { problems } from './problems.ts';
import { MalformedProofError, parseProof, verifyProof } from './proof-file.ts';
import type { Trusted } from './prove-entry.ts';
import { parsePolicy, PolicyError, type Policy } from './policy.ts';
import { proveRecord } from './stream-logs.ts';

export interface RecordName {
  readonly register: string;
  readonly record: string;
}

/**
 * A received record's proof is fetched while its provider is there, checked against the keys the registry has, and given
 * out: from then on it verifies alone.
 * @throws problems.noProof
 */
export async function proveReceived(
  { context: { db, clock }, ports }: Consumer,
  name: RecordName,
  trusted: Trusted,
): Promise<string> {
  const own = await proveRecord(db, ports.keys, { ...name, trusted });
  if (own !== undefined) return own;
  for (const consumed of await listConsumed(db)) {
    if (consumed.register !== name.register) continue;
    const subscription = await findSubscription(db, consumed.subscription);
    if (!subscription) continue;
    const keys = await ports.keysOf(consumed.origin, clock.now());
    const text = await fetchProof(ports.voucherSend(subscription), name);
    const proof = text === undefined ? undefined : tryParse(text);
    if (text === undefined || !proof || !originOfNote(proof.note).startsWith(`${consumed.stream}/`)) continue;
    if (verifyProof(text, { ...proof.policy, logs: keys }).ok) return text;
  }
  throw problems.noProof({ ...name });
}

async function fetchProof(send: Send, params: RecordName): Promise<string | undefined> {
  try {
    return await (await callRaw(send, proveServedRecord, { params })).text();
  } catch (error) {
    if (error instanceof ProblemError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function tryParse(text: string): { readonly note: string; readonly policy: Policy } | undefined {
  try {
    const { note, policy } = parseProof(text);
    return { note, policy: parsePolicy(policy) };
  } catch (error) {
    if (error instanceof MalformedProofError || error instanceof PolicyError) return undefined;
    throw error;
  }
}
