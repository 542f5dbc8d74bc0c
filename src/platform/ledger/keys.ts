/**
 * The node's key material: the Ed25519 key that signs, the master key that wraps the keys of details, and the last
 * checkpoint signed. It lies in a folder outside of the database (`ARTERY_KEYS`), so that who can edit the tables cannot
 * sign. Every process of a node uses the same folder.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signBytes,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { nodeNameOf, rawPublicKey } from './checkpoint.ts';

export interface NodeKeys {
  /** The node's name in origins: derived from its first public key, so that no two nodes share one; for good. */
  readonly node: string;
  /** Of the key that signs today: 32 bytes. */
  readonly publicKey: Buffer;
  sign(text: Buffer): Buffer;
  /** Every key in the folder, also of before: what was signed with one of them is ours. */
  all(): readonly SigningKey[];
  /** From now on this key of the folder signs. Returns whether it is there. */
  use(publicKey: Buffer): boolean;
  /** Encrypts under the master key; `label` must be given again to open. */
  wrap(secret: Buffer, label: string): Buffer;
  /** @throws Error when it was wrapped by another master key or under another label */
  unwrap(wrapped: Buffer, label: string): Buffer;
  /** Keeps the newest note of a log outside of the database. */
  remember(origin: string, note: string): void;
  remembered(origin: string): string | undefined;
}

const FIRST = 'node.pem';
/** Files of the keys that rotation put beside the first. */
export const ROTATED_KEY = /^node-key-[0-9a-f]{12}\.pem$/;

/** Opens the key folder, and makes what is missing: files of mode 0600 in a folder of mode 0700. */
export function openKeys(folder: string): NodeKeys {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const first = openSigningKey(join(folder, FIRST));
  // Kept apart from the key: a node whose first key was lost is still the same node.
  const node = once(join(folder, 'node.name'), () => `${nodeNameOf(first.publicKey)}\n`).trim();
  const opened = new Map([[FIRST, first]]);
  const keyIn = (file: string): SigningKey => {
    const key = opened.get(file) ?? openSigningKey(join(folder, file));
    opened.set(file, key);
    return key;
  };
  const files = () => [FIRST, ...readdirSync(folder).filter((file) => ROTATED_KEY.test(file))];
  const today = () => {
    const file = readIfThere(join(folder, 'node.current'))?.trim() ?? FIRST;
    return keyIn(ROTATED_KEY.test(file) && existsSync(join(folder, file)) ? file : FIRST);
  };
  const master = Buffer.from(
    once(join(folder, 'master.key'), () => `${randomBytes(32).toString('base64')}\n`),
    'base64',
  );
  return {
    node,
    get publicKey() {
      return today().publicKey;
    },
    sign: (text) => today().sign(text),
    all: () => files().map(keyIn),
    use: (publicKey) => {
      const file = files().find((one) => keyIn(one).publicKey.equals(publicKey));
      if (file !== undefined) replace(join(folder, 'node.current'), `${file}\n`);
      return file !== undefined;
    },
    wrap: (secret, label) => seal(master, secret, label),
    unwrap: (wrapped, label) => unseal(master, wrapped, label),
    remember: (origin, note) => replace(join(folder, fileOf(origin)), note),
    remembered: (origin) => readIfThere(join(folder, fileOf(origin))),
  };
}

export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Buffer;
  sign(text: Buffer): Buffer;
}

/** Opens the Ed25519 key in this file (PKCS #8, PEM), and makes it when it is missing. The key itself stays in here. */
export function openSigningKey(file: string): SigningKey {
  const key = createPrivateKey(once(file, newPrivateKey));
  return { publicKey: rawPublicKey(publicBytes(key)), sign: (text) => signBytes(null, text, key) };
}

const newPrivateKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicBytes = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'der' });
const fileOf = (origin: string) => `${origin.replace(/[^a-z0-9.-]+/gi, '_')}.checkpoint`;

/** AES-256-GCM: iv (12 bytes), tag (16 bytes), ciphertext. The label is authenticated, not stored. */
export function seal(key: Buffer, text: Buffer, label: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(label));
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** @throws Error when key, label or a byte differs */
export function unseal(key: Buffer, sealed: Buffer, label: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(label)).setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

/** The file's text; made once, whole or not at all, when several processes start together. */
function once(file: string, make: () => string): string {
  const there = readIfThere(file);
  if (there !== undefined) return there;
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeWhole(draft, make());
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8');
}

function replace(file: string, text: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeWhole(draft, text);
  renameSync(draft, file);
}

function writeWhole(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
