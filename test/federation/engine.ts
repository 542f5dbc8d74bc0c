/** The product's engine as the simulation runs it: a planted bug replaces one of its parts. */
import { createHash } from 'node:crypto';
import {
  stepConsumer,
  stepFence,
  stepProvider,
  type Ports,
  type StreamCheckpoint,
} from '../../src/exchange/protocol/index.ts';

export interface Engine {
  readonly consumer: typeof stepConsumer;
  readonly provider: typeof stepProvider;
  readonly fence: typeof stepFence;
}
export const product: Engine = { consumer: stepConsumer, provider: stepProvider, fence: stepFence };

/** Signing by a secret: what matters here is that nobody else can. */
const mac = (text: string) =>
  createHash('sha256').update('a key nobody else has').update(text).digest('hex').slice(0, 24);
export function signNote(stream: string, { epoch, size, root }: Omit<StreamCheckpoint, 'note'>): string {
  const text = `${stream} ${String(epoch)} ${String(size)} ${root.toString('base64')}`;
  return `${text} ${mac(text)}`;
}
export const ports: Ports = {
  open: (stream, note) => {
    const [name, epoch, size, root = '', seal] = note.split(' ');
    const text = [name, epoch, size, root].join(' ');
    if (name !== stream || seal !== mac(text)) return undefined;
    return { epoch: Number(epoch), size: Number(size), root: Buffer.from(root, 'base64'), note };
  },
};
