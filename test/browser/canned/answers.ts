/** Which canned answer belongs to which address. Shapes are checked against the contracts by the compiler. */
import { aboutActs } from './acts.ts';
import { aboutBodies } from './bodies.ts';
import { aboutConnectors } from './connectors.ts';
import { aboutDictionary } from './dictionary.ts';
import { aboutEvidence } from './evidence.ts';
import { aboutFeeds } from './feeds.ts';
import { aboutGovernance } from './governance.ts';
import { aboutGuard } from './guard.ts';
import { aboutLabels } from './labels.ts';
import { aboutLifecycle } from './lifecycle.ts';
import { aboutMerges } from './merges.ts';
import { aboutMappings } from './mappings.ts';
import { aboutOnce } from './once.ts';
import { aboutNodes } from './nodes.ts';
import { aboutPrefill } from './prefill.ts';
import { aboutPrivacy } from './privacy.ts';
import { aboutSubjects } from './subjects.ts';
import { aboutQuality } from './quality.ts';
import { aboutRadar } from './radar.ts';
import { aboutRequests } from './requests.ts';
import { aboutProposals } from './proposals.ts';
import { aboutRecovery } from './recovery.ts';
import { aboutVouchers } from './vouchers.ts';
import { aboutWho } from './who.ts';
import { aboutAudit, aboutSession, aboutStrategy, aboutToday, aboutWork } from './node.ts';

import { problem, type Canned, type Teller } from './telling.ts';

const tellers: readonly Teller[] = [
  aboutSession,
  aboutActs,
  aboutConnectors,
  aboutWork,
  aboutStrategy,
  aboutToday,
  aboutAudit,
  aboutEvidence,
  aboutMappings,
  aboutPrefill,
  aboutOnce,
  aboutQuality,
  aboutPrivacy,
  aboutGuard,
  aboutSubjects,
  aboutRadar,
  aboutProposals,
  aboutWho,
  aboutDictionary,
  aboutMerges,
  aboutBodies,
  aboutVouchers,
  aboutRequests,
  aboutLabels,
  aboutLifecycle,
  aboutGovernance,
  aboutFeeds,
  aboutRecovery,
  aboutNodes,
];

export function answers(method: string, path: string, query: URLSearchParams): Canned {
  for (const tell of tellers) {
    const answer = tell(path, query, method);
    if (answer) return answer;
  }
  return problem(404, 'platform/not-found', 'Not found', 'Nothing is canned for this address.');
}
