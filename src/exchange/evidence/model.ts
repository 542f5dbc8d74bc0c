/** The words of evidence as types: a log of ours, a witness, what it said. */
import type { Send } from '../../platform/http/call.ts';
import type { VerifierKey } from '../../platform/ledger/checkpoint.ts';
import type { WitnessKey } from './cosignature.ts';

/** A node this one knows: whose logs it cosigns and whom it asks. */
export interface Peer extends WitnessKey {
  /** What it is to this node. */
  readonly relation: 'parent' | 'sibling' | 'child' | 'independent';
  /** All keys that may sign its logs today; more than one while a key is rotated. */
  readonly keys: readonly Buffer[];
  /** Null: it cannot be asked (it is behind a wall and asks us). */
  readonly send: Send | null;
}

/** One append-only log of this node, as it is shown to its witnesses. */
export interface OwnLog {
  readonly origin: string;
  readonly key: VerifierKey;
  /** The newest signed checkpoint; undefined before the first. */
  checkpoint(): Promise<{ readonly size: number; readonly note: string } | undefined>;
  /** RFC 6962 §2.1.2. */
  consistency(older: number, newer: number): Promise<readonly Buffer[]>;
}

/** `node-xxxxxxxx.artery/audit/e1` → its node; what stands before the first slash. */
export const nodeOfOrigin = (origin: string): string => origin.slice(0, Math.max(origin.indexOf('/'), 0));

/** The epoch an origin ends with (`/e2`); undefined when it has none. */
export function epochOf(origin: string): number | undefined {
  const [, epoch] = /\/e([1-9]\d{0,8})$/.exec(origin) ?? [];
  return epoch === undefined ? undefined : Number(epoch);
}

/** Where the witness protocol of a node is served. */
export const WITNESS_PATH = '/exchange/v1/witness';
