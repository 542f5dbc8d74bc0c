/** Cosigns the checkpoints of other nodes' logs: what is decided is durable before anybody is answered. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { MalformedNoteError, type VerifierKey } from '../../platform/ledger/checkpoint.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import {
  type AddCheckpoint,
  judgeCheckpoint,
  type Judgement,
  originOfNote,
  parseAddCheckpoint,
} from './add-checkpoint.ts';
import { cosign, noteText, withCosignature } from './cosignature.ts';
import { nodeOfOrigin } from './model.ts';
import { findWitnessed, keepEvidence, keepWitnessed, lockOrigin, type WitnessedRow } from './store/witnessed.ts';

export interface WitnessDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly keys: Pick<NodeKeys, 'node' | 'publicKey' | 'sign'>;
  /** What the registry says this log signs with today; empty when it is none that is witnessed here. */
  logKeys(origin: string): Promise<readonly VerifierKey[]>;
  /** A node behind its own fence does not vouch for others: it may have forgotten what it saw of them. */
  fenced(): Promise<boolean>;
}

/** As C2SP tlog-witness has it. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422 | 503;
  /** 200: cosignature lines. 409: the size that is held. */
  readonly body: string;
}

const refused = (status: WitnessAnswer['status'], body = ''): WitnessAnswer => ({ status, body });

/** `POST <witness>/add-checkpoint`. */
export async function addCheckpoint(deps: WitnessDeps, text: string): Promise<WitnessAnswer> {
  if (await deps.fenced()) return refused(503);
  let request: AddCheckpoint;
  try {
    request = parseAddCheckpoint(text);
    noteText(request.note);
  } catch (error) {
    if (error instanceof MalformedNoteError) return refused(400);
    throw error;
  }
  const origin = originOfNote(request.note);
  const keys = await deps.logKeys(origin);
  if (keys.length === 0) return refused(404);
  return deps.db.transaction(async (tx) => {
    await lockOrigin(tx, origin);
    const held = await findWitnessed(tx, origin);
    const judgement = judgeCheckpoint(request, held, keys);
    if (judgement.kind === 'accepted') return accept(deps, tx, { request, held, judgement });
    if (held && (judgement.kind === 'forked' || judgement.kind === 'unproved')) {
      const offered = request.note;
      const caseKey = createHash('sha256').update(noteText(held.note)).update(noteText(offered)).digest('hex');
      const { node } = held;
      const { kind } = judgement;
      await keepEvidence(tx, {
        id: newId(deps.clock.now()),
        origin,
        node,
        kind,
        held: held.note,
        offered,
        foundAt: deps.clock.now(),
        caseKey,
      });
    }
    return answerTo(judgement);
  });
}

interface Accepted {
  readonly request: AddCheckpoint;
  readonly held: WitnessedRow | undefined;
  readonly judgement: Judgement & { kind: 'accepted' };
}

async function accept(
  { clock, keys }: WitnessDeps,
  tx: Parameters<typeof keepWitnessed>[0],
  { request, held, judgement }: Accepted,
): Promise<WitnessAnswer> {
  const { origin, size, root } = judgement.checkpoint;
  const cosignedAt = clock.now();
  const key = { name: keys.node, publicKey: keys.publicKey };
  const line = cosign(request.note, key, cosignedAt, (bytes) => keys.sign(bytes));
  const note = withCosignature(request.note, line);
  const row = { origin, node: nodeOfOrigin(origin), size, root, note, cosignedAt };
  const kept = await keepWitnessed(tx, held?.size ?? 0, row);
  return kept === 1 ? { status: 200, body: line } : refused(409, `${String(held?.size ?? 0)}\n`);
}

function answerTo(judgement: Exclude<Judgement, { kind: 'accepted' }>): WitnessAnswer {
  switch (judgement.kind) {
    case 'unsigned':
      return refused(403);
    case 'backwards':
      return refused(400);
    case 'conflict':
    case 'forked':
      return refused(409, `${String(judgement.size)}\n`);
    case 'unproved':
      return refused(422);
  }
}
