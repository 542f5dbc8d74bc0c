/** What evidence asks of the node registry: whom this node witnesses and is witnessed by, and the keys of their logs. */
import type { Context } from '../../platform/context.ts';
import type { VerifierKey } from '../../platform/ledger/checkpoint.ts';
import type { Peer } from './model.ts';
import type { KnownPeers } from './read-witnesses.ts';

export interface Registry {
  /** Parent, siblings and children that the registry lists today. */
  peers(context: Context): Promise<readonly Peer[]>;
  /** Keys that sign this log today; empty for a log of nobody who is witnessed here. */
  logKeys(context: Context, origin: string): Promise<readonly VerifierKey[]>;
  /** Names for people. */
  known(context: Context): Promise<KnownPeers>;
}
