/** Who witnessed what: this node's logs, those of others that it cosigns, forks, the fence. */
import { openKeys } from '../../platform/ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Answer } from '../../platform/http/endpoint.ts';
import type { Texts } from '../../platform/texts.ts';
import type { readWitnesses as contract, WitnessWord } from './evidence-contract.ts';
import { nodeOfOrigin, type Peer } from './model.ts';
import { allAnswers, type AnswerRow } from './store/answers.ts';
import { listLosses, readFence, type FenceRow } from './store/fence.ts';
import { listEvidence, listWitnessed } from './store/witnessed.ts';
import { witnessedLately } from './witnessed-lately.ts';

// Logs of a thousand nodes do not fit a page; the newest are what one looks at.
const MOST = 200;
const MOST_LOGS = 20;

/** What the registry knows of the witnesses: names for people, and what they are to this node. */
export type KnownPeers = ReadonlyMap<string, Pick<Peer, 'relation'> & { readonly names: Texts | null }>;

export async function readWitnesses(context: Context, peers: KnownPeers): Promise<Answer<typeof contract>> {
  const { db, keysDir } = context;
  const lately = await witnessedLately(context);
  const answers = await allAnswers(db);
  const byAuditFirst = (a: string, b: string) => Number(b.includes('/audit/')) - Number(a.includes('/audit/'));
  const origins = [...new Set(answers.map(({ origin }) => origin))].sort(byAuditFirst).slice(0, MOST_LOGS);
  const witnessed = await listWitnessed(db, MOST);
  const forks = await listEvidence(db, MOST);
  return {
    node: keysDir === undefined ? '' : openKeys(keysDir).node,
    lastWitnessed: lately.at?.toISOString() ?? null,
    inTime: lately.inTime,
    least: lately.least,
    withinHours: lately.withinHours,
    logs: origins.map((origin) => {
      const words = answers.filter((answer) => answer.origin === origin).map((answer) => wordOf(answer, peers));
      return { origin, size: Math.max(...words.map(({ size }) => size)), witnesses: words };
    }),
    witnessed: witnessed.map(({ origin, size, cosignedAt }) => ({
      origin,
      names: peers.get(nodeOfOrigin(origin))?.names ?? null,
      size,
      cosignedAt,
    })),
    forks: forks.map(({ node: _node, ...fork }) => fork),
    fence: sayFence(await readFence(db)),
    losses: (await listLosses(db)).map(({ epoch, endedEpoch, lostFrom, lostTo, reason, declaredAt }) => ({
      epoch,
      endedEpoch,
      lostFrom,
      lostTo,
      reason,
      declaredAt,
    })),
  };
}

export function wordOf(answer: AnswerRow, peers: KnownPeers): WitnessWord {
  const { witness, size, cosignedAt, askedAt, problem } = answer;
  const peer = peers.get(witness);
  return { witness, names: peer?.names ?? null, relation: peer?.relation ?? null, size, cosignedAt, askedAt, problem };
}

function sayFence(row: FenceRow): Answer<typeof contract>['fence'] {
  const { state, since, witness, note } = row;
  const missing =
    state === 'fenced' && witness !== null && note !== null
      ? {
          epoch: row.witnessedEpoch ?? 1,
          from: (row.ownEpoch === row.witnessedEpoch ? (row.ownSize ?? 0) : 0) + 1,
          to: row.witnessedSize ?? 0,
          witness,
          note,
        }
      : null;
  return { state, since, missing };
}
