/** Every command, in the order in which the help shows them. */
import { accessLog } from './commands/access-log.ts';
import { accountCommands } from './commands/accounts.ts';
import { agreementCommands } from './commands/agreements.ts';
import { authorityCommands } from './commands/authorities.ts';
import { approvalCommands } from './commands/approvals.ts';
import { auditCommands } from './commands/audit.ts';
import { bodyCommands } from './commands/bodies.ts';
import { mergeCommands } from './commands/body-merges.ts';
import { bodyList } from './commands/body-list.ts';
import { codesOverTimeCommands } from './commands/codes-over-time.ts';
import { codeCommands } from './commands/codes.ts';
import { codeTreeCommands } from './commands/codes-tree.ts';
import { correctionCommands } from './commands/corrections.ts';
import { crosswalkCommands } from './commands/crosswalks.ts';
import { completion } from './commands/completion.ts';
import { duplicateCommands } from './commands/duplicates.ts';
import { dutyCommands } from './commands/duties.ts';
import { mappingCommands } from './commands/dictionary-mapping.ts';
import { connectorCommands } from './commands/connectors.ts';
import { exchangeCommands } from './commands/exchange.ts';
import { exchangeWays } from './commands/exchange-ways.ts';
import { expressionCommands } from './commands/dictionary-expression.ts';
import { dictionaryImport } from './commands/dictionary-import.ts';
import { delegationCommands } from './commands/delegations.ts';
import { dictionaryCommands } from './commands/dictionary.ts';
import { proposalCommands } from './commands/dictionary-proposal.ts';
import { overlayCommands } from './commands/dictionary-overlay.ts';
import { targetCommands } from './commands/dictionary-targets.ts';
import { marks } from './commands/marks.ts';
import { migrationCommands } from './commands/dictionary-migrations.ts';
import { rehearseCommands } from './commands/dictionary-rehearse.ts';
import { releaseCommands } from './commands/dictionary-releases.ts';
import { labelsExplain } from './commands/labels.ts';
import { linkageCommands } from './commands/linkage.ts';
import { load } from './commands/load.ts';
import { nodeCommands } from './commands/node.ts';
import { charterCommands } from './commands/charter.ts';
import { federationCommands } from './commands/nodes.ts';
import { recoverCommands } from './commands/node-recover.ts';
import { openapi } from './commands/openapi.ts';
import { prefill } from './commands/prefill.ts';
import { pullCommands } from './commands/pull.ts';
import { purposes } from './commands/purposes.ts';
import { qualityCommands } from './commands/quality.ts';
import { radar } from './commands/radar.ts';
import { readCommands } from './commands/read.ts';
import { archiveCommands } from './commands/retention-archive.ts';
import { retentionCommands } from './commands/retention.ts';
import { strategyCommands } from './commands/strategy.ts';
import { voucherCommands } from './commands/voucher.ts';
import { why } from './commands/why.ts';
import { webhookCommands } from './commands/webhooks.ts';
import { consultationCommands } from './commands/consultations.ts';
import type { CommandSpec } from './model.ts';

export const commands: readonly CommandSpec[] = [
  ...nodeCommands,
  ...federationCommands,
  ...charterCommands,
  load,
  prefill,
  bodyList,
  ...readCommands,
  ...bodyCommands,
  ...mergeCommands,
  ...dutyCommands,
  why,
  ...approvalCommands,
  ...delegationCommands,
  ...codeCommands,
  ...codesOverTimeCommands,
  ...codeTreeCommands,
  ...crosswalkCommands,
  ...linkageCommands,
  ...duplicateCommands,
  ...dictionaryCommands,
  ...targetCommands,
  dictionaryImport,
  radar,
  marks,
  ...expressionCommands,
  ...mappingCommands,
  ...releaseCommands,
  ...rehearseCommands,
  ...migrationCommands,
  ...proposalCommands,
  ...overlayCommands,
  ...agreementCommands,
  purposes,
  labelsExplain,
  ...exchangeCommands,
  ...exchangeWays,
  ...voucherCommands,
  ...connectorCommands,
  ...webhookCommands,
  ...pullCommands,
  ...authorityCommands,
  ...correctionCommands,
  ...qualityCommands,
  ...retentionCommands,
  ...archiveCommands,
  accessLog,
  ...auditCommands,
  ...recoverCommands,
  ...accountCommands,
  ...strategyCommands,
  ...consultationCommands,
  openapi,
  completion,
];
