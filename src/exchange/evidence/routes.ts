/** Serves the contract of evidence: the witness protocol, who witnessed what, the proof of one exchange, the fence. */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { headPosition } from '../../platform/ledger/entry-store.ts';
import { openKeys, type NodeKeys } from '../../platform/ledger/index.ts';
import { problems as ledgerProblems } from '../../platform/ledger/problems.ts';
import { newestCheckpoint, readTiles } from '../../platform/ledger/store.ts';
import { declareLoss } from './declare-loss.ts';
import * as contract from './evidence-contract.ts';
import { isFenced } from './guard-node.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import { problems } from './problems.ts';
import { coverOf } from './prove-entry.ts';
import { proofOfEntry, readEvidence } from './read-evidence.ts';
import { readWitnesses } from './read-witnesses.ts';
import type { Registry } from './registry.ts';
import { witnessedOf } from './store/witnessed.ts';
import { feedsOf } from '../feeds/index.ts';
import { openNodeCall } from '../nodes/index.ts';
import { comeBack } from '../recovery/store/recovery.ts';
import { findSeat } from '../feeds/store/stream.ts';
import { findRecord, openRegister } from '../../records/index.ts';
import { proveReceived } from './prove-received.ts';
import { proveRecord } from './stream-logs.ts';
import { witnessSettings } from './settings.ts';
import { addCheckpoint } from './witness.ts';

// Some 63 hashes and a note with its signatures.
const LARGEST_REQUEST = 64 * 1024;

export function serveEvidence(server: Server, context: Context, registry: Registry): void {
  if (context.keysDir === undefined) return;
  serveWitness(server, context, registry, openKeys(context.keysDir));
  serveLog(server, context, openKeys(context.keysDir));
  serve(server, contract.readWitnesses, async () => readWitnesses(context, await registry.known(context)));
  serve(server, contract.readEvidence, async ({ params, caller }) =>
    readEvidence(context, caller, params.entry, await registry.known(context)),
  );
  serve(server, contract.downloadProof, async ({ params, caller, reply, decision }) => {
    const { witnesses } = await trustedBy(context, registry);
    const { number, text } = await proofOfEntry(context, caller, params.entry, witnesses);
    await context.audit.append({
      action: 'exchange.download-proof',
      actor: caller.account,
      body: caller.body,
      subject: `entry/${params.entry}`,
      allowed: true,
      rule: decision.rule,
    });
    void reply.header('content-disposition', `attachment; filename="entry-${String(number)}.proof"`);
    return text;
  });
  serveRecordProofs(server, context, registry);
  serve(server, contract.declareLoss, async ({ body, caller }) => {
    const by = { account: caller.account, body: caller.body, reason: body.reason };
    const { epoch, lostFrom, lostTo } = await declareLoss(context, by);
    return { epoch, lostFrom, lostTo };
  });
}

const trustedBy = async (context: Context, registry: Registry) => ({
  witnesses: (await registry.peers(context)).flatMap(({ name, keys }) =>
    keys.map((publicKey) => ({ name, publicKey })),
  ),
  least: witnessSettings(context.profile).least,
});

function serveRecordProofs(server: Server, context: Context, registry: Registry): void {
  const { db } = context;
  serve(server, contract.proveServedRecord, async ({ request, reply, params }) => {
    const provider = feedsOf(context)?.provider;
    const grant = await provider?.ports.admit(request, reply);
    const seat = grant && (await findSeat(db, grant.id));
    const trusted = await trustedBy(context, registry);
    const keys = openKeys(context.keysDir ?? '');
    const text = seat && (await proveRecord(db, keys, { ...params, streams: [seat.stream], trusted }));
    if (text === undefined) throw problems.noProof(params);
    return text;
  });
  serve(server, contract.proveRecord, async ({ params, caller, decision }) => {
    const { register, record } = params;
    const table = await openRegister(db, register);
    const found = await findRecord(db, table, record, { columns: [], scope: 'all' });
    const sees = found && (await server.authorize(caller, 'records.read', { register, body: found.body })).allowed;
    const consumer = feedsOf(context)?.consumer;
    if (!sees || !consumer) throw problems.noProof({ register, record });
    const text = await proveReceived(consumer, params, await trustedBy(context, registry));
    await context.audit.append({
      action: 'exchange.prove-record',
      actor: caller.account,
      body: caller.body,
      subject: register,
      allowed: true,
      rule: decision.rule,
      records: [record],
    });
    return text;
  });
}

function serveWitness(server: Server, context: Context, registry: Registry, keys: NodeKeys): void {
  const { db, clock } = context;
  const deps = {
    db,
    clock,
    keys,
    logKeys: (origin: string) => registry.logKeys(context, origin),
    fenced: () => isFenced(context),
  };
  serve(server, contract.addCheckpoint, async ({ upload, reply }) => {
    const text = await readSmall(upload);
    if (text === undefined) throw problems.checkpointMalformed();
    const { status, body } = await addCheckpoint(deps, text);
    if (status !== 200 && status !== 409) throw problemOf[status]();
    void reply.code(status).type(status === 409 ? 'text/x.tlog.size' : 'text/plain; charset=utf-8');
    return body;
  });
  serve(server, contract.witnessedLogs, async ({ params, request }) => {
    if (await isFrom(context, request, params.node)) await comeBack(db, params.node);
    const logs = await witnessedOf(db, params.node);
    return { logs: logs.map(({ origin, size, note, cosignedAt }) => ({ origin, size, note, cosignedAt })) };
  });
}

/** Whether the node that is asked about asks itself: it has come back. Anybody may ask, and then nothing follows. */
async function isFrom(context: Context, request: FastifyRequest, node: string): Promise<boolean> {
  if (request.headers.authorization === undefined) return false;
  try {
    return (await openNodeCall(context, request)).name === node;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

// A client of the protocol looks at the status; people and logs read the problem.
const problemOf = {
  400: () => problems.checkpointMalformed(),
  403: () => problems.checkpointUnsigned(),
  404: () => problems.logNotWitnessed(),
  422: () => problems.checkpointUnproved(),
  503: () => platformProblems.readOnly(),
} as const;

async function readSmall(upload: AsyncIterable<unknown>): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of upload) {
    size += (part as Buffer).length;
    if (size > LARGEST_REQUEST) return undefined;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString();
}

function serveLog(server: Server, { db }: Context, keys: NodeKeys): void {
  serve(server, contract.auditCheckpoint, async () => {
    const newest = await newestCheckpoint(db);
    if (!newest) throw ledgerProblems.noCheckpoint();
    const { epoch } = await headPosition(db);
    // One that was witnessed, when there is one: it is at most a round older.
    const cover = await coverOf(db, keys, { epoch, number: 1 });
    return cover?.note ?? newest.note;
  });
  serve(server, contract.auditTile, async ({ params: { epoch, level, index } }) => {
    const [tile] = await readTiles(db, epoch, [{ level, idx: index }]);
    return tile?.hashes ?? Buffer.alloc(0);
  });
}
