/**
 * Every command, in the order in which the help shows them. A file of commands is read when a word that begins one of
 * its commands is typed: reading all of them, with the contracts of all rooms, takes ten times as long as one.
 */
import type { CommandSpec } from './model.ts';

interface CommandFile {
  /** What its commands begin with. */
  readonly words: readonly string[];
  readonly read: () => Promise<readonly CommandSpec[]>;
}

export const commandFiles: readonly CommandFile[] = [
  { words: ['start', 'init', 'reset-demo'], read: async () => (await import('./commands/node.ts')).nodeCommands },
  { words: ['node'], read: async () => (await import('./commands/nodes.ts')).federationCommands },
  { words: ['node'], read: async () => (await import('./commands/charter.ts')).charterCommands },
  { words: ['load'], read: async () => [(await import('./commands/load.ts')).load] },
  { words: ['prefill'], read: async () => [(await import('./commands/prefill.ts')).prefill] },
  { words: ['body-list'], read: async () => [(await import('./commands/body-list.ts')).bodyList] },
  { words: ['read', 'export'], read: async () => (await import('./commands/read.ts')).readCommands },
  { words: ['bodies'], read: async () => (await import('./commands/bodies.ts')).bodyCommands },
  { words: ['bodies'], read: async () => (await import('./commands/body-merges.ts')).mergeCommands },
  { words: ['duties'], read: async () => (await import('./commands/duties.ts')).dutyCommands },
  { words: ['why'], read: async () => [(await import('./commands/why.ts')).why] },
  { words: ['approvals'], read: async () => (await import('./commands/approvals.ts')).approvalCommands },
  { words: ['break-glass'], read: async () => (await import('./commands/break-glass.ts')).breakGlassCommands },
  { words: ['delegations'], read: async () => (await import('./commands/delegations.ts')).delegationCommands },
  { words: ['codes'], read: async () => (await import('./commands/codes.ts')).codeCommands },
  { words: ['codes'], read: async () => (await import('./commands/codes-over-time.ts')).codesOverTimeCommands },
  { words: ['codes'], read: async () => (await import('./commands/codes-tree.ts')).codeTreeCommands },
  { words: ['codes'], read: async () => (await import('./commands/crosswalks.ts')).crosswalkCommands },
  { words: ['link', 'lookup'], read: async () => (await import('./commands/linkage.ts')).linkageCommands },
  { words: ['duplicates'], read: async () => (await import('./commands/duplicates.ts')).duplicateCommands },
  { words: ['dictionary'], read: async () => (await import('./commands/dictionary.ts')).dictionaryCommands },
  { words: ['dictionary'], read: async () => (await import('./commands/dictionary-targets.ts')).targetCommands },
  { words: ['dictionary'], read: async () => [(await import('./commands/dictionary-import.ts')).dictionaryImport] },
  { words: ['radar'], read: async () => [(await import('./commands/radar.ts')).radar] },
  { words: ['marks'], read: async () => [(await import('./commands/marks.ts')).marks] },
  { words: ['dictionary'], read: async () => (await import('./commands/dictionary-expression.ts')).expressionCommands },
  { words: ['dictionary'], read: async () => (await import('./commands/dictionary-mapping.ts')).mappingCommands },
  { words: ['dictionary'], read: async () => (await import('./commands/dictionary-releases.ts')).releaseCommands },
  { words: ['dictionary'], read: async () => (await import('./commands/dictionary-rehearse.ts')).rehearseCommands },
  { words: ['dictionary'], read: async () => (await import('./commands/dictionary-migrations.ts')).migrationCommands },
  { words: ['dictionary'], read: async () => (await import('./commands/dictionary-proposal.ts')).proposalCommands },
  { words: ['dictionary'], read: async () => (await import('./commands/dictionary-overlay.ts')).overlayCommands },
  { words: ['agreements'], read: async () => (await import('./commands/agreements.ts')).agreementCommands },
  { words: ['purposes'], read: async () => [(await import('./commands/purposes.ts')).purposes] },
  { words: ['labels'], read: async () => [(await import('./commands/labels.ts')).labelsExplain] },
  { words: ['exchange'], read: async () => (await import('./commands/exchange.ts')).exchangeCommands },
  { words: ['exchange'], read: async () => (await import('./commands/exchange-ways.ts')).exchangeWays },
  { words: ['voucher'], read: async () => (await import('./commands/voucher.ts')).voucherCommands },
  { words: ['connectors'], read: async () => (await import('./commands/connectors.ts')).connectorCommands },
  { words: ['webhooks'], read: async () => (await import('./commands/webhooks.ts')).webhookCommands },
  { words: ['pull'], read: async () => (await import('./commands/pull.ts')).pullCommands },
  { words: ['authorities'], read: async () => (await import('./commands/authorities.ts')).authorityCommands },
  {
    words: ['once-only', 'corrections'],
    read: async () => (await import('./commands/corrections.ts')).correctionCommands,
  },
  { words: ['quality'], read: async () => (await import('./commands/quality.ts')).qualityCommands },
  { words: ['quality'], read: async () => (await import('./commands/quality-board.ts')).boardCommands },
  { words: ['privacy'], read: async () => (await import('./commands/privacy.ts')).privacyCommands },
  { words: ['retention'], read: async () => (await import('./commands/retention.ts')).retentionCommands },
  { words: ['retention'], read: async () => (await import('./commands/retention-orders.ts')).orderCommands },
  { words: ['retention'], read: async () => (await import('./commands/retention-archive.ts')).archiveCommands },
  { words: ['access-log'], read: async () => [(await import('./commands/access-log.ts')).accessLog] },
  { words: ['consents'], read: async () => [(await import('./commands/consents.ts')).consents] },
  { words: ['subject-requests'], read: async () => (await import('./commands/subject-requests.ts')).subjectRequests },
  { words: ['audit'], read: async () => (await import('./commands/audit.ts')).auditCommands },
  { words: ['node', 'exchange'], read: async () => (await import('./commands/node-recover.ts')).recoverCommands },
  { words: ['accounts'], read: async () => (await import('./commands/accounts.ts')).accountCommands },
  { words: ['work', 'tasks'], read: async () => (await import('./commands/strategy.ts')).strategyCommands },
  {
    words: ['consultations', 'tasks'],
    read: async () => (await import('./commands/consultations.ts')).consultationCommands,
  },
  { words: ['measure'], read: async () => (await import('./commands/measures.ts')).measureCommands },
  { words: ['openapi'], read: async () => [(await import('./commands/openapi.ts')).openapi] },
  { words: ['completion'], read: async () => [(await import('./commands/completion.ts')).completion] },
];

const readAll = async (files: readonly CommandFile[]): Promise<readonly CommandSpec[]> =>
  (await Promise.all(files.map(({ read }) => read()))).flat();

/** All of them: for help and completion. */
export const allCommands = (): Promise<readonly CommandSpec[]> => readAll(commandFiles);

/** Those that may be meant by what was typed; all of them where no word of it begins a command. */
export function commandsFor(typed: readonly string[]): Promise<readonly CommandSpec[]> {
  const meant = commandFiles.filter(({ words }) => words.some((word) => typed.includes(word)));
  return meant.length > 0 ? readAll(meant) : allCommands();
}
