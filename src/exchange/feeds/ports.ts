/** What feeds need of the other parts of exchange: who asks, by which key, and how another node is called. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Grant } from '../../governance/index.ts';
import type { Send } from '../../platform/http/call.ts';
import type { VerifierKey } from '../../platform/ledger/checkpoint.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { RegisterTable } from '../../records/index.ts';
import type { Consumed, Subscription } from './model.ts';

/** Lets consumers in. */
export interface ProviderPorts {
  readonly keys: NodeKeys;
  /** The grant of mode `feed` behind a request's voucher, as it stands now. @throws a problem for every other request */
  admit(request: FastifyRequest, reply: FastifyReply): Promise<Grant>;
  /** The same for a request that was admitted and has waited since: everything but the proof, which is taken once. */
  still(request: FastifyRequest): Promise<Grant>;
  /** The node that signed this request. @throws a problem */
  caller(request: FastifyRequest): Promise<{ readonly name: string }>;
  /** Keys of a node at an instant, by the registry. */
  keysOf(node: string, at: Date): Promise<readonly VerifierKey[]>;
  /** Whether the node is home of this body (code). */
  isHomeOf(node: string, body: string): Promise<boolean>;
}

/** Where rows are at home. */
export interface Homes {
  /** Name of the node that is home of a body (id here); undefined where nobody knows. */
  of(body: number): string | undefined;
  /** Whether a node stands above the other in the registry: it may pass on what that one feeds it. */
  isAbove(node: string, other: string): boolean;
}

/** Asks providers. */
export interface ConsumerPorts {
  /** Absent: nobody asks, and every provider is heard. */
  homes?(): Promise<Homes>;
  readonly keys: NodeKeys;
  keysOf(node: string, at: Date): Promise<readonly VerifierKey[]>;
  /** With a voucher of the subscription. */
  voucherSend(subscription: Subscription): Send;
  /** Signed by this node, without an agreement. */
  nodeSend(subscription: Subscription): Send;
  /** Ids of the bodies whose home is this node: nobody else's pages change their rows. */
  ours(): Promise<readonly number[]>;
  /** Sends a row as it is held here to the node that is its home, once; absent where nobody carries parcels. */
  sendHome?(tx: Db, one: HeldRow): Promise<void>;
}

/** A row that is held here and that its home has lost. */
export interface HeldRow {
  readonly consumed: Pick<Consumed, 'stream'>;
  readonly table: RegisterTable;
  /** Fields that its stream brings. */
  readonly columns: readonly string[];
  /** Code of the body that holds it. */
  readonly holder: string;
  readonly record: string;
  readonly version: number;
}
