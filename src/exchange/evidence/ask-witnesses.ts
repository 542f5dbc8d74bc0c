/** Comes round: shows every log of this node to every witness, and stops the node when one of them knows more. */
import type { Context } from '../../platform/context.ts';
import { openKeys } from '../../platform/ledger/index.ts';
import { askWitness } from './ask-witness.ts';
import { guardNode } from './guard-node.ts';
import type { Peer } from './model.ts';
import { auditLog } from './own-logs.ts';
import { readFence } from './store/fence.ts';
import { streamLogs } from './stream-logs.ts';

type AskContext = Pick<Context, 'db' | 'clock' | 'audit' | 'log' | 'keysDir'>;

/**
 * The audit trail, and streams that grew.
 * @returns how many cosignatures came
 */
export async function askWitnesses(context: AskContext, peers: readonly Peer[]): Promise<number> {
  const { db, keysDir } = context;
  if (keysDir === undefined || peers.length === 0) return 0;
  const fence = await readFence(db);
  // After a start without anybody to ask, whoever answers first decides whether this node may go on.
  const guarded = fence.state === 'unconfirmed' ? await guardNode(context, peers) : fence;
  if (guarded.state === 'fenced') return 0;
  const keys = openKeys(keysDir);
  const audit = await auditLog(db, keys);
  const more = await streamLogs(
    db,
    keys,
    peers.flatMap(({ name, send }) => (send ? [name] : [])),
  );
  let cosigned = 0;
  for (const log of [audit, ...more]) {
    // The same checkpoint for all, so that one note carries all their cosignatures.
    const checkpoint = await log.checkpoint();
    const shown = { ...log, checkpoint: () => Promise.resolve(checkpoint) };
    const said = await Promise.all(peers.map((peer) => askWitness(context, shown, peer)));
    cosigned += said.filter((one) => one?.kind === 'cosigned').length;
    const knowsMore = said.some((one) => one?.kind === 'ahead' || one?.kind === 'forked');
    if (knowsMore && log === audit && (await guardNode(context, peers)).state === 'fenced') return cosigned;
  }
  return cosigned;
}
