/** Orders to remove what came by a stream, and the answer that it was done: both signed, both kept as evidence. */
import { MalformedNoteError, openNote, signNote, type VerifierKey } from '../../platform/ledger/checkpoint.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';

/** What is ordered, or was done. */
export interface OrderText {
  readonly what: 'purge' | 'purged';
  /** The stream's name. */
  readonly stream: string;
  /** Code of the body whose grant is over. */
  readonly consumer: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

const HEADS = { purge: 'artery/purge/v1', purged: 'artery/purged/v1' } as const;

const textOf = ({ what, stream, consumer, at }: OrderText) => `${HEADS[what]}\n${stream}\n${consumer}\n${at}\n`;

/** C2SP signed note of four lines. */
export const signOrder = (order: OrderText, keys: Pick<NodeKeys, 'node' | 'publicKey' | 'sign'>): string =>
  signNote(textOf(order), [{ key: { name: keys.node, publicKey: keys.publicKey }, sign: (text) => keys.sign(text) }]);

/** Reads an order that one of these keys signed; undefined for anything else. Whose keys they are is the caller's to know. */
export function openOrder(note: string, what: OrderText['what'], keys: readonly VerifierKey[]): OrderText | undefined {
  try {
    const { text, signedBy } = openNote(note, keys);
    const [head, stream = '', consumer = '', at = '', ...rest] = text.split('\n');
    const order = { what, stream, consumer, at };
    if (signedBy.length === 0 || head !== HEADS[what] || rest.length !== 1 || textOf(order) !== text) return undefined;
    return order;
  } catch (error) {
    if (error instanceof MalformedNoteError) return undefined;
    throw error;
  }
}
