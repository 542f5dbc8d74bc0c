/** The keys that this node signs its calls and the registry with: `node.pem`, and those that rotation put beside it. */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../platform/context.ts';
import { printVerifierKey, type NoteSigner } from '../../platform/ledger/checkpoint.ts';
import { openKeys, openSigningKey, ROTATED_KEY, type SigningKey } from '../../platform/ledger/keys.ts';
import { keysAt, type NodeEntry } from './model.ts';
import { idOf } from './registry.ts';

export interface OwnKey extends NoteSigner {
  /** As the registry has it. */
  readonly verifierKey: string;
  /** 8 hex digits. */
  readonly id: string;
}

export class NoKeysError extends Error {
  override name = 'NoKeysError';
}

const opened = new Map<string, SigningKey>();

/** The folder of the node's keys. @throws NoKeysError where a context has none */
export function keysFolder({ keysDir }: Pick<Context, 'keysDir'>): string {
  if (keysDir === undefined) throw new NoKeysError('this node was opened without its keys');
  return keysDir;
}

/** The node's name, for good. @throws NoKeysError */
export function ownName(context: Pick<Context, 'keysDir'>): string {
  const folder = keysFolder(context);
  const known = names.get(folder) ?? openKeys(folder).node;
  names.set(folder, known);
  return known;
}
const names = new Map<string, string>();

/** Every key in the folder, the first one first. @throws NoKeysError */
export function ownKeys(context: Pick<Context, 'keysDir'>): OwnKey[] {
  const folder = keysFolder(context);
  const name = ownName(context);
  const rotated = readdirSync(folder).filter((file) => ROTATED_KEY.test(file));
  return ['node.pem', ...rotated].map((file) => ownKey(name, join(folder, file)));
}

function ownKey(name: string, file: string): OwnKey {
  const signing = opened.get(file) ?? openSigningKey(file);
  opened.set(file, signing);
  const key = { name, publicKey: signing.publicKey };
  const verifierKey = printVerifierKey(key);
  return { key, sign: signing.sign, verifierKey, id: idOf(verifierKey) };
}

/** Makes a key more; it counts when the registry has it. */
export function newOwnKey(context: Pick<Context, 'keysDir'>): OwnKey {
  const file = join(keysFolder(context), `node-key-${randomBytes(6).toString('hex')}.pem`);
  return ownKey(ownName(context), file);
}

/** Our keys that count in this entry at this instant, newest first; before there is an entry, the first key. */
export function liveOwnKeys(context: Pick<Context, 'keysDir'>, entry: NodeEntry | undefined, at: string): OwnKey[] {
  const own = ownKeys(context);
  if (!entry) return own.slice(0, 1);
  return keysAt(entry, at).flatMap(({ key }) => own.filter(({ verifierKey }) => verifierKey === key));
}
