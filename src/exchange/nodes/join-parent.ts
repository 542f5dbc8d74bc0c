/** What the joining side does: says which parent it wants, asks, and asks again until it is approved. */
import Type, { type Static } from 'typebox';
import type { Context } from '../../platform/context.ts';
import { call, ProblemError } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { openNote, parseVerifierKey } from '../../platform/ledger/checkpoint.ts';
import { readSetting, writeSetting } from '../../platform/setting.ts';
import * as contract from './nodes-contract.ts';
import { parseCharter, signersOf } from './charter.ts';
import { fingerprintOf, isSameFingerprint } from './fingerprint.ts';
import { acceptRegistry, getRegistry, ownAddress, ownEntry } from './keep-registry.ts';
import { fetchAt } from './node-fetch.ts';
import { ownKeys, ownName } from './own-keys.ts';
import { problems } from './problems.ts';
import { parseRegistry } from './registry.ts';

const SETTING = 'node-join';

/** What `artery node init` said, and how far it came. */
export const Joining = Type.Object({
  /** Origin URL of the parent. */
  parent: Type.String(),
  bodies: Type.Array(Type.String()),
  /** The parent's, as its people read it aloud; absent: the first answer is believed, and every later one must fit it. */
  fingerprint: Type.Optional(Type.String()),
  /** The parent as it answered first. */
  known: Type.Optional(Type.Object({ name: Type.String(), key: Type.String() })),
  state: Type.Unsafe<'prepared' | 'asked' | 'refused' | 'joined'>(Type.String()),
  reason: Type.Optional(Type.String()),
});
export type Joining = Static<typeof Joining>;

export const findJoining = (context: Pick<Context, 'db'>): Promise<Joining | undefined> =>
  readSetting(context.db, SETTING, Joining);

/** Which parent, and which bodies shall be at home here. @throws problems.alreadyJoined */
export async function prepareJoin(
  context: Context,
  wanted: Pick<Joining, 'parent' | 'bodies' | 'fingerprint'>,
): Promise<void> {
  const { registry } = await getRegistry(context.db);
  if (registry.root !== ownName(context) || registry.entries.length > 1)
    throw problems.alreadyJoined({ root: registry.root });
  await writeSetting(context.db, SETTING, { ...wanted, state: 'prepared' } satisfies Joining);
}

export interface JoinState {
  readonly state: Joining['state'];
  readonly reason: string | null;
  /** Of the parent's key, to be compared with what the parent's people read. */
  readonly parent: { readonly name: string; readonly fingerprint: string };
}

/**
 * Asks once, and takes the registry when the answer is yes. May be cut off anywhere and begun again.
 * @param again asks anew after a refusal
 * @throws problems.joinNotPrepared, joinParent, nodeSilent, registryRefused; ProblemError with what the parent said
 */
export async function askParent(context: Context, { again = false } = {}): Promise<JoinState> {
  const joining = await findJoining(context);
  if (!joining) throw problems.joinNotPrepared();
  const known = await meetParent(context, joining);
  const parent = { name: known.name, fingerprint: fingerprintOf(known.key) };
  if (joining.state === 'joined') return { state: 'joined', reason: null, parent };
  const address = await ownAddress(context.db);
  if (address === undefined) throw problems.joinNotPrepared({ missing: 'address' });
  const [own] = ownKeys(context);
  const answer = await call(fetchAt(context, { name: known.name, address: joining.parent }), contract.askToJoin, {
    body: { key: own?.verifierKey ?? '', address, bodies: joining.bodies, ...(again && { again }) },
  });
  const keep = (state: Joining['state'], reason: string | null) =>
    writeSetting(context.db, SETTING, { ...joining, known, state, ...(reason !== null && { reason }) });
  if (answer.state === 'approved' && answer.note !== null) {
    await takeFirstRegistry(context, { note: answer.note, charters: answer.charters ?? [] }, known.key);
    await keep('joined', null);
    return { state: 'joined', reason: null, parent };
  }
  const state = answer.state === 'asked' ? 'asked' : 'refused';
  await keep(state, answer.reason);
  return { state, reason: answer.reason, parent };
}

/** The parent, which must stay the one that answered first, and be the one whose fingerprint was given. */
async function meetParent(context: Context, joining: Joining): Promise<{ name: string; key: string }> {
  if (joining.known) return joining.known;
  const send = fetchAt(context, { name: 'parent', address: joining.parent });
  const { name, key } = await call(send, contract.describeNode);
  if (parseVerifierKey(key).name !== name) throw problems.joinParent({ parent: name });
  if (joining.fingerprint !== undefined && !isSameFingerprint(joining.fingerprint, key))
    throw problems.joinParent({ parent: name });
  const known = { name, key };
  await writeSetting(context.db, SETTING, { ...joining, known });
  return known;
}

/**
 * The first document: its root's keys are not known yet, but the parent's are, and the parent has signed it too, and the
 * last of the charters.
 * @throws problems.registryRefused, problems.charterRefused
 */
async function takeFirstRegistry(
  context: Context,
  { note, charters }: { readonly note: string; readonly charters: readonly string[] },
  parentKey: string,
): Promise<void> {
  const { signedBy } = openNote(note, [parseVerifierKey(parentKey)]);
  const last = charters.at(-1);
  if (last !== undefined && signersOf(last, [parentKey]).length === 0)
    throw problems.charterRefused({ fault: 'not-introduced' });
  const registry = parseRegistry(note);
  const [first] = charters;
  const rootKeys = first
    ? parseCharter(first).keys
    : (ownEntry(registry, registry.root)?.keys.map(({ key }) => key) ?? []);
  if (signedBy.length === 0) throw problems.registryRefused({ fault: 'unknown-signer' });
  if (!ownEntry(registry, ownName(context))) throw problems.registryRefused({ fault: 'malformed' });
  await acceptRegistry(context, note, { trusted: rootKeys, charters });
}

/** Whether a parent is only away now, or busy: asking again may help. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ProblemError) return error.status >= 500;
  return error instanceof Problem && error.kind === problems.nodeSilent.kind;
}
