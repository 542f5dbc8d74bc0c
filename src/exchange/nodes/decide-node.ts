/** What the parent's side does: a node asks, and is approved, refused or, later, retired. */
import type { Author } from '../../bodies/index.ts';
import { findBody } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { MalformedNoteError, openNote, parseVerifierKey, signNote } from '../../platform/ledger/checkpoint.ts';
import type { FastifyRequest } from 'fastify';
import { withSignatures } from './charter.ts';
import { insistOnBodies, publishEntry, recordAct } from './change-entry.ts';
import type { JoinAnswer, JoinRequest } from './nodes-contract.ts';
import { isSameFingerprint } from './fingerprint.ts';
import { chartersAfter } from './keep-charter.ts';
import { getRegistry, ownEntry, type KeptRegistry } from './keep-registry.ts';
import { KEY_LIFE_MS, type KnownNode, type UnsignedEntry } from './model.ts';
import { openStrangersCall } from './open-node-call.ts';
import { liveOwnKeys, ownName } from './own-keys.ts';
import { oweDecision } from './owe-decision.ts';
import { problems } from './problems.ts';
import { findNode } from './read-nodes.ts';
import * as store from './store/node.ts';

/** Who waits is looked at by people: more than they can look at is an attack, or a mistake. */
const MOST_ASKING = 100;

/** A node asks, or asks how it stands. @throws problems of the proof; problems.joinBodies, problems.joinFull */
export async function takeJoinRequest(
  context: Context,
  request: FastifyRequest,
  asked: JoinRequest,
): Promise<JoinAnswer> {
  insistOnKey(asked.key);
  const name = await openStrangersCall(context, request, asked.key);
  const { db } = context;
  const kept = await getRegistry(db);
  const known = await findNode(db, name);
  if (known?.state === 'approved') {
    const charters = await chartersFor(context, kept);
    return { state: 'approved', reason: null, note: cosigned(context, kept), charters };
  }
  if (known?.state === 'retired') return { state: 'retired', reason: known.reason, note: null };
  if (known?.state === 'refused' && asked.again !== true) return { state: 'refused', reason: known.reason, note: null };
  const parent = ownName(context);
  await insistOnBodies(db, kept.registry, { entry: { name, bodies: asked.bodies }, parent });
  if (isSame(known, asked)) return { state: 'asked', reason: null, note: null };
  if (!known && (await store.countAsked(db)) >= MOST_ASKING) throw problems.joinFull({ most: MOST_ASKING });
  const level = (await findBody(db, asked.bodies[0] ?? ''))?.level ?? null;
  const now = context.clock.now();
  await db.transaction(async (tx) => {
    await store.writeAsked(tx, { name, address: asked.address, level, parent, bodies: asked.bodies }, now);
    await store.writeAskedKey(tx, name, asked.key, { from: now, to: new Date(now.getTime() + KEY_LIFE_MS) });
    const by: Author = { account: 'nobody', body: null, rule: 'exchange/proved-key' };
    await recordAct(context, tx, { action: 'exchange.ask-to-join', node: name, by, detail: { ...asked } });
    await oweDecision(context, tx);
  });
  return { state: 'asked', reason: null, note: null };
}

function insistOnKey(key: string): void {
  try {
    parseVerifierKey(key);
  } catch (error) {
    if (error instanceof MalformedNoteError) throw problems.nodeProofMalformed();
    throw error;
  }
}

const isSame = (known: KnownNode | undefined, asked: JoinRequest): boolean =>
  known?.state === 'asked' && known.address === asked.address && known.bodies.join('\n') === asked.bodies.join('\n');

/** The document with our own signature added: whoever joins knows our key, and the root's not yet. */
function cosigned(context: Context, { registry, note }: KeptRegistry): string {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const signers = liveOwnKeys(context, ownEntry(registry, ownName(context)), context.clock.now().toISOString());
  const lines = signNote(text, signers).slice(text.length + 1);
  return registry.root === ownName(context) ? note : note + lines;
}

/** The charters, the last with our own signature added: that we say it is enough to begin with. */
async function chartersFor(context: Context, { registry }: KeptRegistry): Promise<string[]> {
  const notes = await chartersAfter(context.db, 0);
  const signers = liveOwnKeys(context, ownEntry(registry, ownName(context)), context.clock.now().toISOString());
  return notes.map((note, i) =>
    i < notes.length - 1 ? note : withSignatures(note, signNote(openNote(note, []).text, signers)),
  );
}

async function getAsking(context: Context, name: string): Promise<KnownNode> {
  const node = await findNode(context.db, name);
  if (!node) throw problems.nodeNotFound({ node: name });
  if (node.state !== 'asked') throw problems.nodeNotAsking({ node: name, state: node.state });
  return node;
}

/**
 * The node joins below this one.
 * @param fingerprint as the other side read it aloud
 * @throws problems.nodeNotFound, nodeNotAsking, fingerprintDiffers, joinBodies, rootSilent
 */
export async function approveNode(context: Context, name: string, fingerprint: string, by: Author): Promise<void> {
  const node = await getAsking(context, name);
  const key = node.keys.at(-1);
  if (!key || !isSameFingerprint(fingerprint, key.key)) throw problems.fingerprintDiffers({ node: name });
  const { registry } = await getRegistry(context.db);
  const { address, level, bodies } = node;
  const parent = ownName(context);
  await insistOnBodies(context.db, registry, { entry: { name, bodies: [...bodies] }, parent });
  const now = context.clock.now();
  const keys = [
    { ...key, from: now.toISOString(), to: new Date(now.getTime() + KEY_LIFE_MS).toISOString(), endorsed: null },
  ];
  const since = now.toISOString();
  const entry: UnsignedEntry = {
    name,
    address,
    level,
    parent,
    bodies: [...bodies],
    state: 'approved',
    since,
    keys,
  };
  await publishEntry(context, entry, async (tx) => {
    await store.writeDecided(tx, name, { state: 'approved', by: by.account, reason: null }, now);
    await recordAct(context, tx, { action: 'exchange.approve-node', node: name, by });
    await oweDecision(context, tx);
  });
}

/** @throws problems.nodeNotFound, nodeNotAsking */
export async function refuseNode(context: Context, name: string, reason: string, by: Author): Promise<void> {
  await getAsking(context, name);
  await context.db.transaction(async (tx) => {
    const decided = { state: 'refused', by: by.account, reason } as const;
    await store.writeDecided(tx, name, decided, context.clock.now());
    await recordAct(context, tx, { action: 'exchange.refuse-node', node: name, by, detail: { reason } });
    await oweDecision(context, tx);
  });
}

/** A node below this one belongs no more. @throws problems.nodeNotFound, rootSilent */
export async function retireNode(context: Context, name: string, reason: string, by: Author): Promise<void> {
  const { registry } = await getRegistry(context.db);
  const entry = ownEntry(registry, name);
  const own = ownName(context);
  if (entry?.state !== 'approved' || name === own || (entry.parent !== own && registry.root !== own))
    throw problems.nodeNotFound({ node: name });
  const now = context.clock.now();
  await publishEntry(context, { ...entry, state: 'retired' }, async (tx) => {
    await store.writeDecided(tx, name, { state: 'retired', by: by.account, reason }, now);
    await recordAct(context, tx, { action: 'exchange.retire-node', node: name, by, detail: { reason } });
  });
}
