/**
 * Which key of the node signs which checkpoints of its audit trail. A key ends where the next one begins: at a size of the log,
 * not at an instant, because a checkpoint says its size and no time. Pure.
 */
import { isSigned, type VerifierKey } from './checkpoint.ts';

export interface LogKey {
  /** 32 bytes. */
  readonly publicKey: Buffer;
  /** Its first checkpoint is larger than this one. */
  readonly epoch: number;
  readonly size: number;
  /** The key before it signed `changeText`; null for the first key, and where the one before was lost. */
  readonly signature: Buffer | null;
}

/** What the key before signs when the log goes over to the next. */
export const changeText = (origin: string, { size, publicKey }: Pick<LogKey, 'size' | 'publicKey'>): string =>
  `artery-log-key/1\n${origin}\n${String(size)}\n${publicKey.toString('base64')}\n`;

/** The key that signs the checkpoint of this size; of several the last that has begun. */
export function keyAt(keys: readonly LogKey[], epoch: number, size: number): LogKey | undefined {
  return keys.findLast((key) => key.epoch < epoch || (key.epoch === epoch && key.size < size));
}

/**
 * Whether each key was introduced by the one before it, from the one that is trusted on.
 * @param originAt the log's name in an epoch
 */
export function isChain(keys: readonly LogKey[], originAt: (epoch: number) => string): boolean {
  return keys.every((key, i) => {
    const before = keys[i - 1];
    if (!before) return true;
    const grows = key.epoch > before.epoch || (key.epoch === before.epoch && key.size >= before.size);
    return grows && key.signature !== null && isSigned(changeText(originAt(key.epoch), key), key.signature, before);
  });
}

export const verifierOf = (origin: string, { publicKey }: Pick<LogKey, 'publicKey'>): VerifierKey => ({
  name: origin,
  publicKey,
});

/** One line a key in a copy: `<epoch> <size> <key> <signature>`, base64, `-` where there is none. */
export const printLogKeys = (keys: readonly LogKey[]): string =>
  keys
    .map(({ epoch, size, publicKey, signature }) =>
      [epoch, size, publicKey.toString('base64'), signature?.toString('base64') ?? '-'].join(' '),
    )
    .map((line) => `${line}\n`)
    .join('');

/** Undefined when it does not print to the very same bytes. */
export function parseLogKeys(text: string): LogKey[] | undefined {
  const keys = text
    .split('\n')
    .slice(0, -1)
    .map((line): LogKey => {
      const [epoch = '', size = '', publicKey = '', signature = '-'] = line.split(' ');
      const by = signature === '-' ? null : Buffer.from(signature, 'base64');
      return { epoch: Number(epoch), size: Number(size), publicKey: Buffer.from(publicKey, 'base64'), signature: by };
    });
  const isSound = keys.every(({ publicKey, size, epoch }) => publicKey.length === 32 && size >= 0 && epoch > 0);
  const [first] = keys;
  return isSound && first?.epoch === 1 && first.size === 0 && printLogKeys(keys) === text ? keys : undefined;
}
